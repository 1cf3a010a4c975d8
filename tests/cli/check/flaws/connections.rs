//! Receivers that verify well, and are particular about connections.

use super::super::receiver::{Answer, Receiver, Request, but, correctly};
use super::Findings::Fails;
use super::Flaw;

const BUSY: Answer = Answer::status(503);

const ONE_CASE_AT_A_TIME: &[&str] = &["--concurrency", "1"];

pub const CONNECTIONS: &[Flaw] = &[
    Flaw(
        "crashes at the second request on a connection",
        || but(|request| (request.position > 0).then_some(Answer::status(500))),
        Fails(&["genuine.keep-alive"]),
    ),
    Flaw(
        "crashes at the third request on a connection",
        || but(|request| (request.position > 1).then_some(Answer::status(500))),
        Fails(&["genuine.keep-alive"]),
    ),
    Flaw(
        "crashes at the third request on a connection, after long responses",
        || {
            let words = "The event was received, and will be handled. ".repeat(1000).leak();
            let words: &'static str = words;
            Receiver::new(move |request| match correctly(request) {
                Answer::Complete { .. } if request.position > 1 => Answer::status(500),
                Answer::Complete { status, headers, .. } => {
                    Answer::Complete { status, headers, body: words }
                }
                answer => answer,
            })
        },
        Fails(&["genuine.keep-alive"]),
    ),
    Flaw(
        "allows one open connection",
        || {
            let busy_or = |request: &Request| {
                if request.is_in_company { BUSY } else { correctly(request) }
            };
            Receiver::waiting_for_others(busy_or).with_args(ONE_CASE_AT_A_TIME)
        },
        Fails(&["genuine.burst", "genuine.fresh-connection"]),
    ),
    Flaw("allows eight open connections", || limited_to(8), Fails(&["genuine.burst"])),
    Flaw("allows fifteen open connections", || limited_to(15), Fails(&["genuine.burst"])),
    Flaw(
        "allows fifteen open connections to a name",
        || limited_to(15).at_host("localhost"),
        Fails(&["genuine.burst"]),
    ),
    // HTTP allows that, and clients start over.
    Flaw(
        "closes connections when they are reused",
        || but(|request| (request.position > 0).then_some(Answer::Close)),
        Fails(&[]),
    ),
];

fn limited_to(connections: usize) -> Receiver {
    but(move |request| (request.open > connections).then_some(BUSY)).with_args(ONE_CASE_AT_A_TIME)
}
