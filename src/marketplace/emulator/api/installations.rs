//! Installations: their account, members, credentials and end.

use serde_json::json;

use super::super::super::notification::Update;
use super::super::error_response::ErrorResponse;
use super::super::sso::random;
use super::super::store::{Store, key};
use super::{Action, Call, Done, FollowUp, installation, is_revoked, merge, note_plan, token_key};

/// Of an access token, in seconds: ten years. Vercel's own is a number that is not documented.
const EXPIRES_IN: u64 = 10 * 365 * 24 * 60 * 60;

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
    check_client(call)?;
    let token = random();
    let response = json!({
        "access_token": token, "token_type": "oauth2-token", "scope": "", "expires_in": EXPIRES_IN,
    });
    let known = json!({ "since": call.now });
    let id = call.installation();
    Ok(Done::body(response)
        .set(token_key(id, call.token), known.clone())
        .set(token_key(id, token.as_bytes()), known))
}

/// That a token that is not known is not found is a guess.
pub fn revoke_credentials(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    check_client(call)?;
    let id = call.installation();
    let key_of_token = token_key(id, call.text("token").as_bytes());
    let tokens = store.children(&key([id, "tokens"]));
    let live = tokens.filter(|(_, token)| !is_revoked(token)).count();
    let mut token = match store.get(&key_of_token) {
        Some(token) => token.clone(),
        // Tokens that were given out elsewhere are not known by name.
        None if call.text("token").as_bytes() == call.token => json!({}),
        None => return Err(ErrorResponse::not_found("credential", "(the given token)")),
    };
    let is_revoked = is_revoked(&token);
    if !is_revoked {
        if live < 2 {
            return Err(ErrorResponse::conflict("The last credential cannot be revoked"));
        }
        token["revokedAt"] = json!(call.now);
    }
    let response = json!({ "revoked": true, "already_revoked": is_revoked });
    Ok(Done::body(response).set(key_of_token, token))
}

/// Any secret is right where none is known.
fn check_client(call: &Call<'_>) -> Result<(), ErrorResponse> {
    let secrets = &call.client.secrets;
    let secret = call.text("client_secret").as_bytes();
    if secrets.is_empty() || secrets.iter().any(|known| known.expose() == secret) {
        return Ok(());
    }
    Err(ErrorResponse::forbidden("The client secret is wrong"))
}
