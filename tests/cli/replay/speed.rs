//! The recorded gaps: dropped, kept or scaled.

use std::time::{Duration, Instant};

use serde_json::json;

use super::super::server::Server;
use super::super::support::{vercel_hooks, with_secret};
use super::{arrives, event, lines, record_with};

/// A recording with these gaps, in milliseconds, before each of its requests.
fn with_gaps(gaps: &[i64]) -> String {
    let mut time = 1_769_860_800_000;
    let records: Vec<_> = gaps
        .iter()
        .enumerate()
        .map(|(number, gap)| {
            time += gap;
            record_with(&event(&number.to_string()), &json!({ "time": time.to_string() }))
        })
        .collect();
    lines(&records)
}

/// Asserts that all requests arrive in order, and returns how long that took.
#[track_caller]
fn in_order(gaps: &[i64], args: &[&str]) -> Duration {
    let started = Instant::now();
    let received = arrives(&with_gaps(gaps), args);
    let took = started.elapsed();
    let ids: Vec<String> =
        received.iter().map(|it| it.json()["id"].as_str().unwrap().to_owned()).collect();
    let expected: Vec<String> = (0..gaps.len()).map(|number| number.to_string()).collect();
    assert_eq!(ids, expected);
    took
}

const DAY: i64 = 24 * 60 * 60 * 1000;

#[test]
fn gaps_are_dropped_unless_asked_for() {
    in_order(&[0, DAY, DAY], &[]);
    in_order(&[0, DAY, DAY], &["--speed", "max"]);
}

#[test]
fn gaps_are_kept() {
    assert!(in_order(&[0, 20, 0, 20], &["--speed", "1"]) >= Duration::from_millis(40));
}

#[test]
fn gaps_are_scaled() {
    assert!(in_order(&[0, 10, 10], &["--speed", "0.5"]) >= Duration::from_millis(40));
    let factor = (DAY / 20).to_string();
    assert!(in_order(&[0, DAY, DAY], &["--speed", &factor]) >= Duration::from_millis(40));
}

#[test]
fn time_that_goes_back_is_no_gap() {
    in_order(&[0, -DAY, 5, -DAY], &["--speed", "1"]);
}

#[test]
fn events_have_no_gap() {
    let received = arrives("{}\n{}\n", &["--speed", "0.001"]);
    assert_eq!(received.len(), 2);
}

#[test]
fn how_long_it_takes_is_said() {
    let server = Server::willing();
    vercel_hooks(["replay", "r", "--to", &server.at(""), "--speed", "2"])
        .file("r", with_gaps(&[0, 20, 20]))
        .gives(0, "EVENT [..]\n...", "the last one is due 20 ms after the first\n✓ 3 [..]\n");
}

#[test]
fn a_speed_is_a_factor_or_max() {
    for text in ["0", "-1", "fast", "", "inf"] {
        let speed = format!("--speed={text}");
        vercel_hooks(["replay", "r", "--to", ":1", &speed]).file("r", with_gaps(&[0])).gives(
            2,
            "",
            format!("error: invalid speed `{text}`\nhint: [..]max[..]\n"),
        );
    }
}

#[test]
fn gaps_have_no_place_between_deliveries_side_by_side() {
    for (flag, value) in [("--concurrency", "2"), ("--interval", "1ms")] {
        vercel_hooks(["replay", "r", "--to", ":1", "--speed", "1", flag, value])
            .file("r", with_gaps(&[0]))
            .gives(2, "", format!("error: --speed and {flag} cannot be used together\n"));
    }
    let server = Server::willing();
    let args = ["replay", "r", "--to", &server.at(""), "--concurrency", "4", "--speed", "max"];
    with_secret(args.into_iter().chain(["-q"])).file("r", with_gaps(&[0; 20])).ends(0);
    assert_eq!(server.received().len(), 20);
}
