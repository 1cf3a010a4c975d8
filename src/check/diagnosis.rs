//! What to change, decided once from the results of all cases.

use std::collections::HashSet;

use crate::delivery::{PROTECTED, advice, is_protection};
use crate::http::TransportError;

use super::cases::{CATCH_PARSE_ERRORS, COMPARE_LENGTHS, CONTROL, Suite, TYPE_PREFIX, capitalized};
use super::guess::Guess;
use super::result::{CaseOutcome, CaseResult};

/// A cause behind several failures.
struct Cause {
    /// Whether all results together show that it is the cause of this one.
    shows: fn(&Evidence<'_>, &CaseResult) -> bool,
    fix: &'static str,
}

/// Cases that send the same in other bytes.
const OTHER_BYTES: [&str; 5] = [
    "genuine.non-ascii",
    "genuine.escapes",
    "genuine.whitespace",
    "genuine.spaced",
    "genuine.key-order",
];

const NOT_JSON: &str = "robustness.not-json";

const UNKNOWN_TYPE: &str = "genuine.unknown-type";

/// What Node.js says of a parsed body that is hashed.
const HASHED_OBJECT: [&str; 2] =
    ["Received an instance of Object", "must be of type string or an instance of Buffer"];

/// The first that shows is named.
const CAUSES: &[Cause] = &[
    Cause {
        shows: |_, result| result.status() == Some(429),
        fix: "Check more slowly: the endpoint limits the rate, and did not judge this. --interval \
              1s sends one request per second, and --skip genuine.burst leaves out the one case \
              that sends many at once",
    },
    Cause {
        shows: |seen, result| {
            // Only a receiver that ignores signatures accepts all of these.
            result.case.suite() == Suite::Forged
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
            result.case.is_for_a_type() && result.failure() == Some(TransportError::TimedOut)
        },
        fix: "Respond 2xx to every type, including those without a handler: here no response is \
              sent at all, and the request stays open",
    },
    Cause {
        shows: |seen, result| {
            let is_about_types = result.case.id == "genuine.legacy-envelope"
                || result.case.id.starts_with(TYPE_PREFIX)
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
            result.is_unjudged_forgery()
                && seen.has_failed_alike("robustness.short-signature", result)
        },
        fix: COMPARE_LENGTHS,
    },
];

/// What to change for each result, where it failed or was not judged.
pub fn diagnose(results: &[CaseResult], guess: Option<&Guess>) -> Vec<Option<String>> {
    let seen = Evidence {
        results,
        guess,
        accepted: results
            .iter()
            .filter(|result| result.is_accepted())
            .map(|result| result.case.id)
            .collect(),
        failed_control: results
            .iter()
            .position(|result| result.case.id == CONTROL && result.is_failed()),
    };
    let fix =
        |(index, result): (usize, &CaseResult)| result.needs_diagnosis().then(|| seen.fix(index));
    results.iter().enumerate().map(fix).collect()
}

struct Evidence<'a> {
    results: &'a [CaseResult],
    guess: Option<&'a Guess>,
    /// The ids of the cases that got 2xx.
    accepted: HashSet<&'static str>,
    failed_control: Option<usize>,
}

impl Evidence<'_> {
    fn result(&self, id: &str) -> Option<&CaseResult> {
        self.results.iter().find(|result| result.case.id == id)
    }

    fn has_failed(&self, id: &str) -> bool {
        self.result(id).is_some_and(CaseResult::is_failed)
    }

    fn has_passed(&self, id: &str) -> bool {
        self.result(id).is_some_and(|result| result.outcome == CaseOutcome::Passed)
    }

    fn has_failed_alike(&self, id: &str, result: &CaseResult) -> bool {
        self.result(id).is_some_and(|other| other.is_failed() && other.got == result.got)
    }

    /// Whether this case failed, and all others that send the same in other bytes passed.
    fn is_only_failure(&self, result: &CaseResult, id: &str) -> bool {
        let is_other = |other: &&&str| **other != id;
        result.case.id == id
            && OTHER_BYTES.iter().filter(is_other).all(|other| self.has_passed(other))
    }

    /// Whether this case is accepted, and no other genuine one.
    fn accepts_instead(&self, id: &str) -> bool {
        let is_other = |other: &&str| *other != id && other.starts_with(Suite::Genuine.label());
        self.accepted.contains(id) && !self.accepted.iter().any(is_other)
    }

    /// Whether a genuine event failed as the control did.
    fn is_like_control(&self, result: &CaseResult) -> bool {
        result.case.suite() == Suite::Genuine
            && self.failed_control.is_some_and(|control| self.results[control].got == result.got)
    }

    fn is_rejected(&self, result: &CaseResult) -> bool {
        self.is_like_control(result) && matches!(result.status(), Some(400..=499))
    }

    /// Whether an event that has a signature like any other, but a wrong one, was not judged either.
    fn is_unjudged_like_any(&self, result: &CaseResult) -> bool {
        let usual = self.result("forged.other-secret");
        result.is_unjudged_forgery()
            && usual.is_some_and(|other| other.is_unjudged_forgery() && other.got == result.got)
    }

    fn fix(&self, index: usize) -> String {
        let result = &self.results[index];
        // What fails as the control does is explained as the control is.
        let control = self.failed_control.filter(|_| self.is_like_control(result));
        let guess = self.guess.filter(|_| control.is_some());
        if let Some(guess) = guess {
            return guess.fix.clone();
        }
        let cause = CAUSES.iter().find(|cause| (cause.shows)(self, result));
        match (cause, control) {
            (Some(cause), _) => cause.fix.to_owned(),
            (None, Some(control)) => self.fix_of_one(control),
            (None, None) => self.fix_of_one(index),
        }
    }

    /// What to change if nothing but this result and those before it is looked at.
    fn fix_of_one(&self, index: usize) -> String {
        let result = &self.results[index];
        let (case, own) = (result.case, || result.case.fix.to_owned());
        let Some(got) = result.got else { return own() };
        if let Some(last) = result.failed_after {
            return format!(
                "Check the server's log: it accepted genuine events until `{last}`, and then no                  longer, so what it rejected since proves nothing"
            );
        }
        let is_reached = |result: &&CaseResult| result.failure() != Some(TransportError::Refused);
        if got == Err(TransportError::Refused)
            && let Some(last) = self.results[..index].iter().rev().find(is_reached)
        {
            let last = last.case.id;
            return format!("The server stopped listening after `{last}`; check its log");
        }
        match got {
            Ok(status)
                if case.suite() == Suite::Forged && result.is_failed() && !result.is_accepted() =>
            {
                return format!(
                    "Respond {}, or add {status} to --expect-rejection",
                    result.expected
                );
            }
            // Of a server that accepts genuine events, these say nothing as a whole.
            Ok(_) | Err(TransportError::TimedOut | TransportError::Closed)
                if case.id != CONTROL =>
            {
                return own();
            }
            _ => {}
        }
        if result.response.as_ref().is_some_and(is_protection) {
            return PROTECTED.to_owned();
        }
        if matches!(got, Ok(401 | 403)) {
            return "The endpoint rejected the delivery: it has another secret, or it hashes the \
                    parsed body instead of the raw bytes. No secret found nearby and no other form \
                    of the signature was accepted either"
                .to_owned();
        }
        // As code, which no report takes for markup.
        let location = result.response.as_ref().and_then(|response| response.header("location"));
        let location = location.map(|location| format!("`{}`", location.replace('`', "'")));
        let endpoint = result.request.as_ref().map(|request| &request.endpoint);
        let general = endpoint.and_then(|endpoint| advice(got, endpoint, location.as_deref()));
        general.map_or_else(own, |text| capitalized(&text))
    }
}
