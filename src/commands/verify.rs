//! `verify`: check a body against its signature.

mod check;
mod report;

use crate::cli::VerifyArgs;
use crate::error::Result;
use crate::exit::Exit;
use crate::output::Output;
use crate::secret::Kind;
use crate::signature::{Evidence, Signature};

use super::input::Input;
use super::secrets;
use check::Checker;

pub fn run(args: &VerifyArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let files = &args.secret.secret_file;
    secrets::leave_standard_input_to("the body", &args.file, Kind::Webhook, files)?;
    let body = Input::open(&args.file)?;
    let signature = args.signature.as_str();
    // A signature that can be none needs no secret, but may be explained with one.
    let secrets = match signature.parse::<Signature>() {
        Ok(_) => secrets::require(files, "verify", may_ask, output)?,
        Err(_) => secrets::look_for(files, output)?,
    };
    let evidence = Evidence { signature, ..Evidence::default() };
    report::print(&Checker::new(secrets).check(body, &evidence)?, output)
}
