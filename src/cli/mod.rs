//! The command line: clap definitions, completions and manual pages.

#![expect(clippy::doc_markdown, reason = "the doc comments are the help, which shows no marks")]

mod address;
mod check;
pub mod completions;
mod deferred;
mod delivery;
mod emulate;
mod events;
mod generate;
mod listen;
mod manual;
mod notify;
pub mod partner;
mod replay;
mod send;
mod sign;
mod verify;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

use crate::error::Result;
use crate::http::Trust;
use crate::http::endpoint::Endpoint;
use crate::output::ColorChoice;

pub use address::AddressArgs;
pub use check::CheckArgs;
pub use completions::{CompletionsArgs, ShellName};
pub use deferred::Deferred;
pub use delivery::{DeliveryArgs, RequestArgs};
pub use emulate::EmulateArgs;
pub use events::{EventsArgs, EventsCommand, ListArgs};
pub use generate::{EventArgs, GenerateArgs};
pub use listen::{ForwardArgs, ListenArgs};
pub use manual::{ManArgs, ManualPage, manual_pages};
pub use notify::{NotificationArgs, NotifyArgs};
pub use partner::PartnerArgs;
pub use replay::ReplayArgs;
pub use send::SendArgs;
pub use sign::SignArgs;
pub use verify::VerifyArgs;

/// Examples first, then the flags.
const TEMPLATE: &str = "\
{about-with-newline}
{before-help}{usage-heading} {usage}

{all-args}{after-help}";

/// Sign, verify, generate and send Vercel webhooks.
///
/// Signed, realistic Vercel events from your terminal: no account, no network, no waiting for an
/// invoice to become overdue.
///
/// Deploy hooks (URLs that start a deployment) are a different feature: see `vercel deploy-hooks`
/// in Vercel's own CLI.
#[derive(Debug, Parser)]
#[command(
    name = "vercel-hooks",
    version,
    help_template = TEMPLATE,
    max_term_width = 80,
    before_help = "\
Examples:
  vercel-hooks send deployment.ready --to demo
  vercel-hooks send deployment.ready --to localhost --path /api/webhooks
  vercel-hooks generate project.renamed --set payload.project.name=shop
  vercel-hooks verify body.json --signature 1c9d…
  vercel-hooks check localhost --path /api/webhooks
  vercel-hooks notify resource.updated --installation icfg_… --resource db_7
  vercel-hooks events list
",
    after_help = "\
Exit codes:
  0    success
  1    the check failed, the signature is invalid, or the endpoint or Vercel
       rejected the request
  2    invalid flags or input
  3    no response
  130  interrupted"
)]
pub struct Cli {
    #[command(flatten)]
    pub global: GlobalArgs,
    /// Without one, an overview is printed.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    pub fn from_command_line() -> Result<Self, clap::Error> {
        let words: Vec<OsString> = env::args_os().collect();
        deferred::reading(words.clone(), || Self::try_parse_from(words))
    }
}

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct GlobalArgs {
    /// Print JSON: one value, or one per line
    #[arg(long, global = true)]
    pub json: bool,
    /// Print only data and errors
    #[arg(long, short = 'q', global = true)]
    pub quiet: bool,
    /// When to use color
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub color: ColorChoice,
    /// Never prompt; fail and name the flag to use instead
    #[arg(long, global = true)]
    pub no_input: bool,
}

impl ValueEnum for ColorChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Auto, Self::Always, Self::Never]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Auto => ("auto", "On a terminal, unless `NO_COLOR` is set"),
            Self::Always => ("always", "Always"),
            Self::Never => ("never", "Never"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the signature of a body
    ///
    /// The signature is the lower-case hexadecimal HMAC-SHA1 of the bytes, which Vercel sends as
    /// x-vercel-signature.
    Sign(Deferred<SignArgs>),
    /// Verify the signature of a body, and explain a mismatch
    ///
    /// Signatures are compared in constant time. The exit code is 0 if the signature is valid and 1
    /// if not.
    Verify(Deferred<VerifyArgs>),
    /// Look up event types, their fields and scenarios
    Events(Deferred<EventsArgs>),
    /// Print sample events
    ///
    /// Events are realistic, unique on every run, and reproducible with --seed and --now.
    Generate(Deferred<GenerateArgs>),
    /// Sign events and deliver them to an endpoint
    ///
    /// The requests look like those of Vercel: the same method, headers and signature.
    Send(Deferred<SendArgs>),
    /// Receive, verify, record and forward webhooks
    Listen(Deferred<ListenArgs>),
    /// Deliver recorded events again
    ///
    /// Requests keep their original bytes and signatures. Events recorded without a request are
    /// signed.
    Replay(Deferred<ReplayArgs>),
    /// Check that an endpoint accepts genuine and rejects forged events
    ///
    /// A failed `must` means that genuine events are lost or forged ones get through, and makes the
    /// exit code 1. A failed `should` is reported, and counts with --strict.
    Check(Deferred<CheckArgs>),
    /// Notify Vercel that a resource or an installation changed
    ///
    /// A Marketplace integration must do so when something changes on its side (create-event of the
    /// Marketplace API). Vercel then reads the new state from the integration. Ids without a flag
    /// come from the environment, the .env files or vercel-hooks.toml.
    Notify(Deferred<NotifyArgs>),
    /// Play Vercel against the server of a Marketplace partner
    ///
    /// Vercel calls a partner's server with tokens to install, provision, bill and remove (the
    /// Partner API). These commands describe the calls, make the tokens and send the requests.
    Partner(Deferred<PartnerArgs>),
    /// Run a local emulator of Vercel's API
    ///
    /// Point any client of Vercel's API for partners at it. It responds as Vercel documents, keeps
    /// the state of installations, prints every request, and lists them all at GET /_emulate/events
    /// (DELETE clears the list). POST /_emulate/fail changes the failures while it runs.
    ///
    /// It also serves the keys of the tokens from `partner token` and emulates single sign-on. A
    /// server that is run inside, with `-- COMMAND`, needs no change to meet it.
    Emulate(Deferred<EmulateArgs>),
    /// Show every setting and where it comes from
    ///
    /// Settings come from the environment, or from the .env files or vercel-hooks.toml in this
    /// folder. Secrets are shown as a fingerprint.
    Config(Deferred<ConfigArgs>),
    /// Print the completion script for a shell
    ///
    /// docs/install.md says where each shell looks for it.
    Completions(Deferred<CompletionsArgs>),
    /// Print the manual page of a command
    Man(Deferred<ManArgs>),
}

#[derive(Clone, Copy, Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks config
  vercel-hooks config --json
"
)]
pub struct ConfigArgs {}

#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Secret")]
pub struct SecretArgs {
    /// Read the secret from a file; `-` is standard input
    ///
    /// The default is $VERCEL_WEBHOOK_SECRET, $INTEGRATION_SECRET or $INTEGRATION_CLIENT_SECRET,
    /// then the same names in the .env files, then a prompt.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub secret_file: Vec<PathBuf>,
    /// Read the secret from this variable of the environment, or of the .env files
    #[arg(long, value_name = "NAME")]
    pub secret_env: Vec<String>,
}

impl SecretArgs {
    /// Those that are in use.
    pub fn flags(&self) -> impl Iterator<Item = &'static str> {
        let files = (!self.secret_file.is_empty()).then_some("--secret-file");
        let variables = (!self.secret_env.is_empty()).then_some("--secret-env");
        files.into_iter().chain(variables)
    }
}

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "TLS")]
pub struct TlsArgs {
    /// Also trust the certificates in a PEM file: a server's own, or an authority's
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub ca_file: Option<PathBuf>,
    /// Accept any certificate, on this machine only
    #[arg(long)]
    pub insecure: bool,
}

impl TlsArgs {
    pub fn trust(&self, endpoint: &Endpoint) -> Result<Trust> {
        Trust::new(self.ca_file.as_deref(), self.insecure, endpoint)
    }
}
