use std::io::Cursor;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn one(text: impl AsRef<[u8]>) -> CapturedRequest {
    let mut requests = read(text.as_ref()).unwrap();
    assert_eq!(requests.len(), 1);
    requests.remove(0).1
}

fn error(text: impl AsRef<[u8]>) -> ReadError {
    read(text.as_ref()).unwrap_err()
}

/// The numbers of several signed requests.
fn positions(text: impl AsRef<[u8]>) -> Vec<usize> {
    read(text.as_ref()).unwrap().into_iter().map(|(number, _)| number).collect()
}

fn body(text: impl AsRef<[u8]>) -> Option<String> {
    let request = one(text);
    assert_eq!(request.header("x-vercel-signature"), Some("ab"));
    request.body.map(|body| String::from_utf8(body.to_vec()).unwrap())
}

#[test]
fn reads_raw_http_with_any_line_break() {
    let head = "POST /x HTTP/1.1\nHost: a\nX-Vercel-Signature:  ab \nX-Long: a\n b\n";
    for text in [head.to_owned(), head.replace('\n', "\r\n"), format!("\u{feff}\n{head}")] {
        let ended = format!("{text}\n{{}}\r\n\n");
        assert_eq!(body(&ended).as_deref(), Some("{}\r\n\n"));
        assert_eq!(one(&ended).header("x-long"), Some("a b"));
        assert_eq!(body(&text), None, "its body was not written down");
        assert_eq!(body(format!("{text}\n")).as_deref(), Some(""));
    }
    assert_eq!(body("x-vercel-signature: ab\n\n{}").as_deref(), Some("{}"));
    assert_eq!(body("HTTP/1.1 200 OK\nx-vercel-signature: ab\n\n{}").as_deref(), Some("{}"));
    assert_eq!(error("POST / HTTP/1.1\na b\n\n"), ReadError::BadHeader { line: 2 });
    for text in ["hello", "note: this\n\n{}", "[1]", "POST / HTTP/1.1 x", "> hello", "== Info: a"] {
        assert_eq!(error(text), ReadError::Unknown, "{text}");
    }
    assert_eq!(error(" \n"), ReadError::Empty);
}

#[test]
fn a_body_ends_at_its_declared_length() {
    let with = |length: u32, rest: &str| {
        format!("POST / HTTP/1.1\nContent-Length: {length}\nx-vercel-signature: ab\n\n{rest}")
    };
    for (length, rest, expected, surplus) in [
        (2, "{}", "{}", ""),
        (2, "{}\n", "{}", "\n"),
        (2, "{}\r\n", "{}", "\r\n"),
        (3, "{}\n", "{}\n", ""),
        (2, "{}\n\n", "{}", "\n\n"),
        (1, "{}", "{", "}"),
        (0, "{}", "", "{}"),
        (9, "{}", "{}", ""),
    ] {
        assert_eq!(body(with(length, rest)).as_deref(), Some(expected));
        assert_eq!(one(with(length, rest)).surplus, surplus);
        assert_eq!(one(with(length, rest)).declared_length(), Some(length.into()));
    }
}

#[test]
fn reads_messages_that_follow_the_declared_length() {
    let request = "POST / HTTP/1.1\ncontent-length: 2\nx-vercel-signature: ab\n\n{}";
    let answer = "HTTP/1.1 200 OK\ncontent-length: 2\n\nok";
    for text in [format!("{request}{answer}"), format!("{answer}\n\n{request}\n\n{answer}\n")] {
        assert_eq!(body(text).as_deref(), Some("{}"));
    }
    assert_eq!(positions(format!("{request}\n\n{answer}\n{request}")), [1, 3]);
    assert_eq!(error(format!("{answer}\n{answer}")), ReadError::NoneSigned { count: 2 });
}

#[test]
fn reads_lambda_events() {
    let with = |headers: Value, body: &str, encoded: bool| {
        json!({"headers": headers, "body": body, "isBase64Encoded": encoded}).to_string()
    };
    assert_eq!(body(with(json!({"X-Vercel-Signature": "ab"}), "{}", false)).as_deref(), Some("{}"));
    let listed = with(json!({"a": 1, "x-vercel-signature": ["ab"]}), "e30=", true);
    assert_eq!(body(&listed).as_deref(), Some("{}"));
    assert_eq!(numbers(&format!("{listed}\n{listed}")), Ok((vec![1, 2], None)));
    let several = format!("{listed}\n{{\"events\":[{listed},{listed}]}}");
    assert_eq!(numbers(&several), Ok((vec![1, 2, 2], None)));
    assert_eq!(error(with(json!({}), "?", true)), ReadError::BadBase64);
    for parsed in [json!({}), json!(null), json!(["{}"])] {
        let parsed = json!({"headers": {"X-Vercel-Signature": "ab"}, "body": parsed}).to_string();
        assert_eq!(body(&parsed), None);
        let line = Err(ReadError::Bodiless { position: Position::Line(2) });
        assert_eq!(numbers(&format!("{listed}\n{parsed}")), line);
        let request = ReadError::Bodiless { position: Position::Request(2) };
        assert_eq!(error(format!("[{listed},{parsed}]")), request);
    }
}

#[test]
fn joins_chunks() {
    let head = "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\nContent-Length: 9\r\n\
                x-vercel-signature: ab\r\n\r\n";
    for (rest, expected) in [
        ("1\r\n{\r\n1;a=b\r\n}\r\n0\r\n\r\n", "{}"),
        ("1\n{\n01\n}\n0\nTrailer: a\n\n", "{}"),
        ("2\r\n{}", "{}"),
        ("8\r\n{}", "{}"),
        ("{}", "{}"),
        ("2\r\n{}x", "2\r\n{}x"),
        ("ffffffffffffffffff\r\n{}", "ffffffffffffffffff\r\n{}"),
        ("", ""),
    ] {
        assert_eq!(body(format!("{head}{rest}")).as_deref(), Some(expected));
        assert_eq!(one(format!("{head}{rest}")).declared_length(), None);
    }
}

#[test]
fn reads_a_har_and_parts_of_one() {
    let request = |headers: Value, posted: Value| json!({"headers": headers, "postData": posted});
    let signed = json!([{"name": "X-Vercel-Signature", "value": "ab"}]);
    let text = request(signed.clone(), json!({"text": "{\"a\":\"é\"}"}));
    let base64 = request(signed.clone(), json!({"text": "e30=", "encoding": "base64"}));
    let other = json!({"request": request(json!([]), Value::Null)});
    let har = |entries: Value| json!({"log": {"entries": entries}}).to_string();
    assert_eq!(body(text.to_string()).as_deref(), Some("{\"a\":\"é\"}"));
    assert_eq!(body(base64.to_string()).as_deref(), Some("{}"));
    let entry = json!({"request": text});
    assert_eq!(body(entry.to_string()).as_deref(), Some("{\"a\":\"é\"}"));
    assert_eq!(body(har(json!([other, entry]))).as_deref(), Some("{\"a\":\"é\"}"));
    assert_eq!(body(json!({"headers": signed}).to_string()), None);
    assert_eq!(one(har(json!([other]))).header("x-vercel-signature"), None);
    assert_eq!(positions(har(json!([entry, other, entry]))), [1, 3]);
    assert_eq!(error(har(json!([other, other]))), ReadError::NoneSigned { count: 2 });
    let bad = request(signed, json!({"text": "?", "encoding": "base64"}));
    assert_eq!(error(bad.to_string()), ReadError::BadBase64);
    let half = har(json!([{"response": "?"}, entry])).replace('?', "\\ud83d");
    assert!(serde_json::from_str::<Value>(&half).is_err(), "{half}");
    for text in [half.clone(), half.replace("{\"", "{\n\""), half.replace("{\"", "\n{\"")] {
        assert_eq!(body(text).as_deref(), Some("{\"a\":\"é\"}"));
    }
    assert_eq!(body(text.to_string().replace('é', "\\ud83d")), None, "its bytes are lost");
    for text in [half.clone() + "{", half.replace("{\"", "{\n\"") + "{"] {
        assert!(matches!(error(&text), ReadError::BadJson { .. }), "{text}");
    }
    assert_eq!(error("{}"), ReadError::Unknown);
    assert_eq!(error(har(json!([]))), ReadError::Foreign { kind: "a HAR file" });
    assert_eq!(error(r#"{"headers":[{"name":1}]}"#), ReadError::Foreign { kind: "a request" });
}

#[test]
fn reads_the_output_of_curl_verbose() {
    let head = "* Connected to a\n> POST /x HTTP/1.1\r\n> X-Vercel-Signature: ab\r\n\
                > Content-Length: 2\r\n> \r\n";
    let answer = "< HTTP/1.1 200 OK\r\n< a: b\r\n< \r\nok\n";
    assert_eq!(body(format!("{head}}} [2 bytes data]\n{answer}")), None);
    assert_eq!(body(head), None);
    for (between, expected) in
        [("{}\n", "{}"), ("{}", "{}"), ("* We are sent\n{}\n", "{}"), ("{\n}\n", "{\n")]
    {
        assert_eq!(body(format!("{head}{between}{answer}")).as_deref(), Some(expected));
    }
    for remarks in [
        "{ [265 bytes data]\n* old SSL session ID is stale, removing\n",
        "\r100     2    0     0    0     2      0      0 --:--:--  0:00:02 --:--:--     0",
        "\r100 2 0 0 100 2 0 1 0:00:02 0:00:01 0:00:01 1\r100 2 0 0 0 2 0 0 --:--:-- 0:00:02 --:--:-- 0{ [5 bytes data]\n",
        "} [2 bytes data]\n\r######## 100.0%",
        "* Empty reply from server\ncurl: (52) Empty reply from server\n",
        "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n",
    ] {
        assert_eq!(body(format!("{head}{remarks}{answer}")), None, "{remarks:?}");
        if remarks.ends_with('\n') {
            let added = format!("{head}{remarks}{{}}\n{answer}");
            assert_eq!(body(added).as_deref(), Some("{}"), "{remarks:?}");
        }
    }
    let timed = head.replace("> ", "09:25:57.535595 > ");
    assert_eq!(body(format!("{timed}09:25:57.535694 }} [2 bytes data]\n{answer}")), None);
    let proxied = format!("> CONNECT a:443 HTTP/1.1\n> Host: a\n> \n< HTTP/1.1 200 OK\n{head}");
    assert_eq!(body(&proxied), None);
    assert_eq!(positions(format!("{head}{{}}\n{answer}{head}{{}}\n{answer}")), [1, 2]);
}

#[test]
fn reads_curl_traces() {
    let hexadecimal = "\
== Info: Connected
=> Send header, 47 bytes (0x2f)
0000: 50 4f 53 54 20 2f 78 20 48 54 54 50 2f 31 2e 31 POST /x HTTP/1.1
0010: 0d 0a 58 2d 56 65 72 63 65 6c 2d 53 69 67 6e 61 ..X-Vercel-Signa
0020: 74 75 72 65 3a 20 61 62 0d 0a 0d 0a             ture: ab....
=> Send data, 4 bytes (0x4)
0000: 7b 0d 0a 7d                                     {..}
<= Recv header, 2 bytes (0x2)
0000: 0d 0a                                           ..
";
    assert_eq!(body(hexadecimal).as_deref(), Some("{\r\n}"));
    let ascii = "\
=> Send header, 47 bytes (0x2f)
0000: POST /x HTTP/1.1
0012: X-Vercel-Signature: ab
002d:
=> Send data, 4 bytes (0x4)
0000: {
0003: }
<= Recv header, 2 bytes (0x2)
0000:
";
    assert_eq!(body(ascii), None, "a dot may be any byte");
    let meter = "\r100 2 0 0 0 2 0 0 --:--:-- 0:00:02 --:--:-- 009:26:00.029104 ";
    let timed = format!("  % Total\n{}", hexadecimal.replace("=> ", &format!("{meter}=> ")));
    assert_eq!(body(timed).as_deref(), Some("{\r\n}"));
    let long = ascii.replace("002d:\n", "002a: X-Long: a\n0033: b\n0036:\n");
    assert_eq!(one(long).header("x-long"), Some("ab"), "a row is full at 64 characters");
}

#[test]
fn separates_the_requests_of_a_trace() {
    let of = |head: &str, body: &str| {
        let rows = |bytes: &str| {
            let rows = bytes.as_bytes().chunks(16).enumerate().map(|(index, row)| {
                let digits = row.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
                let digits = digits.join(" ");
                format!("{:04x}: {digits:48}.\n", index * 16)
            });
            rows.collect::<String>()
        };
        let head = format!("=> Send header, 1 bytes (0x1)\n{}", rows(head));
        let body = format!("=> Send data, 1 bytes (0x1)\n{}", rows(body));
        let answer = "<= Recv header, 2 bytes (0x2)\n0000: 0d 0a\n";
        let sent = if body.ends_with("(0x1)\n") { head } else { head + &body };
        format!("== Info: Connected\n{sent}{answer}")
    };
    let get = of("GET / HTTP/1.1\r\na: b\r\n\r\n", "");
    let signed = of("POST / HTTP/1.1\r\nx-vercel-signature: ab\r\n\r\n", "{}");
    let bare = of("POST / HTTP/1.1\r\nx-vercel-signature: ab\r\n\r\n", "");
    for text in [format!("{get}{signed}"), format!("{signed}{get}")] {
        assert_eq!(body(text).as_deref(), Some("{}"));
    }
    assert_eq!(body(format!("{get}{bare}")), None);
    assert_eq!(positions(format!("{signed}{get}{signed}")), [1, 3]);
    for (one, other, position) in [(&bare, &signed, 1), (&signed, &bare, 2)] {
        let position = Position::Request(position);
        assert_eq!(error(format!("{one}{other}")), ReadError::Bodiless { position });
    }
    assert_eq!(error(format!("{get}{get}")), ReadError::NoneSigned { count: 2 });
    let parted =
        signed.replace("=> Send data", "=> Send data, 1 bytes (0x1)\n0000: 20 \n=> Send data");
    assert!(one(parted).body.is_none(), "a row that is none in hexadecimal");
}

/// The numbers of the lines, one for each request, and of one that is incomplete.
fn numbers(text: &str) -> Result<(Vec<usize>, Option<usize>), ReadError> {
    assert_eq!(read_text(&mut Cursor::new(text)).unwrap(), None, "{text}");
    let (mut whole, mut cut) = (Vec::new(), None);
    let mut lines = LineReader::new(text.as_bytes());
    while let Some(line) = lines.read_next().unwrap() {
        match read_line(line)? {
            Some(requests) => whole.extend(requests.iter().map(|_| line.number)),
            None => cut = Some(line.number),
        }
    }
    Ok((whole, cut))
}

#[test]
fn reads_recordings_line_by_line() {
    let line = r#"{"number":1,"headers":[["x-vercel-signature","ab"]],"body":"{}","timeMs":1.5}"#;
    assert_eq!(body(line).as_deref(), Some("{}"));
    assert_eq!(body(format!("\n{line}\n")).as_deref(), Some("{}"));
    assert_eq!(numbers(&format!("{line}\n\n{line}\r\n")), Ok((vec![1, 3], None)));
    for end in [1, 20, line.len() - 1] {
        let torn = format!("{line}\n{line}\n{}", &line[..end]);
        assert_eq!(numbers(&torn), Ok((vec![1, 2], Some(3))));
        let bad = numbers(&(torn + "\n")).unwrap_err();
        assert!(matches!(bad, ReadError::BadLine { line: 3, .. }), "{bad:?}");
        let bad = error(&line[..end]);
        assert!(matches!(bad, ReadError::BadJson { .. }), "{bad:?}");
    }
    let bad = numbers(&format!("{line}\n{{}}\n")).unwrap_err();
    assert!(matches!(bad, ReadError::BadLine { line: 2, .. }), "{bad:?}");
}

proptest! {
    #[test]
    fn raw_bodies_are_exact(bytes: Vec<u8>, cuts in prop::collection::vec(1..9_usize, 0..40)) {
        let declared = format!("POST / HTTP/1.1\r\ncontent-length: {}\r\n\r\n", bytes.len());
        let request = one([declared.as_bytes(), &bytes].concat());
        prop_assert_eq!(request.body.as_deref(), Some(bytes.as_slice()));

        let mut text = b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
        let mut rest = bytes.as_slice();
        for size in cuts.into_iter().chain([bytes.len()]) {
            let (chunk, after) = rest.split_at(size.min(rest.len()));
            if !chunk.is_empty() {
                text.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
                text.extend([chunk, b"\r\n"].concat());
            }
            rest = after;
        }
        text.extend(b"0\r\n\r\n");
        let request = one(text);
        prop_assert_eq!(request.body.as_deref(), Some(bytes.as_slice()));
    }

    #[test]
    fn reading_never_panics(bytes: Vec<u8>, text in "[\\n\\r>={}:*0-9a-f <POSTH/1.-]{0,80}") {
        for bytes in [bytes.clone(), text.clone().into_bytes(), format!("> P / HTTP/1\n{text}").into_bytes(),
            format!("=> Send header, 1\n{text}").into_bytes(),
            format!("curl -d $'{text}").into_bytes(), [b"curl ", &bytes[..]].concat(),
            format!("P / HTTP/1\ncontent-length: 3\n{text}").into_bytes()]
        {
            let _ = read(&bytes);
        }
    }
}

#[test]
fn the_number_of_requests_has_a_limit() {
    let many = |request: &str| request.repeat(MAX_REQUESTS + 1);
    for text in [
        many("POST http://a/\n\n###\n"),
        many("POST / HTTP/1.1\ncontent-length: 0\n\n"),
        many("> POST / HTTP/1.1\n> \n< HTTP/1.1 200\n< \n"),
        format!("[{}{{}}]", many(r#"{"headers":[],"body":""},"#)),
    ] {
        assert_eq!(error(&text), ReadError::TooManyRequests, "{}", &text[..20]);
    }
}

#[test]
fn the_number_of_headers_has_a_limit() {
    let most = MAX_HEADERS_TOGETHER / MAX_HEADERS;
    let headers = |count: usize, header: &str| header.repeat(count);
    let formats: [&dyn Fn(usize) -> String; 6] = [
        &|count| format!("POST http://a/\n{}\n###\n", headers(count, "a:\n")),
        &|count| {
            let others = headers(count - 1, "a:\n");
            format!("POST / HTTP/1.1\ncontent-length: 0\n{others}\n")
        },
        &|count| format!("> POST / HTTP/1.1\n{}> \n< HTTP/1.1 200\n< \n", headers(count, "> a:\n")),
        &|count| {
            let row = |index| format!("{:04x}: a:\n", 17 + 4 * index);
            let rows: String = (0..count).map(row).collect();
            format!("=> Send header, 9\n0000: POST / HTTP/1.1\n{rows}{:04x}: \n", 17 + 4 * count)
        },
        &|count| format!("curl a{}\n", headers(count, " -Hb:c")),
        &|count| format!("{{\"headers\":{{\"a\":[\"\"{}]}}}},", headers(count - 1, ",\"\"")),
    ];
    for request in formats {
        let text = |count: usize, times: usize| {
            let text = request(count).repeat(times);
            text.strip_suffix(',').map_or_else(|| text.clone(), |text| format!("[{text}]"))
        };
        let start = request(1);
        assert_eq!(error(text(MAX_HEADERS + 1, 1)), ReadError::TooManyHeaders, "{start}");
        let bad = error(text(MAX_HEADERS, most + 1));
        assert_eq!(bad, ReadError::TooManyHeadersTogether, "{start}");
    }
    let [request, ..] = formats;
    assert_eq!(read_all(request(MAX_HEADERS).repeat(most).as_bytes()).unwrap().len(), most);
}
