//! How to run one case again.

use serde::Serialize;

use crate::check::CaseRequest;
use crate::cli::CheckArgs;
use crate::http::endpoint::Endpoint;
use crate::http::preview::shell_quote;

use super::plan::Plan;

/// A command with a longer body would fill the screen.
const LONGEST_BODY: usize = 8 * 1024;

/// How to run one case again.
#[derive(Clone, Debug, Serialize)]
pub struct Again {
    /// With this program: every request of the case, to the byte.
    pub command: String,
    /// With `curl`: the request that decided, unless its body is long.
    pub curl: Option<String>,
}

/// Where the requests go, as it is typed.
#[derive(Clone, Copy)]
pub enum To<'a> {
    /// To a receiver of their own, which is gone when the report is read.
    Demo,
    /// To a server.
    Endpoint(&'a Endpoint),
}

/// Makes the commands that run one case again.
pub struct Repeating {
    /// The arguments that all have in common.
    common: Vec<String>,
}

impl Repeating {
    /// For the cases of a run. Headers stand in reports that are passed on: they are left to whoever
    /// knows them.
    pub fn new(plan: &Plan, to: To<'_>, args: &CheckArgs) -> Self {
        let mut common = match to {
            To::Demo => vec!["demo".to_owned()],
            To::Endpoint(endpoint) => vec![endpoint.to_string()],
        };
        let mut add = |flag: &str, value: String| common.extend([flag.to_owned(), value]);
        if let (To::Demo, Some(path)) = (to, &args.path) {
            add("--path", path.clone());
        }
        add("--seed", plan.seed.to_string());
        add("--now", plan.now.to_string());
        if !args.events.is_empty() {
            add("--events", args.events.join(","));
        }
        for file in &args.secret.secret_file {
            add("--secret-file", file.display().to_string());
        }
        for header in &args.header {
            let name = header.split(':').next().unwrap_or_default();
            add("--header", format!("{name}: …"));
        }
        if !args.expect_rejection.is_empty() {
            add("--expect-rejection", args.expect_rejection.join(","));
        }
        if args.timeout != "30s" {
            add("--timeout", args.timeout.clone());
        }
        if args.strict {
            common.push("--strict".to_owned());
        }
        if args.yes {
            common.push("--yes".to_owned());
        }
        Self { common }
    }

    /// The commands for one case.
    pub fn of(&self, id: &str, request: Option<&CaseRequest>) -> Again {
        let only = ["--only".to_owned(), id.to_owned()];
        let words = self.common[..1].iter().chain(&only).chain(&self.common[1..]);
        let words: Vec<String> = words.map(|word| shell_quote(word)).collect();
        let is_short = |request: &&CaseRequest| {
            request.body.as_ref().is_none_or(|body| body.len() <= LONGEST_BODY)
        };
        Again {
            command: format!("vercel-hooks check {}", words.join(" ")),
            curl: request.filter(is_short).map(|request| request.preview().curl()),
        }
    }
}
