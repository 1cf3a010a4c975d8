//! What becomes of signatures.

use serde_json::Value;

use super::super::server::Server;
use super::super::support::{SECRET, vercel_hooks, with_secret};
use super::{
    NO_SECRET, SECRET_NOTE, SIGNATURE, delivery, event, folder_with, listen, listen_in, notes, row,
    signature_of, signed, table, told, verifying,
};

const EVENT: &[u8] = br#"{"id":"evt_1","type":"deployment.ready"}"#;

/// The signature of nothing, as in the tests of `verify`.
const OF_NOTHING: &str = "a70641faebc03d3d196810d7348841a3d62b583a";

fn event_row(signature: &str, status: &str) -> String {
    row("deployment.ready", "evt_1", signature, status)
}

#[test]
fn verifies_what_send_signs() {
    let listener = verifying(&["--count", "1", "--record", "r"]);
    let sent = with_secret(["send", "deployment.ready", "--to", &listener.address, "--json"])
        .ends(0)
        .json_lines();
    let row = "[..]:[..]:[..]  deployment.ready          [..]  verified  [..]  200 OK";
    let told = told("", "1 received, 1 verified");
    let ended = listener.gives(0, table([row]), format!("{SECRET_NOTE}{told}"));
    let record: Value = serde_json::from_str(&ended.read_text("r")).unwrap();
    assert_eq!(record["id"], sent[0]["id"]);
    assert!(ended.text().contains(record["id"].as_str().unwrap()), "{}", ended.text());
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
fn does_not_verify_what_is_tampered_with() {
    let listener = verifying(&["--count", "1", "--reject-invalid"]);
    let to = ["send", "deployment.ready", "--to", &listener.address, "--expect", "403"];
    with_secret(to.into_iter().chain(["--tamper", "wrong-body"])).ends(0);
    listener.gives(0, "...\n", "...\nlisten: 1 received, 0 verified, 1 invalid\n");
}

#[test]
fn verifies_with_any_of_several_secrets() {
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
    let below = "  duplicate: this id was received before";
    listener.gives(
        0,
        table([&*row, &*row, below, &*row, below]),
        "secret: from a, [..]\n...\nsecret: from b, [..]\nsecret: from c, [..]\n...\n\
         listen: listening [..]\nlisten: 3 received, 3 verified, 2 duplicate\n",
    );
}

#[test]
fn verifies_an_empty_body_and_an_uppercase_signature() {
    let listener = verifying(&["--count", "2"]);
    listener.answer(&delivery("", OF_NOTHING));
    listener.answer(&delivery(EVENT, &signature_of(EVENT).to_uppercase()));
    let told = told("", "2 received, 2 verified");
    listener.gives(0, "...\n", format!("{SECRET_NOTE}{told}"));
}

#[test]
fn says_what_is_wrong_with_a_signature() {
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
        let told =
            told(&format!("✗ request 1: {words}[..]\n"), "1 received, 0 verified, 1 invalid");
        listener.gives(0, table([&*event_row(word, "200 OK")]), format!("{SECRET_NOTE}{told}"));
    }
}

#[test]
fn json_has_a_code_for_what_is_wrong_with_a_signature() {
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
    let ended = listener.gives(0, "...\n", "...\nlisten: 6 received, 1 verified, 5 invalid[..]\n");
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
fn names_the_cause_of_a_mismatch() {
    let listener = verifying(&["--count", "1"]);
    let indented = "{\n  \"id\": \"evt_1\",\n  \"type\": \"deployment.ready\"\n}";
    listener.answer(&delivery(indented, &signature_of(EVENT)));
    let lines =
        "✗ request 1: signature does not match\nhint: the JSON was rewritten after signing [..]\n";
    let told = told(lines, "1 received, 0 verified, 1 invalid");
    listener.gives(0, "...\n", format!("{SECRET_NOTE}{told}"));
}

#[test]
fn does_not_explain_mismatches_of_large_bodies() {
    let listener = verifying(&["--count", "1"]);
    let body = format!("{}{}", "{}", " ".repeat(300 * 1024));
    listener.answer(&delivery(body, &signature_of(b"{}")));
    let told = told("✗ request 1: signature does not match\n", "1 received, 0 verified, 1 invalid");
    listener.gives(0, "...\n", format!("{SECRET_NOTE}{told}"));
}

#[test]
fn without_a_secret_signatures_are_not_checked() {
    let listener = listen(&["--count", "3"]);
    listener.answer(&event("evt_1"));
    listener.answer(&delivery(EVENT, "x"));
    listener.answer(&event("evt_1").without("x-vercel-signature"));
    let below = "  duplicate: this id was received before";
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
            "3 received, 0 verified, 2 invalid, 2 duplicate",
        ),
    );
}

#[test]
fn json_does_not_call_unchecked_signatures_verified() {
    let listener = listen(&["--count", "1", "--json"]);
    listener.answer(&event("evt_1"));
    let ended = listener.gives(0, "...\n", notes("", "1 received, 0 verified"));
    let line = &ended.json_lines()[0];
    assert_eq!((&line["verified"], &line["reason"]), (&false.into(), &"unchecked".into()));
}

#[test]
fn reject_invalid_answers_403_and_does_not_forward() {
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
            "  forwarded: 200 in [..]",
        ]),
        "...\nlisten: 3 received, 1 verified, 2 invalid\n",
    );
    assert_eq!(server.received().len(), 1);
    let record = ended.read_text("r");
    let records = super::super::running::json_lines(&record);
    assert_eq!(records[0]["status"], 403);
    assert_eq!(records[0]["forwarded"], Value::Null);
    assert_eq!(records[2]["forwarded"]["status"], 200);
}

#[test]
fn a_forgery_does_not_make_the_genuine_event_a_duplicate() {
    let listener = verifying(&["--count", "3", "--json"]);
    for request in [delivery(EVENT, SIGNATURE), signed(EVENT), signed(EVENT)] {
        assert_eq!(listener.answer(&request).status, 200);
    }
    let stderr = "...\nlisten: 3 received, 2 verified, 1 invalid, 1 duplicate\n";
    let lines = listener.gives(0, "...\n", stderr).json_lines();
    assert_eq!([0, 1, 2].map(|index| lines[index]["duplicate"] == true), [false, false, true]);
}

#[test]
fn expect_valid_exits_with_1_after_an_invalid_signature() {
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
fn exits_with_0_after_invalid_signatures_by_default() {
    let listener = verifying(&["--reject-invalid", "--count", "1"]);
    assert_eq!(listener.answer(&delivery(EVENT, SIGNATURE)).status, 403);
    listener.gives(0, "...\n", "...\n");
}

#[test]
fn requires_a_secret_where_signatures_matter() {
    for flag in ["--reject-invalid", "--expect-valid"] {
        let args = ["listen", "--port", "0", "--timeout", "1ms", flag];
        vercel_hooks(args).gives(2, "", "error: no secret to verify with\nhint: [..]\n");
        let told = told("", "0 received, 0 verified");
        with_secret(args).gives(0, table([]), format!("{SECRET_NOTE}{told}"));
    }
}

#[test]
fn finds_the_secret_in_an_env_file() {
    let folder = folder_with(&[(".env", "VERCEL_WEBHOOK_SECRET=xEbuzM1ZAJ46afITQlYqH605\n")]);
    let listener = listen_in(&folder, &["--count", "1"]);
    listener.answer(&signed(EVENT));
    let ended = listener.gives(0, "...\n", "secret: from [..]\n...\n");
    assert!(ended.text().contains("  verified  "), "{}", ended.text());
    assert!(!ended.stderr.contains(NO_SECRET), "{}", ended.stderr);
}
