//! Receivers that verify well, and are particular about connections.

use super::super::super::server::Reply;
use super::super::receiver::{Receiver, but, correctly};
use super::Findings::Fails;
use super::Flaw;

const BUSY: Reply = Reply::status(503);

const ONE_CASE_AT_A_TIME: &[&str] = &["--concurrency", "1"];

pub const CONNECTIONS: &[Flaw] = &[
    Flaw(
        "crashes at the second request on a connection",
        || but(|request| (request.position > 0).then_some(Reply::status(500))),
        Fails(&["genuine.keep-alive"]),
    ),
    Flaw(
        "crashes at the third request on a connection",
        || but(|request| (request.position > 1).then_some(Reply::status(500))),
        Fails(&["genuine.keep-alive"]),
    ),
    Flaw(
        "crashes at the third request on a connection, after long responses",
        || {
            let words = "The event was received, and will be handled. ".repeat(1000).leak();
            Receiver::new(move |request| match correctly(request) {
                Reply::Answer { status, .. } if request.position < 2 => {
                    Reply::with_body(status, &*words)
                }
                _ => Reply::status(500),
            })
        },
        Fails(&["genuine.keep-alive"]),
    ),
    Flaw(
        "allows one open connection",
        || {
            let busy_or = |correct| Reply::Alone(Box::new(correct), Box::new(BUSY));
            Receiver::new(move |request| busy_or(correctly(request))).with_args(ONE_CASE_AT_A_TIME)
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
        || but(|request| (request.position > 0).then_some(Reply::close())),
        Fails(&[]),
    ),
];

fn limited_to(connections: usize) -> Receiver {
    but(move |request| (request.open > connections).then_some(BUSY)).with_args(ONE_CASE_AT_A_TIME)
}
