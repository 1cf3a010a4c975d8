//! What to change, decided once from the results of all cases.

use std::collections::HashSet;

use crate::delivery::{PROTECTED, StatusPattern, advice, is_protection};
use crate::http::TransportError;

use super::cases::{CONTROL, Suite, capitalized};
use super::result::CaseResult;

/// A cause behind several failures, which shows in the cases that the endpoint accepts.
struct Cause {
    explains: Symptom,
    shows: fn(&Evidence<'_>) -> bool,
    fix: &'static str,
}

/// The failed cases that a cause explains.
#[derive(Clone, Copy)]
enum Symptom {
    /// Genuine events that are rejected (4xx) as the control is.
    GenuineRejected,
    ForgedAccepted,
}

/// The first that shows is named.
const CAUSES: &[Cause] = &[
    Cause {
        explains: Symptom::ForgedAccepted,
        shows: |seen| {
            // Only a receiver that ignores signatures accepts all of these.
            ["forged.missing", "forged.malformed", "forged.other-secret"]
                .iter()
                .all(|id| seen.accepted.contains(id))
        },
        fix: "Check the signature before anything else, and reject with 401 or 403: here the \
              response is 2xx whatever the signature, and Vercel, like any sender, reads nothing \
              but the status",
    },
    Cause {
        explains: Symptom::GenuineRejected,
        shows: |seen| seen.accepts_instead("genuine.spaced"),
        fix: "Hash the raw body: the endpoint parses it and hashes a new serialization, with a \
              space after each colon and comma, as Python's `json.dumps` writes it",
    },
    Cause {
        explains: Symptom::GenuineRejected,
        shows: |seen| seen.accepts_instead("forged.sha256"),
        fix: "Hash with SHA-1: the endpoint accepts HMAC-SHA256, and Vercel signs with HMAC-SHA1",
    },
    Cause {
        explains: Symptom::GenuineRejected,
        shows: |seen| seen.accepts_instead("forged.base64"),
        fix: "Encode the digest in hexadecimal: the endpoint accepts base64, which Vercel does not \
              send",
    },
    Cause {
        explains: Symptom::GenuineRejected,
        shows: |seen| seen.accepts_instead("forged.plain-sha1"),
        fix: "Compute the HMAC with the secret: the endpoint accepts the plain SHA-1 of the body, \
              which anyone can compute",
    },
    Cause {
        explains: Symptom::GenuineRejected,
        shows: |seen| seen.accepts_instead("forged.empty-secret"),
        fix: "Set the secret where the endpoint runs: it accepts events signed with an empty one",
    },
    Cause {
        explains: Symptom::GenuineRejected,
        shows: |seen| seen.accepts_instead("forged.unset-secret"),
        fix: "Set the secret where the endpoint runs: it accepts events signed with `undefined`, \
              `null` or `None`, which is what an unset secret becomes in a string",
    },
];

/// What to change for each result, where it failed.
pub fn diagnose(results: &[CaseResult]) -> Vec<Option<String>> {
    let seen = Evidence {
        results,
        accepted: results.iter().filter(|it| it.is_accepted()).map(|it| it.case.id).collect(),
        failed_control: results.iter().position(|it| it.case.id == CONTROL && it.is_failed()),
    };
    let fix = |(index, result): (usize, &CaseResult)| result.is_failed().then(|| seen.fix(index));
    results.iter().enumerate().map(fix).collect()
}

struct Evidence<'a> {
    results: &'a [CaseResult],
    /// The ids of the cases that got 2xx.
    accepted: HashSet<&'static str>,
    failed_control: Option<usize>,
}

impl Evidence<'_> {
    /// Whether this case is accepted, and no other genuine one.
    fn accepts_instead(&self, id: &str) -> bool {
        let is_other = |other: &&str| *other != id && other.starts_with(Suite::Genuine.label());
        self.accepted.contains(id) && !self.accepted.iter().any(is_other)
    }

    fn fix(&self, index: usize) -> String {
        let result = &self.results[index];
        // What fails as the control does is explained as the control is.
        let control = self.failed_control.filter(|&control| {
            let is_alike = self.results[control].got == result.got;
            is_alike && result.case.suite() == Suite::Genuine
        });
        let is_explained = |symptom| match symptom {
            Symptom::ForgedAccepted => result.case.suite() == Suite::Forged && result.is_accepted(),
            Symptom::GenuineRejected => {
                control.is_some() && matches!(result.status(), Some(400..=499))
            }
        };
        let cause = CAUSES.iter().find(|cause| is_explained(cause.explains) && (cause.shows)(self));
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
        let is_reached = |it: &&CaseResult| it.failure() != Some(TransportError::Refused);
        if got == Err(TransportError::Refused)
            && let Some(last) = self.results[..index].iter().rev().find(is_reached)
        {
            let last = last.case.id;
            return format!("The server stopped listening after `{last}`; check its log");
        }
        match got {
            Ok(status)
                if case.suite() == Suite::Forged && !StatusPattern::SUCCESS.matches(status) =>
            {
                let expected = &result.expected;
                return format!("Respond {expected}, or add {status} to --expect-rejection");
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
        // As code, which no report takes for markup.
        let location = result.response.as_ref().and_then(|response| response.header("location"));
        let location = location.map(|location| format!("`{}`", location.replace('`', "'")));
        let endpoint = result.request.as_ref().map(|request| &request.endpoint);
        let general = endpoint.and_then(|endpoint| advice(got, endpoint, location.as_deref()));
        general.map_or_else(own, |text| capitalized(&text))
    }
}
