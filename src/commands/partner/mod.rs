//! `partner`: Vercel's side of the Partner API.

mod call;
mod endpoints;
mod token;

use crate::cli::partner::{PartnerArgs, PartnerCommand};
use crate::error::{Exit, Result};
use crate::output::Output;

pub fn run(args: &PartnerArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    match &args.command {
        PartnerCommand::List => endpoints::list(output),
        PartnerCommand::Show(args) => endpoints::show(args, output),
        PartnerCommand::Schema(args) => endpoints::schema(args, output),
        PartnerCommand::Token(args) => token::run(args, output),
        PartnerCommand::Keys(args) => token::keys(args, output),
        PartnerCommand::Call(args) => call::run(args, may_ask, output),
    }
}
