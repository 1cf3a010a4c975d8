//! What makes events the same again, and what makes them different.

use super::*;

const EVERYTHING: [&str; 7] =
    ["generate", "all", "deployment.checkrun.start", "spend:*", "--count", "3", "--compact"];

fn everything(args: &[&'static str]) -> Vec<u8> {
    vercel_hooks(EVERYTHING.into_iter().chain(args.iter().copied())).ends(0).stdout
}

#[test]
fn a_seed_and_a_time_make_the_same_bytes_again() {
    let fixed = ["--seed", "7", "--now", "2026-01-31T12:00:00Z"];
    let first = everything(&fixed);
    assert_eq!(std::str::from_utf8(&first).unwrap().lines().count(), 3 * (DOCUMENTED + 3));
    assert_eq!(first, everything(&fixed));
    assert_eq!(first, everything(&["--seed", "7", "--now", "1769860800000"]));
    assert_ne!(first, everything(&["--seed", "8", "--now", "1769860800000"]));
    assert_ne!(first, everything(&["--seed", "7", "--now", "1769860800001"]));
}

#[test]
fn without_them_every_run_is_different() {
    let ids = |args: &[&str]| -> BTreeSet<String> {
        events(args).iter().map(|event| event["id"].to_string()).collect()
    };
    let (first, second) = (ids(&["all"]), ids(&["all"]));
    assert_eq!((first.len(), second.len()), (DOCUMENTED, DOCUMENTED));
    assert!(first.is_disjoint(&second));
}

#[test]
fn now_is_the_time_of_the_events() {
    for event in events(&["all", "--now", "2026-01-31T12:00:00.123456Z"]) {
        assert_eq!(event["createdAt"], 1_769_860_800_123_u64, "{event}");
    }
}

#[test]
fn a_date_is_its_midnight_in_utc() {
    for event in events(&["flag.*", "--now", "2026-01-31"]) {
        assert_eq!(event["createdAt"], 1_769_817_600_000_u64, "{event}");
    }
}

#[test]
fn a_time_or_a_seed_that_cannot_be_read_is_refused() {
    for text in ["yesterday", "2026-02-30", "2026-01-31T12", "2026-01", ""] {
        vercel_hooks(["generate", "flag.created", "--now", text]).gives(
            2,
            "",
            format!(
                "error: invalid time `{text}`
hint: write it as 2026-01-31, 2026-01-31T12:00:00Z or milliseconds since 1970
"
            ),
        );
    }
    vercel_hooks(["generate", "flag.created", "--seed", "x"]).gives(
        2,
        "",
        "error: invalid value 'x' for '--seed <N>': [..]\n...\n",
    );
}
