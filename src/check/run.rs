//! Runs cases against an endpoint: the control first and alone, then the others, in order.

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
use crate::http::{Client, ClientOptions, TransportError, Trust};
use crate::time::Moment;

use super::cases::{CONTROL, Case, CaseInputs, CaseRequest, ConnectionMode, Suite};
use super::report::{Report, Reproducer};
use super::result::{CaseOutcome, CaseResult, Exchange};

/// Give up after this many cases in a row without a response: each may take the whole timeout.
const MAX_SILENCE: usize = 10;

/// The same before the first response.
const MAX_SILENCE_AT_START: usize = 3;

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
}

pub struct CheckRun {
    pub cases: Vec<PreparedCase>,
    pub endpoint: Endpoint,
    pub trust: Trust,
    /// For each response.
    pub timeout: Duration,
    /// How many cases may run at once.
    pub concurrency: usize,
    /// Which responses reject a forged event; any but 2xx if empty.
    pub rejections: Vec<StatusPattern>,
    /// Whether failures of level `should` count.
    pub is_strict: bool,
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
        let running = self.run_cases(stop, on_result);
        let (results, ending) = runtime::single_threaded()?.block_on(running)?;
        Ok(Report::new(self, results, ending, started.elapsed()))
    }

    async fn run_cases(
        &self,
        stop: impl Future<Output = ()>,
        on_result: &mut dyn FnMut(&CaseResult) -> Result<()>,
    ) -> Result<(Vec<CaseResult>, Ending)> {
        let mut stop = pin!(stop);
        // From here on, Ctrl-C ends the run with a report.
        let _ = (&mut stop).now_or_never();
        let shared = self.client(NEW_CONNECTIONS)?;
        let (control, rest) = self.cases.split_at(self.cases.len().min(1));
        let side_by_side = rest.chunk_by(|one, other| !one.runs_alone() && !other.runs_alone());
        let stretches = [control].into_iter().chain(side_by_side);
        let incoming = stream::iter(stretches).flat_map(|stretch| {
            stream::iter(stretch)
                .map(|prepared| self.run_case(prepared, &shared))
                .buffered(self.concurrency)
        });
        let mut incoming = pin!(incoming);
        let mut silence = Silence::default();
        let mut is_control_failed = false;
        let mut results: Vec<CaseResult> = Vec::with_capacity(self.cases.len());
        let ending = loop {
            if silence.is_final() {
                break Ending::Complete;
            }
            let result = tokio::select! {
                biased;
                () = &mut stop => break Ending::Stopped,
                result = incoming.next() => result,
            };
            let Some(mut result) = result.transpose()? else { break Ending::Complete };
            silence.observe(&result);
            if result.case.id == CONTROL {
                is_control_failed = result.is_failed();
            } else if is_control_failed
                && result.case.suite() != Suite::Genuine
                && !result.is_failed()
            {
                result.outcome = CaseOutcome::Inconclusive;
            }
            on_result(&result)?;
            results.push(result);
        };
        let left_out = self.cases[results.len()..].iter();
        results.extend(left_out.map(|left| CaseResult::not_run(left.case, &self.rejections)));
        Ok((results, ending))
    }

    async fn run_case(&self, prepared: &PreparedCase, shared: &Client) -> Result<CaseResult> {
        let exchanges = self.exchange(prepared, shared).await?;
        Ok(CaseResult::new(prepared.case, exchanges, &self.rejections))
    }

    /// Sends the requests of a case, up to the first without a response.
    async fn exchange(&self, prepared: &PreparedCase, shared: &Client) -> Result<Vec<Exchange>> {
        let requests = &prepared.requests;
        let mode = prepared.case.mode();
        if mode == ConnectionMode::Concurrent {
            return Ok(join_all(requests.iter().map(|request| send(request, shared))).await);
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
            let mut exchange = send(request, own.unwrap_or(shared)).await;
            if let (Some(client), Err(TransportError::Closed)) = (own, &exchange.response)
                && index > 0
            {
                // A server may close an idle connection just when it is used again.
                exchange = send(request, client).await;
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
        let client = Client::with_options(&self.endpoint, &self.trust, self.timeout, options)?;
        Ok(client.with_body_timeout(BODY_TIMEOUT))
    }
}

async fn send(request: &CaseRequest, client: &Client) -> Exchange {
    let started = Instant::now();
    let response = request.send(client).await;
    Exchange { request: request.clone(), response, time: started.elapsed() }
}

/// How long the endpoint has given no response.
#[derive(Default)]
struct Silence {
    has_responded: bool,
    in_a_row: usize,
}

impl Silence {
    fn observe(&mut self, result: &CaseResult) {
        match result.failure() {
            None => *self = Self { has_responded: true, in_a_row: 0 },
            // Some receivers close the connection on what they reject.
            Some(TransportError::Closed) if self.has_responded => self.in_a_row = 0,
            Some(TransportError::Refused) if self.has_responded => self.in_a_row += REFUSED,
            Some(TransportError::Closed | TransportError::TimedOut) => self.in_a_row += 1,
            Some(_) if self.has_responded => self.in_a_row += 1,
            Some(_) => self.in_a_row += MAX_SILENCE,
        }
    }

    const fn is_final(&self) -> bool {
        let most = if self.has_responded { MAX_SILENCE } else { MAX_SILENCE_AT_START };
        self.in_a_row >= most
    }
}
