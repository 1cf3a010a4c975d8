//! What no receiver expects: it may be refused, but it must not break anything.

use http::Method;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::body;
use super::case::{Definition, Level};
use super::exchange::{CaseRequest, ConnectionMode};

/// Parsers that call themselves for each list within a list give up far below this.
const DEEP: usize = 5000;

const PARSE_CAREFULLY: &str = "Catch the error of parsing, and answer 400";

const CHECK_SHAPE: &str = "Test that the event is an object before reading its fields, and answer \
                           400 otherwise";

const OTHER_METHODS: &str = "Answer 405 to everything but POST";

const COMPARE_LENGTHS: &str = "Test the header before comparing: functions that compare in \
                               constant time (`timingSafeEqual`) throw where lengths differ; \
                               answer 401 or 403";

/// All have to be answered, and none with 5xx.
pub const CASES: &[Definition] = &[
    Definition {
        name: "not-json",
        level: Level::Should,
        sends: "A signed body that is no JSON",
        matters: "an error that nobody caught hides those that matter, and may end the process",
        remedy: PARSE_CAREFULLY,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(b"this is no JSON".to_vec())],
    },
    Definition {
        name: "truncated-json",
        level: Level::Should,
        sends: "A signed event that ends in its middle",
        matters: "parsers fail late there, and not like on other text",
        remedy: PARSE_CAREFULLY,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let mut event = maker.event();
            event.truncate(event.len() / 2);
            vec![maker.signed(event)]
        },
    },
    Definition {
        name: "invalid-utf8",
        level: Level::Should,
        sends: "A signed body that is no UTF-8",
        matters: "decoding fails before parsing does",
        remedy: PARSE_CAREFULLY,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let mut event = maker.event();
            event.splice(1..1, *b"\"\xff\xfe\xc3\":1,");
            vec![maker.signed(event)]
        },
    },
    Definition {
        name: "empty-body",
        level: Level::Should,
        sends: "A signed body of no bytes",
        matters: "parsers and frameworks make other things of nothing than of something",
        remedy: PARSE_CAREFULLY,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(Vec::new())],
    },
    Definition {
        name: "array",
        level: Level::Should,
        sends: "A signed list instead of an event",
        matters: "it parses, and has none of the fields that are read next",
        remedy: CHECK_SHAPE,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let event = String::from_utf8_lossy(&maker.event()).into_owned();
            vec![maker.signed(format!("[{event}]").into_bytes())]
        },
    },
    Definition {
        name: "null",
        level: Level::Should,
        sends: "A signed `null` instead of an event",
        matters: "it parses, and reading a field of it throws",
        remedy: CHECK_SHAPE,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(b"null".to_vec())],
    },
    Definition {
        name: "no-type",
        level: Level::Should,
        sends: "A signed object without any field",
        matters: "Spend Management sends bodies without the envelope, signed like events",
        remedy: "Read `type` only where it is there, and answer 2xx to a body without a handler",
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(b"{}".to_vec())],
    },
    Definition {
        name: "deep-nesting",
        level: Level::Should,
        sends: "A signed event with 5,000 lists within each other as its payload",
        matters: "parsers and validators that call themselves run out of stack",
        remedy: PARSE_CAREFULLY,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(body::nested(&maker.event(), DEEP))],
    },
    Definition {
        name: "get",
        level: Level::Should,
        sends: "A GET, as a browser sends it",
        matters: "addresses are opened by people, scanners and monitors",
        remedy: OTHER_METHODS,
        manner: ConnectionMode::Apart,
        make: |maker| {
            let mut request =
                CaseRequest { method: Method::GET, body: None, ..maker.unsigned(Vec::new()) };
            request.headers.remove(CONTENT_TYPE);
            vec![request]
        },
    },
    Definition {
        name: "put",
        level: Level::Should,
        sends: "A signed event as a PUT",
        matters: "what the route does not handle must not break it",
        remedy: OTHER_METHODS,
        manner: ConnectionMode::Apart,
        make: |maker| vec![CaseRequest { method: Method::PUT, ..maker.signed(maker.event()) }],
    },
    Definition {
        name: "content-type",
        level: Level::Should,
        sends: "A signed event as `text/plain`",
        matters: "body parsers leave such a body unread or undefined",
        remedy: "Read the raw body whatever its type, or answer 415",
        manner: ConnectionMode::Apart,
        make: |maker| {
            let mut request = maker.signed(maker.event());
            request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            vec![request]
        },
    },
    Definition {
        name: "short-signature",
        level: Level::Should,
        sends: "An event with a signature of six digits",
        matters: "anybody can make a receiver fail that compares without testing the length",
        remedy: COMPARE_LENGTHS,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.with_signature(maker.event(), "abc123")],
    },
    Definition {
        name: "no-signature",
        level: Level::Should,
        sends: "An event without a signature",
        matters: "anybody can make a receiver fail that decodes a header which is not there",
        remedy: COMPARE_LENGTHS,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.unsigned(maker.event())],
    },
];
