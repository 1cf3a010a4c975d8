//! `--record`

#[cfg(unix)]
use super::super::support::make_pipe;
use super::super::support::vercel_hooks;
use super::client::Request;
use super::{emulate, emulate_with, json_lines, notes};

#[test]
fn records_every_request_as_printed() {
    let emulator = emulate(&["--count", "1", "--json", "--record", "r.jsonl"]);
    emulator.answer(&Request::of("nonsense"));
    emulator.answer(&Request::bare("GET", "/elsewhere"));
    emulator.events();
    emulator.accepts_a_valid_request();
    let ended = emulator.gives(0, "...\n", notes(1, 2));
    assert_eq!(ended.read_text("r.jsonl"), ended.text());
    assert_eq!(ended.json_lines().len(), 3);
}

#[test]
fn the_record_is_json_whatever_is_printed() {
    let emulator = emulate(&["--count", "1", "--record", "r"]);
    emulator.accepts_a_valid_request();
    let record = emulator.gives(0, "TIME [..]\n[..]201 Created\n", notes(1, 0)).read_text("r");
    assert_eq!(json_lines(&record)[0]["event"]["resourceId"], "db_7");
}

#[test]
fn a_request_is_in_the_record_before_it_is_answered() {
    let emulator = emulate(&["--record", "r"]);
    let read = || std::fs::read_to_string(emulator.path("r")).unwrap();
    assert_eq!(read(), "");
    for count in 1..4 {
        emulator.accepts_a_valid_request();
        let record = read();
        assert!(record.ends_with('\n'), "{record}");
        assert_eq!(json_lines(&record).len(), count);
    }
}

#[test]
fn appends_to_an_existing_record() {
    let emulator = emulate_with(&[("r", "earlier\n")], &["--count", "1", "--record", "r"]);
    emulator.accepts_a_valid_request();
    let record = emulator.gives(0, "...\n", notes(1, 0)).read_text("r");
    let new = record.strip_prefix("earlier\n").unwrap();
    assert_eq!(json_lines(new).len(), 1);
}

#[test]
fn removes_and_reports_a_line_that_a_kill_left_partial() {
    let torn = [("r", "{}\n{\"number\":1.")];
    let emulator = emulate_with(&torn, &["--count", "1", "--record", "r"]);
    emulator.accepts_a_valid_request();
    let warning = "warning: removed a partial last line from the record: 12 bytes of a request \
                   that was not acknowledged\n";
    let record = emulator.gives(0, "...\n", format!("{warning}{}", notes(1, 0))).read_text("r");
    assert_eq!(json_lines(record.strip_prefix("{}\n").unwrap()).len(), 1, "{record}");
}

#[test]
fn terminates_a_last_line_without_a_newline() {
    let emulator = emulate_with(&[("r", "earlier\ntorn")], &["--count", "1", "--record", "r"]);
    emulator.accepts_a_valid_request();
    let warning = "warning: added the missing newline to the last line of the record\n";
    let record = emulator.gives(0, "...\n", format!("{warning}{}", notes(1, 0))).read_text("r");
    let new = record.strip_prefix("earlier\ntorn\n").unwrap();
    assert_eq!(json_lines(new).len(), 1);
}

#[test]
fn goes_on_at_the_end_of_a_truncated_record() {
    let emulator = emulate(&["--count", "2", "--record", "r"]);
    emulator.accepts_a_valid_request();
    let record = std::fs::OpenOptions::new().write(true).open(emulator.path("r")).unwrap();
    record.set_len(0).unwrap();
    emulator.accepts_a_valid_request();
    let record = emulator.gives(0, "...\n", notes(2, 0)).read_text("r");
    assert_eq!(json_lines(&record)[0]["number"], 2, "{record}");
}

#[test]
fn keeps_no_empty_record() {
    let run = vercel_hooks(["emulate", "--port", "0", "--timeout", "1ms", "--record", "r"]);
    let done = run.gives(0, "TIME [..]\n", notes(0, 0));
    assert_eq!(done.files("."), [""; 0]);
}

#[test]
fn keeps_an_existing_record() {
    let run = vercel_hooks(["emulate", "--port", "0", "--timeout", "1ms", "--record", "r"]);
    let done = run.file("r", "earlier\n").gives(0, "TIME [..]\n", notes(0, 0));
    assert_eq!(done.read("r"), b"earlier\n");
}

#[test]
fn does_not_start_if_the_record_cannot_be_written() {
    for path in [".", "nowhere/r"] {
        let args = ["emulate", "--port", "0", "--timeout", "1ms", "--record", path];
        vercel_hooks(args).gives(2, "", format!("error: cannot write {path}: [..]\n"));
    }
}

// Elsewhere, a lock would keep readers out as well.
#[cfg(unix)]
#[test]
fn two_emulators_do_not_share_a_record() {
    let emulator = emulate(&["--count", "1", "--record", "r"]);
    let path = emulator.path("r");
    let path = path.to_str().unwrap();
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "--record", path];
    vercel_hooks(args).gives(2, "", "error: cannot write [..]: another process is writing it\n");
    emulator.accepts_a_valid_request();
    let record = emulator.gives(0, "...\n", notes(1, 0)).read_text("r");
    assert_eq!(json_lines(&record).len(), 1);
}

#[test]
fn a_port_in_use_leaves_no_empty_record() {
    let emulator = emulate(&[]);
    let (_, port) = emulator.address.split_once(':').unwrap();
    let run = vercel_hooks(["emulate", "--port", port, "--timeout", "1ms", "--record", "r"]);
    let done = run.gives(2, "", "error: cannot listen on port [..]\nhint: [..]\n");
    assert_eq!(done.files("."), [""; 0]);
}

#[cfg(unix)]
#[test]
fn cannot_record_to_a_pipe() {
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "--token-file", "t"];
    let run = vercel_hooks(args.into_iter().chain(["--record", "p"])).file("t", "hush");
    make_pipe(&run.folder().join("p"));
    run.gives(2, "", "token: [..]\nerror: cannot write p: it is not a regular file\n");
}

#[test]
fn does_not_overwrite_a_token_file() {
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "--token-file", "t"];
    let run = vercel_hooks(args.into_iter().chain(["--record", "t"])).file("t", "hush");
    let done = run.gives(2, "", "...\nerror: --token-file and --record name the same file\n...\n");
    assert_eq!(done.read("t"), b"hush");
}

#[test]
fn does_not_overwrite_an_env_file() {
    for name in [".env.local", ".env"] {
        let args = ["emulate", "--port", "0", "--timeout", "1ms", "--record", name];
        let run = vercel_hooks(args).file(name, "VERCEL_WEBHOOK_SECRET=hush");
        let error = format!("error: {name} and --record name the same file\nhint: [..]\n");
        assert_eq!(run.gives(2, "", error).read(name), b"VERCEL_WEBHOOK_SECRET=hush");
    }
}
