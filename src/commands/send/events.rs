//! What `send` delivers, from its flags.

use crate::cli::SendArgs;
use crate::delivery::Composer;
use crate::error::{Error, Result};
use crate::event::{Batch, Event, Layout};
use crate::output::Output;
use crate::settings::secret::Kind;
use crate::signature::Tamper;

use super::super::delivery::{Compose, Load, Way};
use super::super::{event_args, input, secrets};

/// What `send` delivers.
pub struct Events {
    bodies: Bodies,
    /// What is wrong with the signatures on purpose.
    tamper: Option<Tamper>,
}

enum Bodies {
    /// Events made from templates.
    Batch(Batch),
    /// The same bytes every time.
    Given { event: Event, repeat: u64 },
}

impl Events {
    /// Reads the flags and files.
    ///
    /// # Errors
    /// Whatever cannot be used as given.
    pub fn new(args: &SendArgs, output: &Output) -> Result<Self> {
        let tamper = args.tamper.as_deref().and_then(Tamper::named);
        Ok(Self { bodies: bodies(args, output)?, tamper })
    }
}

impl Load for Events {
    fn len(&self) -> u64 {
        match &self.bodies {
            Bodies::Batch(batch) => batch.len(),
            Bodies::Given { repeat, .. } => *repeat,
        }
    }

    fn widest_name(&self) -> usize {
        let width = |name: &str| name.chars().count();
        match &self.bodies {
            Bodies::Batch(batch) => batch.names().map(width).max().unwrap_or_default(),
            Bodies::Given { event, .. } => width(event.identity.type_or(&event.name)),
        }
    }

    fn is_tampered(&self) -> bool {
        self.tamper.is_some()
    }

    fn composer(&self, way: &Way<'_>, _: &Output) -> Compose<'_> {
        let secret = way.secret.expect("whatever is signed has a secret").expose();
        let composer = Composer::new(way.endpoint.clone(), secret, self.tamper, way.headers);
        match &self.bodies {
            Bodies::Batch(batch) => Box::new(move |number| composer.compose(batch.event(number))),
            Bodies::Given { event, .. } => Box::new(move |_| composer.compose(event.clone())),
        }
    }
}

fn bodies(args: &SendArgs, output: &Output) -> Result<Bodies> {
    let repeat = args.repeat;
    let event_files = event_args::files(&args.event).into_iter().map(|(_, path)| path);
    for path in args.file.as_deref().into_iter().chain(event_files) {
        secrets::leave_standard_input_to(
            "the body",
            path,
            Kind::Webhook,
            &args.secret.secret_file,
        )?;
    }
    if let Some(path) = &args.file {
        let body = input::read(path)?;
        if body.is_empty() {
            output.warn("the body is empty");
        }
        let event = Event::given(&input::name(path), body);
        return Ok(Bodies::Given { event, repeat });
    }
    if args.event.scenario.is_some() && args.pace.concurrency > 1 {
        return Err(Error::conflict("--scenario", "--concurrency"));
    }
    let orders = event_args::orders(&args.event)?;
    event_args::batch(&args.event, orders, Layout::Compact, repeat, output).map(Bodies::Batch)
}
