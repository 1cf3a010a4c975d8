//! A run of cases against an endpoint: the control first and alone, then the others, in order.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::{FutureExt, StreamExt, stream};
use tokio::time::Instant;

use crate::delivery::StatusPattern;
use crate::error::Result;
use crate::http::endpoint::Endpoint;
use crate::http::runtime::{self, Ending};
use crate::http::{Client, ClientOptions, TransportError};

use super::case::{Case, Suite};
use super::case_builder::CaseInputs;
use super::diagnosis::Control;
use super::exchange::{CaseRequest, ConnectionMode};
use super::result::{CaseOutcome, CaseResult, Reply};

/// After so many cases in a row without an answer, no more are run: each may take as long as an
/// answer is waited for.
const SILENCE: usize = 10;

/// The same where there never was an answer.
const SILENCE_FROM_THE_START: usize = 3;

/// What a refused connection weighs after there were answers: three of them in a row are no pause
/// between two processes any more.
const REFUSED: usize = SILENCE.div_ceil(3);

/// The status has decided: a body that has not ended by then is left.
const BODY_TIME: Duration = Duration::from_secs(1);

/// A case with the requests it makes.
pub struct Prepared<'a> {
    case: &'a Case,
    /// What it sends.
    pub requests: Vec<CaseRequest>,
}

impl Prepared<'_> {
    /// Whether it would disturb others: it holds a connection, or makes many at once.
    fn is_alone(&self) -> bool {
        self.case.manner != ConnectionMode::Apart
    }
}

/// Makes the requests of these cases.
///
/// # Errors
/// Those of making an event.
pub fn prepare<'a>(cases: &'a [Case], material: &CaseInputs) -> Result<Vec<Prepared<'a>>> {
    cases.iter().map(|case| Ok(Prepared { case, requests: case.requests(material)? })).collect()
}

/// A run of cases.
pub struct CheckRun<'a> {
    /// What is run.
    pub cases: &'a [Prepared<'a>],
    /// Where the requests go.
    pub endpoint: &'a Endpoint,
    /// The time allowed for each answer.
    pub timeout: Duration,
    /// How many cases may be under way at once.
    pub concurrency: usize,
    /// Which answers are refusals; any but 2xx where none is named.
    pub rejections: &'a [StatusPattern],
}

/// What is known of the endpoint so far.
#[derive(Default)]
struct Silence {
    has_answered: bool,
    in_a_row: usize,
}

impl<'a> CheckRun<'a> {
    /// Runs the cases and tells what came of each, in their order. Ends early when `stop` does, or
    /// when the endpoint seems to be gone; then the rest is told as not run.
    ///
    /// # Errors
    /// Whatever `on_finding` returns ends the run; [`crate::error::Error::Start`] where it cannot
    /// begin.
    pub fn finish(
        &self,
        stop: impl Future<Output = ()>,
        on_finding: &mut dyn FnMut(CaseResult<'a>) -> Result<()>,
    ) -> Result<Ending> {
        runtime::single_threaded()?.block_on(self.follow(stop, on_finding))
    }

    async fn follow(
        &self,
        stop: impl Future<Output = ()>,
        on_finding: &mut dyn FnMut(CaseResult<'a>) -> Result<()>,
    ) -> Result<Ending> {
        let mut stop = pin!(stop);
        // From here on, Ctrl-C ends it as it should.
        let _ = (&mut stop).now_or_never();
        let clients = Clients::new(self.endpoint, self.timeout)?;
        let (control, rest) = self.cases.split_at(self.cases.len().min(1));
        let side_by_side = rest.chunk_by(|one, other| !one.is_alone() && !other.is_alone());
        let stretches = [control].into_iter().chain(side_by_side);
        let findings = stream::iter(stretches).flat_map(|stretch| {
            stream::iter(stretch)
                .map(|prepared| self.judge(prepared, &clients))
                .buffered(self.concurrency)
        });
        let mut findings = pin!(findings);
        let mut silence = Silence::default();
        let mut control = Control::default();
        let mut last_met = None;
        let mut told = 0;
        let ending = loop {
            if silence.is_final() {
                break Ending::Complete;
            }
            let finding = tokio::select! {
                biased;
                () = &mut stop => break Ending::Stopped,
                finding = findings.next() => finding,
            };
            let Some(mut finding) = finding.transpose()? else { break Ending::Complete };
            silence.hear(&finding);
            if finding.outcome == CaseOutcome::Failed {
                finding.remedy = Some(control.remedy(self.cases[told].case, &finding, last_met));
            } else if control.is_failed() && finding.suite != Suite::Genuine {
                finding.outcome = CaseOutcome::Inconclusive;
            }
            control.learn(&finding);
            if finding.failure != Some(TransportError::Refused) {
                last_met = Some(finding.id);
            }
            told += 1;
            on_finding(finding)?;
        };
        for prepared in &self.cases[told..] {
            on_finding(CaseResult::not_run(prepared.case, self.rejections))?;
        }
        Ok(ending)
    }

    async fn judge(&self, prepared: &'a Prepared<'a>, clients: &Clients) -> Result<CaseResult<'a>> {
        let replies = self.exchange(prepared, clients).await?;
        Ok(CaseResult::of(prepared.case, replies, self.rejections))
    }

    /// Makes the requests of a case; where one is not answered, the ones after it are left out.
    async fn exchange<'r>(
        &self,
        prepared: &'r Prepared<'_>,
        clients: &Clients,
    ) -> Result<Vec<Reply<'r>>> {
        let requests = &prepared.requests;
        let manner = prepared.case.manner;
        if manner == ConnectionMode::AtOnce {
            let replies = requests.iter().map(|request| reply(request, clients.of(request)));
            return Ok(join_all(replies).await);
        }
        // A client of its own, so that no other case uses its connections.
        let keeping = match manner {
            ConnectionMode::Apart | ConnectionMode::AtOnce => None,
            ConnectionMode::OneConnection | ConnectionMode::BesideAnOpenOne => {
                Some(client(self.endpoint, self.timeout, ClientOptions::default())?)
            }
        };
        let mut replies = Vec::with_capacity(requests.len());
        for (index, request) in requests.iter().enumerate() {
            let keeping =
                keeping.as_ref().filter(|_| manner == ConnectionMode::OneConnection || index == 0);
            let mut reply_to = reply(request, keeping.unwrap_or(clients.of(request))).await;
            if let (Some(client), Err(TransportError::Closed)) = (keeping, &reply_to.answer)
                && index > 0
            {
                // A server may close a connection that lies idle, just when it is used again.
                reply_to = reply(request, client).await;
            }
            let is_answered = reply_to.answer.is_ok();
            replies.push(reply_to);
            if !is_answered {
                break;
            }
        }
        Ok(replies)
    }
}

/// Clients whose every request has a connection of its own.
struct Clients {
    usual: Client,
    capitalising: Client,
}

impl Clients {
    fn new(endpoint: &Endpoint, timeout: Duration) -> Result<Self> {
        let with = |title_case_headers| {
            client(
                endpoint,
                timeout,
                ClientOptions { reuses_connections: false, title_case_headers },
            )
        };
        Ok(Self { usual: with(false)?, capitalising: with(true)? })
    }

    const fn of(&self, request: &CaseRequest) -> &Client {
        if request.is_capitalised { &self.capitalising } else { &self.usual }
    }
}

fn client(endpoint: &Endpoint, timeout: Duration, options: ClientOptions) -> Result<Client> {
    Ok(Client::with_options(endpoint, timeout, options)?.with_body_timeout(BODY_TIME))
}

async fn reply<'r>(request: &'r CaseRequest, client: &Client) -> Reply<'r> {
    let started = Instant::now();
    let answer = request.send(client).await;
    Reply { request, answer, time: started.elapsed() }
}

impl Silence {
    fn hear(&mut self, finding: &CaseResult<'_>) {
        match finding.failure {
            None => {
                self.has_answered = true;
                self.in_a_row = 0;
            }
            // Some receivers hang up on what they refuse.
            Some(TransportError::Closed) if self.has_answered => self.in_a_row = 0,
            Some(failure) => {
                let is_hopeless =
                    !matches!(failure, TransportError::Closed | TransportError::TimedOut);
                self.in_a_row += match failure {
                    TransportError::Refused if self.has_answered => REFUSED,
                    _ if is_hopeless && !self.has_answered => SILENCE,
                    _ => 1,
                };
            }
        }
    }

    const fn is_final(&self) -> bool {
        let most = if self.has_answered { SILENCE } else { SILENCE_FROM_THE_START };
        self.in_a_row >= most
    }
}
