//! Headers of deliveries.

use http::header::{HOST, HeaderMap, HeaderName, HeaderValue};

use crate::error::{Error, Result};
use crate::http::USER_AGENT;
use crate::signature::HEADER;

pub type Header = (HeaderName, HeaderValue);

/// Headers that follow from the body and the connection.
const RESERVED: [&str; 3] = [HEADER, "content-length", "transfer-encoding"];

pub(super) const CREDENTIALS: [&str; 8] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "x-api-key",
    "x-vercel-oidc-token",
    "x-vercel-protection-bypass",
    "x-vercel-proxy-signature",
    "x-vercel-sc-headers",
];

pub fn is_credential(name: &str) -> bool {
    CREDENTIALS.contains(&name)
}

/// Parses `Name: value`; errors show the name, but never the value.
pub fn parse_header(text: &str) -> Result<Header> {
    let invalid = |name: &str, why| {
        let hint = match &*name.to_ascii_lowercase() {
            HEADER => "--tamper sends a wrong signature, another --secret-file a different one",
            "host" => "write the host into the endpoint: http://app.localhost:3000",
            _ => "write 'Name: value'",
        };
        Error::usage(format!("invalid header `{name}`: {why}")).with_hint(hint)
    };
    let (name, value) = text.split_once(':').ok_or_else(|| invalid("…", "it has no colon"))?;
    let (name, value) = (name.trim(), value.trim());
    let header: HeaderName = name.parse().map_err(|_| invalid(name, "not a header name"))?;
    if header == HOST {
        return Err(invalid(name, "it names the endpoint that the request is sent to"));
    }
    if RESERVED.contains(&header.as_str()) {
        return Err(invalid(name, "vercel-hooks sets it itself"));
    }
    let value =
        value.parse().map_err(|_| invalid(name, "the value contains control characters"))?;
    Ok((header, value))
}

/// The headers of every delivery but its signature, with those that the user adds.
pub fn headers_with(added: &[Header]) -> HeaderMap {
    // Room for the headers of the signature and of the client.
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert("user-agent", HeaderValue::from_static(USER_AGENT));
    add_headers(&mut headers, added);
    headers
}

/// The first of a name replaces existing headers; further ones are appended.
pub fn add_headers(headers: &mut HeaderMap, added: &[Header]) {
    for (index, (name, value)) in added.iter().enumerate() {
        if added[..index].iter().any(|(earlier, _)| earlier == name) {
            headers.append(name, value.clone());
        } else {
            headers.insert(name, value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn added_headers_replace_defaults_and_append_to_each_other() {
        let added =
            ["User-Agent: mine", "x-a: 1", "X-A: 2"].map(|text| parse_header(text).unwrap());
        let headers = headers_with(&added);
        assert_eq!(headers.get_all("user-agent").iter().collect::<Vec<_>>(), ["mine"]);
        assert_eq!(headers.get_all("x-a").iter().collect::<Vec<_>>(), ["1", "2"]);
    }

    #[test]
    fn rejects_reserved_and_malformed_headers_without_showing_values() {
        for text in [
            "X-Vercel-Signature: 00",
            "Host: a",
            "content-length: 1",
            "nocolon",
            "a b: c",
            "a: \u{7}",
        ] {
            assert!(parse_header(text).is_err(), "{text}");
        }
        let error = parse_header("authorization Bearer s3cret").unwrap_err();
        assert!(!error.to_string().contains("s3cret"));
    }
}
