//! What `check` says about a receiver.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::super::support::with_secret;
use super::Receiver;
use super::suite::{all, level};

/// The report about a receiver.
pub struct Verdict {
    /// The exit code, and the ids of the cases that did not pass.
    pub outcome: Outcome,
    report: Value,
}

/// How it ended.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The exit code.
    pub exit: i32,
    /// The failed cases.
    pub failed: BTreeSet<String>,
    /// Those that prove nothing.
    pub inconclusive: BTreeSet<String>,
    /// Those that were not tried.
    pub not_run: BTreeSet<String>,
}

impl Receiver {
    /// Asserts that exactly these cases fail, and the exit code, with `--strict` and without.
    #[track_caller]
    pub fn fails(&self, ids: BTreeSet<String>) {
        let exit = i32::from(ids.iter().any(|id| level(id) == "must"));
        let strict_exit = i32::from(!ids.is_empty());
        self.verdict(&[]).is(exit, ids.clone());
        if exit != 1 {
            self.verdict(&["--strict"]).is(strict_exit, ids);
        }
    }

    /// The verdict of some cases.
    #[track_caller]
    pub fn verdict_of(&self, args: &[&str]) -> Verdict {
        Verdict::on_some(&self.endpoint(), &[self.args, args].concat())
    }

    #[track_caller]
    pub fn verdict(&self, args: &[&str]) -> Verdict {
        Verdict::on(&self.endpoint(), &[self.args, args].concat())
    }
}

impl Verdict {
    /// Checks an endpoint with every case.
    #[track_caller]
    pub fn on(endpoint: &str, args: &[&str]) -> Self {
        let verdict = Self::on_some(endpoint, args);
        verdict.is_complete();
        verdict
    }

    /// Checks an endpoint with the cases that the arguments select.
    #[track_caller]
    pub fn on_some(endpoint: &str, args: &[&str]) -> Self {
        let done = with_secret(["check", endpoint, "--json"]).args(args).finishes();
        let Ok(report) = serde_json::from_slice(&done.stdout) else {
            panic!("{}{}", done.text(), done.stderr);
        };
        let mut verdict = Self { outcome: Outcome::default(), report };
        verdict.outcome = Outcome {
            exit: done.code(),
            failed: verdict.ids("failed"),
            inconclusive: verdict.ids("inconclusive"),
            not_run: verdict.ids("not_run"),
        };
        verdict
    }

    /// Asserts the exit code, that these cases failed, and that the others passed.
    #[track_caller]
    pub fn is(&self, exit: i32, failed: BTreeSet<String>) {
        assert_eq!(self.outcome, Outcome { exit, failed, ..Outcome::default() });
    }

    /// The cases.
    pub fn cases(&self) -> &[Value] {
        self.report["cases"].as_array().unwrap()
    }

    /// A case.
    #[track_caller]
    pub fn case(&self, id: &str) -> &Value {
        self.cases().iter().find(|case| case["id"] == id).unwrap()
    }

    /// What the failed cases have under this name.
    pub fn of_failed(&self, member: &str) -> Vec<&Value> {
        let failed = self.cases().iter().filter(|case| case["outcome"] == "failed");
        failed.map(|case| &case[member]).collect()
    }

    /// Asserts that every case is there once, at its level, and counted.
    #[track_caller]
    fn is_complete(&self) {
        let mut ids = BTreeSet::new();
        for case in self.cases() {
            let id = case["id"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{id} is there twice");
            assert_eq!(case["level"], level(id), "{id}");
            assert_eq!(case["suite"], id.split('.').next().unwrap(), "{id}");
        }
        assert_eq!(ids, all());
        for (member, count) in [
            ("cases", ids.len()),
            ("passed", self.ids("passed").len()),
            ("failed", self.ids("failed").len()),
            ("inconclusive", self.ids("inconclusive").len()),
            ("notRun", self.ids("not_run").len()),
        ] {
            assert_eq!(self.report["summary"][member], count, "{member}");
        }
    }

    fn ids(&self, outcome: &str) -> BTreeSet<String> {
        let ended = self.cases().iter().filter(|case| case["outcome"] == outcome);
        ended.map(|case| case["id"].as_str().unwrap().to_owned()).collect()
    }
}
