//! What `send` is to do, from its flags.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::backoff::Backoff;
use crate::cli::SendArgs;
use crate::config::{self, Project};
use crate::delivery::{Composer, Header, Pace, Policy};
use crate::endpoint::{Endpoint, Target};
use crate::error::{Error, Result};
use crate::event::{Batch, Event, Layout, Order, Scenario};
use crate::output::Output;
use crate::secret::{Kind, Secret};
use crate::signature::Tamper;
use crate::time::{parse_duration, parse_timeout};

use super::super::{bodies, input, secrets};

/// What is sent.
enum Bodies {
    /// Events made from templates.
    Batch(Batch),
    /// The same bytes every time.
    Given { event: Event, repeat: u64 },
}

/// What `send` is to do.
pub struct Plan {
    /// Where to.
    pub target: Target,
    /// How hard to try.
    pub policy: Policy,
    /// How fast.
    pub pace: Pace,
    /// How long to wait for the endpoint.
    pub patience: Option<Duration>,
    /// What is wrong with the signatures on purpose.
    pub tamper: Option<Tamper>,
    path: Option<String>,
    /// The path where neither the endpoint nor a flag has one.
    default_path: Option<String>,
    headers: Vec<Header>,
    bodies: Bodies,
}

impl Plan {
    /// Reads every flag and file; nothing is sent yet.
    ///
    /// # Errors
    /// Whatever cannot be used as given.
    pub fn new(args: &SendArgs, output: &Output) -> Result<Self> {
        let delivery = &args.delivery;
        let project = Project::read(Path::new("."))?;
        let patience = delivery.wait_ready.as_deref().map(patience).transpose()?;
        let bodies = bodies(args, output)?;
        let mut plan = Self {
            target: target(delivery.to.as_deref(), &project)?,
            policy: Policy {
                timeout: parse_timeout(&delivery.timeout)?,
                retries: delivery.retries,
                backoff: Backoff { first: parse_duration(&delivery.retry_wait)? },
                expectation: delivery.expect.parse()?,
            },
            pace: Pace {
                concurrency: args.pace.concurrency.into(),
                interval: args.pace.interval.as_deref().map(parse_duration).transpose()?,
            },
            patience,
            tamper: delivery.tamper.as_deref().and_then(Tamper::named),
            headers: delivery
                .header
                .iter()
                .map(|text| Header::parse(text))
                .collect::<Result<_>>()?,
            path: delivery.path.clone(),
            default_path: project.path,
            bodies,
        };
        if let Target::Endpoint(endpoint) = plan.target.clone() {
            plan.target = Target::Endpoint(plan.at_path(endpoint));
        }
        Ok(plan)
    }

    /// How many deliveries there will be.
    pub fn len(&self) -> u64 {
        match &self.bodies {
            Bodies::Batch(batch) => batch.len(),
            Bodies::Given { repeat, .. } => *repeat,
        }
    }

    /// The same for people.
    pub fn size(&self) -> String {
        match self.len() {
            1 => "1 event".to_owned(),
            count => format!("{count} events"),
        }
    }

    /// The names of the events, for the width of a column.
    pub fn names(&self) -> Vec<String> {
        match &self.bodies {
            Bodies::Batch(batch) => batch.names().map(str::to_owned).collect(),
            Bodies::Given { event, .. } => {
                vec![event.identity.type_or(&event.name).to_owned()]
            }
        }
    }

    /// The event of this number, counted from 0.
    pub fn event(&self, number: u64) -> Event {
        match &self.bodies {
            Bodies::Batch(batch) => batch.event(number),
            Bodies::Given { event, .. } => event.clone(),
        }
    }

    /// The endpoint at the path that was asked for.
    pub fn at_path(&self, endpoint: Endpoint) -> Endpoint {
        let default = self.default_path.as_ref().filter(|_| !endpoint.has_path());
        match self.path.as_ref().or(default) {
            Some(path) => endpoint.with_path(path),
            None => endpoint,
        }
    }

    /// What makes the requests to an endpoint.
    pub fn composer(&self, endpoint: Endpoint, secret: &Secret) -> Composer {
        Composer::new(endpoint, secret.expose(), self.tamper, &self.headers)
    }
}

fn bodies(args: &SendArgs, output: &Output) -> Result<Bodies> {
    let repeat = args.pace.repeat;
    let scenario_file = args.scenario.as_deref().map(Path::new);
    let inputs = [&args.file, &args.event.payload, &args.event.template];
    for path in inputs.into_iter().flatten().map(PathBuf::as_path).chain(scenario_file) {
        secrets::leave_standard_input_to(
            "the body",
            path,
            Kind::Webhook,
            &args.secret.secret_file,
        )?;
    }
    if let Some(path) = &args.file {
        let event = Event::given(&input::name(path), input::read(path)?);
        return Ok(Bodies::Given { event, repeat });
    }
    let orders = match &args.scenario {
        Some(_) if args.pace.concurrency > 1 => {
            return Err(Error::Incompatible { first: "--scenario", second: "--concurrency" });
        }
        Some(name) => scenario(name)?,
        None => bodies::orders(&args.event)?,
    };
    bodies::batch(&args.event, orders, Layout::Compact, repeat, output).map(Bodies::Batch)
}

/// `--wait-ready` takes what follows it, which may have been meant as an event.
fn patience(text: &str) -> Result<Duration> {
    parse_duration(text).map_err(|_| Error::BadPatience { text: text.to_owned() })
}

/// A name has neither a slash nor an ending.
fn scenario(name: &str) -> Result<Vec<Order>> {
    let path = Path::new(name);
    let is_file = name.contains(['/', '\\']) || path.extension().is_some() || name == "-";
    if !is_file {
        return Scenario::built_in(name)?.orders();
    }
    let file = input::name(path);
    let scenario = Scenario::parse(&file, &input::read(path)?)?;
    scenario.orders().map_err(|error| Error::In { what: file, error: Box::new(error) })
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
