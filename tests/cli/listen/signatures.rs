//! What becomes of signatures.

use serde_json::Value;

use super::super::child::Listening;
use super::super::server::Server;
use super::super::support::{SECRET, vercel_hooks, with_secret};
use super::{
    NO_SECRET, SECRET_NOTE, SIGNATURE, command, delivery, event, folder_with, listen, listen_in,
    notes, row, signature_of, signed, table, told, verifying,
};

const EVENT: &[u8] = br#"{"id":"evt_1","type":"deployment.ready"}"#;

/// The signature of nothing, as in the tests of `verify`.
const OF_NOTHING: &str = "a70641faebc03d3d196810d7348841a3d62b583a";

fn event_row(signature: &str, status: &str) -> String {
    row("deployment.ready", "evt_1", signature, status)
}

#[test]
fn what_the_same_program_sends_is_verified() {
    let listener = verifying(&["--count", "1", "--record", "r"]);
    let sent = with_secret(["send", "deployment.ready", "--to", &listener.address, "--json"])
        .ends(0)
        .json_lines();
    let row = "[..]:[..]:[..]  deployment.ready          [..]  verified  [..]  200 OK";
    let told = told("", "1 received, 1 verified");
    let ended = listener.gives(0, table([row]), format!("{SECRET_NOTE}{told}"));
    let record: Value = serde_json::from_str(&ended.read("r")).unwrap();
    assert_eq!(record["id"], sent[0]["id"]);
    assert!(ended.stdout.contains(record["id"].as_str().unwrap()), "{}", ended.stdout);
    let mut keys: Vec<&String> = record.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        [
            "body",
            "duplicate",
            "forwarded",
            "headers",
            "id",
            "method",
            "number",
            "path",
            "reason",
            "status",
            "time",
            "timeMs",
            "type",
            "verified",
        ]
    );
    assert_eq!(record["verified"], true);
    assert_eq!(record["number"], 1);
    assert_eq!(record["status"], 200);
    assert_eq!((&record["method"], &record["path"]), (&"POST".into(), &"/".into()));
    for empty in ["forwarded", "reason"] {
        assert_eq!(record[empty], Value::Null);
    }
}

#[test]
fn what_is_tampered_with_is_not() {
    let listener = verifying(&["--count", "1", "--reject-invalid"]);
    let to = ["send", "deployment.ready", "--to", &listener.address, "--expect", "403"];
    with_secret(to.into_iter().chain(["--tamper", "wrong-body"])).ends(0);
    listener.gives(0, "...\n", "...\nlisten: 1 received, 0 verified, 1 not\n");
}

#[test]
fn any_of_several_secrets_will_do() {
    let folder = folder_with(&[("a", "another"), ("b", SECRET), ("c", "third")]);
    let files = ["--secret-file", "a", "--secret-file", "b", "--secret-file", "c"];
    let listener = listen_in(&folder, &[&files[..], &["--count", "3"]].concat());
    for secret in ["third", SECRET, "another"] {
        let signature = vercel_hooks(["sign", "--quiet"])
            .env("VERCEL_WEBHOOK_SECRET", secret)
            .stdin(EVENT)
            .ends(0);
        listener.answer(&delivery(EVENT, signature.text().trim_end()));
    }
    let row = event_row("verified", "200 OK");
    let below = "  duplicate: this id came before";
    listener.gives(
        0,
        table([&*row, &*row, below, &*row, below]),
        "secret: from a, [..]\n...\nsecret: from b, [..]\nsecret: from c, [..]\n...\n\
         listen: listening [..]\nlisten: 3 received, 3 verified, 2 duplicate\n",
    );
}

#[test]
fn nothing_and_capital_letters_are_verified_too() {
    let listener = verifying(&["--count", "2"]);
    listener.answer(&delivery("", OF_NOTHING));
    listener.answer(&delivery(EVENT, &signature_of(EVENT).to_uppercase()));
    let told = told("", "2 received, 2 verified");
    listener.gives(0, "...\n", format!("{SECRET_NOTE}{told}"));
}

#[test]
fn what_is_wrong_with_a_signature_is_told() {
    let cases = [
        (delivery(EVENT, SIGNATURE), "mismatch", "signature does not match"),
        (event("").body(EVENT).without("x-vercel-signature"), "missing", "no signature"),
        (
            delivery(EVENT, &SIGNATURE[1..]),
            "malformed",
            "the signature has 39 hexadecimal digits instead of 40",
        ),
        (delivery(EVENT, ""), "malformed", "the signature is empty"),
        (signed(EVENT).and("x-vercel-signature", SIGNATURE), "ambiguous", "several signatures"),
        (
            signed(EVENT).and("x-vercel-signature", &signature_of(EVENT)),
            "ambiguous",
            "several signatures",
        ),
    ];
    for (request, word, words) in cases {
        let listener = verifying(&["--count", "1"]);
        assert_eq!(listener.answer(&request).status, 200);
        let told = told(&format!("✗ request 1: {words}[..]\n"), "1 received, 0 verified, 1 not");
        listener.gives(0, table([&*event_row(word, "200 OK")]), format!("{SECRET_NOTE}{told}"));
    }
}

#[test]
fn what_is_wrong_with_a_signature_is_a_code_in_json() {
    let listener = verifying(&["--count", "6", "--json"]);
    for request in [
        delivery(EVENT, SIGNATURE),
        event("").without("x-vercel-signature"),
        delivery(EVENT, &SIGNATURE[1..]),
        delivery(EVENT, ""),
        signed(EVENT).and("x-vercel-signature", SIGNATURE),
        signed(EVENT),
    ] {
        listener.answer(&request);
    }
    let ended = listener.gives(0, "...\n", "...\nlisten: 6 received, 1 verified, 5 not[..]\n");
    let lines = ended.json_lines();
    let reasons: Vec<_> = lines.iter().map(|line| line["reason"].as_str()).collect();
    assert_eq!(
        reasons,
        [
            Some("mismatch"),
            Some("signature_missing"),
            Some("signature_length"),
            Some("signature_empty"),
            Some("signature_ambiguous"),
            None,
        ]
    );
    assert!(lines.iter().all(|line| line["verified"] == (line["number"] == 6)), "{lines:?}");
}

#[test]
fn the_cause_of_a_mismatch_is_named() {
    let listener = verifying(&["--count", "1"]);
    let indented = "{\n  \"id\": \"evt_1\",\n  \"type\": \"deployment.ready\"\n}";
    listener.answer(&delivery(indented, &signature_of(EVENT)));
    let lines = "✗ request 1: signature does not match\nhint: the JSON was written again [..]\n";
    let told = told(lines, "1 received, 0 verified, 1 not");
    listener.gives(0, "...\n", format!("{SECRET_NOTE}{told}"));
}

#[test]
fn no_cause_is_looked_for_in_large_bodies() {
    let listener = verifying(&["--count", "1"]);
    let body = format!("{}{}", "{}", " ".repeat(300 * 1024));
    listener.answer(&delivery(body, &signature_of(b"{}")));
    let told = told("✗ request 1: signature does not match\n", "1 received, 0 verified, 1 not");
    listener.gives(0, "...\n", format!("{SECRET_NOTE}{told}"));
}

#[test]
fn without_a_secret_signatures_are_only_looked_at() {
    let listener = listen(&["--count", "3"]);
    listener.answer(&event("evt_1"));
    listener.answer(&delivery(EVENT, "x"));
    listener.answer(&event("evt_1").without("x-vercel-signature"));
    let below = "  duplicate: this id came before";
    listener.gives(
        0,
        table([
            &*event_row("unchecked", "200 OK"),
            &*event_row("malformed", "200 OK"),
            below,
            &*event_row("missing", "200 OK"),
            below,
        ]),
        notes(
            "✗ request 2: the signature contains [..]\n✗ request 3: no signature\n",
            "3 received, 0 verified, 2 not, 2 duplicate",
        ),
    );
}

#[test]
fn what_was_not_checked_is_not_verified_in_json() {
    let listener = listen(&["--count", "1", "--json"]);
    listener.answer(&event("evt_1"));
    let ended = listener.gives(0, "...\n", notes("", "1 received, 0 verified"));
    let line = &ended.json_lines()[0];
    assert_eq!((&line["verified"], &line["reason"]), (&false.into(), &"unchecked".into()));
}

#[test]
fn what_is_invalid_can_be_rejected_and_is_not_passed_on() {
    let server = Server::willing();
    let args = ["--reject-invalid", "--count", "3", "--record", "r", "--forward-to"];
    let listener = verifying(&[&args[..], &[&*server.at("")]].concat());
    for (request, why) in [
        (delivery(EVENT, SIGNATURE), "signature does not match\n"),
        (event("evt_1").without("x-vercel-signature"), "no signature\n"),
    ] {
        let answer = listener.answer(&request);
        assert_eq!((answer.status, &*answer.body), (403, why));
    }
    server.was_never_asked();
    assert_eq!(listener.answer(&signed(EVENT)).status, 200);
    let ended = listener.gives(
        0,
        table([
            &*event_row("mismatch", "403 Forbidden"),
            &*event_row("missing", "403 Forbidden"),
            &*event_row("verified", "200 OK"),
            "  passed on: 200 in [..]",
        ]),
        "...\nlisten: 3 received, 1 verified, 2 not\n",
    );
    assert_eq!(server.received().len(), 1);
    let record = ended.read("r");
    let records = super::super::child::json_lines(&record);
    assert_eq!(records[0]["status"], 403);
    assert_eq!(records[0]["forwarded"], Value::Null);
    assert_eq!(records[2]["forwarded"]["status"], 200);
}

#[test]
fn a_forgery_makes_no_duplicate_of_the_genuine_event() {
    let listener = verifying(&["--count", "3", "--json"]);
    for request in [delivery(EVENT, SIGNATURE), signed(EVENT), signed(EVENT)] {
        assert_eq!(listener.answer(&request).status, 200);
    }
    let stderr = "...\nlisten: 3 received, 2 verified, 1 not, 1 duplicate\n";
    let lines = listener.gives(0, "...\n", stderr).json_lines();
    assert_eq!([0, 1, 2].map(|index| lines[index]["duplicate"] == true), [false, false, true]);
}

#[test]
fn a_signature_that_was_not_right_can_be_a_no() {
    for (requests, code) in [
        (vec![signed(EVENT), signed(EVENT)], 0),
        (vec![signed(EVENT), delivery(EVENT, SIGNATURE)], 1),
        (vec![event("evt_1").without("x-vercel-signature"), signed(EVENT)], 1),
    ] {
        let listener = verifying(&["--expect-valid", "--count", "2"]);
        for request in &requests {
            assert_eq!(listener.answer(request).status, 200);
        }
        listener.gives(code, "...\n", "...\nlisten: 2 received, [..]\n");
    }
}

#[test]
fn without_expectations_invalid_signatures_are_no_failure() {
    let listener = verifying(&["--reject-invalid", "--count", "1"]);
    assert_eq!(listener.answer(&delivery(EVENT, SIGNATURE)).status, 403);
    listener.gives(0, "...\n", "...\n");
}

#[test]
fn where_signatures_matter_there_has_to_be_a_secret() {
    for flag in ["--reject-invalid", "--expect-valid"] {
        let args = ["listen", "--port", "0", "--timeout", "1ms", flag];
        vercel_hooks(args).gives(2, "", "error: no secret to verify with\nhint: [..]\n");
        let told = told("", "0 received, 0 verified");
        with_secret(args).gives(0, table([]), format!("{SECRET_NOTE}{told}"));
    }
}

#[test]
fn the_secret_of_a_file_in_the_folder_is_found() {
    let folder = folder_with(&[(".env", "VERCEL_WEBHOOK_SECRET=xEbuzM1ZAJ46afITQlYqH605\n")]);
    let listener = Listening::start(command(&["--count", "1"]), folder, None);
    listener.answer(&signed(EVENT));
    let ended = listener.gives(0, "...\n", "secret: from [..]\n...\n");
    assert!(ended.stdout.contains("  verified  "), "{}", ended.stdout);
    assert!(!ended.stderr.contains(NO_SECRET), "{}", ended.stderr);
}
