//! The built-in partner.

use std::collections::BTreeSet;

use super::{call, endpoints};

#[test]
fn every_endpoint_of_the_built_in_partner_answers_as_specified() {
    for (name, _) in endpoints() {
        let done = call([&*name, "--to", "demo", "--json", "-q"]).ends(0);
        assert_eq!(done.stderr, "", "{name}");
        let [result] = &done.json_lines()[..] else { panic!("{name}: {}", done.text()) };
        assert_eq!(result["ok"], true, "{result}");
        assert_eq!(result["violations"].as_array().unwrap().len(), 0, "{result}");
        assert_eq!(result["notes"].as_array().unwrap().len(), 0, "{result}");
    }
}

#[test]
fn installs_into_the_built_in_partner() {
    call(["upsert-installation", "--to", "demo"]).gives(
        0,
        "CALL                 TOKEN   STATUS               TIME  ATTEMPTS  RESULT
upsert-installation  user    200 OK [..]         1  ok
  | {}
",
        "demo: a built-in partner listens at http://127.0.0.1:[..]/ for this run
hint: your own server: --to localhost
",
    );
}

#[test]
fn the_built_in_partner_knows_the_ids_that_are_named() {
    let ids = ["--installation", "icfg_1", "--resource", "db_7", "--product", "postgres"];
    let done = call(["get-resource", "--to", "demo", "--json"].into_iter().chain(ids)).ends(0);
    let result = &done.json_lines()[0];
    assert!(result["url"].as_str().unwrap().ends_with("/v1/installations/icfg_1/resources/db_7"));
    assert!(result["responseBody"].as_str().unwrap().contains(r#""productId":"postgres""#));
}

#[test]
fn the_same_idempotency_key_gives_the_same_resource() {
    let provision = |more: &[&str]| {
        let args = ["provision-resource", "--to", "demo", "--repeat", "3", "--json", "-q"];
        let lines = call(args.into_iter().chain(more.iter().copied())).ends(0).json_lines();
        let id = |line: &serde_json::Value| {
            let body: serde_json::Value =
                serde_json::from_str(line["responseBody"].as_str().unwrap()).unwrap();
            body["id"].clone()
        };
        lines.iter().map(id).collect::<Vec<_>>()
    };
    assert_eq!(provision(&["--idempotency-key", "k"]), ["res-1", "res-1", "res-1"]);
    let ids: BTreeSet<_> = provision(&[]).into_iter().map(|id| id.to_string()).collect();
    assert_eq!(ids.len(), 3, "{ids:?}");
}

#[test]
fn the_built_in_partner_refuses_what_it_cannot_use() {
    for (args, status, code) in [
        (&["provision-resource", "--unset", "name"][..], 400, "validation_error"),
        (&["provision-resource", "--set", "billingPlanId=nope"], 400, "validation_error"),
        (&["provision-resource", "--set", "productId=nope"], 400, "validation_error"),
        (&["provision-resource", "-H", "content-type: text/plain"], 415, "unsupported_media_type"),
        (
            &["request-secrets-rotation", "--set", "delayOldSecretsExpirationHours:=721"],
            400,
            "validation_error",
        ),
        (
            &["request-secrets-rotation", "--set", "delayOldSecretsExpirationHours:=-1"],
            400,
            "validation_error",
        ),
        (&["provision-purchase", "--set", "invoiceId=nope"], 400, "validation_error"),
        (
            &["create-resource-transfer", "--set", "resourceIds:=[\"nope\"]"],
            400,
            "validation_error",
        ),
        (&["update-resource", "--role", "USER"], 403, "forbidden"),
        (&["get-resource", "--user"], 403, "forbidden"),
        (&["update-resource", "--system"], 403, "forbidden"),
        (&["get-resource", "--pre-install"], 403, "forbidden"),
        (&["get-resource", "--now", "2026-01-31"], 401, "unauthorized"),
        (&["get-resource", "-H", "x-vercel-auth: user"], 403, "forbidden"),
    ] {
        let done = call(args.iter().copied().chain(["--to", "demo", "--json", "-q"])).ends(1);
        let result = &done.json_lines()[0];
        assert_eq!(result["status"], status, "{result}");
        assert_eq!(result["result"], "unexpected", "{result}");
        let body = result["responseBody"].as_str().unwrap();
        assert!(body.contains(&format!(r#""code":"{code}""#)), "{body}");
    }
}

#[test]
fn the_built_in_partner_lists_plans_before_there_is_an_installation() {
    call(["list-billing-plans-for-product", "--to", "demo", "--pre-install", "-q"]).ends(0);
}

#[test]
fn the_built_in_partner_rotates_secrets_after_a_fraction_of_an_hour() {
    let delay = ["--set", "delayOldSecretsExpirationHours:=2.5"];
    call(["request-secrets-rotation", "--to", "demo", "-q"].into_iter().chain(delay)).ends(0);
}
