//! `--dry-run` and `--curl`, and the same request through a real `curl`.

#[cfg(unix)]
use std::process::{Command, Output};

use super::super::server::Server;
use super::super::support::{Run, vercel_hooks};
#[cfg(unix)]
use super::notify;
use super::{RESOURCE, accepting, lines};

/// `notify` without a token.
fn preview(server: &Server, args: &[&str]) -> Run {
    let url = server.url("/base");
    let fixed = ["notify", "--api-url", &url];
    vercel_hooks(fixed.into_iter().chain(args.iter().copied()))
}

const AGENT: &str = concat!("vercel-hooks/", env!("CARGO_PKG_VERSION"));

/// One request as it is shown.
fn request(server: &Server, body: &str) -> String {
    format!(
        "POST /base/v1/installations/icfg_1/events HTTP/1.1
host: {}
content-type: application/json
user-agent: {AGENT}
authorization: Bearer $VERCEL_INSTALLATION_TOKEN
content-length: {}

{body}
",
        server.at(""),
        body.len(),
    )
}

/// One request as a command.
fn command(server: &Server, body: &str) -> String {
    format!(
        "curl --include --globoff --noproxy '*' --request POST {} \\
  --header 'content-type: application/json' \\
  --header 'user-agent: {AGENT}' \\
  --header \"authorization: Bearer $VERCEL_INSTALLATION_TOKEN\" \\
  --data-raw '{body}'",
        server.url("/base/v1/installations/icfg_1/events"),
    )
}

fn body(resource: &str) -> String {
    format!(r#"{{"event":{{"type":"resource.updated","resourceId":"{resource}"}}}}"#)
}

/// Asserts the exact output of a preview, that it says so, and that nothing is sent.
#[track_caller]
fn shows(run: Run, server: &Server, stdout: &str) {
    let done = run.gives(0, "...\n", "nothing was sent\n");
    assert_eq!(done.text(), stdout);
    server.was_never_asked();
}

#[test]
fn a_dry_run_prints_the_request_without_a_token() {
    let server = accepting();
    let run = preview(&server, &[&RESOURCE[..], &["--dry-run"]].concat());
    shows(run, &server, &request(&server, &body("db_7")));
    let run = preview(&server, &["-n", "installation.updated", "--installation", "icfg_1"]);
    shows(run, &server, &request(&server, r#"{"event":{"type":"installation.updated"}}"#));
}

#[test]
fn a_dry_run_of_many_prints_them_in_order() {
    let server = accepting();
    let args = ["--from", "changes.jsonl", "--failed", "failed.jsonl", "--dry-run"];
    let done = preview(&server, &args).file("changes.jsonl", lines(["a", "b"])).gives(
        0,
        "...\n",
        "nothing was sent\n",
    );
    let expected = [request(&server, &body("a")), request(&server, &body("b"))].join("\n");
    assert_eq!(done.text(), expected);
    assert_eq!(done.files(""), ["changes.jsonl"]);
    server.was_never_asked();
}

#[test]
fn a_dry_run_as_json_has_the_whole_request() {
    let server = accepting();
    let of = |resource: &str| {
        serde_json::json!({
            "method": "POST",
            "url": server.url("/base/v1/installations/icfg_1/events"),
            "headers": {
                "content-type": "application/json",
                "user-agent": AGENT,
                "authorization": "Bearer $VERCEL_INSTALLATION_TOKEN",
            },
            "body": body(resource),
        })
    };
    let args = [&RESOURCE[..], &["--dry-run", "--json", "-q"]].concat();
    assert_eq!(preview(&server, &args).ends(0).json_lines(), [of("db_7")]);
    let many = preview(&server, &["--from", "-", "--dry-run", "--json", "-q"]);
    assert_eq!(many.stdin(lines(["a", "b"])).ends(0).json_lines(), [of("a"), of("b")]);
    server.was_never_asked();
}

#[test]
fn prints_curl_commands_as_text_and_as_json() {
    let server = accepting();
    let run = preview(&server, &[&RESOURCE[..], &["--curl"]].concat());
    shows(run, &server, &(command(&server, &body("db_7")) + "\n"));
    let many = preview(&server, &["--from", "-", "--curl"]).stdin(lines(["a", "b"]));
    let commands = ["a", "b"].map(|resource| command(&server, &body(resource)) + "\n");
    shows(many, &server, &commands.concat());
    let many = preview(&server, &["--from", "-", "--curl", "--json", "-q"]);
    let commands =
        ["a", "b"].map(|item| serde_json::json!({ "curl": command(&server, &body(item)) }));
    assert_eq!(many.stdin(lines(["a", "b"])).ends(0).json_lines(), commands);
    server.was_never_asked();
}

#[test]
fn a_preview_does_not_depend_on_the_token() {
    let server = accepting();
    for form in [&["--dry-run"][..], &["--dry-run", "--json"], &["--curl"], &["--curl", "--json"]] {
        let args = [&RESOURCE[..], form, &["-q"]].concat();
        let without = preview(&server, &args).ends(0);
        let with = preview(&server, &args)
            .env("VERCEL_INSTALLATION_TOKEN", "sesame")
            .file(".env", "VERCEL_TOKEN=sesame")
            .ends(0);
        assert_eq!(with.text(), without.text());
        assert!(without.text().contains("Bearer $VERCEL_INSTALLATION_TOKEN"));
    }
    server.was_never_asked();
}

#[test]
fn dry_run_and_curl_conflict() {
    let server = accepting();
    preview(&server, &[&RESOURCE[..], &["--dry-run", "--curl"]].concat()).gives(
        2,
        "",
        "error: the argument '--dry-run' cannot be used with '--curl'\n...\n",
    );
}

#[test]
fn a_dry_run_rejects_invalid_lines() {
    let server = accepting();
    preview(&server, &["--from", "-", "--dry-run"]).stdin(lines(["a"]) + "{\n").gives(
        2,
        "",
        "error: standard input, line 2: [..]\nhint: [..]\n",
    );
}

/// Runs what `--curl` prints with a token; nothing where this machine has no curl.
#[cfg(unix)]
fn run_in_a_shell(command: &str, token: &str) -> Option<Output> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    Command::new("curl").arg("--version").output().ok()?;
    let mut shell = Command::new("sh");
    // A proxy of the surroundings would get in between.
    shell.env_clear().env("PATH", path).env("HOME", "/nonexistent");
    shell.env("VERCEL_INSTALLATION_TOKEN", token);
    Some(shell.args(["-c", command]).output().unwrap())
}

/// Tells with these flags twice, by itself and through curl, and asserts that the server could not
/// tell which was which.
#[cfg(unix)]
#[track_caller]
fn curl_sends_the_same(args: &[&str], lines: &str, token: &str) {
    let server = accepting();
    let run = |args: &[&str]| {
        notify(&server, args)
            .env("VERCEL_INSTALLATION_TOKEN", token)
            .file("changes.jsonl", lines)
            .ends(0)
    };
    run(&[args, &["-q"]].concat());
    let count = server.received().len();
    let printed = run(&[args, &["-q", "--curl"]].concat());
    assert_eq!(server.received().len(), count);
    let Some(output) = run_in_a_shell(printed.text(), token) else { return };
    assert!(output.status.success(), "{}\n{output:?}", printed.text());
    let received = server.received();
    let (sent, curled) = received.split_at(count);
    assert_eq!(curled.len(), count);
    for (sent, curled) in sent.iter().zip(curled) {
        assert_eq!(curled.body, sent.body, "{}", printed.text());
        assert_eq!((&curled.method, &curled.target), (&sent.method, &sent.target));
        assert_eq!(curled.sorted_headers(), sent.sorted_headers(), "{}", printed.text());
    }
}

#[cfg(unix)]
#[test]
fn curl_sends_the_same_notification() {
    curl_sends_the_same(&RESOURCE, "", super::TOKEN);
    let args = ["installation.updated", "--installation", "icfg_1", "--billing-plan", "pro"];
    curl_sends_the_same(&args, "", super::TOKEN);
}

#[cfg(unix)]
#[test]
fn curl_sends_the_same_with_special_characters() {
    let odd = "it's \"$HOME\" \\ `id` $(id) ! {a,b} [1-3] % ? # é \u{1b} ☃";
    let args = ["resource.updated", "--installation", odd, "--resource", odd, "--product", "@-"];
    curl_sends_the_same(&args, "", super::TOKEN);
    curl_sends_the_same(&RESOURCE, "", "it's \"$HOME\" \\ `id` $(id) !");
}

#[cfg(unix)]
#[test]
fn curl_sends_the_same_lines() {
    let lines = lines(["a", "it's", "$HOME", "a\\\\b"]);
    curl_sends_the_same(&["--from", "changes.jsonl", "--concurrency", "1"], &lines, super::TOKEN);
}

#[test]
fn a_dry_run_of_many_sends_nothing() {
    let server = accepting();
    let names: Vec<String> = (0..500).map(|number| format!("r{number}")).collect();
    let lines = lines(names.iter().map(String::as_str));
    let done = preview(&server, &["--from", "-", "-n", "--json", "-q"]).stdin(lines).ends(0);
    assert_eq!(done.json_lines().len(), 500);
    server.was_never_asked();
}
