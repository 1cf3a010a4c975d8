//! Where deliveries go, how hard to try and how fast, from the flags.

use std::path::Path;
use std::time::Duration;

use crate::backoff::Backoff;
use crate::cli::{DeliveryArgs, PaceArgs};
use crate::config::{self, Project};
use crate::delivery::{Header, Pace, Policy};
use crate::endpoint::{Endpoint, Target};
use crate::error::{Error, Result};
use crate::time::{parse_duration, parse_timeout};

/// Where deliveries go, how hard to try and how fast.
pub struct Route {
    /// Where to.
    pub target: Target,
    /// How hard to try.
    pub policy: Policy,
    /// How fast.
    pub pace: Pace,
    /// How long to wait for the endpoint.
    pub patience: Option<Duration>,
    /// Whether it may be another machine.
    pub is_confirmed: bool,
    /// What the user adds to every request.
    pub headers: Vec<Header>,
    path: Option<String>,
    /// The path where neither the endpoint nor a flag has one.
    default_path: Option<String>,
}

impl Route {
    /// Reads the flags and the project file.
    ///
    /// # Errors
    /// Whatever cannot be used as given.
    pub fn new(delivery: &DeliveryArgs, pace: &PaceArgs) -> Result<Self> {
        let project = Project::read(Path::new("."))?;
        Ok(Self {
            target: target(delivery.to.as_deref(), &project)?,
            policy: Policy {
                timeout: parse_timeout(&delivery.timeout)?,
                retries: delivery.retries,
                backoff: Backoff { first: parse_duration(&delivery.retry_wait)? },
                expectation: delivery.expect.parse()?,
            },
            pace: Pace {
                concurrency: pace.concurrency.into(),
                interval: pace.interval.as_deref().map(parse_duration).transpose()?,
                starts: None,
            },
            patience: patience(delivery)?,
            is_confirmed: delivery.yes,
            headers: delivery
                .header
                .iter()
                .map(|text| Header::parse(text))
                .collect::<Result<_>>()?,
            path: delivery.path.clone(),
            default_path: project.path,
        })
    }

    /// The endpoint at the path that was asked for, and whether one was.
    pub fn at_path(&self, endpoint: &Endpoint) -> (Endpoint, bool) {
        let default = self.default_path.as_ref().filter(|_| !endpoint.has_path());
        match self.path.as_ref().or(default) {
            Some(path) => (endpoint.with_path(path), true),
            None => (endpoint.clone(), endpoint.has_path()),
        }
    }
}

/// How long to wait for the endpoint. `--wait-ready` takes what follows it, be that an event: this
/// error explains best why none is left.
///
/// # Errors
/// [`Error::BadPatience`].
pub fn patience(delivery: &DeliveryArgs) -> Result<Option<Duration>> {
    let parse =
        |text: &String| parse_duration(text).map_err(|_| Error::BadPatience { text: text.clone() });
    delivery.wait_ready.as_ref().map(parse).transpose()
}

/// Only the command line may name another machine.
fn target(to: Option<&str>, project: &Project) -> Result<Target> {
    if let Some(text) = to {
        return Target::parse(text);
    }
    let default = config::default_endpoint(project).ok_or(Error::NoEndpoint)?;
    let target = Target::parse(&default.text)?;
    match &target {
        Target::Endpoint(endpoint) if !endpoint.is_loopback() => Err(Error::ForeignDefault {
            source_name: default.source,
            endpoint: endpoint.to_string(),
        }),
        _ => Ok(target),
    }
}
