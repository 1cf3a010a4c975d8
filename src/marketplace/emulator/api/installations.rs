//! Installations: their account, members, credentials and end.

use serde_json::{Value, json};

use super::super::super::notification::Update;
use super::super::error_response::ErrorResponse;
use super::super::sso::random;
use super::super::store::{Store, key};
use super::{Action, Call, Done, FollowUp, installation, merge, note_plan, token_key};

pub fn update(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let mut changed = installation(store, call.installation());
    merge(&mut changed, &call.body);
    note_plan(&mut changed);
    Ok(Done::default().set(key([call.installation()]), changed))
}

/// An installation that is known by its use only has no contact.
pub fn account(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let account = &installation(store, call.installation())["account"];
    let unknown = || json!({ "url": "https://vercel.com", "contact": null });
    Ok(Done::body(if account.is_object() { account.clone() } else { unknown() }))
}

/// Anybody is a member of an installation that is known by its use only.
pub fn member(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let id = call.id("memberId");
    match store.get(&call.key("members", id)) {
        Some(member) => Ok(Done::body(member.clone())),
        None if store.below(&key([call.installation(), "members"])).next().is_none() => {
            Ok(Done::body(json!({ "id": id, "role": "ADMIN" })))
        }
        None => Err(ErrorResponse::not_found("member", id)),
    }
}

/// Vercel reads what changed.
pub fn create_event(_: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let update =
        Update::from_body(call.bytes).map_err(|error| ErrorResponse::bad_request(&error))?;
    let resource = update.resource_id().map(str::to_owned);
    let endpoint = if resource.is_some() { "get-resource" } else { "get-installation" };
    let action = Action::Call { endpoint, resource };
    Ok(Done::default().then(FollowUp { installation: call.installation().to_owned(), action }))
}

/// Ends the 24 hours for the last invoice. That it is refused before is a guess.
pub fn finalize(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let mut ended = installation(store, call.installation());
    if !ended["deletedAt"].is_string() {
        return Err(ErrorResponse::bad_request("the installation is not pending deletion"));
    }
    ended["finalizedAt"] = json!(call.now);
    let removed = call.webhook("integration-configuration.removed", []);
    Ok(Done::default().set(key([call.installation()]), ended).then(removed))
}

/// The old token stays valid (documented).
pub fn rotate_credentials(_: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let secrets = &call.client.secrets;
    let secret = call.text("client_secret").as_bytes();
    if !secrets.is_empty() && !secrets.iter().any(|known| known.expose() == secret) {
        return Err(ErrorResponse::forbidden("The client secret is wrong"));
    }
    let token = random();
    let response = json!({
        "access_token": token, "token_type": "oauth2-token", "scope": "", "expires_in": Value::Null,
    });
    let known = json!({ "since": call.now });
    let id = call.installation();
    Ok(Done::body(response)
        .set(token_key(id, call.token), known.clone())
        .set(token_key(id, token.as_bytes()), known))
}
