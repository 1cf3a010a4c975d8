//! What `check` says about a receiver.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::super::child;
use super::super::super::support::SECRET;
use super::suite::{all, level};
use super::{Receiver, forged, genuine};

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
    /// Asserts that no case fails, not even with `--strict`.
    #[track_caller]
    pub fn passes(&self) {
        self.fails([]);
    }

    /// Asserts that these cases fail, that all others pass, and the exit code, with and without
    /// `--strict` where it makes a difference.
    #[track_caller]
    pub fn fails<const N: usize>(&self, ids: [&str; N]) {
        self.fails_with(&[], ids.map(str::to_owned));
    }

    /// The same with further arguments.
    #[track_caller]
    pub fn fails_with(&self, args: &[&str], ids: impl IntoIterator<Item = String>) {
        let ids: BTreeSet<String> = ids.into_iter().collect();
        if ids.iter().any(|id| level(id) == "must") {
            self.verdict(args).is(1, ids);
        } else {
            self.verdict(args).is(0, ids.clone());
            let exit = i32::from(!ids.is_empty());
            self.verdict(&[args, &["--strict"]].concat()).is(exit, ids);
        }
    }

    /// Asserts that of all that was sent these are taken, and that nothing is known of what was
    /// forged beside them.
    #[track_caller]
    pub fn takes_nothing_genuine_but<const N: usize>(&self, ids: [&str; N]) -> Verdict {
        let verdict = self.verdict(&[]);
        let taken = BTreeSet::from(ids.map(str::to_owned));
        let failed: BTreeSet<_> = genuine().symmetric_difference(&taken).cloned().collect();
        let inconclusive = all().difference(&(&failed | &taken)).cloned().collect();
        let not_run = BTreeSet::new();
        assert_eq!(verdict.outcome, Outcome { exit: 1, failed, inconclusive, not_run });
        verdict
    }

    /// Asserts that every forgery is taken, and all else as it should be.
    #[track_caller]
    pub fn takes_every_forgery(&self) -> Verdict {
        let verdict = self.verdict(&[]);
        verdict.is(1, forged());
        verdict
    }

    /// Checks it, with these arguments.
    #[track_caller]
    pub fn verdict(&self, args: &[&str]) -> Verdict {
        Verdict::on(&self.endpoint(), args)
    }
}

impl Verdict {
    /// Asserts that this is said of whatever genuine was refused.
    #[track_caller]
    pub fn blames(&self, cause: &str) {
        for id in ["genuine.valid", "genuine.type.flag.created", "genuine.twice"] {
            let remedy = self.case(id)["remedy"].as_str().unwrap();
            assert!(remedy.contains(cause), "{id}: {remedy}");
        }
    }

    /// Checks an endpoint, with these arguments.
    #[track_caller]
    pub fn on(endpoint: &str, args: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let output = child::command()
            .current_dir(folder.path())
            .env("VERCEL_WEBHOOK_SECRET", SECRET)
            .args(["check", endpoint, "--json"])
            .args(args)
            .output()
            .unwrap();
        let Ok(report) = serde_json::from_slice(&output.stdout) else {
            panic!("{output:?}");
        };
        let mut verdict = Self { outcome: Outcome::default(), report };
        verdict.outcome = Outcome {
            exit: output.status.code().unwrap(),
            failed: verdict.ids("failed"),
            inconclusive: verdict.ids("inconclusive"),
            not_run: verdict.ids("not_run"),
        };
        verdict.is_complete();
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
