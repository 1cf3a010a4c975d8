//! The forms of the report: for people, for machines, for CI systems.

use std::fs;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus};

#[cfg(unix)]
use super::super::support::make_pipe;
use super::receiver::{forged, genuine, level};
use super::{
    FEW, Reply, SECRET, SECRET_NOTE, Server, case, check, receiver, vercel_hooks, with_secret,
};

/// An answer that no report may pass on as it is.
const NASTY: &str = "```\n## title\n````\n::error::x\n  ::warning::y\n\u{1b}[31mred\u{202e}\0";

/// The test cases of a file.
#[track_caller]
fn test_cases(junit: &[u8]) -> Vec<TestCase> {
    let report = Report::deserialize_from_str(std::str::from_utf8(junit).unwrap()).unwrap();
    report.test_suites.into_iter().flat_map(|suite| suite.test_cases).collect()
}

/// What became of a test case, in a word, and the message.
fn status(test: &TestCase) -> (&'static str, String) {
    match &test.status {
        TestCaseStatus::Success { .. } => ("success", String::new()),
        TestCaseStatus::NonSuccess { kind, message, .. } => {
            let word = if *kind == NonSuccessKind::Failure { "failure" } else { "error" };
            (word, message.as_ref().unwrap().to_string())
        }
        TestCaseStatus::Skipped { message, .. } => {
            ("skipped", message.as_ref().unwrap().to_string())
        }
    }
}

/// A receiver that takes everything, and says this.
fn saying(text: &str) -> Server {
    Server::always(Reply::with_body(200, text))
}

#[test]
fn quotes_the_response() {
    let server = saying("line one\nline two\n");
    check(&server.at(""), &["--only", "forged.missing,forged.empty", "-q", "--seed", "7"]).gives(
        1,
        "\
CASE                         LEVEL   RESULT        RESPONSE             TIME
genuine.valid                must    passed        200 OK [..]
forged.missing               must    failed        200 OK [..]
forged.empty                 must    failed        200 OK [..]

✗ forged.missing, forged.empty (must)
  Sent    An event without a signature: anyone can send that.
          An event with an empty signature: [..]
  Got     200 OK; expected not 2xx
          | line one
          | line two
  Fix     Reject a delivery without a signature before doing anything else with it.
  Reproduce: vercel-hooks check http://[..]/ --only forged.missing --seed 7 --now 2026-01-31T12:00:00.000Z
",
        "",
    );
}

#[test]
fn advice_is_printed_for_whole_suites_unless_quiet() {
    let demo = ["check", "demo", "--suite", "robustness"];
    for (further, is_told) in
        [(&[][..], true), (&["--quiet"], false), (&["--only", "genuine.*,robustness.*"], false)]
    {
        let done = with_secret(demo.iter().chain(further).copied()).ends(0);
        assert_eq!(
            done.text().contains("\nThese can't be tested from outside"),
            is_told,
            "{further:?}"
        );
    }
}

#[test]
fn one_case_represents_all_that_failed_like_the_control() {
    let args = ["--suite", "genuine", "--markdown", "m.md"];
    let done = check(&Server::always(Reply::status(403)).at(""), &args).ends(1);
    let page = String::from_utf8(done.read("m.md")).unwrap();
    let more = genuine().len() - 1;
    for (text, sent) in [
        (
            done.text(),
            format!("  Sent    A genuine event [..].\n          And {more} more.\n  Got     403"),
        ),
        (
            &page,
            format!(
                "- **Sent** (`genuine.valid`): A genuine event [..].\n- and {more} more\n- **Got**"
            ),
        ),
    ] {
        snapbox::assert_data_eq!(text, format!("...\n{sent}[..]\n..."));
    }
}

#[test]
fn counts_levels_of_cases_that_failed_alike() {
    let args = ["--suite", "forged", "--markdown", "m"];
    let done = check(&Server::willing().at(""), &args).env("GITHUB_ACTIONS", "true").ends(1);
    let page = String::from_utf8(done.read("m")).unwrap();
    let more = forged().len() - 3;
    let names = format!("forged.missing, forged.empty, forged.malformed and {more} more");
    let count = |of_level| forged().iter().filter(|id| level(id) == of_level).count();
    let levels = format!("{} must, {} should", count("must"), count("should"));
    for (text, heading) in [
        (done.text(), format!("✗ {names} ({levels})\n")),
        (&page, format!("### ❌ `{names}` ({levels})\n")),
        (&done.stderr, "::error title=".to_owned()),
    ] {
        assert!(text.contains(&heading), "{heading}{text}");
    }
}

#[test]
fn truncates_a_long_response() {
    let server = saying(&"x".repeat(2000));
    let done = check(&server.at(""), &["--only", "forged.missing"]).ends(1);
    assert!(done.text().contains(&format!("| {} …\n", "x".repeat(512))), "{}", done.text());
}

#[test]
fn neutralizes_control_characters_and_commands_in_responses() {
    let server = saying(NASTY);
    let args = ["--only", FEW, "--junit", "j.xml", "--markdown", "m.md"];
    for json in [&[][..], &["--json"]] {
        let done = check(&server.at(""), &[&args[..], json].concat()).ends(1);
        let files =
            [done.read("j.xml"), done.read("m.md")].map(|item| String::from_utf8(item).unwrap());
        for text in [done.text(), &done.stderr, &files[0], &files[1]] {
            let is_raw = |item: char| matches!(item, '\u{1b}' | '\u{202e}' | '\0');
            assert!(!text.contains(is_raw), "{text}");
        }
        for text in [done.text(), &done.stderr] {
            let mut lines = text.lines();
            assert!(lines.all(|line| !line.trim_start().starts_with("::")), "{text}");
        }
    }
}

#[test]
fn prints_one_json_value() {
    let server = Server::willing();
    let args = ["--only", FEW, "--seed", "7", "--json"];
    let done = check(&server.at("/x"), &args).ends(1);
    assert_eq!(done.text().lines().count(), 1);
    let report = super::value(&done);
    assert_eq!(report["endpoint"], server.url("/x"));
    assert_eq!(report["seed"], 7);
    let summary = &report["summary"];
    for (name, count) in [
        ("cases", 3),
        ("passed", 2),
        ("failed", 1),
        ("inconclusive", 0),
        ("notRun", 0),
        ("requests", 4),
    ] {
        assert_eq!(summary[name], count, "{name}");
    }
    assert!(summary["timeMs"].as_f64().unwrap() > 0.0);
    let passed = case(&report, "genuine.valid");
    for name in ["failure", "remedy", "reproduce"] {
        assert_eq!(passed[name], serde_json::Value::Null, "{name}");
    }
    assert_eq!((&passed["responseBody"], &passed["status"]), (&().into(), &200.into()));
    assert!(passed["timeMs"].as_f64().unwrap() > 0.0);
    let failed = case(&report, "forged.missing");
    assert_eq!(failed["suite"], "forged");
    assert_eq!(failed["expected"], "not 2xx");
    assert!(failed["remedy"].as_str().unwrap().starts_with("Reject"), "{failed}");
    let advice = report["advice"].as_array().unwrap();
    let ids: Vec<&str> = advice.iter().map(|item| item["id"].as_str().unwrap()).collect();
    let expected = ["constant-time", "idempotency", "replay", "answer-first"];
    assert_eq!(ids, expected.map(|name| format!("advice.{name}")));
}

#[test]
fn junit_agrees_with_the_exit_code() {
    // What is not signed gets through, one signature of several suffices, and lists break it.
    let server = || {
        Server::answering(|_, received| {
            let expected = super::signature(&received.body);
            let mut values = received.headers.iter().map(|(_, value)| value);
            let is_taken = received.header("x-vercel-signature").is_none()
                || values.any(|value| *value == expected);
            if received.body == b"null" {
                return Reply::close();
            }
            let status = if received.body.starts_with(b"[") { 500 } else { 200 };
            Reply::with_body(if is_taken { status } else { 403 }, "]]> & <b>")
        })
    };
    let only = "genuine.valid,forged.missing,forged.base64,forged.two-headers-valid-last,\
                robustness.array,robustness.null";
    for (strict, words, code) in [
        (&[][..], ["success", "failure", "success", "skipped", "skipped", "skipped"], 1),
        (&["--strict"], ["success", "failure", "success", "failure", "failure", "error"], 3),
    ] {
        let server = server();
        let args = ["--only", only, "--seed", "7", "--junit", "j.xml", "-q"];
        let done = check(&server.at(""), &[&args[..], strict].concat()).ends(code);
        let junit = done.read("j.xml");
        let tests = test_cases(&junit);
        let names: Vec<&str> = tests.iter().map(|test| test.name.as_str()).collect();
        let expected = [
            "genuine.valid",
            "forged.missing",
            "forged.base64",
            "forged.two-headers-valid-last",
            "robustness.null",
            "robustness.array",
        ];
        let mut sorted = (names.clone(), expected.to_vec());
        sorted.0.sort_unstable();
        sorted.1.sort_unstable();
        assert_eq!(sorted.0, sorted.1);
        for (name, word) in only.split(',').zip(words) {
            let test = tests.iter().find(|test| test.name.as_str() == name).unwrap();
            assert_eq!(status(test).0, word, "{name}");
        }
        let report = Report::deserialize_from_str(std::str::from_utf8(&junit).unwrap()).unwrap();
        let count = |word: &str| words.iter().filter(|item| **item == word).count();
        assert_eq!(
            (report.tests, report.failures, report.errors),
            (6, count("failure"), count("error"))
        );
        let suites: Vec<&str> = report.test_suites.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(suites, ["genuine", "forged", "robustness"]);
    }
}

#[test]
fn junit_skips_cases_that_are_inconclusive_or_not_run() {
    let args = ["--only", "genuine.valid,forged.missing", "--junit", "j.xml", "-q"];
    for (server, message) in [
        (Server::always(Reply::Raw(b"garbage\n".to_vec())), "not run"),
        (Server::always(Reply::status(401)), "genuine events were rejected too"),
    ] {
        let code = if message == "not run" { 3 } else { 1 };
        let done = check(&server.at(""), &args).ends(code);
        let tests = test_cases(&done.read("j.xml"));
        assert_eq!(status(&tests[1]), ("skipped", message.to_owned()));
        assert_ne!(status(&tests[0]).0, "success");
    }
}

#[test]
fn writes_markdown() {
    let server = saying("no ``` fence");
    let args = ["--only", FEW, "--seed", "7", "--markdown", "m.md", "-q"];
    let done = check(&server.at(""), &args).ends(1);
    let page = String::from_utf8(done.read("m.md")).unwrap();
    let expected = snapbox::str![[r"
## vercel-hooks check

❌ 2 of 3 cases passed at `http://[..]/`, 1 `must` failed

| suite | passed | failed | inconclusive | not run |
|---|---:|---:|---:|---:|
| genuine | 1 | 0 | 0 | 0 |
| forged | 0 | 1 | 0 | 0 |
| robustness | 1 | 0 | 0 | 0 |

### ❌ `forged.missing` (must)

- **Sent** (`forged.missing`): An event without a signature: anyone can send that.
- **Got**: 200 OK; expected not 2xx
- **Fix**: Reject a delivery without a signature before doing anything else with it.

Response:

````
no ``` fence
````

Reproduce:

```sh
vercel-hooks check http://[..]/ --only forged.missing --seed 7 --now 2026-01-31T12:00:00.000Z
```

### Check these yourself

They can't be tested from outside.

- Compare [..]
- Make an event [..]
- Reject or ignore [..]
- Respond first [..]

Seed 7, time of the events 2026-01-31T12:00:00.000Z.

"]];
    snapbox::assert_data_eq!(page, expected);
}

#[test]
fn writes_report_files_if_all_cases_pass() {
    let server = receiver(403);
    let args = ["--only", FEW, "--junit", "j.xml", "--markdown", "m.md", "-q"];
    let done = check(&server.at(""), &args).ends(0);
    assert!(test_cases(&done.read("j.xml")).iter().all(|test| status(test).0 == "success"));
    let page = String::from_utf8(done.read("m.md")).unwrap();
    assert!(page.contains("✅ 3 of 3 cases passed"), "{page}");
}

#[test]
fn replaces_an_existing_report() {
    let server = receiver(403);
    let args = ["check", &server.at(""), "--only", FEW, "--junit", "j.xml", "-q"];
    let done = with_secret(args).file("j.xml", "x".repeat(100_000)).ends(0);
    assert_eq!(test_cases(&done.read("j.xml")).len(), 3);
}

#[cfg(target_os = "linux")]
#[test]
fn writes_report_files_if_standard_output_is_full() {
    for json in [&[][..], &["--json"]] {
        let server = receiver(403);
        let args = ["--only", FEW, "--junit", "j.xml", "--markdown", "m.md", "-q"];
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let run = check(&server.at(""), &[&args[..], json].concat()).stdout(full);
        let run = run.file("j.xml", "of another run").file("m.md", "of another run");
        let done = run.starts().gives(2, "", "error: cannot write standard output: [..]\n");
        assert_eq!(test_cases(&done.read("j.xml")).len(), 3);
        assert!(done.read_text("m.md").contains("3 of 3 cases passed"));
    }
}

#[test]
fn appends_to_the_step_summary_by_any_name() {
    for name in ["summary.md", "./summary.md", "link.md"] {
        let server = receiver(403);
        let run = check(&server.at(""), &["--only", FEW, "--markdown", name, "-q"]);
        let summary = run.folder().join("summary.md");
        fs::write(&summary, "of another step\n").unwrap();
        fs::hard_link(&summary, run.folder().join("link.md")).unwrap();
        let done = run.env("GITHUB_STEP_SUMMARY", &summary).ends(0);
        let page = String::from_utf8(done.read("summary.md")).unwrap();
        assert!(page.starts_with("of another step\n## vercel-hooks check\n"), "{name}: {page}");
    }
}

#[test]
fn replaces_a_file_that_is_not_the_step_summary() {
    let server = receiver(403);
    let run = check(&server.at(""), &["--only", FEW, "--markdown", "m.md", "-q"]);
    let summary = run.folder().join("summary.md");
    let run = run.file("summary.md", "of another step\n").file("m.md", "of another run\n");
    let done = run.env("GITHUB_STEP_SUMMARY", &summary).ends(0);
    assert_eq!(done.read("summary.md"), b"of another step\n");
    assert!(done.read("m.md").starts_with(b"## vercel-hooks check\n"));
}

#[test]
fn sends_nothing_if_a_report_cannot_be_written() {
    for (args, message) in [
        (&["--junit", "no/j.xml"][..], "error: cannot write no/j.xml: [..]\n"),
        (&["--markdown", "no/m.md"], "error: cannot write no/m.md: [..]\n"),
        (&["--junit", "."], "error: cannot write .: [..]\n"),
        (
            &["--junit", "f", "--markdown", "f"],
            "error: --junit and --markdown name the same file\n[..]\n",
        ),
        (
            &["--junit", "f", "--markdown", "./f"],
            "error: --junit and --markdown name the same file\n[..]\n",
        ),
    ] {
        let server = Server::willing();
        check(&server.at(""), args).gives(2, "", format!("{SECRET_NOTE}{message}"));
        server.was_never_asked();
    }
}

#[test]
fn does_not_overwrite_a_secret_file() {
    for flag in ["--junit", "--markdown"] {
        for name in ["secret", "./secret", "link"] {
            let server = Server::willing();
            let args = ["check", &server.at(""), "--secret-file", "secret", flag, name];
            let run = vercel_hooks(args).file("secret", SECRET);
            fs::hard_link(run.folder().join("secret"), run.folder().join("link")).unwrap();
            let done = run.gives(
                2,
                "",
                format!(
                    "secret: [..]\nerror: --secret-file and {flag} name the same file\nhint: [..]\n"
                ),
            );
            assert_eq!(done.read("secret"), SECRET.as_bytes());
            server.was_never_asked();
        }
    }
}

#[test]
fn does_not_overwrite_an_env_file() {
    for flag in ["--junit", "--markdown"] {
        for name in [".env.local", ".env"] {
            let server = Server::willing();
            let line = format!("VERCEL_WEBHOOK_SECRET={SECRET}");
            let run = vercel_hooks(["check", &server.at(""), flag, name]).file(name, &line);
            let error = format!("error: {name} and {flag} name the same file\nhint: [..]\n");
            let done = run.gives(2, "", format!("secret: [..]\n{error}"));
            assert_eq!(done.read(name), line.as_bytes());
            server.was_never_asked();
        }
    }
}

#[cfg(unix)]
#[test]
fn accepts_pipes_as_secret_and_report() {
    let server = receiver(403);
    let args = ["check", &server.at(""), "--only", FEW, "--secret-file", "s", "--junit", "j", "-q"];
    let run = vercel_hooks(args);
    let [secret, junit] = ["s", "j"].map(|name| run.folder().join(name));
    for pipe in [&secret, &junit] {
        make_pipe(pipe);
    }
    std::thread::scope(|scope| {
        scope.spawn(|| fs::write(&secret, SECRET).unwrap());
        let reading = scope.spawn(|| fs::read(&junit).unwrap());
        let done = run.ends(0);
        assert_eq!(test_cases(&reading.join().unwrap()).len(), 3);
        drop(done);
    });
}

#[test]
fn annotates_failures_on_github_actions() {
    let server = Server::always(Reply::redirect(307, "/a%0Ab,c:d"));
    let args = ["--only", "genuine.valid", "-q"];
    let annotated = |value: &str| check(&server.at(""), &args).env("GITHUB_ACTIONS", value).ends(1);
    let said = annotated("true").stderr;
    let title = "::error title=vercel-hooks check%3A genuine.valid::A genuine event";
    assert!(said.starts_with(title) && said.contains(" `/a%250Ab,c:d`"), "{said}");
    assert_eq!(said.lines().count(), 1);
    for value in ["false", "", "1"] {
        assert_eq!(annotated(value).stderr, "", "{value}");
    }
    assert_eq!(check(&server.at(""), &args).ends(1).stderr, "");
}

#[test]
fn annotates_failures_that_do_not_count_as_warnings() {
    for (strict, code, kind) in [(&[][..], 0, "warning"), (&["--strict"], 1, "error")] {
        let server = Server::answering(|_, item| {
            Reply::status(if super::is_control(item) { 200 } else { 500 })
        });
        let args = [&["--only", "robustness.get,robustness.put", "-q"][..], strict].concat();
        check(&server.at(""), &args).env("GITHUB_ACTIONS", "true").gives(
            code,
            "...\n✗ robustness.get, robustness.put (should)\n...\n",
            format!(
                "::{kind} title=vercel-hooks check%3A robustness.get%2C robustness.put::[..]\n"
            ),
        );
    }
}

#[test]
fn neutralizes_control_characters_in_a_location() {
    let location = "/a%0A::error::x\u{9b}31m\u{202e}";
    let server = Server::always(Reply::redirect(307, location));
    let args = ["--only", "genuine.valid", "--junit", "j.xml", "--markdown", "m.md"];
    for json in [&[][..], &["--json"]] {
        let run = check(&server.at(""), &[&args[..], json].concat());
        let done = run.env("GITHUB_ACTIONS", "true").ends(1);
        let files =
            [done.read("j.xml"), done.read("m.md")].map(|item| String::from_utf8(item).unwrap());
        for text in [done.text(), &done.stderr, &files[0], &files[1]] {
            assert!(!text.contains(['\u{9b}', '\u{202e}']), "{text:?}");
        }
    }
}

#[test]
fn annotates_a_must_among_alike_failures_as_an_error() {
    // A legacy type, and one of today.
    let server = Server::answering(|index, _| Reply::status(if index == 0 { 200 } else { 500 }));
    let args =
        ["--events", "deployment-ready,flag.created", "--only", "genuine.valid,genuine.type.*"];
    let done = check(&server.at(""), &args).env("GITHUB_ACTIONS", "true").ends(1);
    assert!(done.stderr.contains("::error "), "{}", done.stderr);
}

#[test]
fn keeps_an_old_report_if_nothing_runs() {
    for (args, code) in [
        (&["--junit", "old", "--list"][..], 0),
        (&["--junit", "old", "--only", "nothing"], 2),
        (&["--junit", "old", "--markdown", "old"], 2),
        (&["--junit", "old", "--markdown", "no/m.md"], 2),
        (&["--junit", "old", "--secret-file", "missing"], 2),
    ] {
        let server = Server::willing();
        let to = server.at("");
        let run = vercel_hooks(["check", &to].into_iter().chain(args.iter().copied()));
        let done = run.file("old", "as it was").ends(code);
        assert_eq!(done.text().is_empty(), code == 2);
        assert_eq!(String::from_utf8(done.read("old")).unwrap(), "as it was", "{args:?}");
        server.was_never_asked();
    }
}

#[test]
fn junit_has_no_character_that_xml_forbids() {
    let server = Server::always(Reply::with_body(500, "a\u{fffe}\u{ffff}\u{b}\u{1b}z"));
    let args = ["check", &server.at(""), "--only", "genuine.valid", "--junit", "check.xml"];
    let junit = String::from_utf8(with_secret(args).ends(1).read("check.xml")).unwrap();
    assert!(junit.contains("a\\u{fffe}\\u{ffff}\\u{b}\\u{1b}z"), "{junit}");
    assert!(!junit.contains(['\u{fffe}', '\u{ffff}', '\u{b}', '\u{1b}']), "{junit}");
}

#[test]
fn one_mistake_is_one_section_whatever_the_response_says_about_each() {
    let server = Server::answering(|_, received| {
        if super::is_control(received) {
            return Reply::status(200);
        }
        let event = serde_json::from_slice::<serde_json::Value>(&received.body).unwrap();
        Reply::with_body(400, format!("Unknown event {}", event["type"]))
    });
    let args = ["--only", "genuine.valid,genuine.type.*"];
    let done = check(&server.at(""), &args).env("GITHUB_ACTIONS", "true").ends(1);
    assert_eq!(done.text().matches('✗').count(), 1, "{}", done.text());
    assert_eq!(done.stderr.matches("::error ").count(), 1, "{}", done.stderr);
    // Each is named.
    for id in genuine().iter().filter(|id| id.starts_with("genuine.type.")) {
        assert!(
            id == "genuine.type.deployment.ready" || done.text().contains(id),
            "{id}: {}",
            done.text()
        );
    }
}

#[test]
fn a_must_comes_before_a_should_and_the_fixes_come_last() {
    let server = Server::answering(|_, received| {
        Reply::status(if received.header("x-vercel-signature") == Some("") {
            200
        } else if received.body.starts_with(b"[") || received.method == "GET" {
            500
        } else if super::is_genuine(received) {
            200
        } else {
            403
        })
    });
    let done = check(&server.at(""), &["--suite", "forged,robustness", "--strict"]).ends(1);
    let place = |words: &str| done.text().find(words).unwrap_or_else(|| panic!("{}", done.text()));
    assert!(place("✗ forged.empty (must)") < place("✗ robustness."));
    assert!(place("can't be tested from outside") < place("✗ forged.empty"));
    assert!(!done.text().contains("curl "), "{}", done.text());
    // No check mark beside a failure.
    let done = check(&server.at(""), &["--only", "robustness.get,robustness.put"]).ends(0);
    assert!(
        done.stderr.contains("warning: 2 of 3 cases passed, 1 `should` failed"),
        "{}",
        done.stderr
    );
}

#[test]
fn shows_a_page_as_its_title_and_text() {
    let page = "<!DOCTYPE html>\n<html><head><title>Oops</title><style>p { color: red }</style>\
                <script>if (1 < 2) alert(1)</script></head><body><h1>It &amp; broke</h1>\n\
                <p>in <code>handler</code></p></body></html>";
    let server = Server::always(Reply::with_body(500, page));
    let done = check(&server.at(""), &["--only", "genuine.valid"]).ends(1);
    let quoted = "          | Oops\n          | It & broke\n          | in handler\n";
    assert!(done.text().contains(quoted), "{}", done.text());
}
