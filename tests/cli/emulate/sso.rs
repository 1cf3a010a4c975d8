//! Single sign-on.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

use super::client::Request;
use super::{Emulator, emulate_with, notes};

const TOKEN_PATH: &str = "/v1/integrations/sso/token";

/// The settings of an integration.
const ENV: &str = "VERCEL_INTEGRATION_ID=oac_1\nINTEGRATION_CLIENT_SECRET=client-secret\n";

fn known_client() -> Emulator {
    emulate_with(&[(".env", ENV)], &["--count", "1", "--state-dir", "state"])
}

fn any_client() -> Emulator {
    emulate_with(&[], &["--count", "1", "--state-dir", "state"])
}

/// The login URL that a browser is sent to.
#[track_caller]
fn login_url(emulator: &Emulator, query: &str) -> Url {
    let answer = emulator.answer(&Request::bare("GET", &format!("/_emulate/sso?{query}")));
    assert_eq!(answer.status, 302, "{}", answer.body);
    answer.header("location").unwrap().parse().unwrap()
}

fn parameter(url: &Url, name: &str) -> String {
    let found = url.query_pairs().find(|(known, _)| known == name);
    found.unwrap_or_else(|| panic!("{url} has no {name}")).1.into_owned()
}

/// A fresh code.
fn code(emulator: &Emulator) -> String {
    parameter(&login_url(emulator, "installation=icfg_1&url=http://localhost:3000/"), "code")
}

fn json_request(body: &Value) -> Request {
    Request::bare("POST", TOKEN_PATH)
        .with("content-type", "application/json; charset=utf-8")
        .body(body.to_string())
}

fn exchange(code: &str) -> Value {
    json!({ "code": code, "client_id": "oac_1", "client_secret": "client-secret" })
}

fn claims(token: &Value) -> Value {
    let payload = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

#[test]
fn sends_the_browser_to_the_login_url_with_what_vercel_adds() {
    let emulator = any_client();
    let url = login_url(
        &emulator,
        "installation=icfg_1&url=http%3A%2F%2Flocalhost%3A3000%2Fcallback%3Fx%3Dy&resource_id=db%207\
         &path=billing",
    );
    let names: Vec<_> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    assert_eq!(names, ["x", "mode", "code", "state", "resource_id", "path"]);
    assert!(url.as_str().starts_with("http://localhost:3000/callback?x=y&mode=sso&code="), "{url}");
    assert_eq!(parameter(&url, "resource_id"), "db 7");
    let again = login_url(&emulator, "url=http://localhost:3000/&state=s");
    assert_eq!(parameter(&again, "state"), "s");
    assert_ne!(parameter(&again, "code"), parameter(&url, "code"));
}

#[test]
fn a_login_url_that_is_none_is_rejected() {
    let emulator = any_client();
    for query in ["installation=icfg_1", "url=", "url=/callback", "url=javascript:alert(1)"] {
        let answer = emulator.answer(&Request::bare("GET", &format!("/_emulate/sso?{query}")));
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.body.contains("`url` must be"), "{}", answer.body);
    }
    let role = "/_emulate/sso?url=http://localhost/&role=OWNER";
    assert!(emulator.answer(&Request::bare("GET", role)).body.contains("unknown role `OWNER`"));
}

#[test]
fn exchanges_a_code_for_a_token_of_the_user() {
    let emulator = known_client();
    let query = "installation=icfg_1&role=USER&url=http://localhost:3000/";
    let code = parameter(&login_url(&emulator, query), "code");
    let response = emulator.answer(&json_request(&exchange(&code)));
    assert_eq!(response.status, 200, "{}", response.body);
    let response = response.json();
    assert_eq!(
        (&response["token_type"], &response["expires_in"]),
        (&json!("Bearer"), &json!(3600))
    );
    let claims = claims(&response["id_token"]);
    for (name, value) in [
        ("iss", "https://marketplace.vercel.com"),
        ("aud", "oac_1"),
        ("installation_id", "icfg_1"),
        ("user_role", "USER"),
        ("type", "id_token"),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    let lifetime = claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
    assert_eq!(lifetime, 3600);
}

#[test]
fn reads_forms_and_the_path_of_older_clients_and_refreshes() {
    let emulator = any_client();
    let code = code(&emulator);
    let form = |pairs: &[(&str, &str)]| {
        let client = [("client_id", "oac_2"), ("client_secret", "any")];
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(client)
            .extend_pairs(pairs)
            .finish();
        let request = Request::bare("POST", &format!("/api{TOKEN_PATH}")).body(body);
        emulator.answer(&request.with("content-type", "application/x-www-form-urlencoded"))
    };
    let first = form(&[("grant_type", "authorization_code"), ("code", &code)]).json();
    let refresh_token = first["refresh_token"].as_str().unwrap();
    for _ in 0..2 {
        let again = form(&[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]);
        assert_eq!(again.status, 200, "{}", again.body);
        let again = again.json();
        let (first, again) = (claims(&first["id_token"]), claims(&again["id_token"]));
        assert_eq!((&again["aud"], &again["sub"]), (&json!("oac_2"), &first["sub"]));
        assert_eq!(again["installation_id"], "icfg_1");
    }
}

#[test]
fn rejects_what_is_no_valid_exchange() {
    let emulator = known_client();
    let body = |changes: Value| {
        let mut body = exchange(&code(&emulator));
        let changes = changes.as_object().unwrap().clone();
        body.as_object_mut().unwrap().extend(changes);
        json_request(&body)
    };
    let used = {
        let request = body(json!({}));
        assert_eq!(emulator.answer(&request).status, 200);
        request
    };
    let unused_refresh_token = json!({ "grant_type": "refresh_token", "refresh_token": "x" });
    for (request, status, error, why) in [
        (used, 400, "invalid_grant", "the code was used before"),
        (body(json!({ "code": "x" })), 400, "invalid_grant", "the code is unknown"),
        (
            body(json!({ "state": "x" })),
            400,
            "invalid_grant",
            "the state is not the one of the code",
        ),
        (body(unused_refresh_token), 400, "invalid_grant", "the refresh_token is unknown"),
        (body(json!({ "client_id": "oac_2" })), 403, "invalid_client", "the client_id is wrong"),
        (
            body(json!({ "client_secret": "x" })),
            403,
            "invalid_client",
            "the client_secret is wrong",
        ),
        (
            body(json!({ "client_secret": null })),
            400,
            "invalid_request",
            "client_secret is missing",
        ),
        (body(json!({ "code": "" })), 400, "invalid_request", "code is missing"),
        (body(json!({ "code": 1 })), 400, "invalid_request", "code must be a string"),
        (
            body(json!({ "grant_type": "password" })),
            400,
            "unsupported_grant_type",
            "grant_type must be authorization_code or refresh_token",
        ),
        (json_request(&json!([])), 400, "invalid_request", "the body is no object"),
        (json_request(&json!({})).body("{"), 400, "invalid_request", "the body is not valid JSON"),
        (
            body(json!({})).with("content-type", "text/plain"),
            400,
            "invalid_request",
            "the body must be JSON or a form, and its content type say so",
        ),
    ] {
        let answer = emulator.answer(&request);
        assert_eq!(answer.status, status, "{why}");
        assert_eq!(answer.json(), json!({ "error": error, "error_description": why }));
    }
    assert_eq!(emulator.answer(&Request::bare("GET", TOKEN_PATH)).status, 405);
}

#[test]
fn codes_and_secrets_are_not_shown() {
    let emulator = known_client();
    let code = code(&emulator);
    let tokens = emulator.answer(&json_request(&exchange(&code))).json();
    let events = emulator.events().body;
    emulator.accepts_a_valid_request();
    let ended = emulator.gives(0, "...\n", format!("secret: from [..]\n{}", notes(1, 0)));
    let shown = [&*events, ended.text(), &ended.stderr].concat();
    assert!(shown.contains(TOKEN_PATH) && shown.contains("(SSO token)"), "{shown}");
    for secret in [&*code, "client-secret", tokens["id_token"].as_str().unwrap()] {
        assert!(!shown.contains(secret), "{shown}");
    }
}
