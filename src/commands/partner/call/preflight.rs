//! Why a server rejected a genuine token: whether it has asked for the keys that verify it.

use std::time::Duration;

use http::HeaderMap;

use crate::http::endpoint::Endpoint;
use crate::http::{Client, Trust, runtime};
use crate::marketplace::{JWKS_FETCHES_PATH, JwksFetches, PORT};
use crate::settings::project;

const TIMEOUT: Duration = Duration::from_secs(1);

/// What to do about it; `integration` is the audience of the token.
pub fn explain(integration: &str) -> String {
    match jwks_fetches() {
        Some(JwksFetches { count: 0, .. }) => {
            "the server rejected a genuine token and has never asked `emulate` for its keys: it \
             still verifies with Vercel's. Run it with `vercel-hooks emulate -- COMMAND`, or let \
             it read its issuer from OIDC_ISSUER"
                .to_owned()
        }
        Some(JwksFetches { last_user_agent, .. }) => {
            let agent = last_user_agent.map(|agent| format!(" ({agent})")).unwrap_or_default();
            format!(
                "the server fetched the keys from `emulate`{agent} and rejected a genuine token: \
                 does it expect the integration {integration} (--integration), and is the \
                 installation its own? A cached key set can also be older than the key"
            )
        }
        None => "the server rejected a genuine token, perhaps because it still verifies with \
                 Vercel's keys: run it with `vercel-hooks emulate -- COMMAND`, or let it read its \
                 issuer from OIDC_ISSUER; otherwise check that it expects this integration \
                 (--integration)"
            .to_owned(),
    }
}

/// How often servers have asked the emulator for its keys, if one runs on this machine.
fn jwks_fetches() -> Option<JwksFetches> {
    let named = project::api_url().ok().flatten();
    let named = named.and_then(|setting| Endpoint::parse(&setting.text).ok());
    let emulator = match named.filter(Endpoint::is_loopback) {
        Some(emulator) => emulator,
        None => Endpoint::parse(&format!(":{PORT}")).ok()?,
    };
    let endpoint = emulator.with_path(JWKS_FETCHES_PATH);
    let trust = Trust::new(None, false, &endpoint).ok()?;
    let client = Client::new(&endpoint, &trust, TIMEOUT).ok()?;
    let response =
        runtime::single_threaded().ok()?.block_on(client.get(endpoint.url(), HeaderMap::new()));
    serde_json::from_slice(&response.ok().filter(|response| response.status == 200)?.body.bytes)
        .ok()
}
