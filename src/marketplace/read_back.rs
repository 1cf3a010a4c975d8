//! What Vercel does after `resource.updated`: it reads the resource back from the partner.
//!
//! Source: the Partner API's Get Resource,
//! <https://vercel.com/docs/integrations/create-integration/marketplace-api/reference/partner>.
//! Vercel authorises itself with a token that only Vercel can sign; here there is none unless the
//! user gives one.

use std::time::Duration;

use http::header::{HeaderMap, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use crate::error::Result;
use crate::http::endpoint::Endpoint;
use crate::http::redact::Redactor;
use crate::http::{Client, TransportError, USER_AGENT};

use super::cut;

/// Vercel's own limit is not documented.
const TIMEOUT: Duration = Duration::from_secs(30);

/// No resource is larger; Vercel's own limit is not documented.
const LARGEST: usize = 4 * 1024 * 1024;

/// The statuses that a resource can have.
const STATUSES: [&str; 7] =
    ["ready", "pending", "onboarding", "suspended", "resumed", "uninstalled", "error"];

/// Reads resources from a partner's server.
pub struct Reader {
    client: Client,
    endpoint: Endpoint,
    headers: HeaderMap,
    hidden: Redactor,
}

/// What reading a resource back came to.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadBack {
    /// The number of the request that led to it.
    pub read_back_of: u64,
    /// What was read.
    pub url: String,
    /// Whether the answer was as the Partner API says.
    pub ok: bool,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Why there was none.
    pub failure: Option<TransportError>,
    /// The resource's own status.
    pub resource_status: Option<String>,
    /// What is not as the Partner API says.
    pub problems: Vec<String>,
}

impl Reader {
    /// Reads below `endpoint`, with further headers.
    ///
    /// # Errors
    /// Those of [`Client::new`].
    pub fn new(endpoint: Endpoint, further: HeaderMap) -> Result<Self> {
        let mut headers = HeaderMap::new();
        headers.insert("accept", HeaderValue::from_static("application/json"));
        headers.insert("user-agent", HeaderValue::from_static(USER_AGENT));
        headers.insert("x-vercel-auth", HeaderValue::from_static("system"));
        let hidden = Redactor::new([], &further);
        headers.extend(further);
        let client = Client::new(&endpoint, TIMEOUT)?.with_response_limit(LARGEST);
        Ok(Self { client, endpoint, headers, hidden })
    }

    /// Reads the resource that the request of this number was about.
    pub async fn read(&self, of: u64, installation_id: &str, resource_id: &str) -> ReadBack {
        let segments = ["v1", "installations", installation_id, "resources", resource_id];
        let mut read_back = ReadBack {
            read_back_of: of,
            url: String::new(),
            ok: false,
            status: None,
            failure: None,
            resource_status: None,
            problems: Vec::new(),
        };
        let Some(endpoint) = self.endpoint.below(segments) else {
            read_back.problems.push("no URL can carry these ids".to_owned());
            return read_back;
        };
        read_back.url = endpoint.to_string();
        match self.client.get(endpoint.url(), self.headers.clone()).await {
            Err(failure) => {
                read_back.failure = Some(failure);
                read_back.problems.push(format!("no answer: {}", failure.label()));
            }
            Ok(answer) => {
                read_back.status = Some(answer.status);
                let resource = serde_json::from_slice::<Value>(&answer.body.bytes).ok();
                let status = resource.as_ref().and_then(|it| it.get("status")?.as_str());
                let shown = |text: &str| cut(&self.hidden.redact_text(text));
                read_back.resource_status = status.map(shown);
                read_back.problems =
                    problems(answer.status, resource.as_ref(), resource_id, &shown);
            }
        }
        read_back.ok = read_back.problems.is_empty();
        read_back
    }
}

/// What about an answer is not as the Partner API says, its texts as they are `shown`.
fn problems(
    status: u16,
    resource: Option<&Value>,
    resource_id: &str,
    shown: &dyn Fn(&str) -> String,
) -> Vec<String> {
    match status {
        200 => {}
        401 | 403 => {
            return vec![format!(
                "{status}: the server wants Vercel's token, which only Vercel can sign; \
                 --deliver-header can carry one that your server takes in tests"
            )];
        }
        _ => return vec![format!("the status should be 200, but is {status}")],
    }
    let Some(Value::Object(resource)) = resource else {
        return vec!["the body should be the resource, as a JSON object".to_owned()];
    };
    let mut problems = Vec::new();
    for name in ["id", "productId", "name", "status"] {
        if resource.get(name).and_then(Value::as_str).is_none_or(str::is_empty) {
            problems.push(format!("`{name}` should be a text"));
        }
    }
    if !resource.get("metadata").is_some_and(Value::is_object) {
        problems.push("`metadata` should be an object".to_owned());
    }
    match resource.get("id").and_then(Value::as_str) {
        Some(id) if id != resource_id => {
            problems.push(format!("`id` is {}, but {resource_id} was asked for", shown(id)));
        }
        _ => {}
    }
    match resource.get("status").and_then(Value::as_str) {
        Some(status) if !STATUSES.contains(&status) => {
            let known = STATUSES.join(", ");
            problems.push(format!("`status` is {}, which is none of {known}", shown(status)));
        }
        _ => {}
    }
    problems
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_resource_as_the_partner_api_says_has_no_problems() {
        let resource =
            json!({"id":"r","productId":"p","name":"n","metadata":{},"status":"ready","x":1});
        assert_eq!(problems(200, Some(&resource), "r", &cut), Vec::<String>::new());
    }

    #[test]
    fn every_problem_is_named() {
        let resource = json!({"id":"s","productId":"","name":"n","metadata":[],"status":"asleep"});
        let problems = problems(200, Some(&resource), "r", &cut);
        for (problem, part) in problems.iter().zip(["`productId`", "`metadata`", "`id`", "asleep"])
        {
            assert!(problem.contains(part), "{problem}");
        }
        assert_eq!(problems.len(), 4);
    }

    #[test]
    fn other_answers_are_no_resource() {
        for (status, resource) in [(404, None), (403, None), (200, None), (200, Some(json!([])))] {
            assert_eq!(problems(status, resource.as_ref(), "r", &cut).len(), 1, "{status}");
        }
    }
}
