//! The flags of `sign`.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::{SecretArgs, TEMPLATE};

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks sign body.json --secret-file secret.txt
  vercel-hooks sign --json < body.json
  curl --data-binary @body.json localhost:3000 \\
    --header \"$(vercel-hooks sign body.json --header)\"
"
)]
pub struct SignArgs {
    /// The exact body; `-` reads standard input
    #[arg(value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Print the whole header: `x-vercel-signature: …`
    #[arg(long, help_heading = "Output")]
    pub header: bool,
    #[command(flatten)]
    pub secret: SecretArgs,
}
