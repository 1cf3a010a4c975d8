//! `--list`: every case, before anything is sent.

use std::collections::BTreeSet;

use serde_json::Value;

use super::receiver::{all, count_types};
use super::vercel_hooks;

/// The lines that `--list --json` prints with these arguments.
#[track_caller]
fn listed(args: &[&str]) -> Vec<Value> {
    let fixed = ["check", "--list", "--json", "-q"];
    vercel_hooks(fixed.into_iter().chain(args.iter().copied())).ends(0).json_lines()
}

/// The names of the cases among them.
fn names(args: &[&str]) -> Vec<String> {
    let lines = listed(args).into_iter().filter(|line| line["level"] != "advice");
    lines.map(|line| line["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_list_needs_no_endpoint_and_no_secret() {
    vercel_hooks(["check", "--list", "--only", "forged.missing"]).gives(
        0,
        "CASE                  LEVEL   EXPECTED  WHAT IS SENT, AND WHY
genuine.valid         must    2xx       A genuine event with a valid signature: [..]
forged.missing        must    not 2xx   An event without a signature: anyone can send that.
advice.constant-time  advice  -         Compare [..]
advice.idempotency    advice  -         Make an event [..]
advice.replay         advice  -         Reject or ignore [..]
advice.answer-first   advice  -         Respond first [..]
",
        "2 cases, and 4 points that can't be tested from outside\n",
    );
}

#[test]
fn one_row_stands_for_all_types_of_a_level() {
    let done = vercel_hooks(["check", "-l"]).ends(0);
    assert_eq!(done.text().matches("genuine.type.").count(), 2);
    for (level, words) in [
        ("must", format!("each of {} types", count_types("must"))),
        ("should", format!("each of {} legacy types", count_types("should"))),
    ] {
        let is_it = |line: &&str| line.starts_with("genuine.type.*") && line.contains(&words);
        let row = done.text().lines().find(is_it).unwrap();
        assert!(row.contains(level), "{row}");
    }
    let rows = all().len() - count_types("must") - count_types("should") + 2;
    assert_eq!(done.text().lines().count(), 1 + rows + 4);
    let message =
        format!("{} cases, and 4 points that can't be tested from outside\n", all().len());
    assert_eq!(done.stderr, message);
}

#[test]
fn the_json_list_describes_every_case() {
    let lines = listed(&[]);
    let ids: BTreeSet<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), lines.len());
    let (cases, advice) = lines.split_at(lines.len() - 4);
    for case in cases {
        let (suite, _) = case["id"].as_str().unwrap().split_once('.').unwrap();
        let expected = match suite {
            "genuine" => "2xx",
            "forged" => "not 2xx",
            _ => "no 5xx",
        };
        assert_eq!((&case["suite"], &case["expected"]), (&suite.into(), &expected.into()));
        assert!(["must", "should"].contains(&case["level"].as_str().unwrap()), "{case}");
        for text in ["sends", "matters"] {
            assert!(!case[text].as_str().unwrap().is_empty(), "{case}");
        }
    }
    assert_eq!(advice.len(), 4);
    for line in advice {
        assert!(line["id"].as_str().unwrap().starts_with("advice."), "{line}");
        assert!(!line["matters"].as_str().unwrap().is_empty(), "{line}");
        assert_eq!(line["level"], "advice");
        let keys = |line: &Value| line.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(line), keys(&cases[0]));
    }
}

#[test]
fn levels_are_as_they_are_documented() {
    let lines = listed(&["--skip", "genuine.type.*,robustness.*"]);
    let is_should = |line: &&Value| line["level"] == "should";
    let should: Vec<&str> =
        lines.iter().filter(is_should).map(|line| line["id"].as_str().unwrap()).collect();
    let expected = [
        "genuine.unknown-type",
        "genuine.legacy-envelope",
        "genuine.large-body",
        "genuine.chunked",
        "forged.longer",
        "forged.trailing",
        "forged.two-headers-valid-first",
        "forged.two-headers-valid-last",
    ];
    assert_eq!(should, expected);
    let survived = listed(&["--suite", "robustness", "--skip", "genuine.valid"]);
    let (survived, _) = survived.split_at(survived.len() - 4);
    assert!(survived.iter().all(|line| line["level"] == "should"));
    let types = listed(&["--only", "genuine.type.*"]);
    assert_eq!(types.iter().filter(is_should).count(), count_types("should"));
    assert_eq!(types.iter().filter(|line| line["level"] == "must").count(), count_types("must"));
}

#[test]
fn the_selection_narrows_the_list() {
    let cases = [
        (
            &["--only", "forged.m*"][..],
            &["genuine.valid", "forged.missing", "forged.malformed"][..],
        ),
        (&["--suite", "robustness", "--only", "*.get"], &["genuine.valid", "robustness.get"]),
        (&["--only", "forged.m*", "--skip", "*.m?ssing"], &["genuine.valid", "forged.malformed"]),
        (&["--only", "genuine.type.*", "--events", "flag.c*"], &["genuine.type.flag.created"]),
    ];
    for (args, expected) in cases {
        assert_eq!(names(args), expected, "{args:?}");
    }
}

#[test]
fn the_list_shows_the_expected_rejection() {
    let args = ["--only", "forged.missing,robustness.get", "--expect-rejection", "401,4xx"];
    let lines = listed(&args);
    let expected: Vec<&Value> = lines[..3].iter().map(|line| &line["expected"]).collect();
    assert_eq!(expected, ["2xx", "401 or 4xx", "no 5xx"]);
}

#[test]
fn counts_one_case_in_the_singular() {
    let args = ["check", "--list", "--only", "forged.missing", "--skip", "genuine.valid"];
    vercel_hooks(args).gives(
        0,
        "...\n",
        "1 case, and 4 points that can't be tested from outside\n",
    );
}
