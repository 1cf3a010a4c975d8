//! Genuine events: what Vercel may send, in every form that it may have.

use crate::catalog::find;

use super::body;
use super::case::{Definition, Level};
use super::case_builder::CaseBuilder;
use super::exchange::{CaseRequest, ConnectionMode};

/// The size of a large body, in bytes.
const LARGE: usize = 1 << 20;

/// So many events come at once.
const BURST: u64 = 16;

/// So many events come over one connection.
const IN_A_ROW: u64 = 3;

/// A type that no catalog has.
const UNKNOWN_TYPE: &str = "vercel-hooks.unknown-type";

/// A type that comes in the legacy envelope.
const LEGACY_TYPE: &str = "deployment-ready";

/// Letters of several scripts, a character beyond the first plane, and what JSON has to escape.
const FOREIGN_TEXT: &str = "Übergröße – café 東京 🚀 \"quoted\" back\\slash\ttab";

const VERIFY_BYTES: &str = "Compute the signature over the bytes of the body as they came, before \
                            anything parses them: a body that was parsed and written again is \
                            another one";

/// They all have to be answered 2xx; the first is the control.
pub const CASES: &[Definition] = &[
    Definition {
        name: "valid",
        level: Level::Must,
        sends: "A genuine event, rightly signed",
        matters: "an endpoint that refuses it receives nothing at all",
        remedy: "Compare the hexadecimal HMAC-SHA1 of the raw body, made with this secret, with \
                 `x-vercel-signature`; `vercel-hooks verify` names the cause of a mismatch",
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(maker.event())],
    },
    Definition {
        name: "null-fields",
        level: Level::Must,
        sends: "An event in which every field that may be null is null",
        matters: "`null` was seen where an object or a text is expected: for `team`, `target` and \
                  others",
        remedy: "Test a field before reading what is inside it: `payload.team?.id`",
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(body::with_nulls(&maker.event(), maker.fields()))],
    },
    Definition {
        name: "absent-fields",
        level: Level::Must,
        sends: "An event without the fields that need not be there",
        matters: "older and newer deliveries lack some of the fields that others have",
        remedy: "Read only fields that are there, and require none of the optional ones",
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(body::without_optional(&maker.event(), maker.fields()))],
    },
    Definition {
        name: "extra-fields",
        level: Level::Must,
        sends: "An event with fields that nobody knows",
        matters: "real deliveries carry more than the documentation lists",
        remedy: "Ignore unknown fields: no `.strict()`, no `additionalProperties: false`, no \
                 `extra=\"forbid\"`",
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(body::with_unknown_members(&maker.event()))],
    },
    Definition {
        name: "unknown-type",
        level: Level::Should,
        sends: "An event of a type that does not exist yet",
        matters: "a webhook can be widened to new types before its receiver is",
        remedy: "Answer 2xx to types without a handler: anything else is repeated up to 24 hours \
                 long",
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(body::with_member(&maker.event(), "type", UNKNOWN_TYPE))],
    },
    Definition {
        name: "legacy-envelope",
        level: Level::Should,
        sends: "An event in the legacy envelope, with `clientId`, `ownerId`, `teamId`, `userId` \
                and `webhookId` at its top",
        matters: "webhooks that were made for a legacy type still receive it so",
        remedy: "Accept the further fields of the envelope",
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(legacy(maker))],
    },
    Definition {
        name: "large-body",
        level: Level::Should,
        sends: "An event of 1 MiB",
        matters: "commit messages and metadata have no documented limit, and many parsers stop \
                  at 100 KB",
        remedy: "Raise the limit of the body parser for this route: Express and Fastify have one",
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(body::padded(&maker.event(), maker.fields(), LARGE))],
    },
    Definition {
        name: "non-ascii",
        level: Level::Must,
        sends: "An event with letters beyond ASCII, quotes and tabs in a text",
        matters: "commit messages hold any text, and decoding it before the signature is checked \
                  may change its bytes",
        remedy: VERIFY_BYTES,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(foreign(maker))],
    },
    Definition {
        name: "escapes",
        level: Level::Must,
        sends: "An event whose texts are written with escapes (`\\u00fc`, `\\/`)",
        matters: "JSON can be written in many ways, and the signature is of the one that was sent",
        remedy: VERIFY_BYTES,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(body::escaped(&foreign(maker)))],
    },
    Definition {
        name: "whitespace",
        level: Level::Must,
        sends: "An event with tabs and line breaks between its tokens, and one at its end",
        matters: "a receiver that trims or re-serialises the body computes another signature",
        remedy: VERIFY_BYTES,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(body::laid_out(&maker.event()))],
    },
    Definition {
        name: "spaced",
        level: Level::Must,
        sends: "An event with a blank after each colon and comma",
        matters: "a receiver that re-serialises the body computes another signature, and in some \
                  languages takes nothing but this",
        remedy: VERIFY_BYTES,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(body::spaced(&maker.event()))],
    },
    Definition {
        name: "key-order",
        level: Level::Must,
        sends: "An event whose keys come in the opposite order",
        matters: "JSON has no order, and a receiver that sorts keys computes another signature",
        remedy: VERIFY_BYTES,
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(body::reversed(&maker.event()))],
    },
    Definition {
        name: "header-case",
        level: Level::Must,
        sends: "An event whose header names are capitalised (`X-Vercel-Signature`)",
        matters: "header names have no case, and proxies rewrite it",
        remedy: "Look the header up without regard to case, through the framework's own headers",
        manner: ConnectionMode::Apart,
        make: |maker| vec![CaseRequest { is_capitalised: true, ..maker.signed(maker.event()) }],
    },
    Definition {
        name: "chunked",
        level: Level::Should,
        sends: "An event in chunks, without a `content-length`",
        matters: "proxies in front of a server pass bodies on like that",
        remedy: "Read the body until it ends, rather than `content-length` bytes",
        manner: ConnectionMode::Apart,
        make: |maker| vec![CaseRequest { is_chunked: true, ..maker.signed(maker.event()) }],
    },
    Definition {
        name: "keep-alive",
        level: Level::Must,
        sends: "Three events, one after the other over one connection",
        matters: "connections are used again, and what is left of one request spoils the next",
        remedy: "Read every body to its end before answering",
        manner: ConnectionMode::OneConnection,
        make: |maker| maker.events(IN_A_ROW).map(|event| maker.signed(event)).collect(),
    },
    Definition {
        name: "fresh-connection",
        level: Level::Must,
        sends: "An event over a second connection, while the first is still open",
        matters: "deliveries come over several connections at a time",
        remedy: "Serve connections side by side: with more than one worker, or a limit above one",
        manner: ConnectionMode::BesideAnOpenOne,
        make: |maker| maker.events(2).map(|event| maker.signed(event)).collect(),
    },
    Definition {
        name: "burst",
        level: Level::Must,
        sends: "16 events at once",
        matters: "one deployment causes several events, and a busy team many deployments",
        remedy: "Answer first and work afterwards: queue the event, and let no pool or lock make \
                 it fail",
        manner: ConnectionMode::AtOnce,
        make: |maker| maker.events(BURST).map(|event| maker.signed(event)).collect(),
    },
    Definition {
        name: "twice",
        level: Level::Must,
        sends: "The same event twice",
        matters: "Vercel repeats, up to 24 hours long, what was not answered 2xx: also what \
                  arrived, but whose answer came too late",
        remedy: "Answer 2xx to an event that was handled before, and do nothing else about it",
        manner: ConnectionMode::Apart,
        make: |maker| vec![maker.signed(maker.event()), maker.signed(maker.event())],
    },
];

fn foreign(maker: &CaseBuilder<'_>) -> Vec<u8> {
    body::with_text(&maker.event(), maker.fields(), FOREIGN_TEXT)
}

/// # Panics
/// Where the catalog has lost the type, which a test would show.
fn legacy(maker: &CaseBuilder<'_>) -> Vec<u8> {
    let event = find(LEGACY_TYPE).and_then(|named| maker.event_of(named));
    event.expect("the catalog has legacy types")
}
