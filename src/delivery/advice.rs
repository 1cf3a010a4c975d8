//! What people meet first, and what to do about it.

use crate::http::endpoint::Endpoint;
use crate::http::{Proxy, Response, TransportError};

/// What to do where Vercel answered in the place of the endpoint.
///
/// Source: <https://vercel.com/docs/deployment-protection>.
pub const PROTECTED: &str = "Vercel's deployment protection answered, and the endpoint saw nothing: \
                             --header 'x-vercel-protection-bypass: …' lets the delivery through";

/// The cookie that deployment protection sets with its page; seen, and not documented.
const PROTECTION_COOKIE: &str = "_vercel_sso_nonce=";

/// Whether an answer is that of Vercel's deployment protection.
#[must_use]
pub fn is_protection(answer: &Response) -> bool {
    let cookies = answer.headers.get_all("set-cookie");
    cookies.iter().any(|cookie| cookie.as_bytes().starts_with(PROTECTION_COOKIE.as_bytes()))
}

/// What to do about an answer that was not the expected one, or none, where that is known.
/// `location` is where a redirect points.
#[must_use]
pub fn advice(
    outcome: Result<u16, TransportError>,
    endpoint: &Endpoint,
    location: Option<&str>,
) -> Option<String> {
    match outcome {
        Err(failure) => Proxy::advice(failure, endpoint).or_else(|| of_failure(failure, endpoint)),
        Ok(status) => of_status(status, location),
    }
}

fn of_failure(failure: TransportError, endpoint: &Endpoint) -> Option<String> {
    Some(match failure {
        TransportError::Refused => format!(
            "nothing listens at {endpoint}: is the server running, and on that port? --wait-ready \
             waits for it to start"
        ),
        TransportError::TimedOut => {
            "the endpoint took too long: answer first and work afterwards, as Vercel gives up \
             after 30 s (--timeout changes the limit here)"
                .to_owned()
        }
        TransportError::Closed => {
            "the server closed the connection without answering: its log should \
                            say why, or it speaks TLS and wants https://"
                .to_owned()
        }
        TransportError::UnknownHost => {
            "the host's name does not resolve: is it spelled right?".to_owned()
        }
        TransportError::Tls => {
            "no TLS connection: for a server without TLS write the endpoint with http://".to_owned()
        }
        TransportError::Certificate => {
            "this system does not trust the server's certificate: on this \
                                 machine http:// does without one"
                .to_owned()
        }
        TransportError::NotHttp => {
            "what came back is no HTTP, or its head is too large: for a server with TLS write the \
             endpoint with https://"
                .to_owned()
        }
        TransportError::Unreachable => return None,
    })
}

fn of_status(status: u16, location: Option<&str>) -> Option<String> {
    let moved = || location.map(|to| format!(" to {to}")).unwrap_or_default();
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
