//! Requests that no receiver expects: each must get a response, and none a 5xx.

use http::Method;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::super::body;
use super::super::case::Case;
use super::super::case::Level::Should;
use super::super::request::CaseRequest;
use super::Requests::One;
use super::WebhookCase;

/// Recursive parsers give up far below this.
const DEEP: usize = 5000;

pub const CATCH_PARSE_ERRORS: &str = "Catch parse errors, and respond 400";

const CHECK_SHAPE: &str = "Check that the event is an object before reading its fields, and \
                           respond 400 if it is not";

const POST_ONLY: &str = "Respond 405 to everything but POST";

pub const COMPARE_LENGTHS: &str = "Check the header before comparing: constant-time comparisons \
                               (`timingSafeEqual`) throw when lengths differ; respond 401 or 403";

pub const CASES: &[WebhookCase] = &[
    Case {
        id: "robustness.not-json",
        level: Should,
        sends: "A signed body that is not JSON",
        matters: "an uncaught error hides those that matter, and may end the process",
        fix: CATCH_PARSE_ERRORS,
        requests: One(|b| b.signed(b"this is no JSON".to_vec())),
    },
    Case {
        id: "robustness.truncated-json",
        level: Should,
        sends: "The first half of an event, signed",
        matters: "parsers fail late on it, and not as they do on other text",
        fix: CATCH_PARSE_ERRORS,
        requests: One(|b| {
            let mut event = b.event();
            event.truncate(event.len() / 2);
            b.signed(event)
        }),
    },
    Case {
        id: "robustness.invalid-utf8",
        level: Should,
        sends: "A signed body that is not valid UTF-8",
        matters: "decoding fails before parsing does",
        fix: CATCH_PARSE_ERRORS,
        requests: One(|b| {
            let mut event = b.event();
            event.splice(1..1, *b"\"\xff\xfe\xc3\":1,");
            b.signed(event)
        }),
    },
    Case {
        id: "robustness.empty-body",
        level: Should,
        sends: "An empty body, signed",
        matters: "parsers and frameworks treat an empty body as a special case",
        fix: CATCH_PARSE_ERRORS,
        requests: One(|b| b.signed(Vec::new())),
    },
    Case {
        id: "robustness.array",
        level: Should,
        sends: "A signed array instead of an event",
        matters: "it parses, and has none of the fields that are read next",
        fix: CHECK_SHAPE,
        requests: One(|b| b.signed([b"[", &*b.event(), b"]"].concat())),
    },
    Case {
        id: "robustness.null",
        level: Should,
        sends: "A signed `null` instead of an event",
        matters: "it parses, and reading a field of it throws",
        fix: CHECK_SHAPE,
        requests: One(|b| b.signed(b"null".to_vec())),
    },
    Case {
        id: "robustness.no-type",
        level: Should,
        sends: "A signed object without any fields",
        matters: "Spend Management sends bodies without the envelope, signed like events",
        fix: "Read `type` only if it is present, and respond 2xx to a body without a handler",
        requests: One(|b| b.signed(b"{}".to_vec())),
    },
    Case {
        id: "robustness.deep-nesting",
        level: Should,
        sends: "A signed event with 5,000 nested arrays as its payload",
        matters: "recursive parsers and validators run out of stack",
        fix: "Respond 400: either the parser gave up on the nesting, or a field was read that is not \
              there; the server's log tells which",
        requests: One(|b| b.signed(body::nested(&b.event(), DEEP))),
    },
    Case {
        id: "robustness.get",
        level: Should,
        sends: "A GET, as a browser sends it",
        matters: "URLs are opened by people, scanners and monitors",
        fix: POST_ONLY,
        requests: One(|b| {
            let mut request = b.unsigned(Vec::new());
            request.headers.remove(CONTENT_TYPE);
            CaseRequest { method: Method::GET, body: None, ..request }
        }),
    },
    Case {
        id: "robustness.put",
        level: Should,
        sends: "A signed event as a PUT",
        matters: "a method that the route does not handle must not break it",
        fix: POST_ONLY,
        requests: One(|b| CaseRequest { method: Method::PUT, ..b.signed(b.event()) }),
    },
    Case {
        id: "robustness.content-type",
        level: Should,
        sends: "A signed event as `text/plain`",
        matters: "body parsers leave such a body unread or undefined",
        fix: "Read the raw body whatever its content type, or respond 415",
        requests: One(|b| {
            let mut request = b.signed(b.event());
            request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
            request
        }),
    },
    Case {
        id: "robustness.short-signature",
        level: Should,
        sends: "An event with a signature of six digits",
        matters: "anyone can crash a receiver that compares without checking the length",
        fix: COMPARE_LENGTHS,
        requests: One(|b| b.with_signature(b.event(), "abc123")),
    },
    Case {
        id: "robustness.no-signature",
        level: Should,
        sends: "An event without a signature",
        matters: "anyone can crash a receiver that decodes a missing header",
        fix: "Reject a delivery without a signature before reading the header: respond 401 or 403",
        requests: One(|b| b.unsigned(b.event())),
    },
];
