//! Telling Vercel: each notification is tried again while that may help.

use std::cell::{Cell, RefCell};
use std::future::{Future, ready};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;
use http::Method;
use http::header::{HeaderMap, HeaderValue};
use tokio::time::Instant;

use crate::error::{Error, Result};
use crate::http::backoff::Backoff;
use crate::http::endpoint::Endpoint;
use crate::http::preview::{PreviewValue, RequestPreview};
use crate::http::redact::Redactor;
use crate::http::runtime::Ending;
use crate::http::{Client, Response, TransportError, USER_AGENT};
use crate::settings::secret::Secret;
use crate::time::Moment;

use super::api_error::ApiError;
use super::api_url::ApiUrl;
use super::notification::Notification;
use super::outcome::{NotifyError, NotifyOutcome};

/// The environment variable that holds the token, for shells.
pub const TOKEN_VARIABLE: &str = "VERCEL_INSTALLATION_TOKEN";

/// The one status that is documented as success.
const CREATED: u16 = 201;

/// Even where nobody asks for a wait, the limit on waiting must be reached some day.
const SHORTEST_WAIT: Duration = Duration::from_millis(1);

/// After so many in a row that were not taken for reasons not their own, the next will not be
/// taken either.
pub const HOPELESS: u32 = 10;

/// How hard to try.
#[derive(Clone, Copy, Debug)]
pub struct RetryLimits {
    /// The time allowed for one request.
    pub timeout: Duration,
    /// The time that a notification may spend waiting between requests.
    pub max_wait: Duration,
    /// How long to wait where Vercel does not ask for longer.
    pub backoff: Backoff,
}

/// A wait before another attempt.
#[derive(Clone, Debug)]
pub struct Wait {
    /// What made it necessary.
    pub error: NotifyError,
    /// The number of the attempt that failed, from 1.
    pub attempt: u32,
    /// How long.
    pub length: Duration,
    /// How long Vercel asks for at least.
    pub asked_for: Option<Duration>,
}

/// What happens to one of several notifications, given by its place among them.
#[derive(Debug)]
pub enum NotifyProgress {
    /// It is about to be sent for the first time.
    Starting(usize),
    /// It will be sent again.
    Waiting(usize, Wait),
    /// It was taken or given up.
    Ended(usize, NotifyOutcome),
}

/// A partner's connection to the API.
pub struct VercelClient {
    client: Client,
    api: ApiUrl,
    headers: HeaderMap,
    hidden: Redactor,
    patience: RetryLimits,
}

/// What an attempt came to.
struct Attempt {
    status: Option<u16>,
    error: Option<NotifyError>,
    vercel_id: Option<String>,
    time: Duration,
}

/// What a token is sent as.
///
/// # Errors
/// [`Error::BadToken`].
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
    /// Speaks to `api` with an installation's access token.
    ///
    /// # Errors
    /// Those of [`authorization`] and [`Client::new`].
    pub fn new(api: ApiUrl, token: &Secret, patience: RetryLimits) -> Result<Self> {
        let authorization = authorization(token)?;
        let mut headers = HeaderMap::new();
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        headers.insert("user-agent", HeaderValue::from_static(USER_AGENT));
        headers.insert("authorization", authorization);
        let client = Client::new(api.endpoint(), patience.timeout)?;
        let hidden = Redactor::new([token.expose()], []);
        Ok(Self { client, api, headers, hidden, patience })
    }

    /// The headers of a request on paper, with the token left to the shell.
    #[must_use]
    pub fn preview<'a>(endpoint: &'a Endpoint, body: &'a [u8]) -> RequestPreview<'a> {
        let headers = vec![
            ("content-type".into(), PreviewValue::Plain("application/json".into())),
            ("user-agent".into(), PreviewValue::Plain(USER_AGENT.into())),
            ("authorization".into(), PreviewValue::TokenIn(TOKEN_VARIABLE)),
        ];
        RequestPreview { method: Method::POST, endpoint, headers, body: Some(body) }
    }

    /// Tells Vercel of all of these, `concurrency` at a time, started in order. Starts no more
    /// after [`HOPELESS`] setbacks in a row that would meet any notification, and ends early when
    /// `stop` does.
    ///
    /// # Errors
    /// Whatever `on_progress` returns ends the run.
    pub async fn notify_all(
        &self,
        notices: &[Notification],
        concurrency: usize,
        stop: impl Future<Output = ()>,
        on_progress: &mut dyn FnMut(NotifyProgress) -> Result<()>,
    ) -> Result<Ending> {
        let on_progress = RefCell::new(on_progress);
        let tell = |progress| (on_progress.borrow_mut())(progress);
        let in_vain = Cell::new(0);
        let (tell, in_vain) = (&tell, &in_vain);
        let errors = stream::iter(notices.iter().enumerate())
            .take_while(|_| ready(in_vain.get() < HOPELESS))
            .map(async |(place, notice)| {
                tell(NotifyProgress::Starting(place))?;
                let on_wait = |wait| tell(NotifyProgress::Waiting(place, wait));
                let outcome = self.notify(notice, &on_wait).await?;
                let is_in_vain = outcome.error.as_ref().is_some_and(NotifyError::is_general);
                in_vain.set(if is_in_vain { in_vain.get() + 1 } else { 0 });
                tell(NotifyProgress::Ended(place, outcome))
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

    /// Tells Vercel, and tries again after 429, 5xx and failures to connect for as long as the
    /// waits stay within the limit. Every wait is told to `on_wait` before it begins.
    async fn notify(
        &self,
        notice: &Notification,
        on_wait: &dyn Fn(Wait) -> Result<()>,
    ) -> Result<NotifyOutcome> {
        let endpoint = self.api.create_event(&notice.installation_id)?;
        let mut waited = Duration::ZERO;
        let mut attempts = 1;
        loop {
            let attempt = self.attempt(&endpoint, notice).await;
            let room = self.patience.max_wait.saturating_sub(waited);
            let wait = self.wait_after(attempt.error.as_ref(), attempts, room);
            match wait {
                Some(wait) if wait.length <= room => {
                    let length = wait.length;
                    on_wait(wait)?;
                    tokio::time::sleep(length).await;
                    waited += length;
                    attempts += 1;
                }
                _ => {
                    return Ok(NotifyOutcome {
                        notice: notice.clone(),
                        status: attempt.status,
                        error: attempt.error,
                        attempts,
                        time: attempt.time,
                        waited,
                        refused_wait: wait
                            .and_then(|wait| wait.asked_for)
                            .filter(|asked_for| *asked_for > self.patience.max_wait),
                        vercel_id: attempt.vercel_id,
                    });
                }
            }
        }
    }

    async fn attempt(&self, endpoint: &Endpoint, notice: &Notification) -> Attempt {
        let started = Instant::now();
        let body = notice.notification.body();
        let answer = self.client.post(endpoint.url(), self.headers.clone(), body).await;
        let time = started.elapsed();
        let answer = answer.map(|answer| answer.redacted(&self.hidden));
        Attempt {
            time,
            status: answer.as_ref().ok().map(|answer| answer.status),
            vercel_id: answer.as_ref().ok().and_then(|answer| answer.header("x-vercel-id")),
            error: error(answer),
        }
    }

    /// How long to wait before trying again, with `room` for waiting; nothing where that cannot
    /// help.
    fn wait_after(
        &self,
        error: Option<&NotifyError>,
        attempt: u32,
        room: Duration,
    ) -> Option<Wait> {
        let error = error.filter(|error| error.is_passing())?;
        let backoff = self.patience.backoff;
        let own = backoff.delay(attempt).max(SHORTEST_WAIT);
        let (asked_for, length) = match error {
            NotifyError::Refused(ApiError { wait: Some(asked), .. }) => {
                // Whoever is asked to wait equally long should not come back at the same moment.
                let length = asked.saturating_add(backoff.jitter()).max(own);
                let is_allowed = *asked <= room && room >= SHORTEST_WAIT;
                (Some(*asked), if is_allowed { length.min(room) } else { length })
            }
            NotifyError::Refused(_) | NotifyError::Failed(_) => (None, own),
        };
        Some(Wait { error: error.clone(), attempt, length, asked_for })
    }
}

fn error(answer: Result<Response, TransportError>) -> Option<NotifyError> {
    match answer {
        Ok(answer) if answer.status == CREATED => None,
        Ok(answer) => Some(NotifyError::Refused(ApiError::read(&answer, Moment::now()))),
        Err(failure) => Some(NotifyError::Failed(failure)),
    }
}
