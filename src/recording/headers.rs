//! Which headers of a recorded request belong to the request, and not to the way that it took.

use http::header::{HeaderMap, HeaderName, HeaderValue};

/// Headers of one connection, or of the stations on the way.
const OF_THE_WAY: [&str; 14] = [
    "accept-encoding",
    "connection",
    "content-length",
    "expect",
    "forwarded",
    "host",
    "http2-settings",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "x-real-ip",
];

/// How the names of more such headers begin.
const BEGINNINGS_OF_THE_WAY: [&str; 2] = ["proxy-", "x-forwarded-"];

/// The headers of a recorded request that can be sent again, in their order.
///
/// # Errors
/// The first header that HTTP cannot carry, without its value.
pub(super) fn end_to_end_headers(recorded: &[(String, String)]) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::with_capacity(recorded.len() + 4);
    for (name, value) in recorded {
        let name: HeaderName =
            name.parse().map_err(|_| format!("`{name}` is no name of a header"))?;
        let value = HeaderValue::from_bytes(value.as_bytes())
            .map_err(|_| format!("the value of the header `{name}` has control characters"))?;
        headers.append(name, value);
    }
    Ok(strip_hop_by_hop(&headers))
}

/// The headers that belong to a request wherever it goes.
#[must_use]
pub fn strip_hop_by_hop(headers: &HeaderMap) -> HeaderMap {
    let named: Vec<String> = headers
        .get_all("connection")
        .iter()
        .filter_map(|names| names.to_str().ok())
        .flat_map(|names| names.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let is_of_the_way = |name: &str| {
        OF_THE_WAY.contains(&name)
            || BEGINNINGS_OF_THE_WAY.iter().any(|beginning| name.starts_with(beginning))
            || named.iter().any(|named| named == name)
    };
    // Removing them would change the order of the others.
    let mut end_to_end_headers = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers.iter().filter(|(name, _)| !is_of_the_way(name.as_str())) {
        end_to_end_headers.append(name, value.clone());
    }
    end_to_end_headers
}

#[cfg(test)]
mod tests {
    use super::end_to_end_headers;

    fn names(recorded: &[(&str, &str)]) -> Vec<String> {
        end_to_end_headers(&owned(recorded)).unwrap().keys().map(ToString::to_string).collect()
    }

    fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn headers_of_the_way_stay_behind() {
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
    fn several_of_a_name_stay_several() {
        let headers = end_to_end_headers(&owned(&[("x-a", "1"), ("X-A", "2\u{e9}")])).unwrap();
        let values: Vec<&[u8]> =
            headers.get_all("x-a").iter().map(http::HeaderValue::as_bytes).collect();
        assert_eq!(values, ["1".as_bytes(), "2\u{e9}".as_bytes()]);
    }

    #[test]
    fn what_http_cannot_carry_is_named_without_its_value() {
        assert!(end_to_end_headers(&owned(&[("a b", "s3cret")])).unwrap_err().contains("`a b`"));
        let why = end_to_end_headers(&owned(&[("authorization", "s3cret\n")])).unwrap_err();
        assert!(why.contains("`authorization`") && !why.contains("s3cret"), "{why}");
    }
}
