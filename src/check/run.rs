//! Runs cases against an endpoint: the control first and alone, then the others, in order. The
//! control is repeated after every few cases, so that an endpoint that stopped judging is noticed.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::future::join_all;
use futures_util::{FutureExt, StreamExt, stream};
use tokio::time::Instant;

use crate::delivery::{StatusPattern, is_protection};
use crate::error::Result;
use crate::http::endpoint::Endpoint;
use crate::http::runtime::{self, Ending};
use crate::http::{Client, ClientOptions, TransportError};
use crate::time::Moment;

use super::cases::{CONTROL, Case, CaseInputs, CaseRequest, ConnectionMode, Suite};
use super::guess::Guess;
use super::pace::Pace;
use super::report::{Report, Reproducer};
use super::result::{CaseResult, Exchange, Got};

/// Give up after this many cases in a row without a response: each may take the whole timeout.
const MAX_SILENCE: usize = 10;

/// The same before the first response.
const MAX_SILENCE_AT_START: usize = 3;

/// After this many cases of other suites the control is sent again.
const REPEAT_CONTROL: usize = 8;

/// How many silent cases a refused connection counts for once there were responses: three in a row
/// are no pause between two processes.
const REFUSED: usize = MAX_SILENCE.div_ceil(3);

/// The status decides, so a body that has not ended by then is left.
const BODY_TIMEOUT: Duration = Duration::from_secs(1);

const NEW_CONNECTIONS: ClientOptions =
    ClientOptions { reuses_connections: false, title_case_headers: false };

pub struct PreparedCase {
    pub case: Case,
    pub requests: Vec<CaseRequest>,
}

impl PreparedCase {
    pub fn new(case: Case, inputs: &CaseInputs) -> Result<Self> {
        Ok(Self { case, requests: case.build_requests(inputs)? })
    }

    /// Whether it would disturb others: it holds a connection, or makes many at once.
    fn runs_alone(&self) -> bool {
        self.case.mode() != ConnectionMode::Separate
    }

    /// Cases of one kind hang alike.
    fn kind(&self) -> (Suite, bool) {
        (self.case.suite(), self.case.is_for_a_type())
    }
}

pub struct CheckRun {
    pub cases: Vec<PreparedCase>,
    pub inputs: CaseInputs,
    /// Other secrets that the endpoint may have, by name.
    pub other_secrets: Vec<(String, Vec<u8>)>,
    pub endpoint: Endpoint,
    /// For each response.
    pub timeout: Duration,
    /// How many cases may run at once.
    pub concurrency: usize,
    /// The time between the starts of two requests.
    pub interval: Duration,
    /// Which responses reject a forged event; any but 2xx if empty.
    pub rejections: Vec<StatusPattern>,
    /// Whether failures of level `should` count.
    pub is_strict: bool,
    /// Whether reports for people include curl commands.
    pub is_verbose: bool,
    pub seed: u64,
    /// The time of the events.
    pub now: Moment,
    pub reproducer: Reproducer,
}

impl CheckRun {
    /// Runs the cases, and ends early when `stop` does or the endpoint seems to be gone.
    pub fn execute(
        self,
        stop: impl Future<Output = ()>,
        on_result: &mut dyn FnMut(&CaseResult) -> Result<()>,
    ) -> Result<Report> {
        let started = Instant::now();
        let runtime = runtime::single_threaded()?;
        let mut progress = Run::new(&self, on_result)?;
        let ending = runtime.block_on(progress.run_cases(stop))?;
        let (results, guess) = (progress.results, progress.guess);
        Ok(Report::new(self, results, guess.as_ref(), ending, started.elapsed()))
    }

    /// Cases that run side by side.
    fn stretches(&self) -> impl Iterator<Item = &[PreparedCase]> {
        let (control, rest) = self.cases.split_at(self.cases.len().min(1));
        let are_alike = |one: &PreparedCase, other: &PreparedCase| {
            !one.runs_alone() && !other.runs_alone() && one.kind() == other.kind()
        };
        let rest = rest.chunk_by(are_alike).flat_map(|stretch| {
            let is_genuine = stretch[0].case.suite() == Suite::Genuine;
            stretch.chunks(if is_genuine { usize::MAX } else { REPEAT_CONTROL })
        });
        [control].into_iter().chain(rest).filter(|stretch| !stretch.is_empty())
    }
}

/// A run under way.
struct Run<'a> {
    check: &'a CheckRun,
    /// Makes a connection for each request.
    client: Client,
    pace: Pace,
    results: Vec<CaseResult>,
    /// The first result that may still become inconclusive, and is not reported yet.
    settled: usize,
    /// What the latest control got, unless it was accepted.
    rejected: Option<Got>,
    /// How often the control was repeated.
    repeats: u64,
    guess: Option<Guess>,
    on_result: &'a mut dyn FnMut(&CaseResult) -> Result<()>,
}

impl<'a> Run<'a> {
    fn new(
        check: &'a CheckRun,
        on_result: &'a mut dyn FnMut(&CaseResult) -> Result<()>,
    ) -> Result<Self> {
        Ok(Self {
            check,
            client: check.client(NEW_CONNECTIONS)?,
            pace: Pace::new(check.interval),
            results: Vec::with_capacity(check.cases.len()),
            settled: 0,
            rejected: None,
            repeats: 0,
            guess: None,
            on_result,
        })
    }

    async fn run_cases(&mut self, stop: impl Future<Output = ()>) -> Result<Ending> {
        let mut stop = pin!(stop);
        // From here on, Ctrl-C ends the run with a report.
        let _ = (&mut stop).now_or_never();
        let ending = tokio::select! {
            biased;
            () = stop => Ending::Stopped,
            ended = self.run_to_the_end() => ended.map(|()| Ending::Complete)?,
        };
        self.settle(self.rejected)?;
        let left_out = self.check.cases[self.results.len()..].iter();
        let rejections = &self.check.rejections;
        self.results.extend(left_out.map(|left| CaseResult::not_run(left.case, rejections)));
        Ok(ending)
    }

    async fn run_to_the_end(&mut self) -> Result<()> {
        let check = self.check;
        let mut silence = Silence::default();
        let mut hanging = None;
        for stretch in check.stretches() {
            if hanging == Some(stretch[0].kind()) {
                self.leave_out(stretch)?;
                continue;
            }
            hanging = None;
            let (client, pace) = (self.client.clone(), self.pace.clone());
            let mut incoming = pin!(
                stream::iter(stretch)
                    .map(|prepared| check.run_case(prepared, &client, &pace))
                    .buffered(check.concurrency)
            );
            let mut done = 0;
            while done < stretch.len() && !silence.is_final() {
                let Some(result) = incoming.next().await.transpose()? else { break };
                silence.observe(&result);
                done += 1;
                self.add(result).await?;
            }
            if silence.is_final() {
                if !silence.is_hang() || !self.repeat_control().await? {
                    return Ok(());
                }
                // Only cases of this kind hang.
                silence.in_a_row = 0;
                hanging = Some(stretch[0].kind());
                self.leave_out(&stretch[done..])?;
            }
            let unproven = self.results.len() - self.settled;
            let is_last = self.results.len() == check.cases.len();
            let is_gone = self.results.last().is_some_and(CaseResult::is_refused);
            if !is_gone && (unproven >= REPEAT_CONTROL || is_last && unproven > 0) {
                self.repeat_control().await?;
            }
        }
        Ok(())
    }

    async fn add(&mut self, mut result: CaseResult) -> Result<()> {
        let (is_control, is_genuine) =
            (result.case.id == CONTROL, result.case.suite() == Suite::Genuine);
        if is_control && result.is_failed() {
            self.rejected = result.got;
            (self.guess, result.requests) = self.find_guess(&result).await?;
        }
        self.results.push(result);
        let is_provable = self.results[0].case.id == CONTROL && !self.results[0].is_failed();
        if is_genuine || !is_provable {
            self.settle(self.rejected)?;
        }
        Ok(())
    }

    fn leave_out(&mut self, cases: &[PreparedCase]) -> Result<()> {
        for prepared in cases {
            self.results.push(CaseResult::not_run(prepared.case, &self.check.rejections));
        }
        self.settle(self.rejected)
    }

    /// Reports the results so far; if the control `got` something else than 2xx before or after
    /// them, they prove nothing.
    fn settle(&mut self, got: Option<Got>) -> Result<()> {
        for result in &mut self.results[self.settled..] {
            if let Some(got) = got {
                result.doubt(got);
            }
            (self.on_result)(result)?;
        }
        self.settled = self.results.len();
        Ok(())
    }

    /// Whether a genuine event is still accepted; if not, the control has failed.
    async fn repeat_control(&mut self) -> Result<bool> {
        if self.results[0].case.id != CONTROL {
            self.settle(None)?;
            return Ok(false);
        }
        self.repeats += 1;
        let request = self.check.inputs.control(self.repeats)?;
        let exchange = self.pace.send(&request, &self.client).await;
        let last = self.results[self.results.len() - 1].case;
        let before = self.rejected;
        let control = &mut self.results[0];
        self.rejected = control.repeated(exchange, last, &self.check.rejections);
        self.settle(before.or(self.rejected))?;
        Ok(self.rejected.is_none())
    }

    /// Another secret or form of signature that the endpoint accepts instead of the right one.
    /// Returns it with the number of requests of the control and of all guesses.
    async fn find_guess(&self, control: &CaseResult) -> Result<(Option<Guess>, usize)> {
        let mut requests = control.requests;
        let is_about_the_signature = match control.got {
            Some(Ok(404 | 405 | 413 | 415 | 429)) => false,
            Some(Ok(status)) => status >= 400,
            _ => false,
        };
        if !is_about_the_signature || control.response.as_ref().is_some_and(is_protection) {
            return Ok((None, requests));
        }
        let is_accepted =
            async |request: &CaseRequest| self.pace.send(request, &self.client).await.is_accepted();
        for (guess, request) in Guess::all(&self.check.inputs, &self.check.other_secrets)? {
            requests += 1;
            if is_accepted(&request).await {
                // An endpoint that has just started may accept everything by now.
                let is_other = !is_accepted(&self.check.inputs.control(0)?).await;
                return Ok((is_other.then_some(guess), requests + 1));
            }
        }
        Ok((None, requests))
    }
}

impl CheckRun {
    async fn run_case(
        &self,
        prepared: &PreparedCase,
        shared: &Client,
        pace: &Pace,
    ) -> Result<CaseResult> {
        let exchanges = self.exchange(prepared, shared, pace).await?;
        Ok(CaseResult::new(prepared.case, exchanges, &self.rejections))
    }

    /// Sends the requests of a case, up to the first without a response.
    async fn exchange(
        &self,
        prepared: &PreparedCase,
        shared: &Client,
        pace: &Pace,
    ) -> Result<Vec<Exchange>> {
        let requests = &prepared.requests;
        let mode = prepared.case.mode();
        if mode == ConnectionMode::Concurrent {
            pace.wait().await;
            return Ok(
                join_all(requests.iter().map(|request| Exchange::new(request, shared))).await
            );
        }
        let options = ClientOptions {
            reuses_connections: mode != ConnectionMode::Separate,
            title_case_headers: requests.iter().any(|request| request.is_capitalized),
        };
        // A client of its own, so that no other case uses its connections.
        let own = (options != NEW_CONNECTIONS).then(|| self.client(options)).transpose()?;
        let mut exchanges = Vec::with_capacity(requests.len());
        for (index, request) in requests.iter().enumerate() {
            let own = own.as_ref().filter(|_| mode != ConnectionMode::Overlapping || index == 0);
            let mut exchange = pace.send(request, own.unwrap_or(shared)).await;
            if let (Some(client), Err(TransportError::Closed)) = (own, &exchange.response)
                && index > 0
            {
                // A server may close an idle connection just when it is used again.
                exchange = pace.send(request, client).await;
            }
            let is_answered = exchange.response.is_ok();
            exchanges.push(exchange);
            if !is_answered {
                break;
            }
        }
        Ok(exchanges)
    }

    fn client(&self, options: ClientOptions) -> Result<Client> {
        let client = Client::with_options(&self.endpoint, self.timeout, options)?;
        Ok(client.with_body_timeout(BODY_TIMEOUT))
    }
}

/// How long the endpoint has given no response.
#[derive(Default)]
struct Silence {
    has_responded: bool,
    in_a_row: usize,
    is_hang: bool,
}

impl Silence {
    fn observe(&mut self, result: &CaseResult) {
        self.is_hang = result.failure() == Some(TransportError::TimedOut);
        match result.failure() {
            None => *self = Self { has_responded: true, ..Self::default() },
            // Some receivers close the connection on what they reject.
            Some(TransportError::Closed) if self.has_responded => self.in_a_row = 0,
            Some(TransportError::Refused) if self.has_responded => self.in_a_row += REFUSED,
            Some(TransportError::Closed | TransportError::TimedOut) => self.in_a_row += 1,
            Some(_) if self.has_responded => self.in_a_row += 1,
            Some(_) => self.in_a_row += MAX_SILENCE,
        }
    }

    /// Whether there were responses before, and connections still open.
    const fn is_hang(&self) -> bool {
        self.has_responded && self.is_hang
    }

    const fn is_final(&self) -> bool {
        let most = if self.has_responded { MAX_SILENCE } else { MAX_SILENCE_AT_START };
        self.in_a_row >= most
    }
}
