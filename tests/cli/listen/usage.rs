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
fn times_have_units() {
    for time in ["2", "", "-1s", "soon"] {
        let stderr = format!("error: invalid duration `{time}`\nhint: [..]\n");
        refuses(&[&format!("--delay={time}")], &stderr);
        let timeout = format!("--timeout={time}");
        let stderr = stderr.replace("error: ", "error: --timeout: ");
        vercel_hooks(["listen", "--port", "0", &timeout]).gives(2, "", stderr);
    }
}

#[test]
fn numbers_are_in_their_range() {
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
fn a_glob_has_to_be_one() {
    let hint = "hint: `*` matches any text, `?` one character\n";
    refuses(&["--events", "["], &format!("error: invalid glob `[`: invalid range pattern\n{hint}"));
}

#[test]
fn secrets_must_be_there() {
    refuses(&["--secret-file", "nowhere"], "error: cannot read nowhere: [..]\n");
    refuses(&["--secret-file", "empty"], "error: the secret from empty is empty\nhint: [..]\n");
}

#[test]
fn an_endpoint_must_be_one() {
    refuses(
        &["--forward-to", "3000"],
        "error: invalid endpoint `3000`: a port is written with a colon: `:3000`\nhint: [..]\n",
    );
}
