//! The file that requests are recorded in.

use std::fs;

use serde_json::Value;

use super::super::child::json_lines;
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
fn a_request_is_in_the_record_before_it_is_answered() {
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
fn a_failure_is_in_the_record_before_it_is_answered() {
    let listener = listen(&["--record", "r", "--fail-first", "1"]);
    assert_eq!(listener.answer(&event("a")).status, 500);
    assert_eq!(json_lines(&fs::read_to_string(listener.path("r")).unwrap())[0]["status"], 500);
}

#[test]
fn json_is_printed_as_it_is_recorded() {
    let listener = listen(&["--record", "r", "--json", "--count", "4"]);
    for body in [&b"{\"id\":\"\xc3\xa9\"}"[..], b"\xff", b"", b"\0\x1b\n"] {
        listener.answer(&delivery(body, SIGNATURE));
    }
    let ended = listener.gives(0, "...\n", notes("", &received(4)));
    assert_eq!(ended.read("r"), ended.stdout);
    assert_eq!(ended.json_lines().len(), 4);
}

#[test]
fn json_is_the_same_without_a_record() {
    let keys = |args: &[&str]| {
        let listener = listen(&[args, &["--json", "--count", "1"]].concat());
        takes(&listener, "a");
        let line = listener.gives(0, "...\n", notes("", &received(1))).json_lines().remove(0);
        line.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(keys(&[]), keys(&["--record", "r"]));
}

#[test]
fn bodies_are_recorded_to_the_byte() {
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
    let record = listener.gives(0, "...\n", notes("", &received(6))).read("r");
    let records = json_lines(&record);
    assert_eq!(records.iter().map(|it| it["body"].as_str().unwrap()).collect::<Vec<_>>(), texts);
    assert!(records.iter().all(|it| it.get("bodyBase64").is_none()), "{record}");
}

#[test]
fn bodies_that_are_no_text_are_recorded_to_the_byte() {
    let bodies: [(&[u8], &str); 3] = [
        (b"{}\xff", "e33/"),
        (b"\xff\xfe\xfd\xfc", "//79/A=="),
        (b"\x1f\x8b\x08\0\0\0\0\0", "H4sIAAAAAAA="),
    ];
    let listener = listen(&["--record", "r", "--count", "3"]);
    for (body, _) in bodies {
        listener.answer(&delivery(body, SIGNATURE));
    }
    let records = json_lines(&listener.gives(0, "...\n", notes("", &received(3))).read("r"));
    for (record, (_, base64)) in records.iter().zip(bodies) {
        assert_eq!(record["bodyBase64"], base64);
        assert_eq!(record.get("body"), None);
    }
}

#[test]
fn requests_are_recorded_as_they_came() {
    let listener = listen(&["--record", "r", "--count", "1"]);
    listener.answer(&event("a").at("/a%20b?c=d&e").with("X-Twice", "1").and("x-twice", "2"));
    let record = listener.gives(0, "...\n", notes("", &received(1))).read("r");
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
fn a_record_goes_on_where_it_ended() {
    let folder = folder_with(&[]);
    for round in 1..4 {
        let listener = listen_in(&folder, &["--record", "r", "--count", "1"]);
        takes(&listener, "a");
        let record =
            listener.gives(0, table([&*plain_row("a")]), notes("", &received(1))).read("r");
        let records = json_lines(&record);
        assert_eq!(records.len(), round);
        // Numbers and duplicates are those of a run.
        assert!(records.iter().all(|it| it["number"] == 1 && it["duplicate"] == false));
    }
}

#[test]
fn a_torn_last_line_is_taken_away_and_told() {
    let long = format!(r#"{{"number":8,"body":"{}"#, "x".repeat(200_000));
    for torn in ["{", "{\"num", "{\"number\":8,\"body\":\"{", &long] {
        for before in ["", &*format!("{LINE}\n")] {
            let folder = folder_with(&[("r", &format!("{before}{torn}"))]);
            let listener = listen_in(&folder, &["--record", "r", "--count", "1"]);
            takes(&listener, "a");
            let warning = format!(
                "{NO_SECRET}warning: removed a partial last line from the recording: {} \
                 bytes of a request that was not acknowledged\n",
                torn.len()
            );
            let told = told("", &received(1));
            let record = listener.gives(0, "...\n", format!("{warning}{told}")).read("r");
            let new = record.strip_prefix(before).unwrap();
            assert_eq!(json_lines(new)[0]["id"], "a");
            assert_eq!(new.lines().count(), 1);
        }
    }
}

#[test]
fn a_record_that_somebody_else_cut_off_goes_on_at_its_end() {
    let listener = listen(&["--record", "r", "--count", "4"]);
    for (id, left) in [("a", 0), ("b", 0), ("c", 1)] {
        takes(&listener, id);
        fs::OpenOptions::new().write(true).open(listener.path("r")).unwrap().set_len(left).unwrap();
    }
    takes(&listener, "d");
    let record = listener.gives(0, "...\n", notes("", &received(4))).read("r");
    let records = json_lines(&record);
    assert_eq!((records.len(), &records[0]["id"]), (1, &"d".into()), "{record}");
}

#[test]
fn a_missing_end_is_made_up_for_and_told() {
    let folder = folder_with(&[("r", LINE)]);
    let listener = listen_in(&folder, &["--record", "r", "--count", "1"]);
    takes(&listener, "a");
    let warning = format!(
        "{NO_SECRET}warning: added the missing newline to the last line of the recording\n"
    );
    let told = told("", &received(1));
    let record = listener.gives(0, "...\n", format!("{warning}{told}")).read("r");
    let new = record.strip_prefix(LINE).unwrap().strip_prefix('\n').unwrap();
    assert_eq!(json_lines(new).len(), 1);
}

#[test]
fn a_repair_is_made_without_any_request() {
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
fn a_file_that_is_no_recording_is_left_alone() {
    refuses(b"precious notes");
    refuses(b"precious\nnotes");
    refuses(b"{\"id\":1}");
    refuses(b"{ \"number\": 1");
    refuses(b"\0\xff");
    refuses(b" ");
}

#[test]
fn a_file_with_ended_lines_that_is_no_recording_is_left_alone() {
    refuses(b"precious notes\n");
    refuses(b"VERCEL_WEBHOOK_SECRET=hush\n");
}

#[test]
fn nothing_listens_where_the_record_cannot_be_written() {
    for path in [".", "nowhere/r"] {
        let args = ["listen", "--port", "0", "--timeout", "1ms", "--record", path];
        let error = format!("{NO_SECRET}error: cannot write {path}: [..]\n");
        vercel_hooks(args).gives(2, "", error);
    }
}

#[test]
fn the_record_is_a_file() {
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
fn two_listeners_do_not_share_a_record() {
    let listener = listen(&["--count", "1", "--record", "r"]);
    let path = listener.path("r");
    let args = ["listen", "--port", "0", "--timeout", "1ms", "--record", path.to_str().unwrap()];
    let error = "error: cannot write [..]: another process is writing it\n";
    vercel_hooks(args).gives(2, "", format!("{NO_SECRET}{error}"));
    takes(&listener, "a");
    let ended = listener.gives(0, "...\n", notes("", &received(1)));
    assert_eq!(ended.read("r").lines().count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_no_regular_file_is_no_record() {
    let args = ["listen", "--port", "0", "--timeout", "1ms", "--record", "/dev/null"];
    let error = "error: cannot write /dev/null: it is not a regular file\n";
    vercel_hooks(args).gives(2, "", format!("{NO_SECRET}{error}"));
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_else_has_open_is_no_record() {
    let args = ["listen", "--port", "0", "--timeout", "1ms", "--secret-file", "s", "--record", "p"];
    let run = vercel_hooks(args).file("s", "hush");
    make_pipe(&run.folder().join("p"));
    run.gives(2, "", "secret: [..]\nerror: cannot write p: it is not a regular file\n");
}

#[test]
fn the_secret_is_not_recorded_over() {
    for record in ["s", "./s"] {
        let args = ["listen", "--port", "0", "--timeout", "1ms", "--secret-file", "s", "--record"];
        let run = vercel_hooks(args.into_iter().chain([record])).file("s", "hush");
        let done =
            run.gives(2, "", "error: --secret-file and --record name the same file\nhint: [..]\n");
        assert_eq!(done.read("s"), b"hush");
    }
}

#[test]
fn a_port_in_use_leaves_no_empty_record() {
    let listener = listen(&[]);
    let args = ["listen", "--port", listener.port(), "--timeout", "1ms", "--record", "r"];
    let done = vercel_hooks(args).gives(2, "", "...\nerror: cannot listen on port [..]\n...\n");
    assert_eq!(done.files("."), [""; 0]);
}

#[test]
fn a_file_where_secrets_are_looked_for_is_left_alone() {
    for name in [".env.local", ".env"] {
        let args = ["listen", "--port", "0", "--timeout", "1ms", "--record", name];
        let run = vercel_hooks(args).file(name, "VERCEL_WEBHOOK_SECRET=hush");
        let error = format!("error: {name} and --record name the same file\nhint: [..]\n");
        assert_eq!(run.gives(2, "", error).read(name), b"VERCEL_WEBHOOK_SECRET=hush");
    }
}
