//! What people meet first, and what to do about it.

use crate::endpoint::Endpoint;
use crate::http::Failure;

use super::receipt::Receipt;

/// What to do about a delivery that did not end as expected, where that is known.
#[must_use]
pub fn advice(receipt: &Receipt) -> Option<String> {
    match (receipt.failure, receipt.status) {
        (Some(failure), _) => of_failure(failure, &receipt.endpoint),
        (None, Some(status)) => of_status(status, receipt),
        (None, None) => None,
    }
}

fn of_failure(failure: Failure, endpoint: &Endpoint) -> Option<String> {
    Some(match failure {
        Failure::Refused => format!(
            "nothing listens at {endpoint}: is the server running on that port? `--to :PORT` \
             points elsewhere, and --wait-ready waits for it to start"
        ),
        Failure::TimedOut => {
            "the endpoint took too long: answer first and work afterwards, as Vercel gives up \
             after 30 s (--timeout changes the limit here)"
                .to_owned()
        }
        Failure::Closed => "the server closed the connection without answering: its log should \
                            say why, or it speaks TLS and wants https://"
            .to_owned(),
        Failure::UnknownHost => "the host's name does not resolve: is it spelled right?".to_owned(),
        Failure::Tls => {
            "no TLS connection: for a server without TLS write the endpoint with http://".to_owned()
        }
        Failure::Certificate => "this system does not trust the server's certificate: on this \
                                 machine http:// does without one"
            .to_owned(),
        Failure::NotHttp => {
            "what came back is no HTTP: for a server with TLS write the endpoint with https://"
                .to_owned()
        }
        Failure::Unreachable => return None,
    })
}

fn of_status(status: u16, receipt: &Receipt) -> Option<String> {
    let moved = || receipt.location.as_deref().map(|to| format!(" to {to}")).unwrap_or_default();
    Some(match status {
        301 | 302 | 303 | 307 | 308 => format!(
            "the endpoint redirects{}, which deliveries do not follow: often a trailing slash, \
             http for https, or a login page; send to the final address",
            moved()
        ),
        401 | 403 => "the endpoint refused the delivery: it has another secret, or it hashes the \
                      parsed body instead of the raw bytes"
            .to_owned(),
        404 => {
            "no such path: webhooks often live elsewhere; --path /api/webhooks sets it".to_owned()
        }
        405 => "that path takes no POST: does the route handle the method, and is it the right \
                --path?"
            .to_owned(),
        413 => "the endpoint finds the body too large".to_owned(),
        415 => {
            "the endpoint refuses `content-type: application/json`, which Vercel sends".to_owned()
        }
        500..=599 => "the endpoint failed: its log should say why".to_owned(),
        _ => return None,
    })
}
