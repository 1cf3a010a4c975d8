//! What the answers mean, and the exit code.

use super::{
    FEW, Reply, Server, case, check, is_control, is_genuine, outcomes, receiver, report, signature,
};

/// Cases of each suite and level that need no more than the right answer.
const MIXED: &str = "genuine.valid,genuine.twice,genuine.unknown-type,forged.missing,forged.base64,\
                     forged.two-headers-valid-*,robustness.null,robustness.get";

/// A receiver that takes a request as soon as one of its signatures is right.
fn lenient() -> Server {
    Server::answering(|_, received| {
        let expected = signature(&received.body);
        let is_right = received.headers.iter().any(|(_, value)| *value == expected);
        Reply::status(if is_right { 200 } else { 403 })
    })
}

#[test]
fn a_correct_receiver_passes_whatever_status_it_rejects_with() {
    for status in [301, 400, 401, 403, 404] {
        let report = report(&receiver(status).at(""), &["--only", MIXED, "--strict"], 0);
        assert_eq!(report["summary"]["passed"], 9, "{status}");
    }
}

#[test]
fn a_server_error_or_a_rate_limit_rejects_nothing() {
    for (status, get) in [(429, "inconclusive"), (500, "failed"), (503, "failed")] {
        let report = report(&receiver(status).at(""), &["--only", MIXED], 1);
        assert_eq!(case(&report, "genuine.valid")["outcome"], "passed", "{status}");
        assert_eq!(case(&report, "forged.missing")["outcome"], "inconclusive", "{status}");
        assert_eq!(case(&report, "robustness.get")["outcome"], get, "{status}");
    }
}

#[test]
fn a_rejection_must_have_an_expected_status() {
    let only = ["--only", "forged.missing,forged.base64"];
    for (status, expected, code) in [
        (401, "401,403", 0),
        (403, "401,403", 0),
        (400, "401,403", 1),
        (404, "4xx", 0),
        (404, "4XX", 0),
        (500, "4xx", 1),
        (500, "401,5xx", 0),
    ] {
        let server = receiver(status);
        let args = [&only[..], &["--expect-rejection", expected]].concat();
        let report = report(&server.at(""), &args, code);
        let forged = case(&report, "forged.missing");
        assert_eq!(forged["outcome"], if code == 0 { "passed" } else { "failed" });
        let words = expected.to_lowercase().replace(',', " or ");
        assert_eq!(forged["expected"].as_str().unwrap().to_lowercase(), words);
        assert_eq!(case(&report, "genuine.valid")["expected"], "2xx");
    }
}

#[test]
fn rejects_success_as_an_expected_rejection() {
    for (text, message) in [
        (
            "200",
            "error: --expect-rejection: `200` is not a rejection: [..]\nhint: name the statuses [..]\n",
        ),
        (
            "2xx",
            "error: --expect-rejection: `2xx` is not a rejection: [..]\nhint: name the statuses [..]\n",
        ),
        (
            "401,204",
            "error: --expect-rejection: `204` is not a rejection: [..]\nhint: name the statuses [..]\n",
        ),
        ("4", "error: --expect-rejection: invalid status `4`\nhint: [..]\n"),
        ("99", "error: --expect-rejection: invalid status `99`\nhint: [..]\n"),
    ] {
        let server = Server::willing();
        check(&server.at(""), &["--expect-rejection", text]).gives(2, "", message);
        server.was_never_asked();
    }
}

#[test]
fn a_failed_should_counts_with_strict() {
    let two = "genuine.valid,forged.two-headers-valid-first,forged.missing";
    for (strict, code) in [(&[][..], 0), (&["--strict"], 1)] {
        let server = lenient();
        let report = report(&server.at(""), &[&["--only", two][..], strict].concat(), code);
        let expected = [
            ("genuine.valid", "passed"),
            ("forged.missing", "passed"),
            ("forged.two-headers-valid-first", "failed"),
        ];
        assert_eq!(outcomes(&report), expected);
        let failed = case(&report, "forged.two-headers-valid-first");
        assert_eq!((&failed["level"], &failed["status"]), (&"should".into(), &200.into()));
    }
}

#[test]
fn a_failed_must_is_exit_code_1() {
    let server = Server::willing();
    check(&server.at(""), &["--only", FEW]).gives(
        1,
        "\
CASE                         LEVEL   RESULT        RESPONSE             TIME
genuine.valid                must    passed        200 OK [..]
forged.missing               must    failed        200 OK [..]
robustness.array             should  passed        200 OK [..]

✗ forged.missing (must)
  Sent    An event without a signature: anyone can send that.
  Got     200 OK; expected not 2xx
  Fix     Reject a delivery without a signature before doing anything else with it.
  Reproduce: vercel-hooks check http://[..]/ --only forged.missing --seed [..] --now [..]
",
        "\
secret: [..]
3 cases, 3 requests to http://[..]/, seed [..]
✗ 2 of 3 cases passed, 1 `must` failed ([..])
",
    );
}

#[test]
fn no_response_is_exit_code_3() {
    for (closing, strict, code) in [
        ("forged", &[][..], 3),
        ("robustness", &[], 0),
        ("robustness", &["--strict"], 3),
        // Worse than a forged event that got through.
        ("both", &[], 3),
    ] {
        let server = Server::answering(move |_, received| {
            let is_array = received.body.starts_with(b"[");
            let is_signed = received.header("x-vercel-signature").is_some();
            match closing {
                "robustness" if is_array => Reply::close(),
                "forged" | "both" if !is_signed => Reply::close(),
                "both" => Reply::status(200),
                _ => Reply::status(if is_genuine(received) { 200 } else { 403 }),
            }
        });
        let only = "genuine.valid,forged.missing,forged.base64,robustness.array";
        let report = report(&server.at(""), &[&["--only", only][..], strict].concat(), code);
        let closed = if closing == "robustness" { "robustness.array" } else { "forged.missing" };
        let closed = case(&report, closed);
        let outcome = if closing == "robustness" { "failed" } else { "inconclusive" };
        assert_eq!(closed["outcome"], outcome, "{closing}");
        assert_eq!((&closed["failure"], &closed["status"]), (&"closed".into(), &().into()));
        assert_eq!(report["summary"]["notRun"], 0);
    }
}

#[test]
fn rejections_are_inconclusive_if_genuine_events_are_rejected() {
    let server = Server::always(Reply::status(401));
    let report = report(&server.at(""), &["--only", MIXED], 1);
    for (id, outcome) in outcomes(&report) {
        let expected = if id.starts_with("genuine.") { "failed" } else { "inconclusive" };
        assert_eq!(outcome, expected, "{id}");
    }
    check(&server.at(""), &["--only", "forged.missing,forged.empty"]).gives(
        1,
        "\
CASE [..]
genuine.valid                must    failed        401 [..]
forged.* (2)                 must    inconclusive  401 [..]

✗ genuine.valid (must)
...
",
        "...\n✗ 0 of 3 cases passed, 1 `must` failed, 2 inconclusive: genuine events were \
         rejected too ([..])\n",
    );
}

#[test]
fn an_accepted_forgery_fails_even_if_genuine_events_are_rejected() {
    // Only what is not signed gets through.
    let server = Server::answering(|_, received| {
        let is_signed = received.header("x-vercel-signature").is_some();
        Reply::status(if is_signed { 403 } else { 200 })
    });
    let report = report(&server.at(""), &["--only", "forged.missing,forged.base64"], 1);
    let expected = [
        ("genuine.valid", "failed"),
        ("forged.missing", "failed"),
        ("forged.base64", "inconclusive"),
    ];
    assert_eq!(outcomes(&report), expected);
}

#[test]
fn cases_that_fail_like_the_control_share_its_fix() {
    let only = ["--only", "genuine.valid,genuine.twice,genuine.extra-fields,genuine.unknown-type"];
    for (status, words) in [
        (401, "another secret"),
        (403, "another secret"),
        (404, "no such path"),
        (405, "does not accept POST"),
        (415, "content-type"),
    ] {
        let server = Server::always(Reply::status(status));
        let report = report(&server.at(""), &only, 1);
        for (id, outcome) in outcomes(&report) {
            assert_eq!(outcome, "failed");
            let remedy = case(&report, id)["remedy"].as_str().unwrap();
            assert!(remedy.to_lowercase().contains(&words.to_lowercase()), "{id}: {remedy}");
        }
        // They are told of together.
        let done = check(&server.at(""), &only).ends(1);
        assert_eq!(done.text().matches('✗').count(), 1, "{}", done.text());
        assert!(done.text().contains("✗ genuine.valid, "), "{}", done.text());
    }
}

#[test]
fn a_case_with_another_response_than_the_control_has_its_own_fix() {
    let server = Server::answering(|index, _| Reply::status(if index == 0 { 401 } else { 500 }));
    let report = report(&server.at(""), &["--only", "genuine.valid,genuine.extra-fields"], 1);
    let remedy = case(&report, "genuine.extra-fields")["remedy"].as_str().unwrap();
    assert!(remedy.contains("unknown fields"), "{remedy}");
}

#[test]
fn a_server_error_fails_robustness() {
    for (status, outcome) in [(200, "passed"), (404, "passed"), (499, "passed"), (500, "failed")] {
        let server = Server::answering(move |_, item| {
            Reply::status(if is_control(item) { 200 } else { status })
        });
        let report = report(&server.at(""), &["--suite", "robustness"], 0);
        for (id, found) in &outcomes(&report)[1..] {
            assert_eq!(*found, outcome, "{id} at {status}");
        }
    }
}

#[test]
fn the_first_unexpected_response_of_a_case_decides() {
    let server = Server::in_turn([200, 503, 200].map(Reply::status));
    let only = ["--only", "genuine.keep-alive"];
    let report = report(&server.at(""), &only, 1);
    let case = case(&report, "genuine.keep-alive");
    assert_eq!((&case["status"], &case["requests"]), (&503.into(), &3.into()));
}

/// The remedy of a case against a server that answers the control with 200, and the rest with this.
#[track_caller]
fn fix_after_the_control(id: &str, reply: Reply, more: &[&str], code: i32) -> String {
    let reply =
        move |_, item: &_| if is_control(item) { Reply::status(200) } else { reply.clone() };
    let only = format!("genuine.valid,{id}");
    let args = [&["--only", &*only][..], more].concat();
    let report = report(&Server::answering(reply).at(""), &args, code);
    case(&report, id)["remedy"].as_str().unwrap().to_owned()
}

#[test]
fn each_case_has_its_own_fix_if_genuine_events_are_accepted() {
    for (id, reply, code, words) in [
        ("genuine.unknown-type", Reply::status(404), 0, "without a handler"),
        ("genuine.type.flag.created", Reply::status(405), 1, "every type"),
        ("robustness.short-signature", Reply::close(), 0, "lengths differ"),
        ("forged.malformed", Reply::close(), 3, "20 bytes"),
        ("genuine.chunked", Reply::close(), 0, "until it ends"),
    ] {
        let remedy = fix_after_the_control(id, reply, &[], code);
        assert!(remedy.contains(words), "{id}: {remedy}");
    }
}

#[test]
fn a_rejection_with_another_status_is_not_reported_as_acceptance() {
    let expecting = ["--expect-rejection", "401,403"];
    let remedy = fix_after_the_control("forged.missing", Reply::status(400), &expecting, 1);
    assert_eq!(remedy, "Respond 401 or 403, or add 400 to --expect-rejection");
}

#[test]
fn a_receiver_that_accepts_everything_gets_one_fix() {
    let report = report(&Server::willing().at(""), &["--suite", "forged"], 1);
    for case in report["cases"].as_array().unwrap().iter().skip(1) {
        let remedy = case["remedy"].as_str().unwrap();
        assert!(remedy.starts_with("Check the signature before anything else"), "{case}");
    }
}

#[test]
fn finds_the_secret_of_the_endpoint_among_those_nearby() {
    let another = || {
        Server::answering(|_, received| {
            let right = vercel_hooks::signature::SigningKey::new(b"another").sign(&received.body);
            let is_right = received.header("x-vercel-signature") == Some(&*right.to_string());
            Reply::status(if is_right { 200 } else { 401 })
        })
    };
    let server = another();
    let nearby = [("variable", "$INTEGRATION_SECRET"), ("file", ".env.local")];
    for (place, name) in nearby {
        let run = check(&server.at(""), &["--suite", "genuine"]);
        let run = match place {
            "variable" => run.env("INTEGRATION_SECRET", "another"),
            _ => run.file(".env.local", "VERCEL_WEBHOOK_SECRET=another\n"),
        };
        let done = run.ends(1);
        assert!(done.text().contains("Use the same secret on both sides"), "{}", done.text());
        assert!(done.text().contains(name), "{}", done.text());
        // One row for all that fail alike.
        assert!(done.text().lines().filter(|line| line.contains(" 401 ")).count() <= 3);
    }
}
