//! The issuer's documents.

use serde_json::json;

use super::super::support::vercel_hooks;
use super::client::Request;
use super::{emulate, emulate_with, notes, row, table};

const DISCOVERY: &str = "/.well-known/openid-configuration";
const JWKS: [&str; 2] = ["/.well-known/jwks", "/.well-known/jwks.json"];
const VERCEL: &str = "https://marketplace.vercel.com";

#[test]
fn serves_the_same_keys_at_both_paths_and_lasting_ones() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().to_str().unwrap();
    let keys = || {
        let emulator = emulate(&["--state-dir", state]);
        let answers = JWKS.map(|path| {
            let answer = emulator.answer(&Request::bare("GET", path));
            assert_eq!(answer.status, 200);
            answer.json()
        });
        assert_eq!(answers[0], answers[1]);
        answers[0].clone()
    };
    let first = keys();
    let key = first["keys"][0].as_object().unwrap();
    for (name, value) in [("kty", "RSA"), ("use", "sig"), ("alg", "RS256"), ("e", "AQAB")] {
        assert_eq!(key[name], value);
    }
    assert!(!key.contains_key("d"));
    assert_eq!(first["keys"].as_array().unwrap().len(), 1);
    assert_eq!(keys(), first);
}

#[test]
fn names_the_issuer_that_a_client_asks_for() {
    let emulator = emulate(&["--count", "1"]);
    let own = format!("http://{}", emulator.address);
    let discovery = Request::bare("GET", DISCOVERY);
    let document = emulator.answer(&discovery).json();
    assert_eq!(document["issuer"], own);
    assert_eq!(document["jwks_uri"], format!("{own}/.well-known/jwks"));
    assert_eq!(document["authorization_endpoint"], format!("{own}/_emulate/sso"));
    let token_endpoint = document["token_endpoint"].as_str().unwrap();
    assert!(token_endpoint.starts_with(&own), "{token_endpoint}");
    for (name, host) in [
        ("x-forwarded-host", "marketplace.vercel.com"),
        ("host", "marketplace.vercel.com"),
        ("host", "marketplace.vercel.com:443"),
    ] {
        let request = if name == "host" {
            discovery.clone().for_host(host)
        } else {
            discovery.clone().with(name, host)
        };
        let document = emulator.answer(&request).json();
        assert_eq!(document["issuer"], VERCEL, "{name}");
        assert_eq!(document["jwks_uri"], format!("{VERCEL}/.well-known/jwks"));
        assert_eq!(document["authorization_endpoint"], format!("{VERCEL}/_emulate/sso"));
        assert_eq!(document["token_endpoint"], "https://api.vercel.com/v1/integrations/sso/token");
    }
    emulator.answer(&discovery.with("x-forwarded-host", "evil.example")).json();
}

#[test]
fn shows_who_fetched_the_keys() {
    let emulator = emulate_with(&[], &["--count", "1", "--state-dir", "state"]);
    let fetches = Request::bare("GET", "/_emulate/jwks");
    let none = json!({ "count": 0, "last": null, "lastUserAgent": null });
    assert_eq!(emulator.answer(&fetches).json(), none);
    let fetch = |path| Request::bare("GET", path).with("user-agent", "jose/v6.2.18");
    emulator.answer(&fetch(JWKS[0]));
    emulator.answer(&fetch(DISCOVERY));
    emulator.answer(&fetch(JWKS[1]).method("PUT"));
    let seen = emulator.answer(&fetches).json();
    assert_eq!((&seen["count"], &seen["lastUserAgent"]), (&json!(1), &json!("jose/v6.2.18")));
    assert_eq!(seen["last"], emulator.events().json()[0]["time"]);
    assert_eq!(emulator.answer(&fetches.method("DELETE")).status, 405);
    emulator.accepts_a_valid_request();
    emulator.gives(
        0,
        table([
            &*row("(keys)", "-", "-", "200 OK"),
            "  | by jose/v6.2.18",
            &row("(discovery)", "-", "-", "200 OK"),
            "  | by jose/v6.2.18",
            &row("(keys)", "-", "-", "405 Method Not…"),
            "  | by jose/v6.2.18",
            "  | method_unknown: This endpoint only responds to GET",
            &super::accepted_row(),
        ]),
        notes(1, 1),
    );
}

#[test]
fn an_unusable_key_is_explained() {
    let key = "state/issuer-key.pem";
    let emulator = emulate_with(&[], &["--count", "1", "--state-dir", "state"]);
    std::fs::create_dir(emulator.path("state")).unwrap();
    std::fs::write(emulator.path(key), "no key").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(emulator.path(key), mode).unwrap();
    }
    let answer = emulator.answer(&Request::bare("GET", JWKS[0]));
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("is not a signing key"), "{}", answer.body);
    emulator.accepts_a_valid_request();
    emulator.gives(0, "...\n", notes(1, 1));
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_keeps_the_command_from_starting() {
    let run = vercel_hooks(["emulate", "--port", "0", "--state-dir", ".", "--", "echo", "started"]);
    run.file("issuer-key.pem", "").gives(
        2,
        "",
        "error: other users can access [..]issuer-key.pem (mode 0644)\nhint: run `chmod 600 [..]`\n",
    );
}
