//! When an endpoint that gives no response is given up.

use crate::http::TransportError;

use super::result::CaseResult;

/// Give up after this many cases in a row without a response: each may take the whole timeout.
const MAX_SILENCE: usize = 10;

const MAX_SILENCE_AT_START: usize = 3;

/// How many silent cases a refused connection counts for once there were responses: three in a row
/// are no pause between two processes.
const REFUSED: usize = MAX_SILENCE.div_ceil(3);

/// How long the endpoint has given no response.
#[derive(Default)]
pub struct Silence {
    has_responded: bool,
    pub in_a_row: usize,
    is_hang: bool,
}

impl Silence {
    pub fn observe(&mut self, result: &CaseResult) {
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
    pub const fn is_hang(&self) -> bool {
        self.has_responded && self.is_hang
    }

    pub const fn is_final(&self) -> bool {
        let most = if self.has_responded { MAX_SILENCE } else { MAX_SILENCE_AT_START };
        self.in_a_row >= most
    }
}
