//! What to change where a case failed, from the case, what came back, and what the control showed.

use crate::delivery::{Expectation, advice};
use crate::http::Failure;

use super::case::{CONTROL, Case, Suite};
use super::finding::{Finding, Outcome};

/// What to change in a receiver that takes whatever comes.
const UNCHECKED: &str = "Check the signature before anything else, and refuse with 401 or 403: \
                             here 2xx is the answer whatever the signature is, and Vercel, like \
                             any sender, reads nothing but the status";

/// Whoever takes these looks at no signature.
const UNCHECKED_FROM: [&str; 3] = ["forged.missing", "forged.malformed", "forged.other-secret"];

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
        answer: Option<Result<u16, Failure>>,
        /// What to change.
        remedy: String,
    },
}

impl Control {
    /// Whether refusals mean nothing.
    pub const fn is_failed(&self) -> bool {
        matches!(self, Self::Failed { .. })
    }

    /// What to change where this case failed.
    pub fn remedy(&self, case: &Case, finding: &Finding<'_>) -> String {
        let own = || case.remedy.to_owned();
        let Some(answer) = finding.answer() else { return own() };
        if let Self::Failed { answer: control, remedy } = self
            && case.suite == Suite::Genuine
            && *control == Some(answer)
        {
            // It failed as every genuine event does.
            return remedy.clone();
        }
        match answer {
            Ok(status)
                if case.suite == Suite::Forged && !Expectation::SUCCESS.is_met_by(status) =>
            {
                let expected = &finding.expected;
                return format!("Answer {expected}, or add {status} to --expect-rejection");
            }
            // Once genuine events were taken, these say nothing of the server as a whole.
            Ok(_) | Err(Failure::TimedOut | Failure::Closed) if case.id != CONTROL => return own(),
            _ => {}
        }
        // As code, which no form of report takes for anything else.
        let location =
            finding.location.as_ref().map(|location| format!("`{}`", location.replace('`', "'")));
        let endpoint = finding.request.as_ref().map(|request| &request.endpoint);
        let general = endpoint.and_then(|it| advice(answer, it, location.as_deref()));
        general.map_or_else(own, |text| capitalised(&text))
    }

    /// Learns from the control.
    pub fn learn(&mut self, finding: &Finding<'_>) {
        if finding.id != CONTROL {
            return;
        }
        *self = match finding.outcome {
            Outcome::Failed => Self::Failed {
                answer: finding.answer(),
                remedy: finding.remedy.clone().unwrap_or_default(),
            },
            _ => Self::Passed,
        };
    }
}

/// Says one thing instead of many where a receiver takes even what has no right signature at all.
pub fn name_common_cause<'f, 'a: 'f>(findings: impl Iterator<Item = &'f mut Finding<'a>>) {
    let accepted: Vec<_> = findings.filter(|finding| finding.is_accepted_forgery()).collect();
    let has = |id: &str| accepted.iter().any(|finding| finding.id == id);
    if UNCHECKED_FROM.iter().all(|id| has(id)) {
        for finding in accepted {
            finding.remedy = Some(UNCHECKED.to_owned());
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
