//! What to change where a case failed, from the case, what came back, and what the control showed.

use crate::delivery::{PROTECTED, StatusPattern, advice};
use crate::http::TransportError;

use super::case::{CONTROL, Case, Suite};
use super::result::{CaseOutcome, CaseResult};

/// What to change in a receiver that takes whatever comes.
const UNCHECKED: &str = "Check the signature before anything else, and refuse with 401 or 403: \
                         here 2xx is the answer whatever the signature is, and Vercel, like \
                         any sender, reads nothing but the status";

/// Whoever takes these looks at no signature.
const UNCHECKED_FROM: [&str; 3] = ["forged.missing", "forged.malformed", "forged.other-secret"];

/// What an endpoint takes that refuses genuine events, and what it does wrong then.
const TAKEN_INSTEAD: [(&str, &str); 6] = [
    (
        "genuine.spaced",
        "Hash the body as it came: the endpoint parses it and hashes what it writes anew, with a \
         blank after each colon and comma, as Python's `json.dumps` does",
    ),
    (
        "forged.sha256",
        "Hash with SHA-1: the endpoint takes HMAC-SHA256, and Vercel signs with HMAC-SHA1",
    ),
    (
        "forged.base64",
        "Write the digest in hexadecimal digits: the endpoint takes base64, which Vercel does not \
         send",
    ),
    (
        "forged.plain-sha1",
        "Compute the HMAC with the secret: the endpoint takes the plain SHA-1 of the body, which \
         anybody can compute",
    ),
    (
        "forged.empty-secret",
        "Set the secret where the endpoint runs: it takes what is signed with an empty one",
    ),
    (
        "forged.unset-secret",
        "Set the secret where the endpoint runs: it takes what is signed with `undefined`, `null` \
         or `None`, as a missing one is written",
    ),
];

/// What the control showed of the endpoint.
#[derive(Debug, Default)]
pub enum Control {
    /// It was not run.
    #[default]
    Unknown,
    /// Genuine events are taken.
    Passed,
    /// They are not.
    Failed {
        /// What came back.
        answer: Option<Result<u16, TransportError>>,
        /// What to change.
        remedy: String,
    },
}

impl Control {
    /// Whether refusals mean nothing.
    pub const fn is_failed(&self) -> bool {
        matches!(self, Self::Failed { .. })
    }

    /// What to change where this case failed; the case before it that found a server at all was
    /// `last_met`.
    pub fn remedy(&self, case: &Case, finding: &CaseResult<'_>, last_met: Option<&str>) -> String {
        let own = || case.remedy.to_owned();
        let Some(answer) = finding.answer() else { return own() };
        if let Self::Failed { answer: control, remedy } = self
            && case.suite == Suite::Genuine
            && *control == Some(answer)
        {
            // It failed as every genuine event does.
            return remedy.clone();
        }
        if let (Err(TransportError::Refused), Some(last_met)) = (answer, last_met) {
            return format!(
                "Find out from its log what ended the server: nothing listens there since \
                 `{last_met}`"
            );
        }
        match answer {
            Ok(status)
                if case.suite == Suite::Forged && !StatusPattern::SUCCESS.matches(status) =>
            {
                let expected = &finding.expected;
                return format!("Answer {expected}, or add {status} to --expect-rejection");
            }
            // Once genuine events were taken, these say nothing of the server as a whole.
            Ok(_) | Err(TransportError::TimedOut | TransportError::Closed)
                if case.id != CONTROL =>
            {
                return own();
            }
            _ => {}
        }
        if finding.is_protected {
            return PROTECTED.to_owned();
        }
        // As code, which no form of report takes for anything else.
        let location =
            finding.location.as_ref().map(|location| format!("`{}`", location.replace('`', "'")));
        let endpoint = finding.request.as_ref().map(|request| &request.endpoint);
        let general = endpoint.and_then(|it| advice(answer, it, location.as_deref()));
        general.map_or_else(own, |text| capitalised(&text))
    }

    /// Learns from the control.
    pub fn learn(&mut self, finding: &CaseResult<'_>) {
        if finding.id != CONTROL {
            return;
        }
        *self = match finding.outcome {
            CaseOutcome::Failed => Self::Failed {
                answer: finding.answer(),
                remedy: finding.remedy.clone().unwrap_or_default(),
            },
            _ => Self::Passed,
        };
    }
}

/// Says what is behind many failures, where that shows in what the endpoint took.
pub fn name_common_cause<'f, 'a: 'f>(findings: impl Iterator<Item = &'f mut CaseResult<'a>>) {
    let mut findings: Vec<_> = findings.collect();
    let taken: Vec<&str> =
        findings.iter().filter(|finding| finding.is_taken()).map(|finding| finding.id).collect();
    let is_taken = |id: &str| taken.contains(&id);
    if UNCHECKED_FROM.iter().all(|id| is_taken(id)) {
        for finding in findings.iter_mut().filter(|it| it.suite == Suite::Forged && it.is_taken()) {
            finding.remedy = Some(UNCHECKED.to_owned());
        }
    }
    let control = findings.iter().find(|finding| finding.id == CONTROL && finding.is_refused());
    // One that takes other genuine events too has another reason.
    let instead = TAKEN_INSTEAD.iter().find(|(id, _)| {
        is_taken(id) && taken.iter().all(|it| it == id || !it.starts_with(Suite::Genuine.label()))
    });
    if let (Some(control), Some((_, cause))) = (control, instead) {
        let general = control.remedy.clone();
        for finding in findings.iter_mut().filter(|finding| finding.remedy == general) {
            finding.remedy = Some((*cause).to_owned());
        }
    }
}

/// Advice stands in the middle of a line elsewhere.
fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
