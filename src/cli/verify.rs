//! The flags of `verify`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{SecretArgs, TEMPLATE};

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks verify body.json \\
    --signature effcdf6ae5eb2fa2d27416d5f184df9c259a7c79
  vercel-hooks verify body.json --signature \"$SIG\" \\
    --secret-file new.txt --secret-file old.txt
  vercel-hooks verify --request request.http
  vercel-hooks verify body.json --request curl-output.txt
"
)]
pub struct VerifyArgs {
    /// The exact body; `-`, and no FILE, read standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// The value of the x-vercel-signature header
    #[arg(
        long,
        value_name = "HEX",
        required_unless_present = "request",
        help_heading = "Signature"
    )]
    pub signature: Option<String>,
    /// Check a captured request: raw HTTP, HAR, a `curl` command, the output of `curl -v`, or a
    /// recording with one request per line; `-` reads standard input
    ///
    /// FILE and --signature replace the body and the signature of the request.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath,
          help_heading = "Signature")]
    pub request: Option<PathBuf>,
    #[command(flatten)]
    pub secret: SecretArgs,
}
