//! Events that Vercel may send, in every form that they may have: each must get a 2xx.

use crate::catalog::find;

use super::super::body;
use super::super::case::Case;
use super::super::case::Level::{Must, Should};
use super::super::request::CaseRequest;
use super::Requests::{Many, One};
use super::builder::CaseBuilder;
use super::{ConnectionMode, WebhookCase};

const LARGE_BODY: usize = 1 << 20;

const BURST: u64 = 16;

const UNKNOWN_TYPE: &str = "vercel-hooks.unknown-type";

const LEGACY_TYPE: &str = "deployment-ready";

/// Several scripts, a character outside the basic plane, and characters that JSON escapes.
const UNUSUAL_TEXT: &str = "Übergröße – café 東京 🚀 \"quoted\" back\\slash\ttab";

const HASH_RAW_BYTES: &str = "Compute the signature from the raw bytes of the body, before \
                              anything decodes, trims or parses them";

/// The first is the control.
pub const CASES: &[WebhookCase] = &[
    Case {
        id: "genuine.valid",
        level: Must,
        sends: "A genuine event with a valid signature",
        matters: "an endpoint that rejects it receives nothing at all",
        fix: "Compare `x-vercel-signature` with the hexadecimal HMAC-SHA1 of the raw body, keyed \
              with this secret; `vercel-hooks verify` names the cause of a mismatch",
        requests: One(|b| b.signed(b.event())),
    },
    Case {
        id: "genuine.null-fields",
        level: Must,
        sends: "An event in which every nullable field is null",
        matters: "real deliveries carry `null` where an object or a string is expected, in `team`, \
                  `target` and others",
        fix: "Check a field for null before reading inside it: `payload.team?.id`",
        requests: One(|b| b.signed(body::with_nulls(&b.event(), b.fields()))),
    },
    Case {
        id: "genuine.absent-fields",
        level: Must,
        sends: "An event without its optional fields",
        matters: "older and newer deliveries lack some of the fields that others have",
        fix: "Read only fields that are present, and require none of the optional ones",
        requests: One(|b| b.signed(body::without_optional(&b.event(), b.fields()))),
    },
    Case {
        id: "genuine.extra-fields",
        level: Must,
        sends: "An event with unknown fields",
        matters: "real deliveries carry more fields than the documentation lists",
        fix: "Ignore unknown fields: no `.strict()`, no `additionalProperties: false`, no \
              `extra=\"forbid\"`",
        requests: One(|b| b.signed(body::with_unknown_members(&b.event()))),
    },
    Case {
        id: "genuine.unknown-type",
        level: Should,
        sends: "An event of a type that does not exist yet",
        matters: "a webhook can be subscribed to new types before its receiver handles them",
        fix: "Respond 2xx to types without a handler: Vercel retries anything else for up to 24 \
              hours",
        requests: One(|b| b.signed(body::with_member(&b.event(), "type", UNKNOWN_TYPE))),
    },
    Case {
        id: "genuine.legacy-envelope",
        level: Should,
        sends: "An event in the legacy envelope, with `clientId`, `ownerId`, `teamId`, `userId` \
                and `webhookId` at its top level",
        matters: "webhooks created for a legacy type still receive this form",
        fix: "Accept the type `deployment-ready`, and the additional fields of its envelope",
        requests: One(|b| b.signed(legacy_event(b))),
    },
    Case {
        id: "genuine.large-body",
        level: Should,
        sends: "An event of 1 MiB",
        matters: "commit messages and metadata have no documented limit, and many parsers stop at \
                  100 KB",
        fix: "Raise the body parser's size limit for this route: Express and Fastify have one",
        requests: One(|b| b.signed(body::padded(&b.event(), b.fields(), LARGE_BODY))),
    },
    Case {
        id: "genuine.non-ascii",
        level: Must,
        sends: "An event with non-ASCII letters, quotes and tabs in a string",
        matters: "commit messages hold any text, and decoding it before the signature is checked \
                  may change its bytes",
        fix: HASH_RAW_BYTES,
        requests: One(|b| b.signed(unusual_event(b))),
    },
    Case {
        id: "genuine.escapes",
        level: Must,
        sends: "An event whose strings are written with escapes (`\\u00fc`, `\\/`)",
        matters: "JSON can be written in many ways, and the signature covers the one that was sent",
        fix: HASH_RAW_BYTES,
        requests: One(|b| b.signed(body::escaped(&unusual_event(b)))),
    },
    Case {
        id: "genuine.whitespace",
        level: Must,
        sends: "An event with tabs and line breaks between its tokens, and a line break at its end",
        matters: "a receiver that trims or re-serializes the body computes another signature",
        fix: HASH_RAW_BYTES,
        requests: One(|b| b.signed(body::laid_out(&b.event()))),
    },
    Case {
        id: "genuine.spaced",
        level: Must,
        sends: "An event with a space after each colon and comma",
        matters: "a receiver that re-serializes the body computes another signature, and in some \
                  languages accepts nothing but this",
        fix: HASH_RAW_BYTES,
        requests: One(|b| b.signed(body::spaced(&b.event()))),
    },
    Case {
        id: "genuine.key-order",
        level: Must,
        sends: "An event with its keys in reverse order",
        matters: "JSON objects have no order, and a receiver that sorts keys computes another \
                  signature",
        fix: HASH_RAW_BYTES,
        requests: One(|b| b.signed(body::reversed(&b.event()))),
    },
    Case {
        id: "genuine.header-case",
        level: Must,
        sends: "An event with capitalized header names (`X-Vercel-Signature`)",
        matters: "header names are case-insensitive, and proxies rewrite their case",
        fix: "Look the header up case-insensitively, through the framework's own headers",
        requests: One(|b| CaseRequest { is_capitalized: true, ..b.signed(b.event()) }),
    },
    Case {
        id: "genuine.chunked",
        level: Should,
        sends: "An event in chunks, without a `content-length`",
        matters: "proxies in front of a server may forward bodies like this",
        fix: "Read the body until it ends, rather than `content-length` bytes",
        requests: One(|b| CaseRequest { is_chunked: true, ..b.signed(b.event()) }),
    },
    Case {
        id: "genuine.keep-alive",
        level: Must,
        sends: "Three events, one after the other, over one connection",
        matters: "connections are reused, and what is left of one request corrupts the next",
        fix: "Read every body to its end before responding",
        requests: Many(ConnectionMode::Single, |b| b.signed_events(3)),
    },
    Case {
        id: "genuine.fresh-connection",
        level: Must,
        sends: "An event over a second connection, while the first is still open",
        matters: "deliveries arrive over several connections at a time",
        fix: "Serve connections concurrently: with more than one worker, or a limit above one",
        requests: Many(ConnectionMode::Overlapping, |b| b.signed_events(2)),
    },
    Case {
        id: "genuine.burst",
        level: Must,
        sends: "16 events at once",
        matters: "one deployment causes several events, and a busy team has many deployments",
        fix: "Respond first and work afterwards: queue the event, and let no pool or lock make it \
              fail",
        requests: Many(ConnectionMode::Concurrent, |b| b.signed_events(BURST)),
    },
    Case {
        id: "genuine.twice",
        level: Must,
        sends: "The same event twice",
        matters: "for up to 24 hours Vercel retries what got no 2xx, including events that arrived \
                  but whose response came too late",
        fix: "Respond 2xx to an event that was handled before, and do nothing else about it",
        requests: Many(ConnectionMode::Separate, |b| {
            vec![b.signed(b.event()), b.signed(b.event())]
        }),
    },
];

fn unusual_event(b: &CaseBuilder<'_>) -> Vec<u8> {
    body::with_text(&b.event(), b.fields(), UNUSUAL_TEXT)
}

fn legacy_event(b: &CaseBuilder<'_>) -> Vec<u8> {
    let event = find(LEGACY_TYPE).and_then(|named| b.event_of(named));
    event.expect("the catalog has legacy types")
}
