//! JSON that holds requests: recordings, HAR, what functions receive, and exports of inspectors and
//! API clients. They differ in names only.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{CapturedRequest, Collector, Found, MAX_HEADERS, ReadError, raw};

/// Members that lead to a request.
const CONTAINERS: [&str; 12] = [
    "log",
    "entries",
    "request",
    "requests",
    "req",
    "data",
    "item",
    "resources",
    "event",
    "events",
    "http",
    "trigger",
];

const HEADERS: [&str; 4] = ["headers", "multiValueHeaders", "header", "__ow_headers"];

/// Those with the exact bytes come before those that may be parsed.
const BODIES: [&str; 7] =
    ["rawBody", "bodyRaw", "bodyBase64", "body", "content", "postData", "__ow_body"];

const METHODS: [&str; 3] = ["method", "httpMethod", "__ow_method"];

const TARGETS: [&str; 5] = ["path", "rawPath", "uri", "url", "__ow_path"];

/// `raw` is the base64 of a whole request.
const OTHERS: [&str; 4] = ["raw", "isBase64Encoded", "encoding", "Action"];

/// How deep requests are looked for: folders of Postman are nested.
const MAX_DEPTH: usize = 16;

/// What an object is that is no event, by members that it has.
const KINDS: [(&str, &[&str]); 17] = [
    ("a HAR file", &["log"]),
    ("a Postman collection", &["info", "item"]),
    ("an Insomnia export", &["resources"]),
    ("an OpenWhisk event", &["__ow_method"]),
    ("an OpenWhisk event", &["__ow_headers"]),
    ("an API Gateway or ALB event", &["httpMethod"]),
    ("an API Gateway or ALB event", &["requestContext"]),
    ("an AWS event", &["Records"]),
    ("a Lambda invocation", &["Action", "body"]),
    ("a log line", &["level", "msg"]),
    ("a log line", &["level", "message"]),
    ("a log line", &["timestamp", "message"]),
    ("a list of requests", &["requests"]),
    ("a request", &["request"]),
    ("a request", &["req"]),
    ("a request", &["headers"]),
    ("a request", &["method"]),
];

pub(super) fn read(text: &[u8]) -> Found {
    let mut found = Collector::default();
    match collect(serde_json::from_slice(text).ok()?, 0, &mut found) {
        Ok(()) if found.requests.is_empty() => None,
        collected => Some(collected.map(|()| found.requests)),
    }
}

/// What an object is that holds a request, or is a line of a log, rather than an event.
pub(super) fn kind(text: &[u8]) -> Option<&'static str> {
    let members = Object::parse(serde_json::from_slice(text).ok()?, |name| {
        let known = KINDS.iter().flat_map(|(_, members)| members.iter());
        known.chain(&["type", "payload"]).copied().find(|known| *known == name)
    });
    let has = |name: &&str| members.get(name).is_some();
    if ["type", "payload"].iter().all(has) {
        return None;
    }
    let kind = KINDS.iter().find(|(_, needed)| needed.iter().all(has)).map(|(kind, _)| *kind);
    let name = crate::signature::HEADER.as_bytes();
    let is_signed = || text.windows(name.len()).any(|part| part.eq_ignore_ascii_case(name));
    kind.or_else(|| is_signed().then_some("a request"))
}

fn collect(value: &RawValue, depth: usize, found: &mut Collector) -> Result<(), ReadError> {
    if depth > MAX_DEPTH {
        return Ok(());
    }
    if value.get().starts_with('[') {
        let mut collected = Ok(());
        each(value, |_, element| {
            if collected.is_ok() {
                collected = collect(element, depth + 1, found);
            }
        });
        return collected;
    }
    let object = Object::parse(value, |name| {
        let names = [&CONTAINERS[..], &HEADERS, &BODIES, &METHODS, &TARGETS, &OTHERS];
        names.into_iter().flatten().copied().find(|known| *known == name)
    });
    let mut headers = HEADERS.iter().filter_map(|name| object.get(name));
    if let Some(headers) = headers.find_map(headers_of) {
        return match object.get("raw").and_then(text_of).and_then(|raw| BASE64.decode(raw).ok()) {
            Some(whole) => {
                let mut requests =
                    raw::read(&whole).unwrap_or(Err(ReadError::Unknown))?.into_iter();
                requests.try_for_each(|request| found.add(request))
            }
            None => found.add(object.captured(headers)?),
        };
    }
    // `{"Action":"Invoke","body":"…"}`
    if object.get("Action").is_some()
        && let Some(body) = object.get("body").and_then(text_of)
        && let Ok(invoked) = serde_json::from_str(&body)
    {
        return collect(invoked, depth + 1, found);
    }
    let mut containers = CONTAINERS.iter().filter_map(|name| object.get(name));
    containers.try_for_each(|container| collect(container, depth + 1, found))
}

/// The members of an object with known names; of others, there may be any number.
struct Object<'a>(Vec<(&'static str, &'a RawValue)>);

impl<'a> Object<'a> {
    fn parse(value: &'a RawValue, known: impl Fn(&str) -> Option<&'static str>) -> Self {
        let mut members: Vec<(&'static str, &RawValue)> = Vec::new();
        if value.get().starts_with('{') {
            each(value, |name, value| {
                if let Some(name) = known(name)
                    && members.iter().all(|(other, _)| *other != name)
                {
                    members.push((name, value));
                }
            });
        }
        Self(members)
    }

    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.get(name).and_then(text_of))
    }

    fn captured(
        &self,
        headers: Result<Vec<(String, String)>, ReadError>,
    ) -> Result<CapturedRequest, ReadError> {
        let url = self.get("url").and_then(|url| BodyObject::parse(url)?.raw);
        let target = url.or_else(|| self.text(&TARGETS));
        let request = CapturedRequest::new(headers?, self.body()?);
        Ok(request.with_target(self.text(&METHODS), target))
    }

    /// The exact bytes, which are lost where the body was parsed.
    fn body(&self) -> Result<Option<Bytes>, ReadError> {
        let is_encoded = self.get("isBase64Encoded").is_some_and(|value| value.get() == "true")
            || self.text(&["encoding"]).is_some_and(|encoding| encoding == "base64");
        for name in BODIES {
            let Some(value) = self.get(name) else { continue };
            let (text, is_encoded) = match text_of(value) {
                Some(text) => {
                    let is_encoded = match name {
                        "body" => is_encoded,
                        "bodyBase64" => true,
                        // OpenWhisk encodes JSON, but not every text.
                        "__ow_body" => !text.trim_start().starts_with('{'),
                        _ => false,
                    };
                    (text, is_encoded)
                }
                None => match BodyObject::parse(value) {
                    Some(BodyObject { data: Some(bytes), .. }) => return Ok(Some(bytes.into())),
                    Some(BodyObject { text, raw, encoding, .. }) => {
                        let Some(text) = text.or(raw) else { continue };
                        (text, encoding.is_some_and(|encoding| encoding == "base64"))
                    }
                    None => continue,
                },
            };
            let decode =
                |text: String| BASE64.decode(text.trim()).map_err(|_| ReadError::BadBase64);
            let body = if is_encoded { decode(text)?.into() } else { text.into() };
            return Ok(Some(body));
        }
        Ok(None)
    }
}

/// HAR and Insomnia have a body as `text`, Postman as `raw`, and Node has a `Buffer` of `data`.
#[derive(Deserialize)]
struct BodyObject {
    #[serde(default, deserialize_with = "lenient_member")]
    text: Option<String>,
    #[serde(default, deserialize_with = "lenient_member")]
    raw: Option<String>,
    #[serde(default, deserialize_with = "lenient_member")]
    encoding: Option<String>,
    #[serde(default, deserialize_with = "lenient_member")]
    data: Option<Vec<u8>>,
}

impl BodyObject {
    fn parse(value: &RawValue) -> Option<Self> {
        // Serde accepts an array for the fields in their order.
        lenient(value).filter(|_| value.get().starts_with('{'))
    }
}

/// One of a list: an object, or a list of its name and its value.
#[derive(Deserialize)]
struct ListedHeader {
    #[serde(alias = "key")]
    name: String,
    value: String,
    #[serde(default)]
    disabled: bool,
}

/// By name or as a list; nothing if these are not headers.
fn headers_of(value: &RawValue) -> Option<Result<Vec<(String, String)>, ReadError>> {
    let is_list = value.get().starts_with('[');
    if !is_list && !value.get().starts_with('{') {
        return None;
    }
    let mut headers = Vec::new();
    let mut is_other = false;
    let mut add = |name: &str, value: Option<String>| {
        if headers.len() <= MAX_HEADERS
            && let Some(value) = value
        {
            headers.push((name.to_owned(), value));
        }
    };
    each(value, |name, value| {
        if !is_list && value.get().starts_with('[') {
            each(value, |_, value| add(name, text_of(value)));
        } else if !is_list {
            add(name, text_of(value));
        } else if let Some(header) = lenient::<ListedHeader>(value) {
            add(&header.name, Some(header.value).filter(|_| !header.disabled));
        } else {
            is_other = true;
        }
    });
    match headers.len() {
        0 if is_other => None,
        count if count > MAX_HEADERS => Some(Err(ReadError::TooManyHeaders)),
        _ => Some(Ok(headers)),
    }
}

fn text_of(value: &RawValue) -> Option<String> {
    lenient(value)
}

/// A value of this type, or nothing. Others are skipped unparsed: browsers write strings with
/// unpaired surrogates, which serde rejects.
fn lenient<'a, T: Deserialize<'a>>(value: &'a RawValue) -> Option<T> {
    serde_json::from_str(value.get()).ok()
}

fn lenient_member<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(lenient)
}

/// Calls a function with each member or element; elements have no name. Nothing is kept.
fn each<'a>(value: &'a RawValue, visit: impl FnMut(&str, &'a RawValue)) {
    let mut deserializer = serde_json::Deserializer::from_str(value.get());
    // A name with an unpaired surrogate ends this early.
    let _ = if value.get().starts_with('[') {
        deserializer.deserialize_seq(Each(visit))
    } else {
        deserializer.deserialize_map(Each(visit))
    };
}

struct Each<F>(F);

impl<'de, F: FnMut(&str, &'de RawValue)> Visitor<'de> for Each<F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            (self.0)(&name, map.next_value()?);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(element) = list.next_element()? {
            (self.0)("", element);
        }
        Ok(())
    }
}
