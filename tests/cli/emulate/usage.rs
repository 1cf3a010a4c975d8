//! Flags that cannot be used: nothing listens then.

use super::super::support::vercel_hooks;

/// Asserts that `emulate` with these arguments refuses to start, and says this.
#[track_caller]
fn refuses(args: &[&str], stderr: &str) {
    let bounded = ["emulate", "--port", "0", "--timeout", "1ms"];
    vercel_hooks(bounded.into_iter().chain(args.iter().copied()))
        .file("empty", "")
        .file("token", "t")
        .gives(2, "", stderr);
}

#[test]
fn only_errors_can_be_made_on_purpose() {
    for text in ["200", "399", "600", "429:0", "429:", "429:x", "429:-1", "", ":1", "Disabled", "x"]
    {
        refuses(
            &["--fail", "500:1", "--fail", text],
            &format!(
                "error: invalid failure `{text}`\nhint: write a status from 400 to 599 \
                 (`500`), a status for the first requests (`429:2`), or `disabled`\n"
            ),
        );
    }
}

#[test]
fn times_have_units() {
    for flag in ["--retry-after", "--latency"] {
        for time in ["2", "", "-1s", "soon"] {
            refuses(
                &[&format!("{flag}={time}")],
                &format!(
                    "error: invalid duration `{time}`\nhint: write a number and a unit: 250ms, \
                     30s, 5m, 2h\n"
                ),
            );
        }
    }
    let args = ["emulate", "--port", "0", "--timeout", "1"];
    vercel_hooks(args).gives(2, "", "error: invalid duration `1`\nhint: [..]\n");
}

#[test]
fn numbers_are_in_their_range() {
    refuses(&["--count", "0"], "error: invalid value '0' for '--count <N>'[..]\n...\n");
    for port in ["65536", "-1", "http"] {
        let args = ["emulate", &format!("--port={port}"), "--timeout", "1ms"];
        vercel_hooks(args).gives(2, "", format!("error: invalid value '{port}'[..]\n...\n"));
    }
}

#[test]
fn tokens_must_be_there() {
    refuses(&["--token-file", "nowhere"], "error: cannot read nowhere: [..]\n");
    refuses(
        &["--token-file", "token", "--token-file", "empty"],
        "error: the token from empty is empty\nhint: [..]\n",
    );
}

#[test]
fn headers_for_reading_back_need_somebody_to_read_from() {
    let header = ["--deliver-header", "x-a: b"];
    refuses(&header, "error: [..]\n  --deliver <ENDPOINT>\n...\n");
}

#[test]
fn bad_headers_are_refused_without_their_values() {
    for (header, why) in [
        ("hush", "invalid header `…`: it has no colon"),
        ("a b: hush", "invalid header `a b`: not a header name"),
        ("x: hush\n", "invalid header `x`: the value contains control characters"),
        ("content-length: 7", "invalid header `content-length`: [..]"),
    ] {
        // The end of a value is trimmed, and may be anything.
        let header = header.replace("hush\n", "hu\nsh");
        let args = ["--deliver", ":3000", "--deliver-header", &header];
        refuses(&args, &format!("error: {why}\nhint: write 'Name: value'\n"));
    }
}

#[test]
fn resources_are_not_read_from_another_machine_unasked() {
    for endpoint in ["example.com", "http://192.0.2.1:3000/", "https://localhost.example.com"] {
        refuses(
            &["--deliver", endpoint],
            "error: [..] is not on this machine\nhint: to send there, add --yes\n",
        );
    }
}

#[test]
fn resources_may_be_read_from_another_machine_that_was_confirmed() {
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "--deliver", "http://192.0.2.1"];
    vercel_hooks(args.into_iter().chain(["--yes"])).gives(0, "TIME [..]\n", super::notes(0, 0));
}

#[test]
fn an_endpoint_to_read_from_must_be_one() {
    refuses(
        &["--deliver", "3000"],
        "error: invalid endpoint `3000`: a port is written with a colon: `:3000`\nhint: [..]\n",
    );
}

#[test]
fn the_demo_is_nobody_to_read_from() {
    refuses(
        &["--deliver", "demo"],
        "error: invalid endpoint `demo`: the demo has no resources; name your own server\nhint: \
         write `localhost`, `:3000`, `host:port/path` or a URL\n",
    );
}

#[test]
fn advice_is_about_emulate() {
    let args = ["emulate", "--port", "0", "--timeout", "1ms", "--deliver"];
    for further in [&["/x"][..], &[":3000", "--deliver-header", "content-length: 7"]] {
        let all = args.into_iter().chain(further.iter().copied());
        let stderr = vercel_hooks(all).ends(2).stderr;
        for foreign in ["--path", "--header", "--tamper", "`demo`"] {
            assert!(!stderr.contains(foreign), "{stderr}");
        }
    }
}
