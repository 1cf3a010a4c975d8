//! The request of a delivery: what goes out, to the byte.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::error::{Error, Result};
use crate::event::{Event, Identity};
use crate::http::USER_AGENT;
use crate::http::endpoint::Endpoint;
use crate::http::preview::{PreviewValue, RequestPreview};
use crate::signature::{HEADER, SigningKey, Tamper};

/// Headers that follow from the body and the connection.
const RESERVED: [&str; 4] = [HEADER, "content-length", "host", "transfer-encoding"];

/// Headers whose values let somebody in.
pub(super) const CONFIDENTIAL: [&str; 8] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "x-api-key",
    "x-vercel-oidc-token",
    "x-vercel-protection-bypass",
    "x-vercel-proxy-signature",
    "x-vercel-sc-headers",
];

/// A header that the user adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    name: HeaderName,
    value: HeaderValue,
}

impl Header {
    /// Reads `Name: value`.
    ///
    /// # Errors
    /// [`Error::BadHeader`], which shows the name but not the value.
    pub fn parse(text: &str) -> Result<Self> {
        let bad = |name: &str, why| {
            let is_signature = name.eq_ignore_ascii_case(HEADER);
            Error::usage(format!("invalid header `{name}`: {why}")).with_hint(if is_signature {
                "--tamper sends a wrong signature, another --secret-file a different one"
            } else {
                "write 'Name: value'"
            })
        };
        let (name, value) = text.split_once(':').ok_or_else(|| bad("…", "it has no colon"))?;
        let bad = |why| bad(name.trim(), why);
        let header = Self {
            name: name.trim().parse().map_err(|_| bad("not a header name"))?,
            value: value
                .trim()
                .parse()
                .map_err(|_| bad("the value contains control characters"))?,
        };
        if RESERVED.contains(&header.name.as_str()) {
            return Err(bad("vercel-hooks sets it itself"));
        }
        Ok(header)
    }
}

impl Header {
    /// Reads each of these.
    ///
    /// # Errors
    /// Those of [`Header::parse`].
    pub fn parse_all(texts: &[String]) -> Result<Vec<Self>> {
        texts.iter().map(|text| Self::parse(text)).collect()
    }

    /// Its name and its value.
    #[must_use]
    pub const fn parts(&self) -> (&HeaderName, &HeaderValue) {
        (&self.name, &self.value)
    }

    /// The same, to keep.
    #[must_use]
    pub fn into_parts(self) -> (HeaderName, HeaderValue) {
        (self.name, self.value)
    }

    /// Adds headers to others: the first of a name replaces theirs, further ones are added to it.
    pub(super) fn add(extra: &[Self], headers: &mut HeaderMap) {
        for (index, header) in extra.iter().enumerate() {
            if extra[..index].iter().any(|earlier| earlier.name == header.name) {
                headers.append(header.name.clone(), header.value.clone());
            } else {
                headers.insert(header.name.clone(), header.value.clone());
            }
        }
    }
}

/// Whether a header of this name lets somebody in.
#[must_use]
pub fn is_confidential(name: &str) -> bool {
    CONFIDENTIAL.contains(&name)
}

/// The headers of a request, but for its signature, with those that the user adds.
#[must_use]
pub fn headers_with(extra: &[Header]) -> HeaderMap {
    let mut headers = default_headers();
    Header::add(extra, &mut headers);
    headers
}

/// The headers of a request of this program.
pub(super) fn default_headers() -> HeaderMap {
    // The client and the user add some of their own.
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert("user-agent", HeaderValue::from_static(USER_AGENT));
    headers
}

/// How requests are made: to where, signed by whom, and with which headers.
#[derive(Clone)]
pub struct Composer {
    /// Where they go.
    pub endpoint: Endpoint,
    key: SigningKey,
    tampering: Option<(Tamper, Vec<u8>)>,
    headers: HeaderMap,
}

impl Composer {
    /// Signs with `secret`, or as `tamper` says.
    #[must_use]
    pub fn new(
        endpoint: Endpoint,
        secret: &[u8],
        tamper: Option<Tamper>,
        extra: &[Header],
    ) -> Self {
        let headers = headers_with(extra);
        let tampering = tamper.map(|tamper| (tamper, secret.to_vec()));
        Self { endpoint, key: SigningKey::new(secret), tampering, headers }
    }

    /// The request that delivers an event.
    #[must_use]
    pub fn compose(&self, event: Event) -> DeliveryRequest {
        let Event { name, identity, body } = event;
        let signature = match &self.tampering {
            None => Some(self.key.sign(&body).to_string()),
            Some((tamper, secret)) => tamper.header(secret, &body),
        };
        let mut headers = self.headers.clone();
        if let Some(value) = signature.as_ref().and_then(|it| HeaderValue::from_str(it).ok()) {
            headers.insert(HEADER, value);
        }
        DeliveryRequest {
            name,
            identity,
            endpoint: self.endpoint.clone(),
            headers,
            signature,
            body,
        }
    }
}

/// One request, ready to be sent any number of times.
#[derive(Clone, Debug)]
pub struct DeliveryRequest {
    /// What to call the event where its body does not say.
    pub name: Arc<str>,
    /// What the body calls itself.
    pub identity: Identity,
    /// Where it goes.
    pub endpoint: Endpoint,
    /// Its headers, but for those of the connection.
    pub headers: HeaderMap,
    /// The value of the signature header, if it has one.
    pub signature: Option<String>,
    /// Its exact body.
    pub body: Bytes,
}

impl DeliveryRequest {
    /// It on paper: what may let somebody in is left out for people.
    #[must_use]
    pub fn preview(&self) -> RequestPreview<'_> {
        let text = |name: &str, value| match name {
            name if is_confidential(name) => PreviewValue::Confidential(value),
            _ => PreviewValue::Plain(value),
        };
        let headers = self.headers.iter().map(|(name, value)| {
            let text = text(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
            (Cow::Borrowed(name.as_str()), text)
        });
        RequestPreview {
            method: Method::POST,
            endpoint: &self.endpoint,
            headers: headers.collect(),
            body: Some(&self.body),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(body: &'static [u8], extra: &[Header]) -> DeliveryRequest {
        let endpoint = Endpoint::parse(":3000/x").unwrap();
        let event = Event::given("test", body.to_vec());
        Composer::new(endpoint, b"secret", None, extra).compose(event)
    }

    #[test]
    fn a_request_is_vercels() {
        let head = request(b"{}", &[]).preview().head();
        assert_eq!(
            head,
            format!(
                "POST /x HTTP/1.1\nhost: localhost:3000\ncontent-type: application/json\n\
                 user-agent: {USER_AGENT}\n\
                 x-vercel-signature: 5d61605c3feea9799210ddcb71307d4ba264225f\ncontent-length: 2\n"
            )
        );
    }

    #[test]
    fn headers_replace_ours_and_add_to_each_other() {
        let extra = ["User-Agent: mine", "x-a: 1", "X-A: 2"].map(|it| Header::parse(it).unwrap());
        let headers = request(b"{}", &extra).headers;
        assert_eq!(headers.get_all("user-agent").iter().collect::<Vec<_>>(), ["mine"]);
        assert_eq!(headers.get_all("x-a").iter().collect::<Vec<_>>(), ["1", "2"]);
    }

    #[test]
    fn headers_of_the_delivery_are_refused() {
        for text in [
            "X-Vercel-Signature: 00",
            "Host: a",
            "content-length: 1",
            "nocolon",
            "a b: c",
            "a: \u{7}",
        ] {
            assert!(Header::parse(text).is_err(), "{text}");
        }
        let error = Header::parse("authorization Bearer s3cret").unwrap_err();
        assert!(!error.to_string().contains("s3cret"));
    }
}
