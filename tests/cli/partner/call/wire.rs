//! The requests, to the byte.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Server, call, endpoints, partner};

const IDS: [&str; 12] = [
    "--integration",
    "oac_1",
    "--installation",
    "icfg_1",
    "--resource",
    "db/7",
    "--product",
    "postgres",
    "--billing-plan",
    "pro",
    "--claim",
    "claim_1",
];

#[test]
fn every_call_is_as_vercel_makes_it() {
    let server = partner();
    for (number, (name, file)) in endpoints().iter().enumerate() {
        let done =
            call([name, "--to", &server.at("/api/"), "--json"].into_iter().chain(IDS)).ends(0);
        assert_eq!(done.stderr, "", "{name}");
        let received = &server.received()[number];
        assert_eq!(received.method, file["method"].as_str().unwrap());
        let path = file["path"].as_str().unwrap();
        let path = path
            .replace("{installationId}", "icfg_1")
            .replace("{resourceId}", "db%2F7")
            .replace("{productSlug}", "postgres")
            .replace("{providerClaimId}", "claim_1");
        let (target, query) = match received.target.split_once('?') {
            Some((target, query)) => (target, Some(query)),
            None => (received.target.as_str(), None),
        };
        assert_eq!(target, format!("/api{path}"));
        assert_eq!(query.is_some(), file["query"].is_array(), "{name}: {query:?}");
        assert!([None, Some("metadata=%7B%7D"), Some("ids=db%2F7")].contains(&query), "{query:?}");
        let token = received.header("authorization").unwrap().strip_prefix("Bearer ").unwrap();
        assert_eq!(token.split('.').count(), 3);
        assert_eq!(received.header("x-vercel-auth"), file["auth"][0].as_str());
        assert!(received.header("user-agent").unwrap().starts_with("vercel-hooks/"));
        let key = received.header("idempotency-key");
        assert_eq!(key.is_some(), received.method != "GET", "{name}");
        assert!(key.is_none_or(|key| key.len() == 36), "{key:?}");
        let has_body = file["request"].is_object();
        assert_eq!(received.header("content-type"), has_body.then_some("application/json"));
        assert_eq!(!received.body.is_empty(), has_body, "{name}");
        if has_body {
            let schema = &file["request"]["schema"];
            let required = schema["required"].as_array().into_iter().flatten();
            let body = received.json();
            assert!(required.map(|name| name.as_str().unwrap()).all(|name| !body[name].is_null()));
            assert!(!body.to_string().contains("{{"), "{body}");
        }
    }
}

#[test]
fn flags_change_the_body_and_the_headers() {
    let server = partner();
    let args = ["provision-resource", "--to", &server.at(""), "--set", "name=orders"];
    let more = ["--set", "metadata.region=iad1", "--billing-plan", "pro", "--unset", "productId"];
    let headers = ["-H", "x-test: 1", "--idempotency-key", "key-1"];
    call(args.into_iter().chain(more).chain(headers)).gives(
        0,
        "...
provision-resource  user    200 OK [..] ok
...
",
        "warning: Vercel sends no such request: $.productId is missing\n",
    );
    let received = server.only();
    assert_eq!(
        String::from_utf8(received.body.clone()).unwrap().split_once(',').unwrap().1,
        r#""metadata":{"region":"iad1"},"billingPlanId":"pro"}"#
    );
    assert_eq!(received.json()["name"], "orders");
    assert_eq!(received.header("x-test"), Some("1"));
    assert_eq!(received.header("idempotency-key"), Some("key-1"));
}

#[test]
fn the_same_seed_gives_the_same_ids_everywhere() {
    let server = partner();
    for _ in 0..2 {
        call(["get-resource", "--to", &server.at(""), "--seed", "7"]).ends(0);
    }
    let targets: BTreeSet<_> = server.received().into_iter().map(|it| it.target).collect();
    assert_eq!(targets.len(), 1, "{targets:?}");
    let types = ["generate", "integration-resource.project-connected", "--seed", "7"];
    let event = super::vercel_hooks(types).ends(0);
    let event: Value = serde_json::from_slice(&event.stdout).unwrap();
    let installation = event["payload"]["installationId"].as_str();
    let installation = installation.or(event["payload"]["configuration"]["id"].as_str());
    assert!(targets.first().unwrap().contains(installation.unwrap()), "{event}");
}

#[test]
fn the_environment_and_the_project_file_name_ids() {
    let server = partner();
    call(["get-resource", "--to", &server.at("")])
        .env("VERCEL_INSTALLATION_ID", "icfg_env")
        .file("vercel-hooks.toml", "integration = \"oac_file\"\nresource = \"db_file\"\n")
        .ends(0);
    assert_eq!(server.only().target, "/v1/installations/icfg_env/resources/db_file");
}

#[test]
fn each_call_has_a_key_of_its_own_and_its_retries_the_same() {
    let server = Server::in_turn([
        super::Reply::status(500),
        super::Reply::status(204),
        super::Reply::status(204),
    ]);
    let args = ["delete-resource", "--to", &server.at(""), "--repeat", "2"];
    call(args.into_iter().chain(["--retries", "1", "--retry-wait", "1ms"])).gives(
        0,
        "...
delete-resource  user    204 No Content [..] 2  ok
delete-resource  user    204 No Content [..] 1  ok
",
        "delete-resource: attempt 1 failed (500), retrying in [..]
✓ 2 calls in [..]: all as expected
",
    );
    let received = server.received();
    let keys: Vec<_> = received.iter().map(|it| it.header("idempotency-key").unwrap()).collect();
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2]);
    let token = |index: usize| received[index].header("authorization");
    assert_eq!(token(0), token(2), "the token is signed once");
}

#[test]
fn bodies_are_left_out_where_the_method_needs_none() {
    let server = partner();
    let to = server.at("");
    call(["delete-resource", "--to", &to]).ends(0);
    call(["accept-resource-transfer", "--to", &to]).ends(0);
    let received = server.received();
    assert_eq!(received[0].header("content-length"), None);
    assert_eq!(received[1].header("content-length"), Some("0"));
}
