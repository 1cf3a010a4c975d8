//! A run of cases against an endpoint: the control first and alone, then the others, in order.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::{FutureExt, StreamExt, stream};
use tokio::time::Instant;

use crate::delivery::Expectation;
use crate::endpoint::Endpoint;
use crate::error::Result;
use crate::http::{Client, Failure, Habits};
use crate::runtime::{self, Ending};

use super::case::{CONTROL, Case};
use super::exchange::{Manner, Request};
use super::finding::{Finding, Outcome, Reply};
use super::maker::Material;

/// After so many cases in a row without an answer, no more are run: each may take as long as an
/// answer is waited for.
const SILENCE: usize = 10;

/// The same where there never was an answer.
const SILENCE_FROM_THE_START: usize = 3;

/// A case with the requests it makes.
pub struct Prepared<'a> {
    case: &'a Case,
    /// What it sends.
    pub requests: Vec<Request>,
}

/// Makes the requests of these cases.
///
/// # Errors
/// Those of making an event.
pub fn prepare<'a>(cases: &'a [Case], material: &Material) -> Result<Vec<Prepared<'a>>> {
    cases.iter().map(|case| Ok(Prepared { case, requests: case.requests(material)? })).collect()
}

/// A run of cases.
pub struct Run<'a> {
    /// What is run.
    pub cases: &'a [Prepared<'a>],
    /// Where the requests go.
    pub endpoint: &'a Endpoint,
    /// The time allowed for each answer.
    pub timeout: Duration,
    /// How many cases may be under way at once.
    pub concurrency: usize,
    /// Which answers are refusals; any but 2xx where none is named.
    pub rejections: &'a [Expectation],
}

/// What is known of the endpoint so far.
#[derive(Default)]
struct Silence {
    has_answered: bool,
    in_a_row: usize,
}

impl<'a> Run<'a> {
    /// Runs the cases and tells what came of each, in their order. Ends early when `stop` does, or
    /// when the endpoint seems to be gone; then the rest is told as not run.
    ///
    /// # Errors
    /// Whatever `on_finding` returns ends the run; [`crate::error::Error::Start`] where it cannot
    /// begin.
    pub fn finish(
        &self,
        stop: impl Future<Output = ()>,
        on_finding: &mut dyn FnMut(Finding<'a>) -> Result<()>,
    ) -> Result<Ending> {
        runtime::of_this_thread()?.block_on(self.follow(stop, on_finding))
    }

    async fn follow(
        &self,
        stop: impl Future<Output = ()>,
        on_finding: &mut dyn FnMut(Finding<'a>) -> Result<()>,
    ) -> Result<Ending> {
        let mut stop = pin!(stop);
        // From here on, Ctrl-C ends it as it should.
        let _ = (&mut stop).now_or_never();
        let habits = |capitalises_names| Habits { keeps_connections: false, capitalises_names };
        let fresh = Client::with_habits(self.endpoint, self.timeout, habits(false))?;
        let capitalising = Client::with_habits(self.endpoint, self.timeout, habits(true))?;
        let client_of = |prepared: &Prepared<'_>| {
            let is_capitalised = prepared.requests.iter().any(|it| it.is_capitalised);
            if is_capitalised { &capitalising } else { &fresh }
        };
        let (control, rest) = self.cases.split_at(self.cases.len().min(1));
        let control = stream::iter(control).then(|it| self.judge(it, client_of(it)));
        let rest =
            stream::iter(rest).map(|it| self.judge(it, client_of(it))).buffered(self.concurrency);
        let mut findings = pin!(control.chain(rest));
        let mut silence = Silence::default();
        let mut is_control_refused = false;
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
            if finding.id == CONTROL {
                is_control_refused = finding.outcome == Outcome::Failed;
            }
            if is_control_refused {
                finding = finding.without_control();
            }
            told += 1;
            on_finding(finding)?;
        };
        for prepared in &self.cases[told..] {
            on_finding(Finding::not_run(prepared.case, self.rejections))?;
        }
        Ok(ending)
    }

    async fn judge(&self, prepared: &'a Prepared<'a>, client: &Client) -> Result<Finding<'a>> {
        let replies = self.exchange(prepared, client).await?;
        Ok(Finding::of(prepared.case, replies, self.rejections))
    }

    /// Makes the requests of a case; where one is not answered, the ones after it are left out.
    async fn exchange<'r>(
        &self,
        prepared: &'r Prepared<'_>,
        client: &Client,
    ) -> Result<Vec<Reply<'r>>> {
        let requests = &prepared.requests;
        let manner = prepared.case.manner;
        if manner == Manner::AtOnce {
            return Ok(join_all(requests.iter().map(|request| reply(request, client))).await);
        }
        // A client of its own, so that no other case uses its connections.
        let keeping = match manner {
            Manner::Apart | Manner::AtOnce => None,
            Manner::OneConnection | Manner::BesideAnOpenOne => {
                Some(Client::new(self.endpoint, self.timeout)?)
            }
        };
        let mut replies = Vec::with_capacity(requests.len());
        for (index, request) in requests.iter().enumerate() {
            let keeping =
                keeping.as_ref().filter(|_| manner == Manner::OneConnection || index == 0);
            let reply = reply(request, keeping.unwrap_or(client)).await;
            let is_answered = reply.answer.is_ok();
            replies.push(reply);
            if !is_answered {
                break;
            }
        }
        Ok(replies)
    }
}

async fn reply<'r>(request: &'r Request, client: &Client) -> Reply<'r> {
    let started = Instant::now();
    let answer = request.send(client).await;
    Reply { request, answer, time: started.elapsed() }
}

impl Silence {
    fn hear(&mut self, finding: &Finding<'_>) {
        match finding.failure {
            None => {
                self.has_answered = true;
                self.in_a_row = 0;
            }
            // Some receivers hang up on what they refuse.
            Some(Failure::Closed) if self.has_answered => self.in_a_row = 0,
            Some(failure) => {
                let is_hopeless = !matches!(failure, Failure::Closed | Failure::TimedOut);
                let weight = if is_hopeless && !self.has_answered { SILENCE } else { 1 };
                self.in_a_row += weight;
            }
        }
    }

    const fn is_final(&self) -> bool {
        let most = if self.has_answered { SILENCE } else { SILENCE_FROM_THE_START };
        self.in_a_row >= most
    }
}
