//! What went between a partner and Vercel, in either direction.

use serde::Serialize;

use crate::time::Moment;

use super::super::api_error::ApiError;
use super::super::follow_up::FollowedUp;
use super::LoggedRequest;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange<'a> {
    /// Of the request that it is, or that led to it, if there is one.
    number: Option<u64>,
    time: Moment,
    direction: &'static str,
    /// The name of an endpoint, or the type of an event.
    what: &'a str,
    installation_id: Option<&'a str>,
    resource_id: Option<&'a str>,
    status: Option<u16>,
    ok: bool,
    problems: Vec<String>,
}

impl<'a> From<&'a LoggedRequest> for Exchange<'a> {
    fn from(request: &'a LoggedRequest) -> Self {
        let what = request.endpoint.or(request.purpose()).unwrap_or(&request.path);
        let problems = request.error.iter().map(ApiError::reason).collect();
        Self {
            number: Some(request.number),
            time: request.time,
            direction: "partner-to-vercel",
            what: what.trim_matches(['(', ')']),
            installation_id: request.installation_id.as_deref(),
            resource_id: request.resource(),
            status: Some(request.status),
            ok: !request.is_rejected(),
            problems,
        }
    }
}

impl<'a> From<&'a FollowedUp> for Exchange<'a> {
    fn from(done: &'a FollowedUp) -> Self {
        let time = Moment::now();
        match done {
            FollowedUp::ReadBack(read_back) => Self {
                number: Some(read_back.request).filter(|number| *number > 0),
                time,
                direction: "vercel-to-partner",
                what: read_back.endpoint,
                installation_id: Some(&read_back.installation),
                resource_id: read_back.resource.as_deref(),
                status: read_back.status,
                ok: read_back.ok,
                problems: read_back.problems.clone(),
            },
            FollowedUp::Webhook(webhook) => Self {
                number: Some(webhook.request),
                time,
                direction: "webhook",
                what: webhook.event_type,
                installation_id: Some(&webhook.installation_id),
                resource_id: None,
                status: webhook.status,
                ok: webhook.ok,
                problems: webhook.failure.iter().map(|error| error.label().to_owned()).collect(),
            },
        }
    }
}
