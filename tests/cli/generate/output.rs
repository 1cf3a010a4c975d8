//! Where events go, and in which form.

use super::*;

const INDENTED: &str = r#"{
  "type": "my.event",
  "region": null,
  "payload": {
    "name": "a",
    "list": [
      1,
      2
    ],
    "a.b": true
  }
}
"#;

#[test]
fn prints_one_line_per_event_into_a_pipe_by_default() {
    let line = format!("{SMALL}\n");
    small(&[]).gives(0, &line, "");
    small(&["--compact"]).gives(0, &line, "");
    small(&["--json"]).gives(0, &line, "");
    small(&["--json", "--pretty"]).gives(0, &line, "");
    small(&["--pretty"]).gives(0, INDENTED, "");
    small(&["--count", "3"]).gives(0, line.repeat(3), "");
    small(&["--count", "0"]).gives(
        2,
        "",
        "error: invalid value '0' for '--count <N>': [..]\n...\n",
    );
    small(&["--pretty", "--compact"]).gives(
        2,
        "",
        "error: the argument '--pretty' cannot be used with '--compact'\n...\n",
    );
}

#[test]
fn writes_the_same_to_a_file_as_to_a_pipe() {
    let done = small(&["--count", "2", "--output", "events.jsonl"]).gives(0, "", "");
    assert_eq!(done.read("events.jsonl"), format!("{SMALL}\n").repeat(2).into_bytes());
}

#[test]
fn a_dash_is_standard_output() {
    let line = format!("{SMALL}\n");
    let run = small(&["--output", "-"]);
    std::fs::create_dir(run.folder().join("-")).unwrap();
    let done = run.gives(0, &line, "");
    assert_eq!(done.files("-"), [] as [&str; 0]);
    small(&["--output", "-", "--pretty"]).gives(0, INDENTED, "");
    let done = small(&["--output", "./-"]).gives(0, "", "");
    assert_eq!(done.read("-"), SMALL.as_bytes());
}

#[test]
fn one_event_in_one_file_is_the_exact_body() {
    for args in [&["--output", "one.json"][..], &["--output", "one.json", "--pretty"]] {
        let body = small(args).ends(0).read("one.json");
        assert_eq!(body.last(), Some(&b'}'));
        let signed = with_secret(["sign", "one.json"]).file("one.json", &body);
        let signature = signed.gives(0, "[..]\n", "secret: [..]\n").text().to_owned();
        let sent = with_secret(["send", "--file", "one.json", "--to", ":1", "--dry-run", "--json"]);
        let sent = sent.file("one.json", &body).ends(0).json_lines().remove(0);
        assert_eq!(sent["headers"]["x-vercel-signature"], signature.trim_end());
    }
    let done = small(&["--count", "2", "--output", "two.jsonl"]).ends(0);
    assert_eq!(done.read("two.jsonl").last(), Some(&b'\n'));
}

#[test]
fn refuses_to_overwrite_its_inputs() {
    let scenario = r#"{"events":[{"type":"flag.created"}]}"#;
    for (flag, event, contents) in [
        ("--template", None, SMALL),
        ("--payload", Some("flag.created"), "{}"),
        ("--scenario", None, scenario),
    ] {
        let same = format!("error: {flag} and --output name the same file\nhint: [..]\n");
        let args = ["generate"].into_iter().chain(event);
        let done = vercel_hooks(args.chain([flag, "./read.json", "--output", "read.json"]))
            .file("read.json", contents)
            .gives(2, "", &same);
        assert_eq!(done.read("read.json"), contents.as_bytes(), "{flag}");
    }
    // Nothing of the others is written either.
    let args = ["generate", "flag.*", "--payload", "flag.updated.json", "--output", "."];
    let done = vercel_hooks(args).file("flag.updated.json", "{}").gives(
        2,
        "",
        "error: --payload and --output name the same file\nhint: [..]\n",
    );
    assert_eq!(done.files("."), ["flag.updated.json"]);
    assert_eq!(done.read("flag.updated.json"), b"{}");
    let done = small(&["--output", "."]).gives(0, "", "✓ 1 event in .\n");
    assert_eq!(done.files("."), ["my.event.json", "small.json"]);
}

#[test]
fn writes_one_file_per_event_with_nothing_after_the_body() {
    let done = vercel_hooks(["generate", "flag.created", "flag.deleted", "--output", "new/"])
        .gives(0, "", "✓ 2 events in new/\n");
    assert_eq!(done.files("new"), ["flag.created.json", "flag.deleted.json"]);
    let body = done.read("new/flag.created.json");
    assert_eq!(body.last(), Some(&b'}'));
    assert!(!body.contains(&b'\n'));
}

#[test]
fn an_existing_folder_needs_no_slash() {
    let run = vercel_hooks(["generate", "flag.created", "--output", "old", "--pretty"]);
    std::fs::create_dir(run.folder().join("old")).unwrap();
    let done = run.gives(0, "", "✓ 1 event in old\n");
    assert!(done.read("old/flag.created.json").starts_with(b"{\n  \"type\""));
}

#[test]
fn numbers_the_files_of_a_recurring_type_in_order() {
    let args = ["generate", "flag.created", "flag.deleted", "flag.created", "--count", "5"];
    let done = vercel_hooks(args.into_iter().chain(["--output", "d/"])).gives(
        0,
        "",
        "✓ 15 events in d/\n",
    );
    let files = done.files("d");
    assert_eq!(files.len(), 15);
    assert_eq!(files[0], "flag.created-01.json");
    assert_eq!(files[9], "flag.created-10.json");
    assert_eq!(files[14], "flag.deleted-5.json");
}

#[test]
fn file_names_are_valid_on_every_system() {
    let done = vercel_hooks(["generate", "spend:*", "--output", "d/", "-q"]).gives(0, "", "");
    assert_eq!(done.files("d"), ["spend-cycle-end.json", "spend-threshold.json"]);
}

#[test]
fn the_name_of_a_template_is_a_safe_file_name() {
    for (event_type, file) in
        [("../../up", "up.json"), ("a b\u{1b}", "a-b-.json"), ("..\\c:d", "c-d.json")]
    {
        let template = json!({ "type": event_type }).to_string();
        let done = vercel_hooks(["generate", "--template", "t.json", "--output", "d/", "-q"])
            .file("t.json", template)
            .gives(0, "", "");
        assert_eq!(done.files("d"), [file], "{event_type}");
    }
}

#[test]
fn accepts_the_largest_count() {
    // Fails at once, as a file stands where the folder should be.
    let count = u64::MAX.to_string();
    let args = ["generate", "flag.created", "flag.created", "--count", &count, "-o", "f/x/"];
    vercel_hooks(args).file("f", "").gives(2, "", "error: cannot write f/x/: [..]\n");
}

#[test]
fn reports_files_that_cannot_be_written() {
    vercel_hooks(["generate", "flag.created", "--output", "none/events.jsonl"]).gives(
        2,
        "",
        "error: cannot write none/events.jsonl: [..]\n",
    );
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let run = vercel_hooks(["generate", "all", "--count", "100000"]);
    let mut running = run.stdout(Stdio::piped()).starts();
    let mut line = String::new();
    BufReader::new(running.child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.ends_with("}\n"));
    running.gives(0, "", "");
}
