//! Invalid flags.

use super::super::support::vercel_hooks;

/// Asserts that `emulate` with these arguments rejects to start, and says this.
#[track_caller]
fn rejects(args: &[&str], stderr: &str) {
    let bounded = ["emulate", "--port", "0", "--timeout", "1ms"];
    vercel_hooks(bounded.into_iter().chain(args.iter().copied()))
        .file("empty", "")
        .file("token", "t")
        .gives(2, "", stderr);
}

#[test]
fn rejects_failures_that_are_not_errors() {
    for text in ["200", "399", "600", "429:0", "429:", "429:x", "429:-1", "", ":1", "Disabled", "x"]
    {
        rejects(
            &["--fail", "500:1", "--fail", text],
            &format!(
                "error: --fail: invalid failure `{text}`\nhint: write a status from 400 to 599 \
                 (`500`), a status for the first requests (`429:2`), or `disabled`\n"
            ),
        );
    }
}

#[test]
fn rejects_invalid_durations() {
    for flag in ["--retry-after", "--latency"] {
        for time in ["2", "", "-1s", "soon"] {
            rejects(
                &[&format!("{flag}={time}")],
                &format!(
                    "error: {flag}: invalid duration `{time}`\nhint: write a number and a unit: 250ms, \
                     30s, 5m, 2h\n"
                ),
            );
        }
    }
    let args = ["emulate", "--port", "0", "--timeout", "1"];
    vercel_hooks(args).gives(2, "", "error: --timeout: invalid duration `1`\nhint: [..]\n");
}

#[test]
fn rejects_numbers_out_of_range() {
    rejects(&["--count", "0"], "error: invalid value '0' for '--count <N>'[..]\n...\n");
    for port in ["65536", "-1", "http"] {
        let args = ["emulate", &format!("--port={port}"), "--timeout", "1ms"];
        vercel_hooks(args).gives(2, "", format!("error: invalid value '{port}'[..]\n...\n"));
    }
}

#[test]
fn rejects_missing_and_empty_tokens() {
    rejects(&["--token-file", "nowhere"], "error: cannot read nowhere: [..]\n");
    rejects(
        &["--token-file", "token", "--token-file", "empty"],
        "error: the token from empty is empty\nhint: [..]\n",
    );
}

#[test]
fn a_header_requires_a_partner() {
    let header = ["--partner-header", "x-a: b"];
    rejects(&header, "error: [..]: --partner <ENDPOINT>\n...\n");
}

#[test]
fn rejects_invalid_headers_without_showing_their_values() {
    for (header, why) in [
        ("hush", "invalid header `…`: it has no colon"),
        ("a b: hush", "invalid header `a b`: not a header name"),
        ("x: hush\n", "invalid header `x`: the value contains control characters"),
        ("content-length: 7", "invalid header `content-length`: [..]"),
    ] {
        // The end of a value is trimmed, and may be anything.
        let header = header.replace("hush\n", "hu\nsh");
        let args = ["--partner", ":3000", "--partner-header", &header];
        rejects(&args, &format!("error: --partner-header: {why}\nhint: write 'Name: value'\n"));
    }
}

#[test]
fn requires_confirmation_to_read_from_another_machine() {
    for endpoint in ["example.com", "http://192.0.2.1:3000/", "https://localhost.example.com"] {
        rejects(
            &["--partner", endpoint],
            "error: [..] is not on this machine\nhint: to send there, add --yes\n",
        );
    }
}

#[test]
fn reads_from_another_machine_with_yes() {
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "--partner", "http://192.0.2.1"];
    vercel_hooks(args.into_iter().chain(["--yes"])).gives(0, "TIME [..]\n", super::notes(0, 0));
}

#[test]
fn rejects_an_invalid_partner() {
    rejects(
        &["--partner", "3000"],
        "error: --partner: invalid endpoint `3000` (did you mean `:3000`?)\n",
    );
}

#[test]
fn cannot_read_from_the_demo() {
    rejects(
        &["--partner", "demo"],
        "error: --partner: the demo has nothing to read and takes no webhooks\nhint: name your own server: \
         `localhost`, `:3000`, `host:port/path` or a URL\n",
    );
}

#[test]
fn hints_are_about_emulate() {
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "--partner"];
    for further in [&["/x"][..], &[":3000", "--partner-header", "content-length: 7"]] {
        let all = args.into_iter().chain(further.iter().copied());
        let stderr = vercel_hooks(all).ends(2).stderr;
        for foreign in ["--path", "--header", "--tamper", "`demo`"] {
            assert!(!stderr.contains(foreign), "{stderr}");
        }
    }
}
