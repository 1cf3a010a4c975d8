//! Reads a resource from the partner's server, as Vercel does after `resource.updated`.
//!
//! Source: Get Resource of the Partner API,
//! <https://vercel.com/docs/integrations/create-integration/marketplace-api/reference/partner>.
//! Vercel's requests carry a token that only Vercel can sign; these carry none unless the user adds
//! one.

use std::time::Duration;

use http::header::{HeaderMap, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::error::Result;
use crate::http::endpoint::Endpoint;
use crate::http::redact::Redactor;
use crate::http::{Client, TransportError, Trust, USER_AGENT};

use super::truncate;

/// Vercel does not document its own limits.
const TIMEOUT: Duration = Duration::from_secs(30);
const MAX_BODY: usize = 4 * 1024 * 1024;

/// The statuses that a resource can have.
const STATUSES: [&str; 7] =
    ["ready", "pending", "onboarding", "suspended", "resumed", "uninstalled", "error"];

pub struct ResourceReader {
    client: Client,
    endpoint: Endpoint,
    headers: HeaderMap,
    redactor: Redactor,
}

#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadBack {
    /// The number of the request that led to it.
    #[serde(rename = "readBackOf")]
    pub request: u64,
    pub url: String,
    pub ok: bool,
    pub status: Option<u16>,
    pub failure: Option<TransportError>,
    pub resource_status: Option<String>,
    /// Where the response is not as the Partner API requires.
    pub problems: Vec<String>,
}

impl ResourceReader {
    pub fn new(endpoint: Endpoint, trust: &Trust, extra_headers: HeaderMap) -> Result<Self> {
        let mut headers = HeaderMap::new();
        headers.insert("accept", HeaderValue::from_static("application/json"));
        headers.insert("user-agent", HeaderValue::from_static(USER_AGENT));
        headers.insert("x-vercel-auth", HeaderValue::from_static("system"));
        let redactor = Redactor::new([], &extra_headers);
        headers.extend(extra_headers);
        let client = Client::new(&endpoint, trust, TIMEOUT)?.with_response_limit(MAX_BODY);
        Ok(Self { client, endpoint, headers, redactor })
    }

    /// Reads the resource that a request, given by its number, was about.
    pub async fn read(&self, request: u64, installation_id: &str, resource_id: &str) -> ReadBack {
        let mut read_back = ReadBack { request, ..ReadBack::default() };
        let segments = ["v1", "installations", installation_id, "resources", resource_id];
        let Some(endpoint) = self.endpoint.below(segments) else {
            read_back.problems.push("these ids cannot be part of a URL".to_owned());
            return read_back;
        };
        read_back.url = endpoint.to_string();
        match self.client.get(endpoint.url(), self.headers.clone()).await {
            Err(error) => {
                read_back.failure = Some(error);
                read_back.problems.push(format!("no response: {}", error.label()));
            }
            Ok(response) => {
                read_back.status = Some(response.status);
                let resource = serde_json::from_slice(&response.body.bytes).unwrap_or(Value::Null);
                let quote = |text: &str| truncate(&self.redactor.redact_text(text));
                read_back.resource_status = resource["status"].as_str().map(quote);
                read_back.problems = problems(response.status, &resource, resource_id, &quote);
            }
        }
        read_back.ok = read_back.problems.is_empty();
        read_back
    }
}

/// `quote` makes text of the response safe to show.
fn problems(
    status: u16,
    resource: &Value,
    resource_id: &str,
    quote: &dyn Fn(&str) -> String,
) -> Vec<String> {
    match status {
        200 => {}
        401 | 403 => {
            return vec![format!(
                "{status}: the server requires a token that only Vercel can sign; add one that it \
                 accepts in tests with --deliver-header"
            )];
        }
        _ => return vec![format!("expected status 200, got {status}")],
    }
    if !resource.is_object() {
        return vec!["the body must be the resource as a JSON object".to_owned()];
    }
    let mut problems = Vec::new();
    for name in ["id", "productId", "name", "status"] {
        if resource[name].as_str().is_none_or(str::is_empty) {
            problems.push(format!("`{name}` must be a non-empty string"));
        }
    }
    if !resource["metadata"].is_object() {
        problems.push("`metadata` must be an object".to_owned());
    }
    if let Some(id) = resource["id"].as_str()
        && id != resource_id
    {
        problems.push(format!("`id` must be {resource_id}, not {}", quote(id)));
    }
    if let Some(status) = resource["status"].as_str()
        && !STATUSES.contains(&status)
    {
        let known = STATUSES.join(", ");
        problems.push(format!("`status` must be one of {known}, not {}", quote(status)));
    }
    problems
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_valid_resource_has_no_problems() {
        let resource =
            json!({"id":"r","productId":"p","name":"n","metadata":{},"status":"ready","x":1});
        assert_eq!(problems(200, &resource, "r", &truncate), Vec::<String>::new());
    }

    #[test]
    fn reports_every_problem() {
        let resource = json!({"id":"s","productId":"","name":"n","metadata":[],"status":"asleep"});
        let problems = problems(200, &resource, "r", &truncate);
        for (problem, part) in problems.iter().zip(["`productId`", "`metadata`", "`id`", "asleep"])
        {
            assert!(problem.contains(part), "{problem}");
        }
        assert_eq!(problems.len(), 4);
    }

    #[test]
    fn rejects_other_responses() {
        for (status, resource) in
            [(404, json!({})), (403, json!({})), (200, json!(null)), (200, json!([]))]
        {
            assert_eq!(problems(status, &resource, "r", &truncate).len(), 1, "{status}");
        }
    }
}
