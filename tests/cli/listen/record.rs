//! The file that requests are recorded in.

use std::fs;

use serde_json::Value;

use super::super::running::json_lines;
#[cfg(unix)]
use super::super::support::make_pipe;
use super::super::support::vercel_hooks;
use super::{
    NO_SECRET, SIGNATURE, delivery, event, folder_with, listen, listen_in, notes, plain_row,
    received, table, takes, told,
};

/// A line of a recording, without its end.
const LINE: &str = r#"{"number":7,"body":"{}"}"#;

#[test]
fn records_a_request_before_answering_it() {
    let listener = listen(&["--record", "r"]);
    let read = || fs::read_to_string(listener.path("r")).unwrap();
    assert_eq!(read(), "");
    let mut connection = listener.connect();
    for number in 1..20 {
        let id = number.to_string();
        assert_eq!(connection.ask(&event(&id)).status, 200);
        let record = read();
        assert!(record.ends_with('\n'), "{record}");
        let records = json_lines(&record);
        assert_eq!(records.len(), number);
        assert_eq!(records[number - 1]["id"], *id);
    }
}

#[test]
fn records_a_failing_request_before_answering_it() {
    let listener = listen(&["--record", "r", "--fail-first", "1"]);
    assert_eq!(listener.answer(&event("a")).status, 500);
    assert_eq!(json_lines(&fs::read_to_string(listener.path("r")).unwrap())[0]["status"], 500);
}

#[test]
fn prints_json_as_it_is_recorded() {
    let listener = listen(&["--record", "r", "--json", "--count", "4"]);
    for body in [&b"{\"id\":\"\xc3\xa9\"}"[..], b"\xff", b"", b"\0\x1b\n"] {
        listener.answer(&delivery(body, SIGNATURE));
    }
    let ended = listener.gives(0, "...\n", notes("", &received(4)));
    assert_eq!(ended.read_text("r"), ended.text());
    assert_eq!(ended.json_lines().len(), 4);
}

#[test]
fn json_has_the_same_keys_without_a_recording() {
    let keys = |args: &[&str]| {
        let listener = listen(&[args, &["--json", "--count", "1"]].concat());
        takes(&listener, "a");
        let line = listener.gives(0, "...\n", notes("", &received(1))).json_lines().remove(0);
        line.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(keys(&[]), keys(&["--record", "r"]));
}

#[test]
fn records_bodies_to_the_byte() {
    let texts = [
        "",
        "{ \"id\" : \"a\" ,\r\n\t\"n\":1.0e2 }\n",
        "{\"a\":\"žluťoučký ☃ \u{1f600}\"}",
        "\u{feff}{}",
        "\0\u{1}\u{7f}\u{1b}[31m\u{9b}\u{202e}\u{2028}\\ \" \\u0041",
        "\n\n{\"number\":1,\"body\":\"{}\"}\n",
    ];
    let listener = listen(&["--record", "r", "--count", "6"]);
    for text in texts {
        listener.answer(&delivery(text, SIGNATURE));
    }
    let record = listener.gives(0, "...\n", notes("", &received(6))).read_text("r");
    let records = json_lines(&record);
    assert_eq!(
        records.iter().map(|item| item["body"].as_str().unwrap()).collect::<Vec<_>>(),
        texts
    );
    assert!(records.iter().all(|item| item.get("bodyBase64").is_none()), "{record}");
}

#[test]
fn records_binary_bodies_to_the_byte() {
    let bodies: [(&[u8], &str); 3] = [
        (b"{}\xff", "e33/"),
        (b"\xff\xfe\xfd\xfc", "//79/A=="),
        (b"\x1f\x8b\x08\0\0\0\0\0", "H4sIAAAAAAA="),
    ];
    let listener = listen(&["--record", "r", "--count", "3"]);
    for (body, _) in bodies {
        listener.answer(&delivery(body, SIGNATURE));
    }
    let records = json_lines(&listener.gives(0, "...\n", notes("", &received(3))).read_text("r"));
    for (record, (_, base64)) in records.iter().zip(bodies) {
        assert_eq!(record["bodyBase64"], base64);
        assert_eq!(record.get("body"), None);
    }
}

#[test]
fn records_requests_as_they_were_received() {
    let listener = listen(&["--record", "r", "--count", "1"]);
    listener.answer(&event("a").at("/a%20b?c=d&e").with("X-Twice", "1").and("x-twice", "2"));
    let record = listener.gives(0, "...\n", notes("", &received(1))).read_text("r");
    let record: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(record["path"], "/a%20b?c=d&e");
    let expected = serde_json::json!([
        ["host", "localhost"],
        ["content-type", "application/json"],
        ["x-vercel-signature", SIGNATURE],
        ["x-twice", "1"],
        ["x-twice", "2"],
        ["connection", "close"],
        ["content-length", "36"],
    ]);
    assert_eq!(record["headers"], expected);
    assert!(record["time"].as_str().unwrap().ends_with('Z'), "{record}");
}

#[test]
fn appends_to_a_recording() {
    let folder = folder_with(&[]);
    for round in 1..4 {
        let listener = listen_in(&folder, &["--record", "r", "--count", "1"]);
        takes(&listener, "a");
        let record =
            listener.gives(0, table([&*plain_row("a")]), notes("", &received(1))).read_text("r");
        let records = json_lines(&record);
        assert_eq!(records.len(), round);
        // Numbers and duplicates are those of a run.
        assert!(records.iter().all(|item| item["number"] == 1 && item["duplicate"] == false));
    }
}

#[test]
fn removes_and_reports_a_partial_last_line() {
    let long = format!(r#"{{"number":8,"body":"{}"#, "x".repeat(200_000));
    for torn in ["{", "{\"num", "{\"number\":8,\"body\":\"{", &long] {
        for before in ["", &*format!("{LINE}\n")] {
            let folder = folder_with(&[("r", &format!("{before}{torn}"))]);
            let listener = listen_in(&folder, &["--record", "r", "--count", "1"]);
            takes(&listener, "a");
            let warning = format!(
                "{NO_SECRET}warning: removed a partial last line from the recording: {} \
                 byte[..] of a request that was not acknowledged\n",
                torn.len()
            );
            let told = told("", &received(1));
            let record = listener.gives(0, "...\n", format!("{warning}{told}")).read_text("r");
            let new = record.strip_prefix(before).unwrap();
            assert_eq!(json_lines(new)[0]["id"], "a");
            assert_eq!(new.lines().count(), 1);
        }
    }
}

#[test]
fn goes_on_at_the_end_of_a_truncated_recording() {
    let listener = listen(&["--record", "r", "--count", "4"]);
    for (id, left) in [("a", 0), ("b", 0), ("c", 1)] {
        takes(&listener, id);
        fs::OpenOptions::new().write(true).open(listener.path("r")).unwrap().set_len(left).unwrap();
    }
    takes(&listener, "d");
    let record = listener.gives(0, "...\n", notes("", &received(4))).read_text("r");
    let records = json_lines(&record);
    assert_eq!((records.len(), &records[0]["id"]), (1, &"d".into()), "{record}");
}

// On Windows, nobody else can remove or replace it.
#[cfg(unix)]
#[test]
fn does_not_acknowledge_requests_after_the_recording_was_removed_or_replaced() {
    let mut listener = listen(&["--record", "r"]);
    takes(&listener, "a");
    let (path, other) = (listener.path("r"), listener.path("other"));
    fs::rename(&path, listener.path("moved")).unwrap();
    fs::write(&other, "precious").unwrap();
    for replace in [
        (|_, _| {}) as fn(&std::path::Path, &std::path::Path),
        |path, other| fs::write(path, fs::read(other).unwrap()).unwrap(),
        |path, other| {
            fs::remove_file(path).unwrap();
            std::os::unix::fs::symlink(other, path).unwrap();
        },
    ] {
        replace(&path, &other);
        let answer = listener.answer(&event("b"));
        let text = "not recorded: it was moved, removed or replaced meanwhile\n";
        assert_eq!((answer.status, &*answer.body), (503, text));
        listener.wait_until_it_says("error: cannot write r: it was moved, removed or replaced");
        assert_eq!(fs::read_to_string(&other).unwrap(), "precious");
    }
    let recorded = fs::read_to_string(listener.path("moved")).unwrap();
    assert_eq!(json_lines(&recorded).len(), 1);
}

#[test]
fn adds_and_reports_a_missing_newline() {
    let folder = folder_with(&[("r", LINE)]);
    let listener = listen_in(&folder, &["--record", "r", "--count", "1"]);
    takes(&listener, "a");
    let warning = format!(
        "{NO_SECRET}warning: added the missing newline to the last line of the recording\n"
    );
    let told = told("", &received(1));
    let record = listener.gives(0, "...\n", format!("{warning}{told}")).read_text("r");
    let new = record.strip_prefix(LINE).unwrap().strip_prefix('\n').unwrap();
    assert_eq!(json_lines(new).len(), 1);
}

#[test]
fn repairs_a_recording_without_any_request() {
    let run = vercel_hooks(["listen", "--port", "0", "--timeout", "1ms", "-q", "--record", "r"]);
    let done = run.file("r", format!("{LINE}\n{{\"number\":8")).gives(0, table([]), "");
    assert_eq!(done.read("r"), format!("{LINE}\n").as_bytes());
}

/// Asserts that a file with these bytes is not recorded into, and stays.
#[track_caller]
fn refuses(contents: &[u8]) {
    let run = vercel_hooks(["listen", "--port", "0", "--timeout", "1ms", "--record", "r"]);
    let done = run.file("r", contents).gives(
        2,
        "",
        format!("{NO_SECRET}error: cannot write r: it is not a recording\n"),
    );
    assert_eq!(done.read("r"), contents);
}

#[test]
fn refuses_a_file_that_is_not_a_recording() {
    refuses(b"precious notes");
    refuses(b"precious\nnotes");
    refuses(b"{\"id\":1}");
    refuses(b"{ \"number\": 1");
    refuses(b"\0\xff");
    refuses(b" ");
}

#[test]
fn refuses_a_file_of_whole_lines_that_is_not_a_recording() {
    refuses(b"precious notes\n");
    refuses(b"VERCEL_WEBHOOK_SECRET=hush\n");
}

#[test]
fn refuses_to_listen_if_the_recording_cannot_be_written() {
    for path in [".", "nowhere/r"] {
        let args = ["listen", "--port", "0", "--timeout", "1ms", "--record", path];
        let error = format!("{NO_SECRET}error: cannot write {path}: [..]\n");
        vercel_hooks(args).gives(2, "", error);
    }
}

#[test]
fn a_dash_is_not_a_recording() {
    let run = vercel_hooks(["listen", "--port", "0", "--timeout", "1ms", "--record", "-"]);
    let done = run.gives(
        2,
        "",
        format!("{NO_SECRET}error: cannot write -: `-` is not a file (for a file of this name, write `./-`)\n"),
    );
    assert_eq!(done.files("."), [""; 0]);
    let run = vercel_hooks(["listen", "--port", "0", "--timeout", "1ms", "--record", "./-"]);
    assert_eq!(run.gives(0, table([]), notes("", &received(0))).files("."), ["-"]);
}

// Elsewhere, a lock would keep readers out as well.
#[cfg(unix)]
#[test]
fn two_listeners_cannot_share_a_recording() {
    let listener = listen(&["--count", "1", "--record", "r"]);
    let path = listener.path("r");
    let args = ["listen", "--port", "0", "--timeout", "1ms", "--record", path.to_str().unwrap()];
    let error = "error: cannot write [..]: another process is writing it\n";
    vercel_hooks(args).gives(2, "", format!("{NO_SECRET}{error}"));
    takes(&listener, "a");
    let ended = listener.gives(0, "...\n", notes("", &received(1)));
    assert_eq!(ended.read_text("r").lines().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn refuses_a_recording_that_is_not_a_regular_file() {
    let args = ["listen", "--port", "0", "--timeout", "1ms", "--record", "/dev/null"];
    let error = "error: cannot write /dev/null: it is not a regular file\n";
    vercel_hooks(args).gives(2, "", format!("{NO_SECRET}{error}"));
}

#[cfg(unix)]
#[test]
fn refuses_a_pipe_as_a_recording() {
    let args = ["listen", "--port", "0", "--timeout", "1ms", "--secret-file", "s", "--record", "p"];
    let run = vercel_hooks(args).file("s", "hush");
    make_pipe(&run.folder().join("p"));
    run.gives(2, "", "secret: [..]\nerror: cannot write p: it is not a regular file\n");
}

#[test]
fn refuses_to_record_into_the_secret_file() {
    for record in ["s", "./s"] {
        let args = ["listen", "--port", "0", "--timeout", "1ms", "--secret-file", "s", "--record"];
        let run = vercel_hooks(args.into_iter().chain([record])).file("s", "hush");
        let done =
            run.gives(2, "", "error: --secret-file and --record name the same file\nhint: [..]\n");
        assert_eq!(done.read("s"), b"hush");
    }
}

#[test]
fn a_port_in_use_leaves_no_empty_recording() {
    let listener = listen(&[]);
    let args = ["listen", "--port", listener.port(), "--timeout", "1ms", "--record", "r"];
    let done = vercel_hooks(args).gives(2, "", "...\nerror: cannot listen on port [..]\n...\n");
    assert_eq!(done.files("."), [""; 0]);
}

#[test]
fn refuses_to_record_into_an_env_file() {
    for name in [".env.local", ".env"] {
        let args = ["listen", "--port", "0", "--timeout", "1ms", "--record", name];
        let run = vercel_hooks(args).file(name, "VERCEL_WEBHOOK_SECRET=hush");
        let error = format!("error: {name} and --record name the same file\nhint: [..]\n");
        assert_eq!(run.gives(2, "", error).read(name), b"VERCEL_WEBHOOK_SECRET=hush");
    }
}
