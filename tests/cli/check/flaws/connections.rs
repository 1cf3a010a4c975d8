//! Receivers that verify well, and are particular about connections.

use super::super::receiver::{Answer, Receiver, Request, Verdict, but, correctly};

const BUSY: Answer = Answer::status(503);

#[test]
fn the_second_request_on_a_connection_is_a_crash() {
    but(|request| (request.position > 0).then_some(Answer::status(500)))
        .fails(["genuine.keep-alive"]);
}

#[test]
fn the_third_request_on_a_connection_is_a_crash() {
    but(|request| (request.position > 1).then_some(Answer::status(500)))
        .fails(["genuine.keep-alive"]);
}

#[test]
fn the_third_request_on_a_connection_is_a_crash_after_answers_in_words() {
    let words: &str = "The event was received, and will be handled. ".repeat(1000).leak();
    Receiver::new(move |request| match correctly(request) {
        Answer::Complete { .. } if request.position > 1 => Answer::status(500),
        Answer::Complete { status, headers, .. } => {
            Answer::Complete { status, headers, body: words }
        }
        answer => answer,
    })
    .fails(["genuine.keep-alive"]);
}

#[test]
fn only_one_connection_may_be_open() {
    let ids = ["genuine.burst", "genuine.fresh-connection"].map(str::to_owned);
    let busy_or = |request: &Request| {
        if request.is_in_company { BUSY } else { correctly(request) }
    };
    Receiver::waiting_for_others(busy_or).fails_with(&["--concurrency", "1"], ids);
}

#[test]
fn only_eight_connections_may_be_open() {
    let ids = ["genuine.burst".to_owned()];
    but(|request| (request.open > 8).then_some(BUSY)).fails_with(&["--concurrency", "1"], ids);
}

#[test]
fn the_sixteenth_connection_is_one_too_many() {
    let ids = ["genuine.burst".to_owned()];
    but(|request| (request.open > 15).then_some(BUSY)).fails_with(&["--concurrency", "1"], ids);
}

#[test]
fn the_sixteenth_connection_to_a_name_is_one_too_many() {
    let receiver = but(|request| (request.open > 15).then_some(BUSY));
    let endpoint = receiver.endpoint().replace("127.0.0.1", "localhost");
    let verdict = Verdict::on(&endpoint, &["--concurrency", "1"]);
    verdict.is(1, ["genuine.burst".to_owned()].into());
}
