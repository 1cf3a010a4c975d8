//! `verify --request`: requests that another tool captured.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

use super::{FROM_ENVIRONMENT, MISMATCH, OF_BRACES, VALID};
use crate::support::{Run, SECRET, vercel_hooks, with_secret};

fn raw(headers: &str, body: &str) -> String {
    format!("POST /api/webhooks HTTP/1.1\r\nHost: a\r\n{headers}\r\n\r\n{body}")
}

fn signed(body: &str) -> String {
    raw(&format!("X-Vercel-Signature: {OF_BRACES}"), body)
}

/// Checks a file that holds a request.
fn verify(request: impl AsRef<[u8]>) -> Run {
    with_secret(["verify", "--request", "request"]).file("request", request)
}

fn verify_json(request: impl AsRef<[u8]>) -> Run {
    with_secret(["verify", "--json", "--request", "request"]).file("request", request)
}

fn har_request(posted: &Value) -> Value {
    json!({"headers": [{"name": "x-vercel-signature", "value": OF_BRACES}], "postData": posted})
}

fn record(body: &str, signature: &str) -> String {
    json!({"number": 1, "headers": [["x-vercel-signature", signature]], "body": body}).to_string()
}

#[test]
fn checks_a_request_in_each_format() {
    let entry = json!({"request": har_request(&json!({"text": "{}"}))});
    let base64 = har_request(&json!({"text": BASE64.encode("{}"), "encoding": "base64"}));
    let other = json!({"request": {"headers": []}});
    let chunked = format!("Transfer-Encoding: chunked\r\nX-Vercel-Signature: {OF_BRACES}");
    for request in [
        signed("{}"),
        signed("{}").replace('\r', ""),
        raw(&chunked, "2\r\n{}\r\n0\r\n\r\n"),
        raw(&format!("Content-Length: 2\r\nX-Vercel-Signature: {OF_BRACES}"), "{}\n"),
        json!({"log": {"entries": [other, entry]}}).to_string(),
        entry.to_string(),
        base64.to_string(),
        format!(
            "> POST / HTTP/1.1\n> x-vercel-signature: {OF_BRACES}\n>\n{{}}\n< HTTP/1.1 200 OK\n"
        )
        .replace(">\n", "> content-length: 2\n>\n"),
        record("{}", OF_BRACES),
    ] {
        verify(&request).gives(0, VALID, FROM_ENVIRONMENT);
        let args = ["verify", "--request", "-"];
        with_secret(args).stdin(request).gives(0, VALID, FROM_ENVIRONMENT);
    }
}

#[test]
fn reads_what_other_tools_export() {
    let lists = json!({"X-Vercel-Signature": [OF_BRACES]});
    let map = json!({"x-vercel-signature": OF_BRACES});
    let item = json!({"request": {"header": [{"key": "x-vercel-signature", "value": OF_BRACES},
        {"key": "x-vercel-signature", "value": "old", "disabled": true}],
        "body": {"mode": "raw", "raw": "{}"}}});
    let invoked = json!({"headers": map, "encoding": "base64", "body": "e30="}).to_string();
    for request in [
        json!({"requestContext": {"elb": {}}, "multiValueHeaders": lists, "body": "{}"}),
        json!({"Action": "Invoke", "body": invoked}),
        json!({"headers": map, "body": {}, "rawBody": "{}"}),
        json!({"headers": map, "body": {}, "rawBody": {"type": "Buffer", "data": [123, 125]}}),
        json!({"headers": map, "bodyRaw": "{}", "body": {}}),
        json!([{"headers": {}, "body": ""}, {"headers": map, "body": "{}"}]),
        json!({"data": [{"uuid": "1", "headers": lists, "content": "{}"}], "total": 1}),
        json!({"requests": [{"request": {"headers": {}, "raw": BASE64.encode(signed("{}"))}}]}),
        json!({"info": {}, "item": [{"name": "a", "item": [item]}]}),
        json!({"resources": [{"_type": "x"}, {"headers": [{"name": "x-vercel-signature",
            "value": OF_BRACES}], "body": {"text": "{}"}}]}),
        json!({"__ow_headers": map, "__ow_body": "e30="}),
        json!({"__ow_headers": map, "__ow_body": "{}"}),
        json!({"level": 30, "msg": "", "req": {"headers": map, "body": "{}"}}),
    ] {
        for text in [request.to_string(), format!("{request:#}")] {
            verify(&text).gives(0, VALID, FROM_ENVIRONMENT);
        }
    }
    let parsed = json!({"id": "evt_1", "data": {"headers": map, "body": {}}}).to_string();
    verify(parsed).gives(2, "", "error: [..] without its body\nhint: [..]\n");
}

#[test]
fn reads_http_files_of_editors() {
    let one = format!("POST http://localhost:3000/x\nX-Vercel-Signature: {OF_BRACES}\n\n{{}}");
    for text in [
        one.clone(),
        format!("{one}\n"),
        format!("@host = a\n\n### Ready\n# @name ready\n// a comment\n{one}\n\n###\n"),
        format!("GET {{{{host}}}}/\n  ?a=b\nAccept: */*\n\n###\n{one}\n> {{% test() %}}\n"),
        format!(
            "### old\nPOST /x HTTP/1.1\na: b\n\n[]\n### new\n{}",
            signed("{}").replace('\r', "")
        ),
    ] {
        verify(&text).gives(0, VALID, FROM_ENVIRONMENT);
        verify(text.replace('\n', "\r\n")).gives(0, VALID, FROM_ENVIRONMENT);
    }
    for body in ["< ./body.json", "{\"a\":\"{{now}}\"}"] {
        let text = one.replace("{}", body);
        verify(text).gives(2, "", "error: [..] without its body\nhint: [..]\n");
    }
    // A line of a body is no separator where no request follows.
    let body = "a\n### b\nc";
    let signature = with_secret(["sign", "-q"]).stdin(body).ends(0);
    let text = raw(&format!("x-vercel-signature: {}", signature.text().trim_end()), body);
    verify(text).gives(0, VALID, FROM_ENVIRONMENT);
}

#[test]
fn reads_the_colored_output_of_httpie() {
    let text = format!(
        "\u{1b}[32mPOST\u{1b}[39;49;00m /x \u{1b}[34mHTTP\u{1b}[39m/1.1\n\u{1b}[36mx-vercel-signature\
         \u{1b}[39m: {OF_BRACES}\n\n{{\u{1b}[0m}}\n\n\nHTTP/1.1 200 OK\nContent-Length: 0\n\n\n"
    );
    verify(text).gives(0, VALID, FROM_ENVIRONMENT);
}

#[test]
fn says_what_to_copy_instead() {
    for (text, why) in [
        ("fetch(\"http://a/\", {\n});", "it is a call of `fetch`: copy [..] as cURL (bash)"),
        ("Invoke-WebRequest -UseBasicParsing", "it is a PowerShell command: copy [..]"),
        (
            "type: collection.insomnia.rest/5.0\nname: a\n",
            "it is an Insomnia export in YAML: copy [..]",
        ),
        ("id,method,headers,content\n1,POST,{},{}\n", "it is a CSV file: copy [..]"),
        ("curl 'http://a' -d '{}", "a quote or an escape of the command is incomplete: copy [..]"),
    ] {
        verify(text).gives(
            2,
            "",
            format!("error: no request in request: {why}\nhint: supported: [..]\n"),
        );
    }
}

#[test]
fn refuses_more_headers_than_any_server_accepts() {
    let lines = "a:\n".repeat(100_000);
    for text in [
        lines.clone(),
        format!("POST / HTTP/1.1\n{lines}\n{{}}"),
        format!("> POST / HTTP/1.1\n{}", "> a:\n".repeat(20_000)),
    ] {
        let done = verify(text).ends(2);
        assert!(done.stderr.contains("more than 10000 headers\n"), "{}", done.stderr);
    }
}

#[test]
fn reads_what_send_prints() {
    for form in ["--json", "--color=never"] {
        let paper = with_secret(["send", "flag.created", "--to", "localhost", "--dry-run", form]);
        let paper = paper.ends(0).stdout;
        verify(&paper).gives(0, VALID, FROM_ENVIRONMENT);
    }
    for set in ["payload.a=b", "payload.a=it's \\ \"\"", "payload.a=\u{e9}"] {
        let paper = ["send", "flag.created", "--to", "localhost", "--curl", "--set", set];
        let paper = with_secret(paper).ends(0).stdout;
        verify(&paper).gives(0, VALID, FROM_ENVIRONMENT);
    }
    let twice = ["send", "flag.created", "flag.deleted", "--to", "localhost", "--curl"];
    verify(with_secret(twice).ends(0).stdout).gives(
        0,
        format!("request 1: {VALID}request 2: {VALID}"),
        FROM_ENVIRONMENT,
    );
}

#[test]
fn reads_what_browsers_copy() {
    let copied = |data: &str| {
        format!(
            "curl 'http://localhost:3000/x?a=b' \\\n  -X POST \\\n  \
             -H 'x-vercel-signature: {OF_BRACES}' \\\n  {data} \\\n  --compressed\n"
        )
    };
    for data in ["--data-raw '{}'", "--data-raw $'{\\u007d'", "-d {} -H 'content-length: 2'"] {
        verify(copied(data)).gives(0, VALID, FROM_ENVIRONMENT);
    }
    verify(copied("--data-raw '{ }'")).ends(1);
    for data in ["--data-binary @body.json", "-d \"$BODY\"", ""] {
        verify(copied(data)).file("body.json", "{}").gives(
            2,
            "",
            "error: [..] without its body\n...",
        );
    }
}

#[test]
fn file_and_signature_flags_take_precedence() {
    let curl = format!("> POST / HTTP/1.1\n> x-vercel-signature: {OF_BRACES}\n>\n< HTTP/1.1 200\n");
    let run = |args: &[&'static str], request: &str| {
        with_secret(["verify", "--request", "request"].into_iter().chain(args.iter().copied()))
            .file("request", request)
            .file("body.json", "{}")
    };
    run(&["body.json"], &curl).gives(0, VALID, FROM_ENVIRONMENT);
    run(&["body.json"], &signed("[]")).gives(0, VALID, FROM_ENVIRONMENT);
    run(&["-"], &curl).stdin("{}").gives(0, VALID, FROM_ENVIRONMENT);
    run(&["--signature", OF_BRACES], &raw("a: b", "{}")).gives(0, VALID, FROM_ENVIRONMENT);
    run(&[], &curl).gives(
        2,
        "",
        "error: the request in request was captured without its body\n\
         hint: name the file that holds the body before --request\n",
    );
    with_secret(["verify", "-", "--request", "-"]).stdin("{}").gives(
        2,
        "",
        "error: standard input cannot be both the request and the body\n",
    );
}

#[test]
fn refuses_a_body_that_was_captured_after_parsing() {
    let parsed = json!({"headers": {"x-vercel-signature": OF_BRACES}, "body": {}}).to_string();
    verify(&parsed).gives(2, "", "error: [..] without its body\nhint: [..]\n");
    with_secret(["verify", "body.json", "--request", "request"])
        .file("request", &parsed)
        .file("body.json", "{}")
        .gives(0, VALID, FROM_ENVIRONMENT);
    let lines = format!("{}\n{parsed}\n", record("{}", OF_BRACES));
    verify(&lines).gives(2, "", "error: [..]line 2 was captured without its exact body\n...");
}

#[test]
fn does_not_take_the_progress_of_curl_for_a_body() {
    let meter = "\r100     2    0     0    0     2      0      0 --:--:--  0:00:02 --:--:--     0";
    let slow = format!(
        "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n\
         {meter}* Connected to localhost (127.0.0.1) port 443 (#0)\n\
         > POST /x HTTP/1.1\r\n> x-vercel-signature: {OF_BRACES}\r\n> Content-Length: 2\r\n> \r\n\
         }} [2 bytes data]\n\
         * TLSv1.3 (IN), TLS handshake, Newsession Ticket (4):\n{{ [265 bytes data]\n\
         {meter}{meter}{{ [5 bytes data]\n< HTTP/1.1 200 OK\r\n< \r\n{{ [8 bytes data]\n{meter}\n"
    );
    verify(&slow).gives(2, "", "error: [..] without its body\nhint: [..]\n");
    with_secret(["verify", "body.json", "--request", "request"])
        .file("request", &slow)
        .file("body.json", "{}")
        .gives(0, VALID, FROM_ENVIRONMENT);
}

#[test]
fn refuses_a_trace_with_a_forged_request_beside_a_genuine_one() {
    let trace = |first: &str| {
        format!(
            "=> Send header, 99 bytes (0x63)\n0000: POST / HTTP/1.1\n0011: {first}\n0063:\n\
             <= Recv header, 2 bytes (0x2)\n0000:\n\
             == Info: Connected\n=> Send header, 99 bytes (0x63)\n0000: POST / HTTP/1.1\n\
             0011: x-vercel-signature: {OF_BRACES}\n0063:\n"
        )
    };
    let forged = format!("x-vercel-signature: {}", "0".repeat(40));
    verify(trace(&forged)).gives(
        2,
        "",
        "error: [..]: request 1 was captured without its exact body\n...",
    );
    let run = with_secret(["verify", "body.json", "--request", "request"]);
    run.file("request", trace("a: b")).file("body.json", "{}").gives(0, VALID, FROM_ENVIRONMENT);
}

#[test]
fn warns_if_the_named_body_has_another_size_than_the_request_had() {
    let curl = |length: usize| {
        format!(
            "> POST / HTTP/1.1\n> x-vercel-signature: {OF_BRACES}\n> content-length: {length}\n>\n"
        )
    };
    let run = |length| {
        with_secret(["verify", "body.json", "--request", "request"])
            .file("request", curl(length))
            .file("body.json", "{}")
    };
    run(2).gives(0, VALID, FROM_ENVIRONMENT);
    let warning =
        "warning: the request had a body of 1 bytes, but body.json has 2: [..]--data-binary[..]\n";
    run(1).gives(0, VALID, format!("{FROM_ENVIRONMENT}{warning}"));
}

#[test]
fn checks_no_more_of_a_body_than_was_declared() {
    let with = |length: usize, body: &str| {
        raw(&format!("Content-Length: {length}\r\nX-Vercel-Signature: {OF_BRACES}"), body)
    };
    let left_out = |surplus: usize, declared: usize| {
        format!(
            "warning: ignored {surplus} bytes after the {declared} that the request declares, as a \
             server does\n"
        )
    };
    verify(with(2, "{} forged")).gives(0, VALID, format!("{FROM_ENVIRONMENT}{}", left_out(7, 2)));
    verify(with(2, "{}\r\n\r\n")).gives(0, VALID, FROM_ENVIRONMENT);
    let next = format!("{}POST / HTTP/1.1\na: b\n\nabc", with(2, "{}"));
    verify(next).gives(0, VALID, FROM_ENVIRONMENT);
    let done = verify(with(1, "{}")).ends(1);
    assert!(done.stderr.ends_with(&left_out(1, 1)), "{}", done.stderr);
    let body = "{\n}\n";
    let signed = with_secret(["sign", "body"]).file("body", body).ends(0);
    let windows = raw(
        &format!("Content-Length: {}\r\nX-Vercel-Signature: {}", body.len(), signed.text().trim()),
        &body.replace('\n', "\r\n"),
    );
    let done = verify_json(windows).ends(1);
    assert_eq!(done.json_lines()[0]["cause"]["proven"], true);
}

#[test]
fn warns_if_a_valid_request_has_less_than_it_declares() {
    let warning = |label: &str, declared: usize| {
        format!(
            "{FROM_ENVIRONMENT}warning: {label}the request declares {declared} bytes, but 2 were \
             captured: the server received another body than was verified here\n"
        )
    };
    let short = raw(&format!("Content-Length: 9\r\nX-Vercel-Signature: {OF_BRACES}"), "{}");
    verify(short).gives(0, VALID, warning("", 9));
    let headers = json!([["x-vercel-signature", OF_BRACES], ["content-length", "1"]]);
    let line = json!({"number": 1, "headers": headers, "body": "{}"}).to_string();
    let lines = format!("{}\n{line}\n", record("{}", OF_BRACES));
    let valid = format!("line 1: {VALID}line 2: {VALID}");
    verify(lines).gives(0, valid, warning("line 2: ", 1));
}

#[test]
fn uses_the_headers_to_find_the_cause() {
    let cut = raw(&format!("Content-Length: 20\r\nX-Vercel-Signature: {OF_BRACES}"), "{\"a\":");
    let done = verify(&cut).ends(1);
    let hint = "hint: only 5 of the 20 declared bytes are there: verify the whole body\n";
    assert!(done.stderr.ends_with(hint), "{}", done.stderr);
    let done = verify_json(&cut).ends(1);
    assert_eq!(
        done.json_lines()[0]["cause"],
        json!({
            "codes": ["body_cut_short"],
            "sentences": [hint["hint: ".len()..].trim_end()],
            "proven": false,
        })
    );
    let done = verify_json(signed("{}\n")).ends(1);
    assert_eq!(done.json_lines()[0]["cause"]["codes"], json!(["body_newline_added"]));
    assert!(!done.stderr.contains(SECRET) && !done.text().contains(SECRET));
}

#[test]
fn reports_a_missing_and_an_ambiguous_signature() {
    let missing = "\
✗ no signature
hint: Vercel sends x-vercel-signature with every webhook: does the file have all headers of the \
request?
";
    let run = vercel_hooks(["verify", "--no-input", "--request", "-"]);
    run.stdin(raw("a: b", "{}")).gives(1, "invalid\n", missing);
    let done = verify_json(raw("a: b", "{}")).ends(1);
    assert_eq!(done.json_lines()[0]["reason"], "signature_missing");
    let both = format!("X-Vercel-Signature: {OF_BRACES}\r\nx-vercel-signature: ");
    verify(raw(&format!("{both}{OF_BRACES}"), "{}")).gives(0, VALID, FROM_ENVIRONMENT);
    let done = verify_json(raw(&format!("{both}abc"), "{}")).ends(1);
    assert_eq!(done.json_lines()[0]["reason"], "signature_ambiguous");
    assert_eq!(done.stderr, format!("{FROM_ENVIRONMENT}✗ several signatures\n"));
}

#[test]
fn checks_each_line_of_a_recording() {
    let lines = [record("{}", OF_BRACES), String::new(), record("[]", OF_BRACES)].join("\n");
    let mismatch = MISMATCH.replace("✗ ", "✗ line 3: ").replace("hint: ", "hint: line 3: ");
    verify(&lines).gives(
        1,
        format!("line 1: {VALID}line 3: invalid\n"),
        format!("{FROM_ENVIRONMENT}{mismatch}"),
    );
    let printed = verify_json(&lines).ends(1).json_lines();
    let values = |key: &str| printed.iter().map(|line| line[key].clone()).collect::<Vec<_>>();
    assert_eq!(values("line"), [1, 3]);
    assert_eq!(values("valid"), [true, false]);
    let good = [record("{}", OF_BRACES), record("{}", OF_BRACES)].join("\n");
    verify(good).gives(0, format!("line 1: {VALID}line 2: {VALID}"), FROM_ENVIRONMENT);
    for (flags, name) in [(&["--signature", OF_BRACES][..], "--signature"), (&["request"], "FILE")]
    {
        let args = ["verify", "--request", "request"];
        with_secret(args.into_iter().chain(flags.iter().copied())).file("request", &lines).gives(
            2,
            "",
            format!("error: {name} and several requests cannot be used together\n"),
        );
    }
}

#[test]
fn checks_each_signed_request_of_a_file() {
    let lambda = |body: &str| json!({"headers": {"X-Vercel-Signature": OF_BRACES}, "body": body});
    let har = |body: &str| json!({"request": har_request(&json!({"text": body}))});
    let other = json!({"request": {"headers": []}});
    let curl = |body: &str| format!("curl a -H 'x-vercel-signature: {OF_BRACES}' -d '{body}'\n");
    let mismatch = MISMATCH.replace("✗ ", "✗ request 3: ").replace("hint: ", "hint: request 3: ");
    for file in [
        json!([lambda("{}"), {"headers": {"a": "b"}}, lambda("[]")]).to_string(),
        json!({"log": {"entries": [har("{}"), other, har("[]")]}}).to_string(),
        format!("{}curl b\n{}", curl("{}"), curl("[]")),
        format!("{}\n###\nGET http://a\n\n###\n{}", signed("{}"), signed("[]")),
    ] {
        verify(&file).gives(
            1,
            format!("request 1: {VALID}request 3: invalid\n"),
            format!("{FROM_ENVIRONMENT}{mismatch}"),
        );
        let printed = verify_json(&file).ends(1).json_lines();
        let values = |key: &str| printed.iter().map(|line| line[key].clone()).collect::<Vec<_>>();
        assert_eq!(values("request"), [1, 3]);
        assert_eq!(values("line"), [Value::Null, Value::Null]);
        with_secret(["verify", "request", "--request", "request"]).file("request", &file).gives(
            2,
            "",
            "error: FILE and several requests cannot be used together\n",
        );
    }
}

#[test]
fn skips_the_partial_last_line_of_a_recording() {
    let line = record("{}", OF_BRACES);
    let partial = format!("{line}\n{}", &line[..line.len() / 2]);
    let warning = "warning: skipped line 2 of request: it is incomplete\n";
    verify(partial).gives(0, format!("line 1: {VALID}"), format!("{warning}{FROM_ENVIRONMENT}"));
}

#[test]
fn reads_a_har_with_half_a_surrogate_pair_elsewhere() {
    let entry = json!({"request": har_request(&json!({"text": "{}"})), "response": "?"});
    let har = json!({"log": {"entries": [entry]}}).to_string().replace('?', "\\ud83d");
    verify(har).gives(0, VALID, FROM_ENVIRONMENT);
}

#[test]
fn refuses_a_file_without_a_request() {
    let entry = json!({"request": har_request(&json!({"text": "{}"}))});
    let one = json!({"log": {"entries": [entry]}}).to_string();
    let recording = format!("{}\n{{\"body\":1}}\n", record("{}", OF_BRACES));
    for (request, why) in [
        ("", "it is empty"),
        ("{\"type\":\"a\"}", "unknown format"),
        ("hello", "unknown format"),
        ("POST / HTTP/1.1\n\u{1b}[31m\n\n", "line 2 is not a header"),
        (&recording, "line 2 is not a recorded request: [..]"),
        (&one[..20], "invalid JSON: EOF while parsing [..], at column 20"),
        ("{\n  \"log\": x\n}", "invalid JSON: [..] at line 2 column 10"),
    ] {
        verify(request).gives(
            2,
            "",
            format!("error: no request in request: {why}\nhint: supported: raw HTTP, [..]\n"),
        );
    }
    with_secret(["verify", "--request", "missing"]).gives(
        2,
        "",
        "error: cannot read missing: [..]\n",
    );
}

#[test]
fn a_request_cannot_control_the_terminal() {
    let done = verify(raw("x-vercel-signature: ab\u{1b}[31m=12345", "{}")).ends(1);
    assert!(!done.stderr.contains('\u{1b}'), "{:?}", done.stderr);
}
