//! What can be typed for the arguments whose type does not list it.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap_complete::engine::{
    ArgValueCandidates, ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter,
};

use crate::catalog::{EVENT_TYPES, EventType};
use crate::check::{self, Suite, TYPE_PREFIX};
use crate::event::{SCENARIOS, Scenario};
use crate::marketplace::NotificationType;
use crate::marketplace::partner_api::PartnerEndpoint;

pub fn event_types() -> ArgValueCandidates {
    ArgValueCandidates::new(types)
}

/// Event types, and globs that match several of them.
pub fn event_globs() -> ArgValueCandidates {
    ArgValueCandidates::new(|| [types(), plain(type_globs())].into_iter().flatten().collect())
}

/// Event types, globs, and `all`.
pub fn event_selection() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        [types(), plain(["all"]), plain(type_globs())].into_iter().flatten().collect()
    })
}

pub fn event_groups() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        plain(EVENT_TYPES.iter().map(EventType::group).collect::<BTreeSet<_>>())
    })
}

/// Names of scenarios, and files.
pub fn scenarios() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| {
        let is_typed = |name: &str| name.starts_with(&*typed.to_string_lossy());
        let names = SCENARIOS.iter().filter(|(name, _)| is_typed(name)).map(|(name, _)| {
            let about = Scenario::built_in(name).ok().map(|scenario| scenario.about);
            CompletionCandidate::new(name).help(about.map(Into::into))
        });
        names.chain(PathCompleter::file().complete(typed)).collect()
    })
}

/// Check cases, and globs for a suite.
pub fn check_cases() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let cases = check::all(&[])
            .into_iter()
            .map(|case| CompletionCandidate::new(case.id).help(Some(case.sends.into())));
        let suites = Suite::ALL.map(|suite| format!("{}.*", suite.label()));
        cases.chain(plain(suites)).chain(plain([format!("{TYPE_PREFIX}*")])).collect()
    })
}

pub fn notification_types() -> ArgValueCandidates {
    ArgValueCandidates::new(|| plain(NotificationType::ALL.map(NotificationType::name)))
}

/// The endpoints of the Partner API.
pub fn partner_endpoints() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let help = |endpoint: &PartnerEndpoint| Some(endpoint.summary.clone().into());
        PartnerEndpoint::all()
            .map(|endpoint| CompletionCandidate::new(endpoint.name).help(help(endpoint)))
            .collect()
    })
}

pub fn words<const N: usize>(words: [&'static str; N]) -> ArgValueCandidates {
    ArgValueCandidates::new(move || plain(words))
}

fn plain(values: impl IntoIterator<Item = impl Into<String>>) -> Vec<CompletionCandidate> {
    values.into_iter().map(|value| CompletionCandidate::new(value.into())).collect()
}

/// Every spelling of every event type, in the order of the catalog.
fn types() -> Vec<CompletionCandidate> {
    let candidates = EVENT_TYPES.iter().flat_map(|event_type| {
        let summary = event_type.description().map(|description| description.summary);
        std::iter::once(event_type.name)
            .chain(event_type.api_name)
            .map(move |name| CompletionCandidate::new(name).help(summary.clone().map(Into::into)))
    });
    candidates.collect()
}

/// A glob for each prefix that several event types share.
fn type_globs() -> BTreeSet<String> {
    let prefixes = EVENT_TYPES.iter().flat_map(|event_type| {
        let name = event_type.name;
        name.match_indices(['.', ':']).map(|(at, _)| &name[..=at])
    });
    let mut seen = BTreeSet::new();
    prefixes.filter(|prefix| !seen.insert(*prefix)).map(|prefix| format!("{prefix}*")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_glob_matches_event_types() {
        let globs = type_globs();
        for known in ["deployment.*", "marketplace.invoice.*", "spend:*"] {
            assert!(globs.contains(known), "{known}");
        }
        for glob in globs {
            assert!(!crate::catalog::select(&[glob]).unwrap().is_empty());
        }
    }
}
