//! `send`: sign events and deliver them to an endpoint.

mod events;

use crate::cli::SendArgs;
use crate::error::{Exit, Result};
use crate::output::Output;

use super::delivery::{Delivery, Route};
use super::destination::patience;
use events::Events;

pub fn run(args: &SendArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    // It may have taken the name of the event, which is then missed.
    patience(args.delivery.wait_ready.as_deref())?;
    let events = Events::new(args, output)?;
    let delivery = Delivery {
        load: &events,
        route: Route::new(&args.delivery, &args.pace)?,
        display: args.display,
        secret_files: &args.secret.secret_file,
    };
    delivery.run(may_ask, output)
}
