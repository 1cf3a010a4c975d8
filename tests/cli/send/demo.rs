//! The demo, and forged signatures that it rejects.

use super::super::support::{count_documented, vercel_hooks, with_secret};
use super::table;

/// Every way to forge a signature, and what the receiver says of it.
const TAMPERS: [(&str, &str); 6] = [
    ("missing", "no signature[..]"),
    ("wrong-secret", "signature does not match[..]"),
    ("wrong-body", "signature does not match[..]"),
    ("sha256", "[..]SHA-256[..]"),
    ("truncated", "[..]20[..]"),
    ("empty-secret", "signature does not match[..]"),
];

#[test]
fn the_demo_needs_no_secret_and_shows_that_the_signature_verified() {
    vercel_hooks(["send", "deployment.ready", "--to", "demo"]).gives(
        0,
        table(&[("deployment.ready", "200 OK")]),
        "secret: generated for this run, fingerprint [..]
demo: a receiver listens at http://127.0.0.1:[..]/ for this run
✓ demo: received deployment.ready, [..] bytes: signature verified
hint: [..]--to localhost[..]
",
    );
}

#[test]
fn the_demo_accepts_a_secret_and_a_path() {
    with_secret(["send", "flag.created", "--to", "demo", "--path", "api/hooks?a=b"]).gives(
        0,
        table(&[("flag.created", "200 OK")]),
        "secret: from $VERCEL_WEBHOOK_SECRET, fingerprint [..]
demo: a receiver listens at http://127.0.0.1:[..]/api/hooks?a=b for this run
✓ demo: received flag.created, [..] bytes: signature verified
hint: [..]
",
    );
}

#[test]
fn several_events_are_received_in_order() {
    vercel_hooks(["send", "flag.created", "project.removed", "--to", "demo"]).gives(
        0,
        table(&[("flag.created   ", "200 OK"), ("project.removed", "200 OK")]),
        "...
✓ 2 [..]
✓ demo: received flag.created, [..] bytes: signature verified
✓ demo: received project.removed, [..] bytes: signature verified
hint: [..]
",
    );
}

#[test]
fn all_events_are_received_and_counted() {
    let done = vercel_hooks(["send", "all", "--to", "demo", "--json"]).ends(0);
    let receipts = done.json_lines();
    assert_eq!(receipts.len(), count_documented());
    assert!(receipts.iter().all(|receipt| receipt["ok"] == true && receipt["status"] == 200));
    let verified = format!("{0} of {0} signatures verified", receipts.len());
    assert!(done.stderr.contains(&verified), "{}", done.stderr);
}

#[test]
fn the_demo_prints_receipts_as_json() {
    let done = vercel_hooks(["send", "flag.created", "--to", "demo", "--json", "-q"]).ends(0);
    let receipts = done.json_lines();
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0]["type"], "flag.created");
    assert_eq!(receipts[0]["responseBody"], "received\n");
    assert_eq!(done.stderr, "");
}

#[test]
fn the_demo_accepts_a_body_that_is_not_an_event() {
    vercel_hooks(["send", "--file", "body", "--to", "demo", "-q"])
        .file("body", b"\0\xff\r\n")
        .gives(0, "EVENT [..]\nbody   -  [..]  200 OK [..]  4\n", "");
}

#[test]
fn the_demo_rejects_forged_deliveries() {
    for (tamper, words) in TAMPERS {
        vercel_hooks(["send", "flag.created", "--to", "demo", "--tamper", tamper]).gives(
            1,
            format!("EVENT [..]\nflag.created  [..]  403 Forbidden [..]\n  | {words}\n"),
            format!("...\n✗ demo: received flag.created, [..] bytes: {words}\nhint: [..]\n"),
        );
    }
}

#[test]
fn an_expected_rejection_is_success() {
    for (tamper, _) in TAMPERS {
        for expected in ["4xx", "4XX", "403"] {
            let args =
                ["send", "flag.created", "--to", "demo", "--tamper", tamper, "--expect", expected];
            vercel_hooks(args.into_iter().chain(["-q"])).gives(
                0,
                table(&[("flag.created", "403 Forbidden")]),
                "",
            );
        }
    }
}

#[test]
fn expects_statuses_and_classes() {
    for (expected, code) in [
        ("200", 0),
        ("2xx", 0),
        ("201", 1),
        ("403", 1),
        ("4xx", 1),
        ("201, 200", 0),
        ("404,5xx", 1),
    ] {
        let args = ["send", "flag.created", "--to", "demo", "--expect", expected, "--json", "-q"];
        let done = vercel_hooks(args).ends(code);
        assert_eq!(done.json_lines()[0]["ok"], code == 0, "{expected}");
    }
}
