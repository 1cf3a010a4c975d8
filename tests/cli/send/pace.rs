//! Rounds, concurrency, intervals and the summary.

use std::collections::BTreeSet;

use super::super::server::{Reply, Server};
use super::super::support::with_secret;
use super::{notes, table};

/// The ids of the events that a server received.
fn ids(server: &Server) -> BTreeSet<String> {
    server.events().iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect()
}

/// How many connections its requests came over.
fn connections(server: &Server) -> usize {
    server.received().iter().map(|request| request.connection).collect::<BTreeSet<_>>().len()
}

#[test]
fn rounds_are_sent_in_order_over_one_connection() {
    let server = Server::willing();
    let args = ["send", "flag.created", "flag.deleted", "--to", &server.at(""), "--repeat", "20"];
    with_secret(args.into_iter().chain(["-q"])).ends(0);
    let events = server.events();
    assert_eq!(events.len(), 40);
    for pair in events.chunks(2) {
        assert_eq!(pair[0]["type"], "flag.created");
        assert_eq!(pair[1]["type"], "flag.deleted");
        assert_eq!(pair[0]["payload"]["flag"]["id"], pair[1]["payload"]["flag"]["id"]);
    }
    assert_ne!(events[0]["payload"]["flag"]["id"], events[2]["payload"]["flag"]["id"]);
    assert_eq!(ids(&server).len(), 40);
    assert_eq!(connections(&server), 1);
}

#[test]
fn concurrent_deliveries_all_arrive_once() {
    let server = Server::willing();
    let args = ["send", "flag.created", "--to", &server.at(""), "--count", "200"];
    let done = with_secret(args.into_iter().chain(["--concurrency", "8", "--json", "-q"])).ends(0);
    assert_eq!(server.received().len(), 200);
    assert_eq!(ids(&server).len(), 200);
    let printed: BTreeSet<String> = done
        .json_lines()
        .iter()
        .map(|receipt| receipt["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(printed, ids(&server));
    assert!(connections(&server) <= 16, "{} connections", connections(&server));
}

#[test]
fn concurrency_limits_the_deliveries_in_flight() {
    let server = Server::always(Reply::status(200).together(4));
    let args = ["send", "flag.created", "--to", &server.at(""), "--repeat", "8"];
    with_secret(args.into_iter().chain(["--concurrency", "4", "-q"])).ends(0);
    assert_eq!(server.received().len(), 8);
}

#[test]
fn a_file_can_be_repeated() {
    let server = Server::willing();
    let args = ["send", "--file", "-", "--to", &server.at(""), "--repeat", "3"];
    with_secret(args).stdin("{}\n").gives(
        0,
        table(&[("standard input", "200 OK"); 3]),
        notes("✓ 3 [..]as expected\n"),
    );
    assert!(server.received().iter().all(|request| request.body == b"{}\n"));
}

#[test]
fn intervals_are_accepted() {
    let server = Server::willing();
    let args = ["send", "flag.created", "--to", &server.at(""), "--repeat", "3"];
    for interval in ["1ms", "0ms"] {
        with_secret(args.into_iter().chain(["--interval", interval, "-q"])).ends(0);
    }
    assert_eq!(server.received().len(), 6);
}

#[test]
fn a_seed_makes_every_round_reproducible() {
    let server = Server::willing();
    let to = server.at("");
    let args = ["send", "flag.created", "--to", &to, "--repeat", "3", "--seed", "5", "--now", "0"];
    for _ in 0..2 {
        with_secret(args.into_iter().chain(["-q"])).ends(0);
    }
    let bodies: Vec<Vec<u8>> = server.received().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies[..3], bodies[3..]);
    assert_ne!(bodies[0], bodies[1]);
}

#[test]
fn the_summary_counts_and_the_worst_outcome_is_the_exit_code() {
    let ok = || Reply::status(200);
    let cases = [
        (vec![ok(), ok(), ok()], 0, "✓ 3 [..]as expected\n"),
        (vec![ok(), Reply::status(404), ok()], 1, "...\n✗ 3 [..]2 as expected, 1 not\n"),
        (vec![Reply::status(404), Reply::close(), ok()], 3, "...\n✗ 3 [..]1 as expected, 2 not\n"),
        (vec![Reply::close(), Reply::status(404), ok()], 3, "...\n✗ 3 [..]1 as expected, 2 not\n"),
    ];
    for (replies, code, summary) in cases {
        let server = Server::in_turn(replies);
        let args = ["send", "flag.created", "--to", &server.at(""), "--repeat", "3"];
        let done = with_secret(args);
        done.gives(code, "EVENT[..]\n...\n", notes(summary));
    }
}

#[test]
fn one_delivery_has_no_summary_and_json_has_it_on_standard_error() {
    let server = Server::willing();
    let to = server.at("");
    let args = ["send", "flag.created", "--to", &to, "--json"];
    with_secret(args).gives(0, "{[..]}\n", notes(""));
    with_secret(args.into_iter().chain(["--repeat", "2"])).gives(
        0,
        "{[..]}\n{[..]}\n",
        notes("✓ 2 [..]\n"),
    );
}
