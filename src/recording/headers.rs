//! The headers of recorded requests: their values as text, and which can be sent again.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::request::MAX_HEADERS;

/// Headers of one connection.
const HOP_BY_HOP: [&str; 11] = [
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "host",
    "http2-settings",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Headers that proxies add.
const OF_PROXIES: [&str; 3] = ["forwarded", "via", "x-real-ip"];

/// The value of a header as text: one character per byte, as in Latin-1. In HTTP, it is bytes
/// (RFC 9110, section 5.5).
pub fn value_text(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// The bytes of such a text. Other tools may write further characters, as UTF-8.
pub fn value_bytes(text: &str) -> Vec<u8> {
    let bytes: Result<_, _> = text.chars().map(u8::try_from).collect();
    bytes.unwrap_or_else(|_| text.as_bytes().to_vec())
}

/// The headers of a recorded request that can be sent again. Errors do not contain values.
pub(super) fn end_to_end_headers(recorded: &[(String, String)]) -> Result<HeaderMap, String> {
    if recorded.len() > MAX_HEADERS {
        return Err(format!("it has more than {MAX_HEADERS} headers"));
    }
    let mut headers = HeaderMap::with_capacity(recorded.len() + 4);
    // Pseudo-headers of HTTP/2, such as `:path`, are not sent again.
    for (name, value) in recorded.iter().filter(|(name, _)| !name.starts_with(':')) {
        let name: HeaderName =
            name.parse().map_err(|_| format!("`{name}` is not a header name"))?;
        let value = HeaderValue::from_bytes(&value_bytes(value))
            .map_err(|_| format!("the value of header `{name}` contains control characters"))?;
        headers.append(name, value);
    }
    Ok(keep(&strip_connection_headers(&headers), |name| {
        !OF_PROXIES.contains(&name) && !name.starts_with("x-forwarded-")
    }))
}

pub fn strip_connection_headers(headers: &HeaderMap) -> HeaderMap {
    let named: Vec<String> = headers
        .get_all("connection")
        .iter()
        .filter_map(|names| names.to_str().ok())
        .flat_map(|names| names.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    keep(headers, |name| {
        !HOP_BY_HOP.contains(&name)
            && !name.starts_with("proxy-")
            && named.iter().all(|named| named != name)
    })
}

/// `HeaderMap::remove` would change the order of the others.
fn keep(headers: &HeaderMap, is_kept: impl Fn(&str) -> bool) -> HeaderMap {
    let kept = headers.iter().filter(|(name, _)| is_kept(name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(recorded: &[(&str, &str)]) -> Vec<String> {
        end_to_end_headers(&owned(recorded)).unwrap().keys().map(ToString::to_string).collect()
    }

    fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn drops_hop_by_hop_headers() {
        let recorded = [
            ("host", "a"),
            ("content-type", "x/y"),
            ("X-Forwarded-For", "1.2.3.4"),
            ("proxy-authorization", "s"),
            ("Connection", "close, X-Own"),
            ("x-own", "1"),
            ("x-vercel-signature", "00"),
            ("transfer-encoding", "chunked"),
        ];
        assert_eq!(names(&recorded), ["content-type", "x-vercel-signature"]);
    }

    #[test]
    fn keeps_repeated_headers() {
        let recorded = [("x-a", "1"), ("X-A", "2\u{e9}"), ("x-a", "\u{e9}\u{20ac}")];
        let headers = end_to_end_headers(&owned(&recorded)).unwrap();
        let values: Vec<&[u8]> =
            headers.get_all("x-a").iter().map(http::HeaderValue::as_bytes).collect();
        assert_eq!(values, [b"1", &b"2\xe9"[..], "\u{e9}\u{20ac}".as_bytes()]);
    }

    #[test]
    fn errors_name_the_header_without_its_value() {
        assert!(end_to_end_headers(&owned(&[("a b", "s3cret")])).unwrap_err().contains("`a b`"));
        let why = end_to_end_headers(&owned(&[("authorization", "s3cret\n")])).unwrap_err();
        assert!(why.contains("`authorization`") && !why.contains("s3cret"), "{why}");
    }

    proptest! {
        #[test]
        fn every_value_survives_a_round_trip(bytes: Vec<u8>, text in "\\PC*") {
            for bytes in [bytes, text.into_bytes()] {
                prop_assert_eq!(value_bytes(&value_text(&bytes)), bytes);
            }
        }
    }
}
