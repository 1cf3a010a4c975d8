//! What to do about responses, and about requests without one.

use crate::http::endpoint::Endpoint;
use crate::http::{Proxy, Response, TransportError};

/// Source: <https://vercel.com/docs/deployment-protection>.
pub const PROTECTED: &str = "Vercel's deployment protection responded, and the request never \
                             reached the endpoint: --header 'x-vercel-protection-bypass: …' lets \
                             it through";

/// The cookie that deployment protection sets with its page; observed, not documented.
const PROTECTION_COOKIE: &str = "_vercel_sso_nonce=";

pub fn is_protection(response: &Response) -> bool {
    let cookies = response.headers.get_all("set-cookie");
    cookies.iter().any(|cookie| cookie.as_bytes().starts_with(PROTECTION_COOKIE.as_bytes()))
}

/// What to do about an unexpected status or a failure; `location` is the target of a redirect.
pub fn advice(
    outcome: Result<u16, TransportError>,
    endpoint: &Endpoint,
    location: Option<&str>,
) -> Option<String> {
    match outcome {
        Err(error) => Proxy::advice(error, endpoint).or_else(|| failure_advice(error, endpoint)),
        Ok(status) => status_advice(status, location),
    }
}

fn failure_advice(error: TransportError, endpoint: &Endpoint) -> Option<String> {
    let advice = match error {
        TransportError::Refused => {
            return Some(format!(
                "nothing listens at {endpoint}: is the server running, and on that port? \
                 --wait-ready waits for it to start"
            ));
        }
        TransportError::TimedOut => {
            "the endpoint took too long: respond first and do the work afterwards, as Vercel gives \
             up after 30 s (--timeout changes the limit here)"
        }
        TransportError::Closed => {
            "the server closed the connection without a response: check its log, or use https:// \
             if it expects TLS"
        }
        TransportError::UnknownHost => "the host name does not resolve: is it spelled right?",
        TransportError::Tls => {
            "the TLS handshake failed: if the server does not use TLS, write the endpoint with \
             http://"
        }
        TransportError::Certificate => {
            "this system does not trust the server's certificate: on this machine, http:// needs \
             none"
        }
        TransportError::NotHttp => {
            "the response is not HTTP, or its headers are too large: if the server expects TLS, \
             write the endpoint with https://"
        }
        TransportError::Unreachable => return None,
    };
    Some(advice.to_owned())
}

fn status_advice(status: u16, location: Option<&str>) -> Option<String> {
    let advice = match status {
        301 | 302 | 303 | 307 | 308 => {
            let to = location.map(|location| format!(" to {location}")).unwrap_or_default();
            return Some(format!(
                "the endpoint redirects{to}, and redirects are not followed: often a trailing \
                 slash, http instead of https, or a login page; send to the final address"
            ));
        }
        401 | 403 => {
            "the endpoint rejected the delivery: it has another secret, or it hashes the parsed \
             body instead of the raw bytes; `vercel-hooks check` finds out more"
        }
        404 => "no such path: webhook routes are often elsewhere; set it with --path /api/webhooks",
        405 => "that path does not accept POST: does the route handle it, and is --path right?",
        413 => "the body is too large for the endpoint",
        415 => "the endpoint rejects `content-type: application/json`, which Vercel sends",
        500..=599 => "the endpoint failed: check its log",
        _ => return None,
    };
    Some(advice.to_owned())
}
