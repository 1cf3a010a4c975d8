//! One line of a file of events: a recorded request, or an event alone.

use bytes::Bytes;
use http::HeaderMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::event::Event;
use crate::time::Moment;

use super::headers::end_to_end_headers;
use super::line::{BadLine, parse};
use super::record::Record;

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
    pub has_failed: bool,
}

/// Distinguishes a record from an event.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecordMembers {
    headers: Option<IgnoredAny>,
    body: Option<IgnoredAny>,
    body_base64: Option<IgnoredAny>,
}

impl SavedEvent {
    /// Parses a line. A JSON object with `headers` and either `body` or `bodyBase64` is a
    /// [`Record`]; any other is an event, whose body is exactly the line. `name` is for events
    /// without a type.
    pub fn parse(name: &str, line: Bytes) -> Result<Self, BadLine> {
        // Serde accepts an array for the fields in their order.
        if line.trim_ascii_start().first() != Some(&b'{') {
            return Err("it is not a JSON object".into());
        }
        let members: RecordMembers = parse(&line)?;
        let has_body = members.body.is_some() || members.body_base64.is_some();
        if members.headers.is_none() || !has_body {
            return Ok(Self { event: Event::from_body(name, line), request: None });
        }
        let record: Record = parse(&line)?;
        let headers = end_to_end_headers(&record.headers).map_err(|why| BadLine::from(&*why))?;
        let request = SavedRequest {
            is_post: record.method == "POST",
            headers: Some(headers).filter(|_| !record.headers.is_empty()),
            time: record.time,
            was_forged: record.reason.is_some(),
            has_failed: record.has_failed(),
            path: record.path,
        };
        Ok(Self { event: Event::from_body(name, record.body.0), request: Some(request) })
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
        SavedEvent::parse("x", Bytes::copy_from_slice(line.as_bytes())).unwrap()
    }

    fn bad(line: &[u8]) -> BadLine {
        SavedEvent::parse("x", Bytes::copy_from_slice(line)).unwrap_err()
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
            r#"{"headers":[]}"#,
            r#"{"body":"x"}"#,
            r#"{"payload":{"headers":[],"body":""}}"#,
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
