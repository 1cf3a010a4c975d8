//! A case with its requests, ready to be sent.

use futures_util::future::join_all;

use crate::delivery::StatusPattern;
use crate::error::Result;
use crate::http::{Client, ClientOptions, TransportError};

use super::case::Case;
use super::cases::{CaseInputs, ConnectionMode, Suite, WebhookCase};
use super::pace::Pace;
use super::request::CaseRequest;
use super::result::{CaseResult, Exchange};

pub const NEW_CONNECTIONS: ClientOptions =
    ClientOptions { reuses_connections: false, adds_accept: true, title_case_headers: false };

pub struct PreparedCase {
    case: Case,
    pub suite: Suite,
    mode: ConnectionMode,
    pub requests: Vec<CaseRequest>,
}

impl PreparedCase {
    pub fn new(case: &WebhookCase, inputs: &CaseInputs) -> Result<Self> {
        Ok(Self {
            case: case.without_requests(),
            suite: Suite::of(case),
            mode: case.requests.mode(),
            requests: case.build_requests(inputs)?,
        })
    }

    /// Whether it would disturb others: it holds a connection, or makes many at once.
    pub fn runs_alone(&self) -> bool {
        self.mode != ConnectionMode::Separate
    }

    /// Cases of one kind hang alike.
    pub fn kind(&self) -> (Suite, bool) {
        (self.suite, self.case.family().is_some())
    }

    pub fn result(&self, exchanges: Vec<Exchange>, rejections: &[StatusPattern]) -> CaseResult {
        let judge = |exchange: &Exchange| self.suite.judge(exchange.got(), rejections);
        CaseResult::new(self.case, self.suite.expected(rejections), exchanges, judge)
    }

    pub fn not_run(&self, rejections: &[StatusPattern]) -> CaseResult {
        CaseResult::not_run(self.case, self.suite.expected(rejections))
    }

    /// Sends the requests, up to the first without a response.
    pub async fn send(
        &self,
        shared: &Client,
        pace: &Pace,
        connect: impl Fn(ClientOptions) -> Result<Client>,
    ) -> Result<Vec<Exchange>> {
        let Self { requests, mode, .. } = self;
        if *mode == ConnectionMode::Concurrent {
            pace.wait().await;
            let exchanges = requests.iter().map(|request| Exchange::new(request, shared));
            return Ok(join_all(exchanges).await);
        }
        let options = ClientOptions {
            reuses_connections: *mode != ConnectionMode::Separate,
            title_case_headers: requests.iter().any(|request| request.is_capitalized),
            ..NEW_CONNECTIONS
        };
        // A client of its own, so that no other case uses its connections.
        let own = (options != NEW_CONNECTIONS).then(|| connect(options)).transpose()?;
        let mut exchanges = Vec::with_capacity(requests.len());
        for (index, request) in requests.iter().enumerate() {
            let own = own.as_ref().filter(|_| *mode != ConnectionMode::Overlapping || index == 0);
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
}
