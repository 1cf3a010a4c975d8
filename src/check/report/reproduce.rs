//! The commands that run one case again.

use serde::Serialize;

use crate::http::preview::shell_quote;

use super::super::request::CaseRequest;
use super::{CaseOutcome, CaseResult, Report};

/// In bytes: a `curl` command with a longer body would fill the screen.
const MAX_CURL_BODY: usize = 8 * 1024;

#[derive(Clone, Debug, Serialize)]
pub struct ReproduceCommands {
    /// Sends every request of the case again, byte for byte.
    command: String,
    /// Sends the decisive request, unless its body is long.
    curl: Option<String>,
}

impl Report {
    /// Nothing for a case that passed.
    pub(super) fn reproduce(&self, result: &CaseResult) -> Option<ReproduceCommands> {
        if result.outcome == CaseOutcome::Passed {
            return None;
        }
        let (endpoint, flags) = &self.info.reproduce;
        let words = [endpoint, "--only", result.case.id].into_iter();
        let words = words.chain(flags.iter().map(String::as_str)).map(shell_quote);
        let is_short = |request: &&CaseRequest| {
            request.body.as_ref().is_none_or(|body| body.len() <= MAX_CURL_BODY)
        };
        Some(ReproduceCommands {
            command: format!("vercel-hooks check {}", words.collect::<Vec<_>>().join(" ")),
            curl: result
                .request
                .as_ref()
                .filter(is_short)
                .map(|request| request.preview().curl(&self.info.trust)),
        })
    }

    pub(super) fn show_commands(&self, commands: &ReproduceCommands) -> String {
        let curl = commands.curl.as_ref().filter(|_| self.info.is_verbose);
        [Some(&commands.command), curl]
            .into_iter()
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    }
}
