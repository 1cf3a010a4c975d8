//! One line of a file of events: a request as it was recorded, or the event alone.

use bytes::Bytes;
use http::HeaderMap;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::event::{Event, Identity};
use crate::time::Moment;

use super::headers::end_to_end_headers;
use super::line::{BadLine, parse};
use super::record::Record;

/// An event that was saved, with the request that it came in where that was saved, too.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The event.
    pub event: Event,
    /// The request.
    pub request: Option<SavedRequest>,
}

/// What is known of a request besides its body.
#[derive(Clone, Debug)]
pub struct SavedRequest {
    /// Whether it was a `POST`.
    pub is_post: bool,
    /// The path and the query.
    pub path: String,
    /// The headers that can be sent again; none where the record has none at all.
    pub headers: Option<HeaderMap>,
    /// When it came.
    pub time: Option<Moment>,
    /// Whether its signature was not right when it was recorded.
    pub was_forged: bool,
    /// Whether it was not taken.
    pub has_failed: bool,
}

/// What tells a record from an event: a body as a field, and headers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Peek {
    headers: Option<IgnoredAny>,
    body: Option<IgnoredAny>,
    body_base64: Option<IgnoredAny>,
}

impl Saved {
    /// Reads a line without its end. A JSON object with `headers` and either `body` or
    /// `bodyBase64` is a [`Record`]; any other one is an event, whose body is exactly the line.
    ///
    /// `name` is what to call the event where it does not say.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub fn of_line(name: &str, line: Bytes) -> Result<Self, BadLine> {
        // Serde would take a list for the fields in their order.
        if line.trim_ascii_start().first() != Some(&b'{') {
            let why = "it is no JSON object".to_owned();
            return Err(BadLine { why, is_cut: false });
        }
        let peek: Peek = parse(&line)?;
        let has_body = peek.body.is_some() || peek.body_base64.is_some();
        if peek.headers.is_none() || !has_body {
            let identity = Identity::of(&line);
            return Ok(Self {
                event: Event { name: name.into(), identity, body: line },
                request: None,
            });
        }
        let record: Record = parse(&line)?;
        let headers =
            end_to_end_headers(&record.headers).map_err(|why| BadLine { why, is_cut: false })?;
        let request = SavedRequest {
            is_post: record.method == "POST",
            headers: Some(headers).filter(|_| !record.headers.is_empty()),
            time: record.time,
            was_forged: record.reason.is_some(),
            has_failed: record.has_failed(),
            path: record.path,
        };
        let body = record.body.0;
        let event = Event { name: name.into(), identity: Identity::of(&body), body };
        Ok(Self { event, request: Some(request) })
    }

    /// When the request came, where that is known.
    #[must_use]
    pub fn time(&self) -> Option<Moment> {
        self.request.as_ref().and_then(|request| request.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(line: &str) -> Saved {
        Saved::of_line("x", Bytes::copy_from_slice(line.as_bytes())).unwrap()
    }

    fn bad(line: &[u8]) -> BadLine {
        Saved::of_line("x", Bytes::copy_from_slice(line)).unwrap_err()
    }

    #[test]
    fn a_body_and_headers_make_a_record() {
        let record = saved(r#"{"headers":[["X-A","1"]],"bodyBase64":"/wA=","path":"/p?q"}"#);
        assert_eq!(&record.event.body[..], b"\xff\0");
        let request = record.request.unwrap();
        assert_eq!(request.headers.unwrap()["x-a"], "1");
        assert_eq!(request.path, "/p?q");
        assert!(saved(r#"{"headers":[],"body":"{}"}"#).request.unwrap().headers.is_none());
    }

    #[test]
    fn any_other_object_is_an_event_to_the_byte() {
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
    fn everything_else_is_wrong() {
        for line in [r"[]", "1", "x", r#"{"a":}"#, "{} {}", r#"{"headers":1,"body":""}"#] {
            assert!(!bad(line.as_bytes()).is_cut, "{line}");
        }
        assert_eq!(bad(b"{} 1").why, "trailing characters, at column 4");
        assert!(bad(br#"{"headers":[],"body":"","bodyBase64":""}"#).why.contains("either"));
    }

    #[test]
    fn every_beginning_of_a_line_is_one_that_was_cut() {
        let line = "{\"headers\":[[\"a\",\"\u{e9}\\u00e9\"]],\"body\":\"{}\",\"timeMs\":1.5e3}";
        for end in 1..line.len() {
            let beginning = &line.as_bytes()[..end];
            assert!(bad(beginning).is_cut, "{}: {:?}", beginning.escape_ascii(), bad(beginning));
        }
    }
}
