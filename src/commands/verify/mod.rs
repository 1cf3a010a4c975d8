//! `verify`: checks a body against its signature.

mod check;
mod report;
mod requests;

use std::path::Path;

use crate::cli::VerifyArgs;
use crate::error::{Exit, Result};
use crate::output::Output;
use crate::settings::secret::SecretKind;
use crate::signature::{Evidence, Signature};

use super::input::Input;
use super::secrets;
use check::Checker;

pub fn run(args: &VerifyArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    if let Some(path) = &args.request {
        return requests::run(path, args, may_ask, output);
    }
    let path = args.file.as_deref().unwrap_or(Path::new("-"));
    secrets::reject_shared_stdin("the body", path, SecretKind::Webhook, &args.secret.secret_file)?;
    let body = Input::open(path)?;
    let signature = args.signature.as_deref().unwrap_or_default();
    let checker = checker(is_well_formed(signature), args, may_ask, output)?;
    let evidence = Evidence { signature, ..Evidence::default() };
    report::print(&checker.check(body, &[], &evidence)?, None, output)
}

/// Reads the secrets. Signatures that are all malformed can do without, but may be explained by
/// one.
fn checker(
    needs_secret: bool,
    args: &VerifyArgs,
    may_ask: bool,
    output: &Output,
) -> Result<Checker> {
    let secrets = if needs_secret {
        secrets::require(&args.secret, "verify", may_ask, output)?
    } else {
        secrets::find_readable(&args.secret, output)?
    };
    Ok(Checker::new(secrets))
}

fn is_well_formed(signature: &str) -> bool {
    signature.parse::<Signature>().is_ok()
}
