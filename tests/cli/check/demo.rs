//! The built-in receiver passes everything.

use super::receiver::{all, count_types};
use super::{FEW, SECRET_NOTE, value, vercel_hooks, with_secret};

#[test]
fn the_demo_passes_every_case() {
    let count = all().len();
    let width = all().iter().map(String::len).max().unwrap();
    for strict in [&[][..], &["--strict"], &["--expect-rejection", "403", "--strict"]] {
        let fixed = ["check", "demo", "--seed", "7"];
        vercel_hooks(fixed.into_iter().chain(strict.iter().copied())).gives(
            0,
            format!(
                "\
{:width$}  LEVEL   RESULT        RESPONSE          TIME
{:width$}  must    passed        200 OK [..]
{:width$}  must    passed        200 OK [..]
{:width$}  should  passed        200 OK [..]
{:width$}  must    passed        200 OK [..]
...
{:width$}  should  passed        403 Forbidden [..]

These can't be tested from outside, so check them yourself:
  - Compare [..]
  - Make an event [..]
  - Reject or ignore [..]
  - Respond first [..]
",
                "CASE",
                "genuine.valid",
                format!("genuine.type.* ({})", count_types("must")),
                format!("genuine.type.* ({})", count_types("should")),
                "genuine.null-fields",
                "robustness.no-signature",
            ),
            format!(
                "secret: generated for this run, fingerprint [..]
demo: a receiver listens at http://127.0.0.1:[..]/ for this run
{count} cases, [..] requests to http://127.0.0.1:[..]/, seed 7
✓ {count} of {count} cases passed ([..])
"
            ),
        );
    }
}

#[test]
fn the_demo_accepts_a_path_and_a_secret() {
    with_secret(["check", "demo", "--path", "api/hooks?a=b", "--only", FEW, "--seed", "1"]).gives(
        0,
        "...\n",
        format!(
            "{SECRET_NOTE}demo: a receiver listens at http://127.0.0.1:[..]/api/hooks?a=b for [..]
3 cases, 3 requests to http://127.0.0.1:[..]/api/hooks?a=b, seed 1
✓ 3 of 3 cases passed ([..])
"
        ),
    );
}

#[test]
fn the_report_of_the_demo_is_json() {
    let report = value(&vercel_hooks(["check", "demo", "--json", "-q"]).ends(0));
    let summary = &report["summary"];
    for (name, count) in [
        ("cases", all().len()),
        ("passed", all().len()),
        ("failed", 0),
        ("inconclusive", 0),
        ("notRun", 0),
    ] {
        assert_eq!(summary[name], count, "{name}");
    }
    let requests = report["cases"].as_array().unwrap().iter().map(|case| case["requests"].as_u64());
    assert_eq!(summary["requests"], requests.map(Option::unwrap).sum::<u64>());
    assert_eq!(report["ok"], true);
    assert_eq!(report["advice"].as_array().unwrap().len(), 4);
}

#[test]
fn a_case_passes_on_its_own() {
    for only in ["genuine.keep-alive", "genuine.fresh-connection", "forged.in-query", "*.get"] {
        vercel_hooks(["check", "demo", "--only", only, "-q"]).ends(0);
    }
}
