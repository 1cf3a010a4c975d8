//! Flags that cannot be used: nothing listens then.

use super::super::support::vercel_hooks;

/// Asserts that `listen` with these arguments refuses to start, and says this.
#[track_caller]
fn refuses(args: &[&str], stderr: &str) {
    let bounded = ["listen", "--port", "0", "--timeout", "1ms"];
    let run = vercel_hooks(bounded.into_iter().chain(args.iter().copied()));
    run.file("empty", "").gives(2, "", stderr);
}

#[test]
fn durations_need_units() {
    for time in ["2", "", "-1s", "soon"] {
        let stderr = format!("invalid duration `{time}`\nhint: [..]\n");
        refuses(&[&format!("--delay={time}")], &format!("error: --delay: {stderr}"));
        let timeout = format!("--timeout={time}");
        let run = vercel_hooks(["listen", "--port", "0", &timeout]);
        run.gives(2, "", format!("error: --timeout: {stderr}"));
    }
}

#[test]
fn numbers_must_be_in_range() {
    for (flag, values) in [
        ("--respond", &["199", "600", "100", "x", "-1"][..]),
        ("--count", &["0", "-1", "x"]),
        ("--fail-first", &["-1", "x"]),
        ("--max-body", &["-1", "1k"]),
    ] {
        for value in values {
            let stderr = format!("error: invalid value '{value}' for '{flag} <[..]>'[..]\n...\n");
            refuses(&[&format!("{flag}={value}")], &stderr);
        }
    }
    for port in ["65536", "-1", "http"] {
        let args = ["listen", &format!("--port={port}"), "--timeout", "1ms"];
        vercel_hooks(args).gives(2, "", format!("error: invalid value '{port}'[..]\n...\n"));
    }
}

#[test]
fn refuses_an_invalid_glob() {
    let hint = "hint: `*` matches any text, `?` one character\n";
    refuses(
        &["--events", "["],
        &format!("error: --events: invalid glob `[`: invalid range pattern\n{hint}"),
    );
}

#[test]
fn refuses_a_missing_or_empty_secret() {
    refuses(&["--secret-file", "nowhere"], "error: cannot read nowhere: [..]\n");
    refuses(&["--secret-file", "empty"], "error: the secret from empty is empty\nhint: [..]\n");
}

#[test]
fn refuses_an_invalid_endpoint() {
    refuses(
        &["--forward-to", "3000"],
        "error: --forward-to: invalid endpoint `3000` (did you mean `:3000`?)\n",
    );
}
