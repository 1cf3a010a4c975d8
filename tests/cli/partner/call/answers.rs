//! Answers of partners, and what is wrong with them.

use serde_json::{Value, json};

use super::super::super::server::{ClosedPort, Reply, Server};
use super::{call, json_reply, plan, resource, with_secrets};

/// Changes a value, and returns it.
fn but(mut value: Value, change: impl FnOnce(&mut Value)) -> Value {
    change(&mut value);
    value
}

fn without(value: Value, name: &str) -> Value {
    but(value, |value| {
        value.as_object_mut().unwrap().remove(name);
    })
}

/// Calls a server that answers so, and asserts the row without its head, what follows it, and
/// standard error.
#[track_caller]
fn judges(endpoint: &str, reply: Reply, code: i32, result: &str, below: &str, stderr: &str) {
    let server = Server::always(reply);
    let args = [endpoint, "--to", &server.at(""), "--installation", "icfg_1"];
    call(args).gives(
        code,
        format!("CALL[..]\n{endpoint}  [..]  {result}\n{below}"),
        stderr.to_owned(),
    );
}

#[test]
fn names_what_violates_the_schema_with_its_path() {
    let provisioned = || with_secrets(resource());
    for (endpoint, body, violations) in [
        ("provision-resource", resource(), &["$.secrets is missing"][..]),
        (
            "provision-resource",
            but(provisioned(), |it| it["secrets"] = json!({})),
            &["$.secrets must be an array, not an object"],
        ),
        (
            "provision-resource",
            but(provisioned(), |it| it["secrets"][0]["value"] = json!("")),
            &["$.secrets[0].value must not be empty"],
        ),
        (
            "provision-resource",
            but(provisioned(), |it| it["billingPlan"] = without(plan(), "id")),
            &["$.billingPlan.id is missing"],
        ),
        (
            "get-resource",
            but(resource(), |it| it["status"] = json!("creating")),
            &[
                "$.status must be one of ready, pending, onboarding, suspended, resumed, uninstalled, \
               error, not creating",
            ],
        ),
        ("get-resource", without(resource(), "metadata"), &["$.metadata is missing"]),
        ("update-resource", without(resource(), "id"), &["$.id is missing"]),
        ("list-resources", json!([]), &["$ must be an object, not an array"]),
        (
            "list-billing-plans-for-product",
            json!({ "plans": [plan(), without(plan(), "id"), but(plan(), |it| it["type"] = json!("x"))] }),
            &[
                "$.plans[1].id is missing",
                "$.plans[2].type must be one of prepayment, subscription, not x",
                "$.plans[2].id must be unique, but $.plans[0] has the same",
            ],
        ),
        (
            "request-secrets-rotation",
            json!({ "sync": false }),
            &["$.secrets is missing", "$.sync must be true, not false"],
        ),
        (
            "get-installation",
            json!({ "notification": { "level": "warning", "title": "Look" } }),
            &["$.notification.level must be one of info, warn, error, not warning"],
        ),
        (
            "delete-installation",
            json!({ "finalized": "yes" }),
            &["$.finalized must be a boolean, not a string"],
        ),
        ("create-resource-transfer", json!({}), &["$.providerClaimId is missing"]),
        ("provision-purchase", json!({ "balances": [] }), &["$.timestamp is missing"]),
        ("delete-resource", json!({}), &["status must be 204, not 200"]),
    ] {
        let server = Server::always(json_reply(200, &body));
        let done = call([endpoint, "--to", &server.at(""), "--json"]).ends(1);
        let result = &done.json_lines()[0];
        let found: Vec<String> = result["violations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| {
                format!("{} {}", it["path"].as_str().unwrap(), it["message"].as_str().unwrap())
            })
            .collect();
        assert_eq!(found, violations, "{endpoint}: {result}");
        assert!(matches!(result["result"].as_str().unwrap(), "invalid" | "unexpected"), "{result}");
        assert_eq!(done.stderr, "");
    }
}

#[test]
fn shows_violations_below_their_row() {
    judges(
        "provision-resource",
        json_reply(200, &resource()),
        1,
        "1 violation",
        "  Wrong   $.secrets is missing\n  | {\"id\":\"db_7\",[..]}\n",
        "",
    );
    let html = Reply::with_body(200, "<!doctype html><title>Hi</title>");
    judges(
        "get-resource",
        html,
        1,
        "1 violation",
        "  Wrong   $ must be JSON, not HTML\n  | <!doctype html><title>Hi</title>\n",
        "",
    );
    judges(
        "get-resource",
        Reply::with_body(200, ""),
        1,
        "1 violation",
        "  Wrong   $ must not be empty\n",
        "",
    );
}

#[test]
fn notes_errors_of_another_shape_with_their_path() {
    for (body, note) in [
        ("<h1>Forbidden</h1>", "$ must be JSON, not HTML"),
        ("", "$ should be JSON with `error.code` and `error.message`"),
        (r#"["forbidden"]"#, "$ must be an object, not an array"),
        (r#"{"error":true,"code":"forbidden"}"#, "$.error must be an object, not a boolean"),
        (r#"{"error":{"code":7,"message":"no"}}"#, "$.error.code must be a string, not a number"),
        (r#"{"error":{"code":"forbidden"}}"#, "$.error.message is missing"),
    ] {
        let server = Server::always(Reply::with_body(403, body));
        let done = call(["update-resource", "--to", &server.at(""), "--json"]).ends(1);
        let result = &done.json_lines()[0];
        assert_eq!(result["result"], "unexpected", "{result}");
        assert_eq!(result["violations"], json!([]), "{result}");
        let first = &result["notes"][0];
        let found = ["path", "message"].map(|name| first[name].as_str().unwrap()).join(" ");
        assert_eq!(found, note, "{result}");
    }
}

#[test]
fn notes_tolerated_statuses() {
    judges(
        "upsert-installation",
        json_reply(201, &json!({})),
        0,
        "ok",
        "  Note    status: [..]201[..]\n  | {}\n",
        "",
    );
}

#[test]
fn other_statuses_fail_and_say_what_to_do() {
    let error = json!({ "error": { "code": "nope", "message": "no" } });
    let body = "  | {\"error\":{\"code\":\"nope\",\"message\":\"no\"}}\n";
    judges(
        "get-resource",
        json_reply(403, &error),
        1,
        "unexpected",
        body,
        "hint: the server rejected a genuine token[..]`vercel-hooks emulate -- COMMAND`[..]OIDC_ISSUER[..]\n",
    );
    judges(
        "provision-resource",
        json_reply(404, &error),
        1,
        "unexpected",
        "...\n",
        "hint: [..]upsert-installation[..]--seed[..]\n",
    );
    judges("update-resource", json_reply(409, &error), 1, "unexpected", body, "");
    judges(
        "get-resource",
        Reply::with_body(500, "Oops"),
        1,
        "unexpected",
        "  Wrong   status must be 200, not 500\n  | Oops\n",
        "hint: the endpoint failed: check its log\n",
    );
    judges(
        "get-resource",
        Reply::redirect(307, "https://example.com/login"),
        1,
        "unexpected",
        "  Wrong   status must be 200, not 307\n",
        "hint: the endpoint redirects to https://example.com/login[..]\n",
    );
}

#[test]
fn expected_statuses_replace_those_of_the_endpoint() {
    let error = json!({ "error": { "code": "not_found", "message": "no" } });
    let server = Server::always(json_reply(404, &error));
    let to = server.at("");
    call(["get-resource", "--to", &to, "--expect", "4xx"]).gives(
        0,
        "CALL[..]\nget-resource  [..]  ok\n  | {\"error\":[..]}\n",
        "",
    );
    call(["get-resource", "--to", &to, "--expect", "200,410"]).ends(1);
    let invalid = Server::always(json_reply(200, &json!({})));
    call(["get-resource", "--to", &invalid.at(""), "--expect", "200"]).ends(1);
}

#[test]
fn a_server_that_does_not_answer_is_unreachable() {
    let row =
        |failure: &str| format!("CALL[..]\nget-resource  system  {failure}[..] no response\n");
    let server = Server::always(Reply::silence());
    call(["get-resource", "--to", &server.at(""), "--timeout", "10ms"]).gives(
        3,
        row("timed out"),
        "hint: the server took too long: --timeout changes the limit\n",
    );
    let server = Server::always(Reply::close());
    call(["get-resource", "--to", &server.at("")]).gives(3, row("closed"), "hint: [..]\n");
    let port = ClosedPort::new();
    call(["get-resource", "--to", &port.endpoint()]).gives(
        3,
        row("refused"),
        "hint: nothing listens at [..]\n",
    );
}

#[test]
fn secrets_in_answers_are_shown_on_request_only() {
    let body = but(with_secrets(resource()), |it| it["notes"] = json!("postgres://s3cret"));
    let server = Server::always(json_reply(200, &body));
    let to = server.at("");
    for more in [&[][..], &["--json"], &["--verbose"], &["--expect", "500"]] {
        let args = ["provision-resource", "--to", &to].into_iter().chain(more.iter().copied());
        let done = call(args).ends(i32::from(more.contains(&"500")));
        assert!(!done.text().contains("s3cret"), "{}", done.text());
        assert!(done.text().contains("…"), "{}", done.text());
    }
    let done = call(["provision-resource", "--to", &to, "--show-secrets"]).ends(0);
    assert!(done.text().contains("postgres://s3cret"), "{}", done.text());
}

#[test]
fn no_output_repeats_the_token_or_the_access_token() {
    let server = Server::answering(|_, received| {
        let token = received.header("authorization").unwrap();
        let body = String::from_utf8_lossy(&received.body);
        json_reply(400, &json!({ "token": token, "error": { "code": "x", "message": body } }))
    });
    let to = server.at("");
    let set = ["--set", "credentials.access_token=my-very-own-token"];
    for more in [&[][..], &["--json"], &["--verbose"]] {
        let args = ["upsert-installation", "--to", &to].into_iter().chain(set);
        let done = call(args.chain(more.iter().copied())).ends(1);
        let received = server.received().pop().unwrap();
        let token = received.header("authorization").unwrap().trim_start_matches("Bearer ");
        for output in [done.text(), &done.stderr] {
            assert!(!output.contains(token), "{output}");
            assert!(!output.contains("my-very-own-token"), "{output}");
        }
    }
}

#[test]
fn no_output_repeats_credentials_from_headers_or_violations() {
    let echoes: [fn(&str) -> Reply; 4] = [
        |token| Reply::redirect(302, &format!("http://127.0.0.1:9/{token}")),
        |token| json_reply(200, &json!({})).with("content-type", &format!("text/{token}")),
        |token| json_reply(200, &json!({ "metadata": {}, "billingPlan": { token: 1 } })),
        |token| json_reply(200, &json!({ "status": token })),
    ];
    for echo in echoes {
        for (header, more) in [("authorization", &[][..]), ("x-key", &["--json"])] {
            let server = Server::answering(move |_, received| {
                echo(received.header(header).unwrap().trim_start_matches("Bearer "))
            });
            let args = ["get-resource", "--to", &server.at(""), "-H", "x-key: own-credential"];
            let done = call(args.into_iter().chain(more.iter().copied())).ends(1);
            let sent = server.only();
            let sent = sent.header(header).unwrap().trim_start_matches("Bearer ").to_lowercase();
            for output in [done.text(), &done.stderr] {
                assert!(!output.to_lowercase().contains(&sent), "{output}");
            }
        }
    }
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let bad = "\u{1b}[31m\u{202e}";
    judges(
        "get-resource",
        json_reply(200, &but(resource(), |it| it["status"] = json!(bad))),
        1,
        "1 violation",
        "  Wrong   $.status must be one of [..], not [..]u{1b}[..]u{202e}\n  | {[..]}\n",
        "",
    );
}

#[test]
fn long_responses_are_judged_up_to_1_mib() {
    let resources = |count| json!({ "resources": vec![resource(); count] });
    for (count, code, result) in [(2_000, 0, "ok"), (10_000, 1, "1 violation")] {
        let server = Server::always(json_reply(200, &resources(count)));
        let wrong = "  Wrong   $ must end, in time and within 1 MiB\n";
        call(["list-resources", "--to", &server.at("")]).gives(
            code,
            format!(
                "CALL[..]\nlist-resources  [..]  {result}\n{}  | [..]\n  … [..] bytes more\n",
                if code == 0 { "" } else { wrong }
            ),
            "",
        );
    }
}

#[test]
fn many_calls_are_counted_and_only_failures_shown() {
    let server = Server::answering(|index, _| match index {
        1 => json_reply(200, &json!({})),
        _ => json_reply(200, &resource()),
    });
    let args = ["get-resource", "--to", &server.at(""), "--repeat", "3"];
    call(args).gives(
        1,
        "CALL[..]
get-resource  system  200 OK [..] ok
get-resource  system  200 OK [..] 5 violations
  Wrong   $.id is missing
  Wrong   $.productId is missing
  Wrong   $.name is missing
  Wrong   $.metadata is missing
  Wrong   $.status is missing
  | {}
get-resource  system  200 OK [..] ok
",
        "✗ 3 calls in [..]: 2 as expected, 1 not\n",
    );
    let server = Server::always(json_reply(200, &resource()));
    let args = ["get-resource", "--to", &server.at(""), "--repeat", "40", "--concurrency", "8"];
    let done = call(args).ends(0);
    assert_eq!(done.text().lines().count(), 41);
    assert_eq!(server.received().len(), 40);
}

#[test]
fn a_refused_token_is_explained_by_whether_the_keys_were_fetched() {
    for (fetches, hint) in [
        (
            json!({ "count": 0, "last": null, "lastUserAgent": null }),
            "[..]never asked `emulate`[..]",
        ),
        (
            json!({ "count": 2, "last": "2026-01-31T12:00:00.000Z", "lastUserAgent": "jose/v5.2.4" }),
            "[..]fetched the keys from `emulate` (jose/v5.2.4)[..]oac_1[..]",
        ),
        (json!("something else"), "[..]perhaps because it still verifies with Vercel's keys[..]"),
    ] {
        let emulator = Server::always(json_reply(200, &fetches));
        let server = Server::always(Reply::status(403));
        call(["get-resource", "--to", &server.at(""), "--integration", "oac_1"])
            .env("VERCEL_API_URL", &emulator.url(""))
            .gives(1, "...\n  Note[..]\n", format!("hint: the server {hint}\n"));
        assert_eq!(emulator.only().target, "/_emulate/jwks");
    }
}
