//! What a command delivers.

use std::time::Duration;

use http::{HeaderName, HeaderValue};

use crate::delivery::{DeliveryRequest, Header};
use crate::http::endpoint::Endpoint;
use crate::http::redact::Redactor;
use crate::output::Output;
use crate::settings::secret::Secret;

/// Makes the request of a number.
pub type Compose<'a> = Box<dyn Fn(u64) -> DeliveryRequest + Sync + 'a>;

/// A number of events, each of which becomes a request.
pub trait Load {
    /// How many deliveries there will be.
    fn len(&self) -> u64;

    /// The number of characters of the longest name of an event.
    fn widest_name(&self) -> usize;

    /// Whether anything has to be signed.
    fn needs_secret(&self) -> bool {
        true
    }

    /// Whether the signatures are wrong on purpose.
    fn is_tampered(&self) -> bool {
        false
    }

    /// Whether signatures go out as they were recorded.
    fn repeats_signatures(&self) -> bool {
        false
    }

    /// When each delivery starts, counted from the first, where that is given.
    fn starts(&self) -> Option<Vec<Duration>> {
        None
    }

    /// Headers of its own that let somebody in.
    fn credentials(&self) -> Vec<(&HeaderName, &HeaderValue)> {
        Vec::new()
    }

    /// What makes the requests; what the user should know of them is said.
    fn composer(&self, way: &Way<'_>, output: &Output) -> Compose<'_>;
}

/// What the requests of a run have in common.
pub struct Way<'a> {
    /// Where they go.
    pub endpoint: &'a Endpoint,
    /// Whether the user named the path.
    pub is_path_given: bool,
    /// What signs them; there is one wherever the load needs one.
    pub secret: Option<&'a Secret>,
    /// The headers that the user adds.
    pub headers: &'a [Header],
    /// Whether they are printed as commands, which hold all that is sent.
    pub is_for_curl: bool,
}

impl Way<'_> {
    /// What may come back and is not shown: the secret, and the values of headers.
    pub fn hidden(&self, load: &dyn Load) -> Redactor {
        let secret = self.secret.map(Secret::expose);
        let headers = self.headers.iter().map(Header::parts).chain(load.credentials());
        Redactor::new(secret, headers)
    }
}
