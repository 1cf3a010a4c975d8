//! One line of a file of events: a recorded request, or an event alone.

use http::HeaderMap;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::event::Event;
use crate::signature::Verdict;
use crate::time::Moment;

use super::headers::end_to_end_headers;
use super::line::{BadLine, parse};
use super::record::Record;
use super::request::{self, CapturedRequest, ReadError};

/// A saved event, with its request if that was recorded.
#[derive(Clone, Debug)]
pub struct SavedEvent {
    pub event: Event,
    pub request: Option<SavedRequest>,
}

#[derive(Clone, Debug)]
pub struct SavedRequest {
    pub is_post: bool,
    /// With the query.
    pub path: String,
    /// Those that can be sent again; absent where the record has none at all.
    pub headers: Option<HeaderMap>,
    pub time: Option<Moment>,
    /// Whether its signature was invalid.
    pub was_forged: bool,
    /// Whether it was recorded without a secret to check its signature with.
    pub was_unchecked: bool,
    /// Whether the response was a 2xx, if known.
    pub was_accepted: Option<bool>,
}

/// Distinguishes a record from an event.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecordMembers<'a> {
    #[serde(borrow)]
    headers: Option<&'a RawValue>,
    body: Option<IgnoredAny>,
    body_base64: Option<IgnoredAny>,
}

impl RecordMembers<'_> {
    /// Whether there is a body, and `headers` is a list of lists.
    fn is_record(&self) -> bool {
        let has_body = self.body.is_some() || self.body_base64.is_some();
        let list = self.headers.and_then(|headers| headers.get().strip_prefix('['));
        has_body && list.is_some_and(|list| list.trim_start().starts_with(['[', ']']))
    }
}

impl SavedEvent {
    /// Parses a JSON object: a [`Record`], requests that another tool captured, or an event, whose
    /// body is exactly the line. `name` is for events without a type.
    pub fn parse(name: &str, line: &[u8]) -> Result<Vec<Self>, BadLine> {
        // Serde accepts an array for the fields in their order.
        if line.trim_ascii_start().first() != Some(&b'{') {
            return Err(BadLine::new("it is not a JSON object"));
        }
        // Most lines are records with headers; these are parsed only once.
        if let Ok(record) = parse::<Record>(line)
            && !record.headers.is_empty()
        {
            return Self::from_record(name, record).map(|event| vec![event]);
        }
        if parse::<RecordMembers<'_>>(line)?.is_record() {
            return Self::from_record(name, parse(line)?).map(|event| vec![event]);
        }
        match request::read_all(line.trim_ascii_start()) {
            Ok(captured) => Self::from_captured(name, captured),
            Err(ReadError::Unknown) => {
                Ok(vec![Self { event: Event::from_body(name, line.to_vec()), request: None }])
            }
            Err(error) => Err(BadLine::new(error)),
        }
    }

    fn from_record(name: &str, record: Record) -> Result<Self, BadLine> {
        let headers = end_to_end_headers(&record.headers).map_err(BadLine::new)?;
        let reason = record.reason.as_deref();
        let was_unchecked = reason == Verdict::Unchecked.code();
        let request = SavedRequest {
            is_post: record.method == "POST",
            headers: Some(headers).filter(|_| !record.headers.is_empty()),
            time: record.time,
            was_forged: reason.is_some() && !was_unchecked,
            was_unchecked,
            was_accepted: record.was_accepted(),
            path: record.path,
        };
        Ok(Self { event: Event::from_body(name, record.body.0), request: Some(request) })
    }

    /// The only request, or the signed ones.
    pub fn from_captured(name: &str, captured: Vec<CapturedRequest>) -> Result<Vec<Self>, BadLine> {
        let captured = CapturedRequest::signed(captured).map_err(BadLine::new)?;
        let events = captured.into_iter().map(|(_, captured)| {
            let headers = end_to_end_headers(&captured.headers).map_err(BadLine::new)?;
            let method = captured.method.as_deref();
            let is_post = method.is_none_or(|method| method.eq_ignore_ascii_case("POST"));
            let body = match captured.body {
                None if is_post => {
                    return Err(BadLine::new("the request was captured without its exact body"));
                }
                body => body.unwrap_or_default(),
            };
            let request = SavedRequest {
                is_post,
                headers: Some(headers).filter(|_| !captured.headers.is_empty()),
                time: None,
                was_forged: false,
                was_unchecked: false,
                was_accepted: None,
                path: captured.path.unwrap_or_else(|| "/".to_owned()),
            };
            Ok(Self { event: Event::from_body(name, body), request: Some(request) })
        });
        events.collect()
    }

    /// When the request was received, if known.
    pub fn time(&self) -> Option<Moment> {
        self.request.as_ref().and_then(|request| request.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(line: &str) -> SavedEvent {
        let mut saved = SavedEvent::parse("x", line.as_bytes()).unwrap();
        assert_eq!(saved.len(), 1, "{line}");
        saved.remove(0)
    }

    fn bad(line: &[u8]) -> BadLine {
        SavedEvent::parse("x", line).unwrap_err()
    }

    #[test]
    fn an_object_with_headers_and_a_body_is_a_record() {
        let record = saved(r#"{"headers":[["X-A","1"]],"bodyBase64":"/wA=","path":"/p?q"}"#);
        assert_eq!(&record.event.body[..], b"\xff\0");
        let request = record.request.unwrap();
        assert_eq!(request.headers.unwrap()["x-a"], "1");
        assert_eq!(request.path, "/p?q");
        assert!(saved(r#"{"headers":[],"body":"{}"}"#).request.unwrap().headers.is_none());
    }

    #[test]
    fn any_other_object_is_an_event_byte_for_byte() {
        for line in [
            r#"{"type":"a","id":"b"}"#,
            "{}",
            "  { \"type\" : \"a\" }\t",
            r#"{"body":"x"}"#,
            r#"{"payload":{"headers":[],"body":""}}"#,
            r#"{"type":"a","payload":{"x-vercel-signature":""},"method":"x"}"#,
        ] {
            let event = saved(line);
            assert!(event.request.is_none(), "{line}");
            assert_eq!(event.event.body, line, "{line}");
        }
    }

    #[test]
    fn rejects_everything_else() {
        for line in [r"[]", "1", "x", r#"{"a":}"#, "{} {}", r#"{"headers":1,"body":""}"#] {
            assert!(!bad(line.as_bytes()).is_cut, "{line}");
        }
        assert_eq!(bad(b"{} 1").why, "trailing characters, at column 4");
        assert!(bad(br#"{"headers":[],"body":"","bodyBase64":""}"#).why.contains("either"));
    }

    #[test]
    fn recognizes_every_truncated_line() {
        let line = "{\"headers\":[[\"a\",\"\u{e9}\\u00e9\"]],\"body\":\"{}\",\"timeMs\":1.5e3}";
        for end in 1..line.len() {
            let beginning = &line.as_bytes()[..end];
            assert!(bad(beginning).is_cut, "{}: {:?}", beginning.escape_ascii(), bad(beginning));
        }
    }
}
