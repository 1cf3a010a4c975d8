//! Which response a call expects.

use crate::delivery::{Receipt, StatusPattern};

use super::super::issuer::{Requirement, TokenTamper};
use super::super::partner_api::{Judgement, PartnerEndpoint, Violation};

const CUT: &str = "must end, in time and within 1 MiB";

/// What a call expects of the response.
#[derive(Clone, Debug)]
pub enum Expectation {
    /// A success that the endpoint specifies.
    Success,
    /// A broken token is rejected, as far as it must be.
    Rejection(Requirement),
    Statuses(Vec<StatusPattern>),
}

/// Whether a response is as expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallResult {
    Ok,
    /// The response violates the specification.
    Invalid,
    /// An error, or another status than expected.
    OtherStatus,
    /// A broken token was accepted.
    Accepted,
    /// A broken token was rejected, though not with 401 or 403.
    OtherRejection,
    NoResponse,
}

impl Expectation {
    /// What a server should do with a broken token at an endpoint.
    pub fn of_tamper(tamper: &TokenTamper, endpoint: &PartnerEndpoint) -> Self {
        let is_allowed = match tamper.name {
            "system-for-user" => endpoint.auth.len() > 1,
            "role-user" => !endpoint.has_idempotency_key(),
            _ => false,
        };
        Self::Rejection(if is_allowed { Requirement::Either } else { tamper.requirement })
    }

    /// The statuses after which a call is not repeated.
    pub fn statuses(&self, endpoint: &PartnerEndpoint) -> Vec<StatusPattern> {
        match self {
            Self::Success => {
                let responses = endpoint.responses.iter().filter(|response| response.is_success());
                responses.map(|response| StatusPattern::Status(response.status)).collect()
            }
            Self::Rejection(_) => [401, 403].map(StatusPattern::Status).into(),
            Self::Statuses(patterns) => patterns.clone(),
        }
    }

    pub fn judge(&self, endpoint: &PartnerEndpoint, receipt: &Receipt) -> (CallResult, Judgement) {
        let Some(status) = receipt.status else {
            return (CallResult::NoResponse, Judgement::default());
        };
        let body = receipt.response.as_ref().map(|body| &*body.bytes).unwrap_or_default();
        let mut judgement = endpoint.judge(status, receipt.content_type.as_deref(), body);
        let is_expected = self.statuses(endpoint).iter().any(|pattern| pattern.matches(status));
        let is_success = (200..300).contains(&status);
        let is_known = matches!(self, Self::Statuses(_)) && is_expected;
        if is_known || matches!(self, Self::Rejection(_)) {
            judgement.violations.retain(|violation| violation.path != "status");
            judgement.notes.retain(|note| note.path != "status");
        }
        if receipt.is_response_cut && judgement.violations.iter().any(|found| found.path == "$") {
            judgement.violations = vec![Violation::new("$", CUT)];
        }
        let result = match self {
            Self::Rejection(Requirement::Either) if is_success => CallResult::Ok,
            Self::Rejection(_) if is_success => CallResult::Accepted,
            Self::Rejection(_) if !is_expected => CallResult::OtherRejection,
            Self::Rejection(_) => CallResult::Ok,
            _ if !is_expected => CallResult::OtherStatus,
            Self::Success | Self::Statuses(_) => {
                if judgement.violations.is_empty() {
                    CallResult::Ok
                } else {
                    CallResult::Invalid
                }
            }
        };
        (result, judgement)
    }
}

impl CallResult {
    pub const fn is_ok(self) -> bool {
        matches!(self, Self::Ok | Self::OtherRejection)
    }
}
