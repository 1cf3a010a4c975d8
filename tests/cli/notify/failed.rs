//! `--failed`: the lines that Vercel did not accept.

#[cfg(unix)]
use std::fs;
#[cfg(unix)]
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::sync::{Arc, OnceLock};

use super::super::server::{Reply, Server};
use super::{accepting, by_resource, line, lines, notes, notify, notify_lines, table};

/// A server that takes what is not called bad.
fn rejecting_bad() -> Server {
    by_resource(
        |resource| {
            if resource.starts_with("bad") { Reply::status(400) } else { Reply::status(201) }
        },
    )
}

const FAILED: [&str; 2] = ["--failed", "failed.jsonl"];

#[test]
fn keeps_failed_lines_for_another_run() {
    let text = lines(["a", "bad-1", "b", "bad-2"]);
    let args = [&FAILED[..], &["--concurrency", "1"]].concat();
    let done = notify_lines(&rejecting_bad(), &args, text).gives(
        1,
        table(&[
            ("a    ", "201 Created", 1),
            ("bad-1", "400", 1),
            ("b    ", "201 Created", 1),
            ("bad-2", "400", 1),
        ]),
        notes(
            "hint: Vercel rejected the request as invalid: check the ids
✗ 4 notifications in [..]: 2 accepted, 2 failed
hint: the failed lines are in failed.jsonl, retry with:
  vercel-hooks notify [..] --from failed.jsonl --failed failed.jsonl.again
",
        ),
    );
    let failed = done.read("failed.jsonl");
    assert_eq!(String::from_utf8(failed.clone()).unwrap(), lines(["bad-1", "bad-2"]));
    assert_eq!(done.files(""), ["changes.jsonl", "failed.jsonl"]);

    let server = accepting();
    let again = ["--from", "failed.jsonl", "--failed", "again.jsonl", "--concurrency", "1"];
    let done = notify(&server, &again).file("failed.jsonl", &failed).gives(
        0,
        table(&[("bad-1", "201 Created", 1), ("bad-2", "201 Created", 1)]),
        notes("✓ 2 notifications in [..]: all accepted\n"),
    );
    assert_eq!(done.files(""), ["failed.jsonl"]);
    assert_eq!(done.read("failed.jsonl"), failed);
}

#[test]
fn keeps_lines_byte_for_byte() {
    let odd = [
        r#"{ "event" : {"resourceId":"bad","type":"resource.updated"} ,"installationId":"icfg_1"}"#,
        r#"{"installationId":"icfg_1","event":{"type":"resource.updated","resourceId":"bad\u00e9é\/☃"}}"#,
    ];
    for end in ["\n", "\r\n", "\n\n \t\n"] {
        let text =
            format!("\u{feff}{}{end}{}{end}{}{end}{}", odd[0], line("a"), odd[1], line("bad"));
        let done = notify_lines(&rejecting_bad(), &[&FAILED[..], &["-q"]].concat(), text).ends(1);
        let expected = format!("{}\n{}\n{}\n", odd[0], odd[1], line("bad"));
        assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), expected);
    }
}

#[test]
fn adds_the_installation_to_lines_without_one() {
    let text = r#"{"event": {"resourceId":"bad","type":"resource.updated"}}"#;
    let args = [&FAILED[..], &["--installation", "icfg_1", "-q"]].concat();
    let done = notify_lines(&rejecting_bad(), &args, text).ends(1);
    assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), lines(["bad"]));
}

#[test]
fn keeps_lines_without_a_response() {
    let server = Server::always(Reply::close());
    let text = lines(["a", "b"]);
    let args = [&FAILED[..], &["-q", "--max-wait", "0s"]].concat();
    let done = notify_lines(&server, &args, &text).ends(3);
    assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), text);
}

#[test]
fn removes_lines_that_a_retry_delivered() {
    let server = Server::in_turn([Reply::status(500), Reply::close(), Reply::status(201)]);
    let done = notify_lines(&server, &[&FAILED[..], &["-q"]].concat(), lines(["a"])).ends(0);
    assert_eq!(done.files(""), ["changes.jsonl"]);
}

#[test]
fn creates_no_file_if_all_lines_were_accepted() {
    let done = notify_lines(&accepting(), &FAILED, lines(["a", "b"])).gives(
        0,
        "...\n",
        notes("✓ 2 notifications in [..]: all accepted\n"),
    );
    assert_eq!(done.files(""), ["changes.jsonl"]);
}

#[test]
fn keeps_existing_lines() {
    let old = "{\"old\": 1}\r\nno json\n";
    for (server, code, added) in
        [(accepting(), 0, String::new()), (rejecting_bad(), 1, lines(["bad"]))]
    {
        let args = [&FAILED[..], &["-q"]].concat();
        let done =
            notify_lines(&server, &args, lines(["bad", "b"])).file("failed.jsonl", old).ends(code);
        assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), old.to_owned() + &added);
        assert_eq!(done.files(""), ["changes.jsonl", "failed.jsonl"]);
    }
}

#[test]
fn terminates_and_keeps_a_last_line_without_a_newline() {
    for old in ["{\"old\":1}\n{\"torn\":false}", "torn"] {
        let args = [&FAILED[..], &["-q"]].concat();
        let done = notify_lines(&rejecting_bad(), &args, lines(["a", "bad"]))
            .file("failed.jsonl", old)
            .ends(1);
        let expected = format!("{old}\n{}", lines(["bad"]));
        assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), expected);
    }
}

#[test]
fn removes_and_reports_a_line_that_a_kill_left_partial() {
    let (old, server) = (lines(["old"]), rejecting_bad());
    for end in 1..line("torn").len() {
        let torn = format!("{old}{}", &line("torn")[..end]);
        let run = notify_lines(&server, &FAILED, lines(["bad"]));
        let done = run.file("failed.jsonl", torn).ends(1);
        assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), lines(["old", "bad"]));
        let warning = format!(
            "warning: removed a partial last line from the file of failed lines: {end} byte[..] of a \
             request that was not sent\n"
        );
        snapbox::assert_data_eq!(done.stderr.clone(), format!("...\n{warning}...\n"));
    }
}

/// A server that rejects everything, and changes the file of failed lines before it answers `last`.
#[cfg(unix)]
fn changing(last: &'static str, change: fn(&Path)) -> (Server, Arc<OnceLock<PathBuf>>) {
    let folder = Arc::new(OnceLock::<PathBuf>::new());
    let shared = Arc::clone(&folder);
    let server = by_resource(move |resource| {
        if resource == last {
            change(&shared.get().unwrap().join("failed.jsonl"));
        }
        Reply::status(400)
    });
    (server, folder)
}

#[cfg(unix)]
#[test]
fn names_the_lines_that_are_lost_with_the_file() {
    for (last, code, hint) in [
        ("c", 1, "hint: not accepted, or not known: line 1, 3, 5 of changes.jsonl\n"),
        (
            "b",
            2,
            "hint: not accepted, or not known: line 1, 3 of changes.jsonl
hint: nothing was sent from line 5 on, continue with:
  tail -n +5 changes.jsonl | vercel-hooks notify [..] --from - --failed failed.jsonl.again\n",
        ),
    ] {
        let changes: [fn(&Path); 3] = [
            |failed| fs::remove_file(failed).unwrap(),
            |failed| fs::rename(failed, failed.with_extension("moved")).unwrap(),
            |failed| {
                fs::remove_file(failed).unwrap();
                fs::write(failed, "another").unwrap();
            },
        ];
        for change in changes {
            let (server, folder) = changing(last, change);
            let text = lines(["a", "b", "c"]).replace('\n', "\n\n");
            let run = notify_lines(&server, &[&FAILED[..], &["--concurrency", "1"]].concat(), text);
            folder.set(run.folder().to_owned()).unwrap();
            let done = run.ends(code);
            let reason = "cannot write failed.jsonl: it was moved, removed or replaced meanwhile";
            assert!(done.stderr.contains(reason), "{}", done.stderr);
            snapbox::assert_data_eq!(done.stderr.clone(), format!("...\n{hint}...\n"));
            assert!(!done.stderr.contains("the failed lines are in"), "{}", done.stderr);
            if done.files("").contains(&"failed.jsonl".to_owned()) {
                assert_eq!(done.read("failed.jsonl"), b"another");
            }
        }
    }
}

#[test]
fn keeps_an_existing_empty_file() {
    let args = [&FAILED[..], &["-q"]].concat();
    let done = notify_lines(&accepting(), &args, lines(["a"])).file("failed.jsonl", "").ends(0);
    assert_eq!(done.read("failed.jsonl"), b"");
}

#[test]
fn leaves_files_beside_it_alone() {
    let args = [&FAILED[..], &["-q"]].concat();
    let done = notify_lines(&rejecting_bad(), &args, lines(["a", "bad"]))
        .file("failed.jsonl.new", "mine")
        .ends(1);
    assert_eq!(done.read("failed.jsonl.new"), b"mine");
}

/// Asserts that reading and writing these is refused, and that nothing changes.
#[track_caller]
fn rejects_the_same(from: &str, failed: &str, prepare: impl Fn(&std::path::Path)) {
    let server = accepting();
    let text = lines(["a"]);
    let run = notify(&server, &["--from", from, "--failed", failed]).file("changes.jsonl", &text);
    prepare(run.folder());
    let done =
        run.gives(2, "", "error: --from and --failed name the same file\nhint: [..]another[..]\n");
    assert_eq!(String::from_utf8(done.read("changes.jsonl")).unwrap(), text);
    server.was_never_asked();
}

#[test]
fn cannot_be_the_input_file() {
    rejects_the_same("changes.jsonl", "changes.jsonl", |_| {});
    rejects_the_same("changes.jsonl", "./changes.jsonl", |_| {});
    rejects_the_same("./x/../changes.jsonl", "changes.jsonl", |folder| {
        std::fs::create_dir(folder.join("x")).unwrap();
    });
}

#[cfg(unix)]
#[test]
fn cannot_be_a_symlink_to_the_input_file() {
    let link = |folder: &std::path::Path| {
        std::os::unix::fs::symlink("changes.jsonl", folder.join("link.jsonl")).unwrap();
    };
    rejects_the_same("changes.jsonl", "link.jsonl", link);
    rejects_the_same("link.jsonl", "changes.jsonl", link);
    rejects_the_same("link.jsonl", "link.jsonl", link);
}

#[cfg(unix)]
#[test]
fn cannot_be_a_hard_link_to_the_input_file() {
    rejects_the_same("changes.jsonl", "link.jsonl", |folder| {
        std::fs::hard_link(folder.join("changes.jsonl"), folder.join("link.jsonl")).unwrap();
    });
}

/// Asserts that this file is not taken for what was not taken, and stays.
#[track_caller]
fn leaves_the_token_alone(args: &[&str], file: &str, name: &str) {
    let server = accepting();
    let token = "VERCEL_INSTALLATION_TOKEN=hush";
    let run = notify(&server, &[&["--from", "changes.jsonl"], args].concat())
        .file("changes.jsonl", lines(["a"]))
        .file(file, token);
    let done =
        run.gives(2, "", format!("error: {name} and --failed name the same file\nhint: [..]\n"));
    assert_eq!(String::from_utf8(done.read(file)).unwrap(), token);
    server.was_never_asked();
}

#[test]
fn cannot_be_the_token_file() {
    let of = |failed| ["--token-file", "token", "--failed", failed];
    leaves_the_token_alone(&of("token"), "token", "--token-file");
    leaves_the_token_alone(&of("./token"), "token", "--token-file");
}

#[test]
fn cannot_be_an_env_file() {
    for file in [".env.local", ".env"] {
        leaves_the_token_alone(&["--failed", file], file, file);
        leaves_the_token_alone(&["--failed", &format!("./{file}")], file, file);
    }
}

#[cfg(unix)]
#[test]
fn a_symlink_to_it_stays_a_symlink() {
    use std::os::unix::fs::symlink;

    let server = rejecting_bad();
    let run = notify_lines(&server, &[&FAILED[..], &["-q"]].concat(), lines(["a", "bad"]))
        .file("real.jsonl", "old\n");
    symlink("real.jsonl", run.folder().join("failed.jsonl")).unwrap();
    let done = run.ends(1);
    let expected = format!("old\n{}", lines(["bad"]));
    assert_eq!(String::from_utf8(done.read("real.jsonl")).unwrap(), expected);
    assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), expected);
}

#[cfg(unix)]
#[test]
fn keeps_its_permissions() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    let server = rejecting_bad();
    let run = notify_lines(&server, &[&FAILED[..], &["-q"]].concat(), lines(["a", "bad"]))
        .file("failed.jsonl", "old\n");
    let path = run.folder().join("failed.jsonl");
    std::fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    let done = run.ends(1);
    assert!(done.read("failed.jsonl").ends_with(lines(["bad"]).as_bytes()));
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn sends_nothing_if_it_cannot_be_written() {
    let server = accepting();
    for path in ["no/such/folder/failed.jsonl", ".", "-"] {
        notify_lines(&server, &["--failed", path], lines(["a"])).gives(
            2,
            "",
            notes(&format!("error: cannot write {path}: [..]\n")),
        );
    }
    server.was_never_asked();
}

#[cfg(unix)]
#[test]
fn cannot_be_a_device() {
    let server = accepting();
    notify_lines(&server, &["--failed", "/dev/null"], lines(["a"])).gives(
        2,
        "",
        notes("error: cannot write /dev/null: it is not a regular file\n"),
    );
    server.was_never_asked();
}

#[test]
fn requires_from() {
    let server = accepting();
    super::notify_resource(&server, &FAILED).gives(2, "", "error: --failed requires --from\n");
    server.was_never_asked();
}

#[test]
fn stays_unchanged_if_a_line_is_invalid() {
    let text = lines(["a"]) + "{\n";
    let done = notify_lines(&accepting(), &FAILED, text).file("failed.jsonl", "old").ends(2);
    assert_eq!(done.read("failed.jsonl"), b"old");
}

#[test]
fn the_suggested_command_is_the_current_one_with_other_files() {
    let server = rejecting_bad();
    let args = ["--failed=failed.jsonl", "--installation", "it's", "--max-wait", "2s"];
    let text = r#"{"event":{"type":"resource.updated","resourceId":"bad"}}"#;
    let done = notify_lines(&server, &args, text).ends(1);
    let command = format!(
        "\n  vercel-hooks notify --api-url {} --retry-wait 1ms --installation \"it's\" \
         --max-wait 2s --from failed.jsonl --failed failed.jsonl.again\n",
        server.url("/")
    );
    assert!(done.stderr.contains(&command), "{}", done.stderr);
}

#[test]
fn the_suggested_command_reads_one_thing_from_standard_input() {
    let server = Server::always(Reply::status(401));
    let names: Vec<String> = (0..20).map(|number| number.to_string()).collect();
    let text = lines(names.iter().map(String::as_str));
    let args = ["--token-file", "-", "--concurrency", "1"];
    let done = notify_lines(&server, &args, text).stdin("token").ends(1);
    let command = done.stderr.lines().find(|line| line.contains("tail -n +11")).unwrap();
    assert!(!command.contains("--token-file -"), "{command}");
}
