//! Telling Vercel: one notification at a time, tried again while that may help.

use std::time::Duration;

use http::header::{HeaderMap, HeaderValue};
use tokio::time::Instant;

use crate::backoff::Backoff;
use crate::error::{Error, Result};
use crate::http::{Answer, Client, Destination, Failure, USER_AGENT};
use crate::time::Moment;

use super::api::ApiUrl;
use super::notification::Notification;
use super::refusal::Refusal;

/// A notification and the installation that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The installation: `icfg_…`.
    pub installation_id: String,
    /// What changed.
    pub notification: Notification,
}

/// How hard to try.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The time allowed for one request.
    pub timeout: Duration,
    /// The time that may be spent on waiting between requests.
    pub max_wait: Duration,
    /// How long to wait where Vercel does not say.
    pub backoff: Backoff,
}

/// Why a notification was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setback {
    /// Vercel said no.
    Refused(Refusal),
    /// There was no answer.
    Failed(Failure),
}

/// What came of a notification.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The status of the last answer.
    pub status: Option<u16>,
    /// Why it was not taken; nothing where it was.
    pub setback: Option<Setback>,
    /// How often it was sent.
    pub attempts: u32,
    /// How long the last attempt took.
    pub time: Duration,
    /// Vercel's name of the last request, for its support.
    pub vercel_id: Option<String>,
}

/// A wait before another attempt.
#[derive(Clone, Debug)]
pub struct Wait {
    /// What made it necessary.
    pub setback: Setback,
    /// How long.
    pub length: Duration,
    /// Whether Vercel asked for it.
    pub is_asked_for: bool,
}

/// A partner's connection to the API.
pub struct Partner {
    client: Client,
    api: ApiUrl,
    headers: HeaderMap,
    patience: Patience,
}

impl Partner {
    /// Speaks to `api` with an installation's access token.
    ///
    /// # Errors
    /// [`Error::BadToken`], and those of [`Client::new`].
    pub fn new(api: ApiUrl, token: &[u8], patience: Patience) -> Result<Self> {
        let destination = Destination { is_loopback: api.is_loopback(), is_tls: api.is_tls() };
        let mut authorization = HeaderValue::from_bytes(&[b"Bearer ", token].concat())
            .map_err(|_| Error::BadToken)?;
        authorization.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert("authorization", authorization);
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        headers.insert("accept", HeaderValue::from_static("application/json"));
        headers.insert("user-agent", HeaderValue::from_static(USER_AGENT));
        Ok(Self { client: Client::new(destination, patience.timeout)?, api, headers, patience })
    }

    /// Tells Vercel, and tries again after 429, 5xx and failures to connect for as long as the
    /// waits stay within the limit. Every wait is told to `on_wait` before it begins.
    ///
    /// # Errors
    /// [`Error::BadEndpoint`] where the API's address cannot have a path.
    pub async fn notify(&self, notice: &Notice, on_wait: impl Fn(&Wait)) -> Result<Outcome> {
        let url = self.api.create_event(&notice.installation_id)?;
        let body = notice.notification.body();
        let mut waited = Duration::ZERO;
        let mut attempts = 1;
        loop {
            let started = Instant::now();
            let answer = self.client.post(&url, &self.headers, body.clone()).await;
            let time = started.elapsed();
            let status = answer.as_ref().ok().map(|answer| answer.status);
            let vercel_id = answer.as_ref().ok().and_then(vercel_id);
            let setback = setback(answer);
            let wait = setback.as_ref().and_then(|setback| self.wait_after(setback, attempts));
            match wait {
                Some(wait) if waited + wait.length <= self.patience.max_wait => {
                    on_wait(&wait);
                    tokio::time::sleep(wait.length).await;
                    waited += wait.length;
                    attempts += 1;
                }
                _ => return Ok(Outcome { status, setback, attempts, time, vercel_id }),
            }
        }
    }

    /// How long to wait before trying again; nothing where that cannot help.
    fn wait_after(&self, setback: &Setback, attempts: u32) -> Option<Wait> {
        let asked_for = match setback {
            Setback::Refused(refusal) if !refusal.is_passing() => return None,
            Setback::Refused(refusal) => refusal.wait,
            Setback::Failed(failure) if !failure.is_passing() => return None,
            Setback::Failed(_) => None,
        };
        let length = asked_for.unwrap_or_else(|| self.patience.backoff.next(attempts));
        Some(Wait { setback: setback.clone(), length, is_asked_for: asked_for.is_some() })
    }
}

/// Only 201 is documented as success; any 2xx is taken for one.
fn setback(answer: Result<Answer, Failure>) -> Option<Setback> {
    match answer {
        Ok(answer) if answer.status / 100 == 2 => None,
        Ok(answer) => Some(Setback::Refused(Refusal::read(&answer, Moment::now()))),
        Err(failure) => Some(Setback::Failed(failure)),
    }
}

fn vercel_id(answer: &Answer) -> Option<String> {
    let value = answer.headers.get("x-vercel-id")?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}
