//! The causes behind several failures.

use crate::http::TransportError;

use super::super::cases::{CATCH_PARSE_ERRORS, COMPARE_LENGTHS, Suite};
use super::super::result::CaseResult;
use super::evidence::{Evidence, OTHER_BYTES, is_unjudged_forgery};

pub struct Cause {
    /// Whether all results together show that it is the cause of this one.
    pub shows: fn(&Evidence<'_>, &CaseResult) -> bool,
    pub fix: &'static str,
}

const NOT_JSON: &str = "robustness.not-json";

const UNKNOWN_TYPE: &str = "genuine.unknown-type";

/// What Node.js says of a parsed body that is hashed.
const HASHED_OBJECT: [&str; 2] =
    ["Received an instance of Object", "must be of type string or an instance of Buffer"];

/// The first that shows is named.
pub const CAUSES: &[Cause] = &[
    Cause {
        shows: |_, result| result.status() == Some(429),
        fix: "Check more slowly: the endpoint limits the rate, and did not judge this. --interval \
              1s sends one request per second, and --skip genuine.burst leaves out the one case \
              that sends many at once",
    },
    Cause {
        shows: |seen, result| {
            // Only a receiver that ignores signatures accepts all of these.
            Suite::of(&result.case) == Suite::Forged
                && result.is_accepted()
                && ["forged.missing", "forged.malformed", "forged.other-secret"]
                    .iter()
                    .all(|id| seen.accepted.contains(id))
        },
        fix: "Check the signature before anything else, and reject with 401 or 403: here the \
              response is 2xx whatever the signature, and Vercel, like any sender, reads nothing \
              but the status",
    },
    Cause {
        shows: |seen, result| {
            let is_said = || HASHED_OBJECT.iter().any(|words| result.says(words));
            seen.is_like_control(result)
                && (is_said() || seen.accepts_instead("robustness.content-type"))
        },
        fix: "Read the raw body: a body parser ran before your handler, so the raw bytes are gone. \
              In Express, mount `express.raw({ type: '*/*' })` for this route before \
              `express.json()`",
    },
    Cause {
        shows: |seen, result| seen.is_rejected(result) && seen.accepts_instead("genuine.spaced"),
        fix: "Hash the raw body: the endpoint parses it and hashes a new serialization, with a \
              space after each colon and comma, as Python's `json.dumps` writes it",
    },
    Cause {
        shows: |seen, result| seen.is_rejected(result) && seen.accepts_instead("forged.sha256"),
        fix: "Hash with SHA-1: the endpoint accepts HMAC-SHA256, and Vercel signs with HMAC-SHA1",
    },
    Cause {
        shows: |seen, result| seen.is_rejected(result) && seen.accepts_instead("forged.base64"),
        fix: "Encode the digest in hexadecimal: the endpoint accepts base64, which Vercel does not \
              send",
    },
    Cause {
        shows: |seen, result| seen.is_rejected(result) && seen.accepts_instead("forged.plain-sha1"),
        fix: "Compute the HMAC with the secret: the endpoint accepts the plain SHA-1 of the body, \
              which anyone can compute",
    },
    Cause {
        shows: |seen, result| {
            seen.is_rejected(result) && seen.accepts_instead("forged.empty-secret")
        },
        fix: "Set the secret where the endpoint runs: it accepts events signed with an empty one",
    },
    Cause {
        shows: |seen, result| {
            seen.is_rejected(result) && seen.accepts_instead("forged.unset-secret")
        },
        fix: "Set the secret where the endpoint runs: it accepts events signed with `undefined`, \
              `null` or `None`, which is what an unset secret becomes in a string",
    },
    Cause {
        shows: |seen, result| {
            OTHER_BYTES.contains(&result.case.id)
                && ["genuine.whitespace", "genuine.spaced"].iter().all(|id| seen.has_failed(id))
                && !seen.is_like_control(result)
        },
        fix: "Hash the raw body: the endpoint parses it and hashes a new serialization, which \
              differs for these events",
    },
    Cause {
        shows: |seen, result| seen.is_only_failure(result, "genuine.non-ascii"),
        fix: "Hash the raw bytes, or decode them as UTF-8: only the event with non-ASCII letters is \
              rejected, so the endpoint decodes the body in another encoding (ASCII, Latin-1)",
    },
    Cause {
        shows: |seen, result| seen.is_only_failure(result, "genuine.whitespace"),
        fix: "Hash the body as it is: only the event with whitespace at its end and line breaks \
              within is rejected, so the endpoint trims the body (`.trim()`) or changes its line \
              breaks",
    },
    Cause {
        shows: |seen, result| seen.is_only_failure(result, "genuine.escapes"),
        fix: "Accept every escape that JSON has (`\\u00fc`, `\\/`, pairs for emoji), and hash the \
              body before any is decoded: only the event with escapes is rejected",
    },
    Cause {
        shows: |seen, result| seen.is_only_failure(result, "genuine.key-order"),
        fix: "Read fields by their names: only the event with its keys in another order is rejected",
    },
    Cause {
        shows: |_, result| {
            result.case.family().is_some() && result.failure() == Some(TransportError::TimedOut)
        },
        fix: "Respond 2xx to every type, including those without a handler: here no response is \
              sent at all, and the request stays open",
    },
    Cause {
        shows: |seen, result| {
            let is_about_types = result.case.id == "genuine.legacy-envelope"
                || result.case.family().is_some()
                || result.case.id == UNKNOWN_TYPE;
            let names_type =
                || result.case.id == "genuine.legacy-envelope" && result.says("deployment-ready");
            is_about_types
                && !seen.is_like_control(result)
                && (seen.has_failed_alike(UNKNOWN_TYPE, result) || names_type())
        },
        fix: "Respond 2xx to every type, including those without a handler: Vercel retries anything \
              else for up to 24 hours",
    },
    Cause {
        shows: |seen, result| {
            result.case.id == "robustness.deep-nesting" && seen.has_failed_alike(NOT_JSON, result)
        },
        fix: CATCH_PARSE_ERRORS,
    },
    Cause {
        shows: |seen, result| {
            result.case.id == "robustness.deep-nesting" && seen.has_passed(NOT_JSON)
        },
        fix: "Check that fields are there before reading inside them: parse errors are caught, but \
              this body is JSON, with arrays where fields of the payload are expected",
    },
    Cause {
        shows: |seen, result| {
            result.case.id == "robustness.empty-body" && seen.has_passed(NOT_JSON)
        },
        fix: "Treat an empty body like any other that is not JSON, and respond 400",
    },
    Cause {
        shows: |seen, result| {
            result.case.id == "robustness.invalid-utf8" && seen.has_passed(NOT_JSON)
        },
        fix: "Catch errors of decoding, too, and respond 400",
    },
    Cause {
        shows: |seen, result| seen.is_unjudged_like_any(result) && result.failure().is_none(),
        fix: "Respond 401 or 403 before anything fails: a server error looks like a crash, and \
              proves nothing. If the endpoint rejects with it on purpose, add it to \
              --expect-rejection",
    },
    Cause {
        shows: |seen, result| seen.is_unjudged_like_any(result),
        fix: "Respond 401 or 403: an endpoint that does not respond may have crashed, and Vercel \
              tries again",
    },
    Cause {
        shows: |seen, result| {
            is_unjudged_forgery(result)
                && seen.has_failed_alike("robustness.short-signature", result)
        },
        fix: COMPARE_LENGTHS,
    },
];
