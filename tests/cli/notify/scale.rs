//! Thousands of notifications to a server that often fails: none is lost or sent twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::super::server::{Reply, Server};
use super::notify_lines;

/// How a server answered about each resource, attempt by attempt: a status, or 0 for none.
type Answers = Arc<Mutex<HashMap<String, Vec<u16>>>>;

/// A server whose answers depend on the resource and the number of the attempt (from 0).
fn server(answer: impl Fn(&str, usize) -> u16 + Send + Sync + 'static) -> (Server, Answers) {
    let answers = Answers::default();
    let server = Server::answering({
        let answers = Arc::clone(&answers);
        move |_, request| {
            let resource = request.json()["event"]["resourceId"].as_str().unwrap().to_owned();
            let mut answers = answers.lock().unwrap();
            let of_this = answers.entry(resource.clone()).or_default();
            let status = answer(&resource, of_this.len());
            of_this.push(status);
            if status == 0 { Reply::close() } else { Reply::status(status) }
        }
    });
    (server, answers)
}

/// Chance that is the same in every run (FNV-1a).
fn draw(resource: &str, attempt: usize) -> u64 {
    format!("{resource}/{attempt}").bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }) >> 16
}

/// Fails in about 5 % of all attempts.
fn now_and_then(resource: &str, attempt: usize) -> u16 {
    match draw(resource, attempt) % 60 {
        0 => 500,
        1 => 429,
        2 => 0,
        _ => 201,
    }
}

fn resources(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("r{number}")).collect()
}

/// Tells of all of these, and returns what was made of each: its line and its attempts.
fn tell(
    server: &Server,
    resources: &[String],
    code: i32,
) -> (HashMap<String, (u64, u64)>, super::super::support::Done) {
    let lines = super::lines(resources.iter().map(String::as_str));
    let args = ["--concurrency", "16", "-q", "--json", "--failed", "failed.jsonl"];
    let done = notify_lines(server, &args, lines).ends(code);
    assert_eq!(done.stderr, "");
    let told: HashMap<String, (u64, u64)> = done
        .json_lines()
        .iter()
        .map(|item| {
            let resource = item["event"]["resourceId"].as_str().unwrap().to_owned();
            (resource, (item["line"].as_u64().unwrap(), item["attempts"].as_u64().unwrap()))
        })
        .collect();
    assert_eq!(done.text().lines().count(), resources.len());
    assert_eq!(told.len(), resources.len());
    (told, done)
}

#[test]
fn ten_thousand_are_each_accepted_exactly_once() {
    let (server, answers) = server(now_and_then);
    let resources = resources(10_000);
    let (told, done) = tell(&server, &resources, 0);
    let answers = answers.lock().unwrap();
    assert_eq!(answers.len(), resources.len());
    for (index, resource) in resources.iter().enumerate() {
        let answers = &answers[resource];
        let (last, failed) = answers.split_last().unwrap();
        assert_eq!(*last, 201, "{resource}");
        assert!(!failed.contains(&201), "{resource}: {answers:?}");
        assert_eq!(told[resource], (index as u64 + 1, answers.len() as u64), "{resource}");
    }
    let failures = answers.values().map(|item| item.len() - 1).sum::<usize>();
    assert!((300..800).contains(&failures), "{failures}");
    assert_eq!(server.received().len(), resources.len() + failures);
    assert_eq!(done.files(""), ["changes.jsonl"]);
}

#[test]
fn keeps_exactly_the_lines_that_always_fail() {
    let is_bad = |resource: &str| draw(resource, 99).is_multiple_of(20);
    let (server, answers) =
        server(move |resource, attempt| match now_and_then(resource, attempt) {
            201 if is_bad(resource) => 400,
            status => status,
        });
    let resources = resources(2_000);
    let (told, done) = tell(&server, &resources, 1);
    let bad: Vec<&str> = resources.iter().map(String::as_str).filter(|item| is_bad(item)).collect();
    assert!((50..150).contains(&bad.len()), "{}", bad.len());
    let expected = super::lines(bad.iter().copied());
    assert_eq!(String::from_utf8(done.read("failed.jsonl")).unwrap(), expected);
    let answers = answers.lock().unwrap();
    for resource in &resources {
        let answers = &answers[resource];
        let end = if is_bad(resource) { 400 } else { 201 };
        let place = answers.iter().position(|item| matches!(item, 201 | 400)).unwrap();
        assert_eq!((answers[place], place + 1), (end, answers.len()), "{resource}: {answers:?}");
        assert_eq!(told[resource].1, answers.len() as u64, "{resource}");
    }
}
