//! The client of create-event, which retries while that may help.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::{Future, ready};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;
use http::Method;
use http::header::{HeaderMap, HeaderValue};
use tokio::time::Instant;

use crate::error::{Error, Exit, Result};
use crate::http::backoff::Backoff;
use crate::http::endpoint::Endpoint;
use crate::http::preview::{PreviewValue, RequestPreview};
use crate::http::redact::Redactor;
use crate::http::runtime::Ending;
use crate::http::{Client, Response, TransportError, Trust, USER_AGENT};
use crate::settings::secret::{Secret, SecretSource};
use crate::time::Moment;

use super::api_error::ApiError;
use super::api_url::ApiUrl;
use super::notification::{Notification, PendingNotification};

/// The environment variable that previews leave the token to.
pub const TOKEN_VARIABLE: &str = "VERCEL_INSTALLATION_TOKEN";

/// The only status that is documented as success.
const CREATED: u16 = 201;

/// Makes every retry use up some of the time for waiting, so that retries end.
const MIN_WAIT: Duration = Duration::from_millis(1);

/// Give up after this many consecutive failures that would affect every notification.
pub const MAX_FAILURES_IN_A_ROW: u32 = 10;

#[derive(Clone, Copy, Debug)]
pub struct RetryLimits {
    /// For one request.
    pub timeout: Duration,
    /// For all waits between the attempts of one notification.
    pub max_wait: Duration,
    /// Where Vercel does not ask for a longer wait.
    pub backoff: Backoff,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotifyError {
    Rejected(ApiError),
    NoResponse(TransportError),
}

#[derive(Clone, Debug)]
pub struct NotifyOutcome {
    pub error: Option<NotifyError>,
    pub attempts: u32,
    /// The duration of the last attempt.
    pub time: Duration,
    /// The time between attempts.
    pub waited: Duration,
    /// `x-vercel-id` of the last response, which Vercel's support asks for.
    pub vercel_id: Option<String>,
}

#[derive(Debug)]
pub enum NotifyProgress {
    /// About to be sent for the first time.
    Started,
    Retrying {
        failed_attempt: u32,
        error: NotifyError,
        wait: Duration,
    },
    Finished(NotifyOutcome),
}

/// A client of the API with the token of an installation.
pub struct VercelClient {
    client: Client,
    pub(super) api: ApiUrl,
    pub(super) token_source: SecretSource,
    pub(super) limits: RetryLimits,
    headers: HeaderMap,
    redactor: Redactor,
}

/// The value of the `authorization` header.
pub fn authorization(token: &Secret) -> Result<HeaderValue> {
    let mut value =
        HeaderValue::from_bytes(&[b"Bearer ", token.expose()].concat()).map_err(|_| {
            Error::usage(format!(
                "the token from {} contains characters that no token has",
                token.source()
            ))
            .with_hint("does the file hold anything besides the token?")
        })?;
    value.set_sensitive(true);
    Ok(value)
}

impl VercelClient {
    pub fn new(api: ApiUrl, trust: &Trust, token: &Secret, limits: RetryLimits) -> Result<Self> {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        headers.insert("user-agent", HeaderValue::from_static(USER_AGENT));
        headers.insert("authorization", authorization(token)?);
        Ok(Self {
            client: Client::new(api.endpoint(), trust, limits.timeout)?,
            api,
            token_source: token.source().clone(),
            limits,
            headers,
            redactor: Redactor::new([token.expose()], []),
        })
    }

    /// The request as it would be sent, with a variable in place of the token.
    pub fn preview<'a>(endpoint: &'a Endpoint, body: &'a [u8]) -> RequestPreview<'a> {
        let headers = vec![
            ("content-type".into(), PreviewValue::Plain("application/json".into())),
            ("user-agent".into(), PreviewValue::Plain(USER_AGENT.into())),
            ("authorization".into(), PreviewValue::TokenIn(TOKEN_VARIABLE)),
        ];
        RequestPreview { method: Method::POST, endpoint, headers, body: Some(body) }
    }

    /// Sends notifications, `concurrency` at a time, started in order. Starts no more of them after
    /// [`MAX_FAILURES_IN_A_ROW`]. An error of `on_progress` ends the run.
    pub async fn notify_all<'a>(
        &self,
        notifications: &'a [PendingNotification],
        concurrency: usize,
        stop: impl Future<Output = ()>,
        on_progress: &mut dyn FnMut(&'a PendingNotification, NotifyProgress) -> Result<()>,
    ) -> Result<Ending> {
        let on_progress = RefCell::new(on_progress);
        let report = |pending, progress| (on_progress.borrow_mut())(pending, progress);
        let failures_in_a_row = Cell::new(0);
        let (report, failures_in_a_row) = (&report, &failures_in_a_row);
        let errors = stream::iter(notifications)
            .take_while(|_| ready(failures_in_a_row.get() < MAX_FAILURES_IN_A_ROW))
            .map(async |pending| {
                report(pending, NotifyProgress::Started)?;
                let on_retry = |progress| report(pending, progress);
                let outcome = self.notify(&pending.notification, &on_retry).await?;
                let affects_all = outcome.error.as_ref().is_some_and(NotifyError::affects_all);
                failures_in_a_row.set(if affects_all { failures_in_a_row.get() + 1 } else { 0 });
                report(pending, NotifyProgress::Finished(outcome))
            })
            .buffer_unordered(concurrency)
            .filter_map(|result| ready(result.err()));
        let mut errors = std::pin::pin!(errors);
        tokio::select! {
            biased;
            () = stop => Ok(Ending::Stopped),
            first = errors.next() => first.map_or(Ok(Ending::Complete), Err),
        }
    }

    /// Reports every retry before it waits for it.
    async fn notify(
        &self,
        notification: &Notification,
        on_retry: &dyn Fn(NotifyProgress) -> Result<()>,
    ) -> Result<NotifyOutcome> {
        let endpoint = self.api.create_event(&notification.installation_id)?;
        let (mut attempts, mut waited) = (0, Duration::ZERO);
        loop {
            let started = Instant::now();
            let body = notification.update.to_body();
            let response = self.client.post(endpoint.url(), self.headers.clone(), body).await;
            let time = started.elapsed();
            attempts += 1;
            let response = response.map(|response| response.redacted(&self.redactor));
            let vercel_id =
                response.as_ref().ok().and_then(|response| response.header("x-vercel-id"));
            let error = NotifyError::from_response(response);
            let remaining = self.limits.max_wait.saturating_sub(waited);
            let wait = error.as_ref().and_then(|error| self.next_wait(error, attempts, remaining));
            match (error, wait) {
                (Some(error), Some(wait)) => {
                    on_retry(NotifyProgress::Retrying { failed_attempt: attempts, error, wait })?;
                    tokio::time::sleep(wait).await;
                    waited += wait;
                }
                (error, _) => {
                    return Ok(NotifyOutcome { error, attempts, time, waited, vercel_id });
                }
            }
        }
    }

    /// How long to wait before another attempt, if one may help and `remaining` allows it.
    fn next_wait(
        &self,
        error: &NotifyError,
        attempts: u32,
        remaining: Duration,
    ) -> Option<Duration> {
        if !error.is_transient() {
            return None;
        }
        let backoff = self.limits.backoff;
        let wait = backoff.delay(attempts).max(MIN_WAIT);
        let wait = match error {
            NotifyError::Rejected(ApiError { retry_after: Some(requested), .. }) => {
                if *requested > remaining {
                    return None;
                }
                // Jitter, so that clients that are told to wait equally long spread out.
                let requested = requested.saturating_add(backoff.jitter());
                wait.max(requested).min(remaining.max(MIN_WAIT))
            }
            NotifyError::Rejected(_) | NotifyError::NoResponse(_) => wait,
        };
        (wait <= remaining).then_some(wait)
    }
}

impl NotifyError {
    fn from_response(response: Result<Response, TransportError>) -> Option<Self> {
        match response {
            Ok(response) if response.status == CREATED => None,
            Ok(response) => Some(Self::Rejected(ApiError::from_response(&response, Moment::now()))),
            Err(error) => Some(Self::NoResponse(error)),
        }
    }

    /// Whether the same request may succeed later.
    pub const fn is_transient(&self) -> bool {
        match self {
            Self::Rejected(error) => error.is_transient(),
            Self::NoResponse(error) => error.is_transient(),
        }
    }

    /// Whether every other notification would fail too.
    pub const fn affects_all(&self) -> bool {
        match self {
            Self::Rejected(error) => error.affects_all(),
            Self::NoResponse(_) => true,
        }
    }
}

impl fmt::Display for NotifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(error) => error.fmt(f),
            Self::NoResponse(error) => f.write_str(error.label()),
        }
    }
}

impl NotifyOutcome {
    pub const fn is_accepted(&self) -> bool {
        self.error.is_none()
    }

    /// The status of the last response.
    pub const fn status(&self) -> Option<u16> {
        match &self.error {
            None => Some(CREATED),
            Some(NotifyError::Rejected(error)) => Some(error.status),
            Some(NotifyError::NoResponse(_)) => None,
        }
    }

    pub const fn exit(&self) -> Exit {
        match &self.error {
            None => Exit::Success,
            Some(NotifyError::Rejected(_)) => Exit::No,
            Some(NotifyError::NoResponse(_)) => Exit::Unreachable,
        }
    }
}
