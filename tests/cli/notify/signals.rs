//! Ctrl-C, SIGKILL and closed streams: no line is lost.

use std::fs::{read_to_string, write};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};

use snapbox::cmd::cargo_bin;
use tempfile::TempDir;

use super::super::server::{Reply, Server};
use super::{RESOURCE, TOKEN, accepting, by_resource, line};

/// A run that is under way, in a folder of its own.
struct Running {
    folder: TempDir,
    child: Child,
}

/// Starts `notify`, with nothing of the surroundings but a token and `lines` in `changes.jsonl`.
fn start(server: &Server, args: &[&str], lines: &[String]) -> Running {
    start_in(tempfile::tempdir().unwrap(), server, args, lines)
}

fn start_in(folder: TempDir, server: &Server, args: &[&str], lines: &[String]) -> Running {
    let changes = folder.path().join("changes.jsonl");
    write(&changes, lines.join("\n") + "\n").unwrap();
    let child = Command::new(cargo_bin!("vercel-hooks"))
        .env_clear()
        .env("VERCEL_INSTALLATION_TOKEN", TOKEN)
        .current_dir(folder.path())
        .args(["notify", "--api-url", &server.url("/")])
        .args(args)
        .stdin(std::fs::File::open(changes).unwrap())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    Running { folder, child }
}

/// What is left of a run.
struct Ended {
    folder: TempDir,
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Running {
    /// Sends a signal and waits for the end.
    fn signal(self, signal: &str) -> Ended {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let Output { status, stdout, stderr } = self.child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (stdout, stderr) = (text(stdout), text(stderr));
        Ended { folder: self.folder, code: status.code(), stdout, stderr }
    }
}

impl Ended {
    /// The lines of the file of `--failed`, without the blanks of those that were taken.
    fn failed(&self) -> Vec<String> {
        let text = read_to_string(self.folder.path().join("failed.jsonl")).unwrap_or_default();
        text.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect()
    }

    /// The lines that the hint says were never sent, by running its `tail`.
    fn never_started(&self) -> Vec<String> {
        let Some(hint) = self.stderr.lines().find(|line| line.contains("tail -n")) else {
            return Vec::new();
        };
        let tail = hint.split('|').next().unwrap().trim();
        let mut shell = Command::new("sh");
        let output = shell.args(["-c", tail]).current_dir(self.folder.path()).output().unwrap();
        assert!(output.status.success(), "{tail}");
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }
}

fn resources(count: usize) -> Vec<String> {
    (1..=count).map(|number| line(&number.to_string())).collect()
}

/// A server that takes the resources up to this one but rejects number 3, and is silent about all
/// others. Whoever has sent so many more as may be under way has dealt with its answers.
fn responding_until(last: usize) -> Server {
    by_resource(move |resource| match resource.parse::<usize>().unwrap() {
        3 => Reply::status(400),
        number if number <= last => Reply::status(201),
        _ => Reply::silence(),
    })
}

const FAILED: [&str; 4] = ["--from", "changes.jsonl", "--failed", "failed.jsonl"];

#[test]
fn ctrl_c_accounts_for_every_line() {
    for concurrency in [1, 4, 8] {
        let lines = resources(30);
        let server = responding_until(5);
        let number = concurrency.to_string();
        let run = start(&server, &[&FAILED[..], &["--concurrency", &number]].concat(), &lines);
        server.wait_for(5 + concurrency);
        let ended = run.signal("-INT");
        assert_eq!(ended.code, Some(130));
        assert_eq!(ended.stdout.lines().count(), 1 + 5, "{}", ended.stdout);
        let summary = format!(
            "warning: interrupted: 4 of 30 accepted, 1 failed, {concurrency} unfinished, which \
             Vercel may have accepted\n"
        );
        assert!(ended.stderr.contains(&summary), "{}", ended.stderr);
        let rest = 5 + concurrency;
        let next = format!("nothing was sent from line {} on, continue with:\n", rest + 1);
        assert!(ended.stderr.contains(&next), "{}", ended.stderr);
        assert!(ended.stderr.contains("hint: the failed lines are in failed.jsonl, retry with:\n"));
        assert_eq!(ended.failed(), [&lines[2..3], &lines[5..rest]].concat());
        assert_eq!(ended.never_started(), lines[rest..]);
        assert_eq!(server.received().len(), rest);
        // The gaps of the lines that were taken are closed.
        let text = read_to_string(ended.folder.path().join("failed.jsonl")).unwrap();
        assert_eq!(text, ended.failed().join("\n") + "\n");
    }
}

#[test]
fn ctrl_c_during_the_last_lines_leaves_none_unsent() {
    let lines = resources(9);
    let server = responding_until(5);
    let run = start(&server, &FAILED, &lines);
    server.wait_for(9);
    let ended = run.signal("-INT");
    assert_eq!(ended.code, Some(130));
    assert_eq!(ended.failed(), [&lines[2..3], &lines[5..]].concat());
    assert!(!ended.stderr.contains("nothing was sent"), "{}", ended.stderr);
}

#[test]
fn ctrl_c_with_blank_lines_counts_the_lines_of_the_file() {
    let lines: Vec<String> =
        resources(6).into_iter().flat_map(|line| [String::new(), line]).collect();
    let server = responding_until(2);
    let run = start(&server, &[&FAILED[..], &["--concurrency", "1"]].concat(), &lines);
    // The third is refused and the fourth has no answer.
    server.wait_for(4);
    let ended = run.signal("-INT");
    assert_eq!(ended.failed(), [lines[5].clone(), lines[7].clone()]);
    let rest = ended.never_started();
    assert_eq!(rest, lines[9..]);
}

#[test]
fn ctrl_c_without_a_failed_file_suggests_one() {
    let server = responding_until(0);
    let run = start(&server, &["--from", "-"], &resources(6));
    server.wait_for(4);
    let ended = run.signal("-INT");
    assert_eq!(ended.code, Some(130));
    for said in [
        "warning: interrupted: 0 of 6 accepted, ",
        "hint: use --failed FILE to keep the failed lines for another --from\n",
        "hint: nothing was sent from line ",
    ] {
        assert!(ended.stderr.contains(said), "{}", ended.stderr);
    }
    assert!(!ended.stderr.contains("tail"), "{}", ended.stderr);
}

#[test]
fn ctrl_c_during_one_notification_leaves_its_outcome_open() {
    let server = Server::always(Reply::silence());
    let run = start(&server, &RESOURCE, &[]);
    server.wait_for(1);
    let ended = run.signal("-INT");
    assert_eq!(ended.code, Some(130));
    assert!(
        ended.stderr.ends_with(
            "warning: interrupted: Vercel may or may not have received the notification\n"
        ),
        "{}",
        ended.stderr
    );
}

#[test]
fn ctrl_c_ends_the_wait_for_a_retry() {
    let lines = resources(2);
    let server = Server::always(Reply::status(500));
    let waits = ["--retry-wait", "1h", "--max-wait", "2h", "--concurrency", "1"];
    let mut run = start(&server, &[&FAILED[..], &waits].concat(), &lines);
    let mut stderr = BufReader::new(run.child.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains("retrying in") {
        assert_ne!(stderr.read_line(&mut said).unwrap(), 0, "{said}");
    }
    let ended = run.signal("-INT");
    stderr.read_to_string(&mut said).unwrap();
    assert_eq!(ended.code, Some(130));
    assert!(said.contains("interrupted: 0 of 2 accepted, 0 failed, 1 unfinished"), "{said}");
    assert_eq!(ended.failed(), lines[..1]);
    server.only();
}

#[test]
fn ctrl_c_keeps_earlier_failures() {
    let lines = resources(9);
    let server = responding_until(5);
    let folder = tempfile::tempdir().unwrap();
    write(folder.path().join("failed.jsonl"), "old\ntorn").unwrap();
    let run = start_in(folder, &server, &FAILED, &lines);
    server.wait_for(9);
    let ended = run.signal("-INT");
    let old = ["old".to_owned(), "torn".to_owned()];
    assert_eq!(ended.failed(), [&old[..], &lines[2..3], &lines[5..]].concat());
}

#[test]
fn being_killed_loses_no_line() {
    for concurrency in [1, 4, 8] {
        let lines = resources(40);
        let server = responding_until(20);
        let number = concurrency.to_string();
        let run = start(&server, &[&FAILED[..], &["--concurrency", &number]].concat(), &lines);
        server.wait_for(20 + concurrency);
        let ended = run.signal("-KILL");
        assert_eq!(ended.code, None);
        let rest = 20 + concurrency;
        assert_eq!(ended.failed(), [&lines[2..3], &lines[20..rest]].concat());
        assert_eq!(server.received().len(), rest);
    }
}

#[test]
fn lines_left_after_being_killed_can_be_sent_again() {
    let server = responding_until(20);
    let run = start(&server, &FAILED, &resources(40));
    server.wait_for(24);
    let ended = run.signal("-KILL");
    // As it lies there, with the blanks of what was taken.
    let left = std::fs::read(ended.folder.path().join("failed.jsonl")).unwrap();
    assert!(left.starts_with(b" "));
    let server = accepting();
    let done = super::notify_lines(&server, &["--failed", "again.jsonl", "-q"], &left).ends(0);
    assert_eq!(server.received().len(), 5);
    assert_eq!(done.files(""), ["changes.jsonl"]);
}

#[test]
fn a_second_ctrl_c_ends_a_run_that_nobody_reads() {
    let server = accepting();
    // A few of these fill the pipe that nobody reads.
    let long = "x".repeat(16 * 1024);
    let mut run = start(&server, &["--from", "-", "--json"], &vec![line(&long); 100]);
    server.wait_for(4);
    let id = run.child.id().to_string();
    let status = loop {
        Command::new("kill").args(["-INT", &id]).status().unwrap();
        if let Some(status) = run.child.try_wait().unwrap() {
            break status;
        }
    };
    assert_eq!(status.code(), Some(130));
    assert!(server.received().len() < 100);
}

#[test]
fn stops_when_the_failed_file_cannot_be_written() {
    let lines = resources(60);
    let server = by_resource(|_| Reply::status(400));
    let folder = tempfile::tempdir().unwrap();
    write(folder.path().join("changes.jsonl"), lines.join("\n")).unwrap();
    // A file that may not grow stands for a full disk.
    let limited = r#"trap '' XFSZ; ulimit -f 2; exec "$@""#;
    let output = Command::new("sh")
        .args(["-c", limited, "sh"])
        .arg(cargo_bin!("vercel-hooks"))
        .args(["notify", "--api-url", &server.url("/")])
        .args(FAILED)
        .env_clear()
        .env("VERCEL_INSTALLATION_TOKEN", TOKEN)
        .current_dir(folder.path())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    let ended = Ended { folder, code: output.status.code(), stdout, stderr };
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
    assert!(ended.stderr.contains("error: cannot write failed.jsonl: "), "{}", ended.stderr);
    assert!(ended.stderr.contains("stopped: 0 of 60 accepted, "), "{}", ended.stderr);
    let failed = ended.failed();
    assert!(!failed.is_empty() && failed.len() < 60);
    assert!(server.received().len() <= failed.len());
    assert_eq!([failed, ended.never_started()].concat(), lines);
}

#[test]
fn does_not_write_to_the_file_on_standard_input() {
    let server = accepting();
    let lines = resources(2);
    let run = start(&server, &["--from", "-", "--failed", "changes.jsonl"], &lines);
    let Output { status, stderr, .. } = run.child.wait_with_output().unwrap();
    assert_eq!(status.code(), Some(2));
    assert!(stderr.starts_with(b"error: --from and --failed name the same file\n"));
    let text = read_to_string(run.folder.path().join("changes.jsonl")).unwrap();
    assert_eq!(text, lines.join("\n") + "\n");
    server.was_never_asked();
}

#[test]
fn a_failed_file_has_one_writer() {
    let server = responding_until(0);
    let run = start(&server, &FAILED, &resources(4));
    server.wait_for(4);
    let path = run.folder.path().join("failed.jsonl").into_os_string().into_string().unwrap();
    let before = read_to_string(&path).unwrap();
    let other = accepting();
    super::notify_lines(&other, &["--failed", &path], super::lines(["a"])).gives(
        2,
        "",
        super::notes("error: cannot write [..]failed.jsonl: another process is writing it\n"),
    );
    other.was_never_asked();
    assert_eq!(read_to_string(&path).unwrap(), before);
    run.signal("-KILL");
}

#[test]
fn a_closed_standard_output_does_not_stop_it() {
    for args in [&[][..], &["--json"], &["-q"]] {
        let server = accepting();
        let mut run = start(&server, &[&FAILED[..], args].concat(), &resources(200));
        drop(run.child.stdout.take());
        let Output { status, stderr, .. } = run.child.wait_with_output().unwrap();
        let stderr = String::from_utf8(stderr).unwrap();
        assert_eq!(status.code(), Some(0), "{args:?}: {stderr}");
        assert!(!stderr.contains("panicked") && !stderr.contains("error"), "{args:?}: {stderr}");
        assert_eq!(server.received().len(), 200);
        assert!(!run.folder.path().join("failed.jsonl").exists());
    }
}

#[test]
fn a_closed_standard_error_does_not_stop_it() {
    let server = responding_until(200);
    let mut run = start(&server, &FAILED, &resources(200));
    drop(run.child.stderr.take());
    let Output { status, .. } = run.child.wait_with_output().unwrap();
    assert_eq!(status.code(), Some(1));
    assert_eq!(server.received().len(), 200);
}

#[test]
fn rows_appear_immediately() {
    let server = responding_until(1);
    let mut run = start(&server, &FAILED, &resources(2));
    let mut stdout = BufReader::new(run.child.stdout.take().unwrap());
    let mut rows = String::new();
    while !rows.contains("201 Created") {
        assert_ne!(stdout.read_line(&mut rows).unwrap(), 0, "{rows}");
    }
    run.signal("-INT");
}
