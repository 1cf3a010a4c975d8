//! Vercel's API for partners: its endpoints as data, and what each does to the state.

// Handlers are all of one type.
#[expect(clippy::unnecessary_wraps)]
mod billing;
mod experimentation;
#[expect(clippy::unnecessary_wraps)]
mod installations;
#[expect(clippy::unnecessary_wraps)]
mod resources;

use std::sync::LazyLock;

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::time::Moment;

use super::super::partner_api::Schema;
use super::error_response::ErrorResponse;
use super::routes::Reply;
use super::rules::Rules;
use super::sso::SsoClient;
use super::store::{Change, Store, key};
use super::{EmulatorState, header};

pub const CREATE_EVENT: &str = "create-event";

static ENDPOINTS: LazyLock<Vec<ApiEndpoint>> = LazyLock::new(|| {
    #[derive(Deserialize)]
    struct File {
        endpoints: Vec<ApiEndpoint>,
    }
    let text = include_str!("../../../../fixtures/marketplace/endpoints.json");
    let file: File = serde_json::from_str(text).expect("a test parses every built-in file");
    file.endpoints
});

type Handler = fn(&Store, &Call<'_>) -> Result<Done, ErrorResponse>;

const HANDLERS: &[(&str, Handler)] = &[
    ("update-installation", installations::update),
    ("get-account-information", installations::account),
    ("get-member-information", installations::member),
    (CREATE_EVENT, installations::create_event),
    ("finalize-installation", installations::finalize),
    ("rotate-credentials", installations::rotate_credentials),
    ("revoke-credentials", installations::revoke_credentials),
    ("get-integration-resources", resources::list),
    ("get-integration-resource", resources::get),
    ("import-resource", resources::import),
    ("update-resource", resources::update),
    ("delete-integration-resource", resources::delete),
    ("update-resource-secrets", resources::set_secrets),
    ("update-resource-secrets-by-product", resources::set_secrets),
    ("update-deployment-action", resources::deployment_action),
    ("submit-billing-data", billing::submit_usage),
    ("submit-invoice", billing::submit_invoice),
    ("get-invoice", billing::get_invoice),
    ("update-invoice", billing::refund),
    ("submit-prepayment-balances", billing::submit_balances),
    ("create-experimentation-items", experimentation::create),
    ("update-experimentation-item", experimentation::update),
    ("delete-experimentation-item", experimentation::delete),
    ("get-experimentation-global-config", experimentation::config),
    ("update-experimentation-global-config", experimentation::set_config),
];

/// An endpoint of <https://vercel.com/docs/rest-api/marketplace>.
#[derive(Debug, Deserialize)]
pub struct ApiEndpoint {
    pub name: String,
    pub method: String,
    pub path: String,
    /// Older paths.
    #[serde(default)]
    aliases: Vec<String>,
    /// Without one, the body is ignored.
    request: Option<Schema>,
    /// Of a success.
    pub status: u16,
}

/// The parameters of a path with their values.
type Ids = Vec<(&'static str, String)>;

/// A path of the API that was asked for.
pub struct Route {
    /// All endpoints at this path, with different methods.
    endpoints: Vec<&'static ApiEndpoint>,
    ids: Ids,
}

/// A request whose body is as the schema of its endpoint says.
pub struct Call<'a> {
    ids: &'a Ids,
    bytes: &'a [u8],
    pub body: Value,
    pub now: Moment,
    token: &'a [u8],
    client: &'a SsoClient,
    if_none_match: Option<String>,
    if_match: Option<String>,
}

/// What a request leads to.
#[derive(Default)]
pub struct Done {
    body: Option<Value>,
    /// Where it is not that of the endpoint.
    status: Option<StatusCode>,
    etag: Option<String>,
    changes: Vec<Change>,
    next: Vec<FollowUp>,
}

/// What Vercel does after a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    pub installation: String,
    pub action: Action,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Calls an endpoint of the Partner API.
    Call { endpoint: &'static str, resource: Option<String> },
    /// Sends a webhook whose sample data has these values.
    Webhook { event_type: &'static str, samples: Vec<(&'static str, String)> },
}

impl ApiEndpoint {
    fn ids(&'static self, path: &str) -> Option<Ids> {
        let mut patterns = std::iter::once(&self.path).chain(&self.aliases);
        patterns.find_map(|pattern| ids(pattern, path))
    }

    fn parse(&self, body: &[u8]) -> Result<Value, ErrorResponse> {
        let Some(schema) = &self.request else { return Ok(Value::Null) };
        // Then its handler reads the body.
        if schema.is_open() {
            return Ok(Value::Null);
        }
        let body: Value = serde_json::from_slice(body)
            .map_err(|error| ErrorResponse::bad_request(&format!("invalid JSON: {error}")))?;
        match schema.violations(&body).first() {
            Some(violation) => {
                let place = violation.path.trim_start_matches("$.").replace('$', "the body");
                Err(ErrorResponse::bad_request(&format!("`{place}` {}", violation.message)))
            }
            None => Ok(body),
        }
    }

    fn handle(&self, store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
        let handler = HANDLERS.iter().find(|(name, _)| *name == self.name);
        handler.expect("a test finds every handler").1(store, call)
    }
}

fn ids(pattern: &'static str, path: &str) -> Option<Ids> {
    let mut ids = Vec::new();
    let mut segments = path.split('/');
    for expected in pattern.split('/') {
        let segment = segments.next()?;
        match expected.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => {
                ids.push((name, percent_decode_str(segment).decode_utf8_lossy().into_owned()));
            }
            None if segment == expected => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(ids)
}

impl Route {
    /// The API is at `https://api.vercel.com/v1/…`; Vercel's example also uses
    /// `https://vercel.com/api/v1/…`.
    pub fn find(path: &str) -> Option<Self> {
        let path = path.strip_prefix("/api").unwrap_or(path);
        let found = ENDPOINTS.iter().filter_map(|endpoint| Some((endpoint, endpoint.ids(path)?)));
        let (endpoints, ids): (Vec<_>, Vec<_>) = found.unzip();
        Some(Self { endpoints, ids: ids.into_iter().next()? })
    }

    pub fn installation(&self) -> &str {
        value(&self.ids, "installationId")
    }

    pub fn resource(&self) -> Option<&str> {
        Some(value(&self.ids, "resourceId")).filter(|id| !id.is_empty())
    }

    pub fn endpoint(&self, method: &Method) -> Option<&'static ApiEndpoint> {
        // A HEAD request is a GET without its body.
        let name = if *method == Method::HEAD { "GET" } else { method.as_str() };
        self.endpoints.iter().find(|endpoint| endpoint.method == name).copied()
    }

    /// Responds as the API does, unless a failure is due. The method is checked first, as it is
    /// wrong whatever the rules are.
    pub fn respond(
        &self,
        state: &mut EmulatorState,
        now: Moment,
        head: &Parts,
        body: Result<&[u8], &ErrorResponse>,
    ) -> Result<Reply, ErrorResponse> {
        let EmulatorState { rules, store, .. } = state;
        let endpoint = self.endpoint(&head.method).ok_or_else(|| {
            let allowed: Vec<&str> =
                self.endpoints.iter().map(|endpoint| &*endpoint.method).collect();
            ErrorResponse::method_not_allowed(allowed.join(", "))
        })?;
        if let Some(failure) = rules.next_failure() {
            return Err(ErrorResponse::requested(&endpoint.name, failure, rules.retry_after));
        }
        let token = bearer_token(&head.headers).ok_or_else(ErrorResponse::missing_token)?;
        let id = self.installation();
        if !accepts_token(rules, store, id, token) {
            return Err(ErrorResponse::invalid_token());
        }
        if !rules.knows_installation(id) && store.get(&key([id])).is_none() {
            return Err(ErrorResponse::not_found("installation", id));
        }
        if endpoint.request.is_some() && !is_json(&head.headers) {
            return Err(ErrorResponse::bad_request("the content type must be application/json"));
        }
        let bytes = body.map_err(ErrorResponse::clone)?;
        let call = Call {
            ids: &self.ids,
            bytes,
            body: endpoint.parse(bytes)?,
            now,
            token,
            client: &rules.client,
            if_none_match: header(&head.headers, "if-none-match"),
            if_match: header(&head.headers, "if-match"),
        };
        let done = endpoint.handle(store, &call)?;
        store.apply(done.changes).map_err(|error| ErrorResponse::failed(&error))?;
        let status = StatusCode::from_u16(endpoint.status).expect("a test parses every status");
        let status = done.status.unwrap_or(status);
        Ok(Reply { status, body: done.body, etag: done.etag, next: done.next })
    }
}

/// Once Vercel gave out a token for an installation, only such tokens are accepted; none is after
/// the installation was finalized (documented).
fn accepts_token(rules: &Rules, store: &Store, installation: &str, token: &[u8]) -> bool {
    if store.get(&key([installation])).is_some_and(|known| known["finalizedAt"].is_string()) {
        return false;
    }
    let known = store.get(&token_key(installation, token));
    if let Some(known) = known {
        return !is_revoked(known);
    }
    let are_issued = || store.children(&key([installation, "tokens"])).next().is_some();
    rules.accepts_token(token) && (!rules.tokens.is_empty() || !are_issued())
}

pub fn is_revoked(token: &Value) -> bool {
    token["revokedAt"].is_string()
}

/// Where a token is known, without its value.
pub fn token_key(installation: &str, token: &[u8]) -> String {
    key([installation, "tokens", &hex::encode(Sha256::digest(token))])
}

/// The scheme may be written in any case (RFC 9110).
pub fn bearer_token(headers: &HeaderMap) -> Option<&[u8]> {
    let value = headers.get("authorization")?.as_bytes();
    let (scheme, token) = value.split_at_checked("bearer ".len())?;
    let token = token.trim_ascii();
    (scheme.eq_ignore_ascii_case(b"bearer ") && !token.is_empty()).then_some(token)
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get("content-type").and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next()).unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/json")
}

fn value<'a>(ids: &'a Ids, name: &str) -> &'a str {
    ids.iter().find(|(known, _)| *known == name).map_or("", |(_, id)| id)
}

impl Call<'_> {
    fn id(&self, name: &str) -> &str {
        value(self.ids, name)
    }

    fn installation(&self) -> &str {
        self.id("installationId")
    }

    /// The key of a document of the installation.
    fn key(&self, kind: &str, id: &str) -> String {
        key([self.installation(), kind, id])
    }

    fn resource_key(&self) -> String {
        self.key("resources", self.id("resourceId"))
    }

    fn text(&self, name: &str) -> &str {
        self.body[name].as_str().unwrap_or_default()
    }

    fn webhook(
        &self,
        event_type: &'static str,
        samples: impl Into<Vec<(&'static str, String)>>,
    ) -> FollowUp {
        let action = Action::Webhook { event_type, samples: samples.into() };
        FollowUp { installation: self.installation().to_owned(), action }
    }
}

impl Done {
    fn body(body: Value) -> Self {
        Self { body: Some(body), ..Self::default() }
    }

    fn set(mut self, key: String, document: Value) -> Self {
        self.changes.push((key, Some(document)));
        self
    }

    fn then(mut self, next: FollowUp) -> Self {
        self.next.push(next);
        self
    }
}

/// An installation; of one that is not known yet, only its id is.
fn installation(store: &Store, id: &str) -> Value {
    store.get(&key([id])).cloned().unwrap_or_else(|| json!({ "id": id }))
}

/// Sets the members of `from` in `target`; `null` removes one.
pub fn merge(target: &mut Value, from: &Value) {
    let (Some(target), Some(from)) = (target.as_object_mut(), from.as_object()) else { return };
    for (name, value) in from {
        if value.is_null() {
            target.remove(name);
        } else {
            target.insert(name.clone(), value.clone());
        }
    }
}

/// Notes the plan of a resource or an installation, next to those it had before.
pub fn note_plan(document: &mut Value) {
    let plan = document["billingPlan"]["id"].clone();
    let plans = &mut document["billingPlanIds"];
    if !plans.is_array() {
        *plans = json!([]);
    }
    if let Some(plans) = plans.as_array_mut()
        && plan.is_string()
        && !plans.contains(&plan)
    {
        plans.push(plan);
    }
}

/// Only these members of an object.
fn pick(object: &Value, names: &[&str]) -> Map<String, Value> {
    let member = |name: &&str| Some(((*name).to_owned(), object.get(*name)?.clone()));
    names.iter().filter_map(member).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_has_a_handler_and_a_status() {
        let names: Vec<&str> = ENDPOINTS.iter().map(|endpoint| &*endpoint.name).collect();
        for (name, _) in HANDLERS {
            assert!(names.contains(name), "{name}");
        }
        assert_eq!(names.len(), HANDLERS.len());
        for endpoint in ENDPOINTS.iter() {
            assert!(StatusCode::from_u16(endpoint.status).is_ok_and(|status| status.is_success()));
        }
    }
}
