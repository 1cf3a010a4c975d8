//! Receivers with one flaw each: the cases that find it fail, and no other case does.

mod connections;
mod events;
mod servers;
mod signatures;

use std::collections::BTreeSet;

use super::super::server::Reply;
use super::receiver::{
    Receiver, Verdict, all, but, correct, correctly, forged, genuine, is_genuine, legacy_types,
    trusting,
};
use Findings::{AcceptsForgeries, AcceptsOnly};

/// What a receiver does wrong, such a receiver, and how `check` finds it.
pub struct Flaw(&'static str, fn() -> Receiver, Findings);

pub enum Findings {
    /// These cases fail, and all others pass.
    Fails(&'static [&'static str]),
    /// These cases fail, all others pass, and this is said of each that fails.
    Diagnosed(&'static [&'static str], &'static str),
    /// The first cases fail, the second prove nothing, and this is said of all of them.
    FailsAndDoubts(&'static [&'static str], &'static [&'static str], &'static str),
    /// The cases with the legacy envelope fail, and all others pass.
    FailsLegacyEvents,
    /// Every forged event is accepted, and all else gets the right response.
    AcceptsForgeries,
    /// Nothing but these cases is accepted, and this is said of the rejected genuine events.
    AcceptsOnly(&'static [&'static str], &'static str),
}

const TABLES: [&[Flaw]; 9] = [
    WHOLE,
    signatures::BODIES,
    signatures::SECRETS,
    signatures::COMPARISONS,
    signatures::HEADERS,
    events::EVENTS,
    events::BODIES,
    events::CRASHES,
    connections::CONNECTIONS,
];

/// Receivers that treat everything alike.
const WHOLE: &[Flaw] = &[
    Flaw("verifies nothing", || trusting(|_| true), AcceptsForgeries),
    Flaw(
        "rejects forged events in words alone",
        || {
            Receiver::new(|request| {
                if request.method == "POST" && !is_genuine(request) {
                    Reply::with_body(200, "invalid signature")
                } else {
                    correctly(request)
                }
            })
        },
        AcceptsForgeries,
    ),
    Flaw(
        "redirects everything",
        || Receiver::new(|_| Reply::redirect(302, "/webhooks/")),
        AcceptsOnly(&[], "redirect"),
    ),
    Flaw("is not found", || Receiver::new(|_| Reply::status(404)), AcceptsOnly(&[], "o such path")),
    Flaw(
        "rejects everything",
        || Receiver::new(|_| Reply::status(403)),
        AcceptsOnly(&[], "another secret"),
    ),
];

impl Findings {
    fn failed(&self) -> BTreeSet<String> {
        match self {
            Self::Fails(ids) | Self::Diagnosed(ids, _) | Self::FailsAndDoubts(ids, ..) => {
                owned(ids)
            }
            Self::FailsLegacyEvents => &legacy_types() | &owned(&["genuine.legacy-envelope"]),
            Self::AcceptsForgeries => forged(),
            Self::AcceptsOnly(accepted, _) => &genuine() ^ &owned(accepted),
        }
    }

    fn assert_of(&self, receiver: &Receiver) {
        let (accepted, cause) = match self {
            Self::AcceptsOnly(accepted, cause) => (accepted, cause),
            Self::Diagnosed(ids, cause) => {
                receiver.fails(self.failed());
                return assert_said(&receiver.verdict(&[]), ids, cause);
            }
            Self::FailsAndDoubts(failed, inconclusive, cause) => {
                let verdict = receiver.verdict(&[]);
                let outcome = &verdict.outcome;
                assert_eq!((outcome.exit, &outcome.failed), (1, &owned(failed)));
                assert_eq!(outcome.inconclusive, owned(inconclusive));
                return assert_said(&verdict, &[*failed, *inconclusive].concat(), cause);
            }
            _ => return receiver.fails(self.failed()),
        };
        let (verdict, failed) = (receiver.verdict(&[]), self.failed());
        let outcome = &verdict.outcome;
        assert_eq!((outcome.exit, &outcome.failed), (1, &failed));
        assert_eq!(outcome.inconclusive, &(&all() - &failed) - &owned(accepted));
        assert_eq!(outcome.not_run, BTreeSet::new());
        assert_said(
            &verdict,
            &["genuine.valid", "genuine.type.flag.created", "genuine.twice"],
            cause,
        );
    }
}

/// Asserts what is said of some cases.
#[track_caller]
fn assert_said(verdict: &Verdict, ids: &[&str], cause: &str) {
    for id in ids {
        let fix = verdict.case(id)["remedy"].as_str().unwrap();
        assert!(fix.contains(cause), "{id}: {fix}");
    }
}

fn owned(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

#[expect(clippy::print_stdout, reason = "it names the receiver if an assertion fails")]
fn assert_found(flaws: &[Flaw]) {
    for Flaw(name, receiver, findings) in flaws {
        println!("a receiver that {name}");
        findings.assert_of(&receiver());
    }
}

#[test]
fn finds_receivers_that_treat_everything_alike() {
    assert_found(WHOLE);
}

#[test]
fn finds_receivers_that_hash_another_body() {
    assert_found(signatures::BODIES);
}

#[test]
fn finds_receivers_that_use_another_key_or_algorithm() {
    assert_found(signatures::SECRETS);
}

#[test]
fn finds_receivers_that_compare_signatures_carelessly() {
    assert_found(signatures::COMPARISONS);
}

#[test]
fn finds_receivers_that_look_for_the_signature_in_the_wrong_place() {
    assert_found(signatures::HEADERS);
}

#[test]
fn finds_receivers_that_cannot_handle_some_events() {
    assert_found(events::EVENTS);
}

#[test]
fn finds_receivers_that_reject_some_bodies() {
    assert_found(events::BODIES);
}

#[test]
fn finds_receivers_that_crash() {
    assert_found(events::CRASHES);
}

#[test]
fn finds_receivers_that_are_particular_about_connections() {
    assert_found(connections::CONNECTIONS);
}

#[test]
fn every_case_finds_a_flaw() {
    let specific = |findings: &&Findings| !matches!(findings, AcceptsOnly(..) | AcceptsForgeries);
    let findings = TABLES.into_iter().flatten().map(|Flaw(_, _, findings)| findings);
    let found: BTreeSet<String> = findings.filter(specific).flat_map(Findings::failed).collect();
    let is_of_type = |id: &String| id.starts_with("genuine.type.");
    let missed: Vec<String> = (&all() - &found).into_iter().filter(|id| !is_of_type(id)).collect();
    // Only a receiver that rejects everything fails it.
    assert_eq!(missed, ["genuine.valid"]);
}

#[test]
fn a_correct_receiver_passes() {
    for args in
        [&[][..], &["--expect-rejection", "403"], &["--concurrency", "1"], &["--concurrency", "16"]]
    {
        correct().with_args(args).fails(BTreeSet::new());
    }
}

#[test]
fn a_correct_receiver_that_keeps_no_connection_passes() {
    let closing = Receiver::new(|request| correctly(request).with("connection", "close"));
    closing.fails(BTreeSet::new());
}

#[test]
fn reports_the_response_to_each_forged_event_that_is_accepted() {
    let refusal = r#"{"code":"invalid_signature"}"#;
    let receiver = but(move |request| {
        let is_forged = request.method == "POST" && !is_genuine(request);
        is_forged.then_some(Reply::with_body(200, refusal))
    });
    let verdict = receiver.verdict(&[]);
    verdict.is(1, forged());
    for id in forged() {
        let case = verdict.case(&id);
        assert_eq!((&case["responseBody"], &case["status"]), (&refusal.into(), &200.into()));
    }
}

#[test]
fn rejections_with_another_status_than_the_expected_fail() {
    let receiver = but(|request| {
        let is_unsigned = request.method == "POST" && request.all("x-vercel-signature").is_empty();
        is_unsigned.then_some(Reply::status(401))
    });
    let ids = owned(&["forged.in-body", "forged.in-query", "forged.missing"]);
    receiver.with_args(&["--expect-rejection", "403"]).fails(ids);
}

#[test]
fn names_a_body_parser_that_runs_before_the_handler() {
    const PAGE: &str = "<!DOCTYPE html><html><head><title>Error</title></head><body><pre>TypeError: \
                        The &quot;data&quot; argument must be of type string or an instance of \
                        Buffer. Received an instance of Object</pre></body></html>";
    for page in [PAGE, "Internal Server Error"] {
        let parsing = Receiver::new(move |request| {
            let is_json = request.header("content-type") == Some("application/json");
            match serde_json::from_slice::<serde_json::Value>(&request.body) {
                _ if request.method != "POST" => Reply::status(404),
                Ok(value) if is_json && (value.is_object() || value.is_array()) => {
                    Reply::with_body(500, page)
                }
                _ if is_json => Reply::status(400),
                _ => correctly(request),
            }
        });
        let verdict = parsing.verdict(&[]);
        let outcome = &verdict.outcome;
        assert_eq!((outcome.exit, &outcome.failed), (1, &genuine()));
        assert_eq!(outcome.inconclusive, &all() - &genuine());
        assert_said(&verdict, &["genuine.valid", "genuine.twice"], "body parser ran before");
    }
}
