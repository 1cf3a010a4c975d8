//! `emulate -- COMMAND`: a command inside the emulator.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use snapbox::cmd::cargo_bin;

use super::super::running::LISTENING;
use super::super::support::{Run, vercel_hooks};
use super::{Emulator, accepted_row, emulate, notes, table};

/// `emulate` with these flags around a command.
fn run(flags: &[&str], command: &[&str]) -> Run {
    let args = [&["emulate", "--port", "0"], flags, &["--"], command].concat();
    vercel_hooks(args).with_programs()
}

/// The same around a script, quietly.
fn script(script: &str) -> Run {
    run(&["-q"], &["sh", "-c", script])
}

/// A script that goes on after it has said that it is ready.
fn running(script: &str) -> (Emulator, BufReader<std::process::ChildStdout>) {
    let script = format!("{script}\necho ready; while :; do sleep 0.01; done");
    let run = run(&["--state-dir", "state"], &["sh", "-c", &script]);
    let mut emulator = run.stdout(Stdio::piped()).listens();
    let mut stdout = BufReader::new(emulator.child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    assert_eq!(line, "ready\n");
    (emulator, stdout)
}

/// What all processes that hold the stream write until they end.
fn read_to_end(mut stdout: impl Read) -> String {
    let mut text = String::new();
    stdout.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_exit_code_is_that_of_the_command() {
    script("exit 0").gives(0, "", "");
    script("exit 7").gives(7, "", "");
    script("exit 255").gives(255, "", "");
    script("kill -KILL $$").gives(137, "", "");
    script("kill -TERM $$").gives(143, "", "");
}

#[test]
fn a_command_that_cannot_be_run_is_explained() {
    run(&["-q"], &["no-such-command", "x"]).gives(
        127,
        "",
        "error: cannot run `no-such-command`: [..]\n",
    );
    run(&["-q"], &["npm run dev"]).gives(
        127,
        "",
        "error: cannot run `npm run dev`: [..]\nhint: quotes make one word of it: a shell line \
         needs `sh -c`\n",
    );
    let text = run(&["-q"], &["./text"]).file("text", "no program");
    text.gives(126, "", "error: cannot run `./text`: [..]\n");
}

#[test]
fn a_port_in_use_keeps_the_command_from_starting() {
    let emulator = emulate(&["--count", "1"]);
    let port = emulator.port();
    vercel_hooks(["emulate", "--port", port, "--", "sh", "-c", "echo started"]).gives(
        2,
        "",
        "error: cannot listen on port [..]\nhint: --port 0 takes any free port\n",
    );
    emulator.accepts_a_valid_request();
    emulator.gives(0, table([&*accepted_row()]), notes(1, 0));
}

#[test]
fn the_streams_are_those_of_the_command() {
    run(&[], &["sh", "-c", "cat; echo err >&2"]).stdin("in\0\n").gives(
        0,
        "in\0\n",
        format!("emulate: listening [..]\n{}err\nemulate: 0 accepted, 0 rejected\n", table([])),
    );
    let json = run(&["--json"], &["echo", "out"]);
    json.gives(0, "out\n", format!("{LISTENING}{}", notes(0, 0)));
}

#[test]
fn requests_of_the_command_reach_the_emulator() {
    let program = cargo_bin!("vercel-hooks").display().to_string();
    let notify =
        ["notify", "resource.updated", "--installation", "icfg_1", "--resource", "db_7", "-q"];
    let command = [&[&*program], &notify[..]].concat();
    let with_token = |run: Run| run.env("VERCEL_INSTALLATION_TOKEN", "vit_5hF3kq0T");
    with_token(run(&[], &command)).gives(
        0,
        "NOTIFICATION [..]\nresource.updated  icfg_1 [..] 201 Created [..]\n",
        format!(
            "emulate: listening [..]\n{}emulate: 1 accepted, 0 rejected\n",
            table([&*accepted_row()])
        ),
    );
    with_token(run(&["-q", "--fail", "404"], &command)).ends(1);
}

#[test]
fn the_end_of_the_run_ends_the_command() {
    let program = cargo_bin!("vercel-hooks").display().to_string();
    let script = format!(
        "trap 'echo ended; exit 9' TERM
        {program} notify resource.updated --installation icfg_1 --resource db_7 -q >/dev/null
        while :; do sleep 0.01; done"
    );
    let count = run(&["-q", "--count", "1"], &["sh", "-c", &script]);
    count.env("VERCEL_INSTALLATION_TOKEN", "vit_5hF3kq0T").gives(0, "ended\n", "");
    run(&["-q", "--timeout", "10ms"], &["sleep", "1000"]).gives(0, "", "");
    run(&["-q", "--timeout", "10ms", "--count", "1"], &["sleep", "1000"]).gives(1, "", "");
}

#[test]
fn signals_are_passed_on_once() {
    for (name, code) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        let trap =
            format!("trap 'echo {name}; count=$((count + 1))' {name}\ntrap 'exit $count' USR1");
        let (emulator, mut stdout) = running(&format!("{trap}\necho $$ > pid"));
        emulator.signal(name);
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert_eq!(line, format!("{name}\n"));
        let pid = std::fs::read_to_string(emulator.path("pid")).unwrap();
        let kill = std::process::Command::new("kill").args(["-USR1", pid.trim()]).status();
        assert!(kill.unwrap().success());
        assert_eq!(read_to_end(stdout), "");
        emulator.gives(1, "", "...\nemulate: 0 accepted, 0 rejected\n");

        let (emulator, _stdout) = running("");
        emulator.signal(name);
        emulator.gives(128 + code, "", "...\nemulate: 0 accepted, 0 rejected\n");
    }
}

#[test]
fn nothing_is_left_running() {
    // The stream ends with the last process that holds it.
    let done = script("sleep 1000 & sleep 1000 & echo started");
    done.gives(0, "started\n", "");
    let (mut emulator, stdout) = running("sleep 1000 &");
    emulator.child.kill().unwrap();
    assert_eq!(read_to_end(stdout), "");
}

#[test]
fn the_variables_of_the_command_stay_its_own() {
    let print =
        "echo \"$VERCEL_API_URL|$OIDC_ISSUER|$NODE_OPTIONS|$BUN_OPTIONS|$HTTPS_PROXY|$OWN\"";
    let url = "http://127.0.0.1:[..]";
    let preload = "[..]/state/preload.mjs";
    run(&["-q", "--state-dir", "state"], &["sh", "-c", print])
        .env("NODE_OPTIONS", "--max-old-space-size=100")
        .env("BUN_OPTIONS", "--smol")
        .env("OWN", "1")
        .gives(
            0,
            format!(
                "{url}|{url}|--max-old-space-size=100 --import=file://{preload}|--smol \
                 --preload={preload}||1\n"
            ),
            "",
        );
}

#[test]
fn a_folder_with_a_blank_is_for_node_only() {
    let print = "echo \"$NODE_OPTIONS|$BUN_OPTIONS\"";
    run(&["-q", "--state-dir", "my state"], &["sh", "-c", print]).gives(
        0,
        "--import=file://[..]/my%20state/preload.mjs|\n",
        "",
    );
}

#[test]
fn prints_the_variables_for_shells_and_containers() {
    let args = ["emulate", "--print-env", "--state-dir", "state"];
    let done = vercel_hooks(args).gives(
        0,
        "VERCEL_API_URL=http://127.0.0.1:8372
OIDC_ISSUER=http://127.0.0.1:8372
NODE_OPTIONS=--import=file://[..]/state/preload.mjs
BUN_OPTIONS=--preload=[..]/state/preload.mjs
",
        "",
    );
    assert_eq!(done.files("state"), ["preload.mjs"]);
    let proxy = ["emulate", "--print-env", "--proxy", "--port", "3000", "--json"];
    let variables = vercel_hooks(proxy).ends(0).json_lines().remove(0);
    for name in ["VERCEL_API_URL", "OIDC_ISSUER", "HTTPS_PROXY", "https_proxy"] {
        assert_eq!(variables[name], "http://127.0.0.1:3000", "{name}");
    }
    let bundle = &variables["SSL_CERT_FILE"];
    assert!(bundle.as_str().unwrap().ends_with("/vercel-hooks/ca-bundle.pem"), "{bundle}");
    for name in ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"] {
        assert_eq!(&variables[name], bundle, "{name}");
    }
}

#[test]
fn a_shell_reads_printed_variables_as_they_are() {
    let options = "--require 'a b' $HOME \"x\"";
    let args = ["emulate", "--print-env", "--state-dir", "state"];
    let printed = vercel_hooks(args).env("NODE_OPTIONS", options).ends(0);
    let script = format!("{}printf %s \"$NODE_OPTIONS\"", printed.text());
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    let read = String::from_utf8(output.stdout).unwrap();
    assert!(read.starts_with(&format!("{options} --import=file:///")), "{read}");
}

#[test]
fn refuses_flags_that_make_no_sense_together() {
    vercel_hooks(["emulate", "--print-env", "--port", "0"]).gives(
        2,
        "",
        "error: --print-env cannot know the port\nhint: name one with --port, and start the \
         emulator with the same\n",
    );
    vercel_hooks(["emulate", "--print-env", "--", "npm"]).gives(2, "", "...\n");
}
