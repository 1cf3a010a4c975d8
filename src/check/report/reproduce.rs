//! The commands that run one case again.

use std::fmt;

use serde::Serialize;

use crate::http::preview::quoted;

use super::super::cases::CaseRequest;

/// In bytes: a `curl` command with a longer body would fill the screen.
const MAX_CURL_BODY: usize = 8 * 1024;

#[derive(Clone, Debug, Serialize)]
pub struct ReproduceCommands {
    /// Sends every request of the case again, byte for byte.
    command: String,
    /// Sends the decisive request, unless its body is long.
    curl: Option<String>,
}

/// Writes the commands that run one case of a run again.
pub struct Reproducer {
    /// How the endpoint is typed.
    pub endpoint: String,
    /// The flags that all cases have in common.
    pub flags: Vec<String>,
}

impl Reproducer {
    pub(super) fn commands(&self, id: &str, request: Option<&CaseRequest>) -> ReproduceCommands {
        let first = [&*self.endpoint, "--only", id].into_iter();
        let words: Vec<String> =
            first.chain(self.flags.iter().map(String::as_str)).map(quoted).collect();
        let is_short = |request: &&CaseRequest| {
            request.body.as_ref().is_none_or(|body| body.len() <= MAX_CURL_BODY)
        };
        ReproduceCommands {
            command: format!("vercel-hooks check {}", words.join(" ")),
            curl: request.filter(is_short).map(|request| request.preview().curl()),
        }
    }
}

impl fmt::Display for ReproduceCommands {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.command)?;
        self.curl.as_ref().map_or(Ok(()), |curl| write!(f, "\n{curl}"))
    }
}
