//! Runs cases against an endpoint: the control first and alone, then the others, in order. The
//! control is repeated after every few cases, so that an endpoint that stopped judging is noticed.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt, stream};
use tokio::time::Instant;

use crate::delivery::StatusPattern;
use crate::error::Result;
use crate::http::runtime::{self, Ending};
use crate::http::{Client, ClientOptions, Trust};

use super::cases::{CONTROL, CaseInputs, Suite};
use super::diagnosis::diagnose;
use super::guess;
use super::pace::Pace;
use super::prepared::{NEW_CONNECTIONS, PreparedCase};
use super::report::{Report, RunInfo};
use super::request::CaseRequest;
use super::result::{CaseOutcome, CaseResult, Got};
use super::silence::Silence;

/// After this many cases of other suites the control is sent again.
const REPEAT_CONTROL: usize = 8;

/// The status decides, so a body that has not ended by then is left.
const BODY_TIMEOUT: Duration = Duration::from_secs(1);

pub struct CheckRun {
    pub cases: Vec<PreparedCase>,
    pub inputs: CaseInputs,
    /// Other secrets that the endpoint may have, by name.
    pub other_secrets: Vec<(String, Vec<u8>)>,
    /// For each response.
    pub trust: Trust,
    pub timeout: Duration,
    pub concurrency: usize,
    pub interval: Duration,
    /// Which responses reject a forged event; any but 2xx if empty.
    pub rejections: Vec<StatusPattern>,
}

impl CheckRun {
    /// Runs the cases, and ends early when `stop` does or the endpoint seems to be gone.
    pub fn execute(
        &self,
        info: RunInfo,
        stop: impl Future<Output = ()>,
        on_result: &mut dyn FnMut(&CaseResult) -> Result<()>,
    ) -> Result<Report> {
        let started = Instant::now();
        let runtime = runtime::single_threaded()?;
        let mut progress = Run::new(self, on_result)?;
        let ending = runtime.block_on(progress.run_cases(stop))?;
        let (mut results, fix) = (progress.results, progress.fix);
        diagnose(&mut results, fix.as_deref());
        Ok(Report { info, results, ending, time: started.elapsed() })
    }

    /// Cases that run side by side.
    fn stretches(&self) -> impl Iterator<Item = &[PreparedCase]> {
        let (control, rest) = self.cases.split_at(self.cases.len().min(1));
        let are_alike = |one: &PreparedCase, other: &PreparedCase| {
            !one.runs_alone() && !other.runs_alone() && one.kind() == other.kind()
        };
        let rest = rest.chunk_by(are_alike).flat_map(|stretch| {
            let is_genuine = stretch[0].suite == Suite::Genuine;
            stretch.chunks(if is_genuine { usize::MAX } else { REPEAT_CONTROL })
        });
        [control].into_iter().chain(rest).filter(|stretch| !stretch.is_empty())
    }

    async fn run_case(
        &self,
        prepared: &PreparedCase,
        shared: &Client,
        pace: &Pace,
    ) -> Result<CaseResult> {
        let connect = |options| self.client(options);
        let exchanges = prepared.send(shared, pace, connect).await?;
        Ok(prepared.result(exchanges, &self.rejections))
    }

    fn client(&self, options: ClientOptions) -> Result<Client> {
        let endpoint = self.inputs.endpoint();
        let client = Client::with_options(endpoint, &self.trust, self.timeout, options)?;
        Ok(client.with_body_timeout(BODY_TIMEOUT))
    }
}

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
    repeats: u64,
    /// What to change if the control is rejected.
    fix: Option<String>,
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
            fix: None,
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
        self.results.extend(left_out.map(|left| left.not_run(&self.check.rejections)));
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
        let is_genuine = Suite::of(&result.case) == Suite::Genuine;
        if result.case.id == CONTROL && result.is_failed() {
            self.rejected = result.got;
            let send = async |request: &CaseRequest| self.pace.send(request, &self.client).await;
            let others = &self.check.other_secrets;
            let (fix, requests) = guess::find(&result, &self.check.inputs, others, send).await?;
            result.requests += requests;
            self.fix = fix;
        }
        self.results.push(result);
        let is_provable = self.results[0].case.id == CONTROL && !self.results[0].is_failed();
        if is_genuine || !is_provable {
            self.settle(self.rejected)?;
        }
        Ok(())
    }

    fn leave_out(&mut self, cases: &[PreparedCase]) -> Result<()> {
        self.results.extend(cases.iter().map(|prepared| prepared.not_run(&self.check.rejections)));
        self.settle(self.rejected)
    }

    /// Reports the results so far; if the control `got` something else than 2xx before or after
    /// them, they prove nothing.
    fn settle(&mut self, got: Option<Got>) -> Result<()> {
        for result in &mut self.results[self.settled..] {
            if got.is_some_and(|got| proves_nothing(result, got)) {
                result.doubt();
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
        let last = self.results[self.results.len() - 1].case.id;
        let before = self.rejected;
        self.rejected = (!exchange.is_accepted()).then(|| exchange.got());
        let repetition = self.check.cases[0].result(vec![exchange], &self.check.rejections);
        self.results[0].repeated(repetition, last);
        self.settle(before.or(self.rejected))?;
        Ok(self.rejected.is_none())
    }
}

/// Whether a result says nothing about an endpoint from which the control `got` no 2xx.
fn proves_nothing(result: &CaseResult, got: Got) -> bool {
    match (Suite::of(&result.case), result.outcome) {
        (Suite::Forged | Suite::Robustness, CaseOutcome::Passed | CaseOutcome::Inconclusive) => {
            true
        }
        (Suite::Robustness, CaseOutcome::Failed) => result.got == Some(got),
        _ => false,
    }
}
