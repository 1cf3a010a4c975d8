//! Receivers with one flaw each: it is found, and nothing else is.

mod bodies;
mod connections;
mod crashes;
mod events;
mod headers;
mod secrets;
mod servers;
mod shapes;

use super::receiver::{Answer, FORGED, Receiver, correct, correctly, is_genuine, trusting};

#[test]
fn a_correct_receiver_passes() {
    correct().passes();
}

#[test]
fn a_correct_receiver_passes_with_its_refusals_expected() {
    correct().fails_with(&["--expect-rejection", "403"], []);
}

#[test]
fn a_correct_receiver_passes_one_case_at_a_time() {
    correct().fails_with(&["--concurrency", "1"], []);
}

#[test]
fn a_correct_receiver_passes_with_many_cases_at_once() {
    correct().fails_with(&["--concurrency", "16"], []);
}

#[test]
fn a_correct_receiver_that_keeps_no_connection_passes() {
    Receiver::new(|request| match correctly(request) {
        Answer::Complete { status, body, .. } => {
            Answer::Complete { status, headers: "connection: close\r\n", body }
        }
        answer => answer,
    })
    .passes();
}

#[test]
fn nothing_is_verified() {
    trusting(|_| true).takes_every_forgery();
}

#[test]
fn a_forgery_is_refused_in_words_alone() {
    let refusal = r#"{"code":"invalid_signature"}"#;
    let verdict = Receiver::new(move |request| {
        if request.method == "POST" && !is_genuine(request) {
            Answer::Complete { status: 200, headers: "", body: refusal }
        } else {
            correctly(request)
        }
    })
    .takes_every_forgery();
    for id in FORGED {
        let case = verdict.case(id);
        assert_eq!(case["responseBody"], refusal, "{id}");
        assert_eq!(case["status"], 200, "{id}");
    }
}

#[test]
fn everything_is_redirected() {
    let elsewhere = "location: /webhooks/\r\n";
    Receiver::new(move |_| Answer::Complete { status: 302, headers: elsewhere, body: "" })
        .takes_nothing_genuine_but([]);
}

#[test]
fn nothing_is_there() {
    Receiver::new(|_| Answer::status(404)).takes_nothing_genuine_but([]);
}

#[test]
fn everything_is_refused() {
    Receiver::new(|_| Answer::status(403)).takes_nothing_genuine_but([]);
}
