//! The command line: clap definitions, completions and manual pages.

#![expect(clippy::doc_markdown, reason = "the doc comments are the help, which shows no marks")]

mod address;
mod check;
pub mod completions;
mod deferred;
mod delivery;
mod emulate;
mod listen;
mod manual;
mod notify;
pub mod partner;
mod replay;
mod send;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use glob::Pattern;

use crate::catalog::parse_glob;
use crate::error::Result;
use crate::event::{FieldPath, FieldValue};
use crate::http::Trust;
use crate::http::endpoint::Endpoint;
use crate::time::Moment;

use completions::candidates;

pub use address::AddressArgs;
pub use check::CheckArgs;
pub use completions::{CompletionsArgs, ShellName};
pub use deferred::Deferred;
pub use delivery::{DeliveryArgs, RequestArgs};
pub use emulate::EmulateArgs;
pub use listen::{ForwardArgs, ListenArgs};
pub use manual::{ManArgs, ManualPage, manual_pages};
pub use notify::{NotificationArgs, NotifyArgs};
pub use partner::PartnerArgs;
pub use replay::ReplayArgs;
pub use send::SendArgs;

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
    pub color: When,
    /// Never prompt; fail and name the flag to use instead
    #[arg(long, global = true)]
    pub no_input: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum When {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
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
    /// Point any client of the create-event API at it. It responds as Vercel documents, prints every
    /// request, and lists them all at GET /_emulate/events (DELETE clears the list). POST
    /// /_emulate/fail changes the failures while it runs.
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
    /// Where the secret comes from.
    #[command(flatten)]
    pub secret: SecretArgs,
}

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
    /// Where the secret comes from.
    #[command(flatten)]
    pub secret: SecretArgs,
}

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks events list
  vercel-hooks events list 'deployment*' --legacy
  vercel-hooks events show marketplace.invoice.overdue
  vercel-hooks events schema deployment.ready > deployment.ready.schema.json
"
)]
pub struct EventsArgs {
    #[command(subcommand)]
    pub command: EventsCommand,
}

#[derive(Debug, Subcommand)]
pub enum EventsCommand {
    /// List event types
    List(ListArgs),
    /// Describe an event type: when it fires, its fields and an example
    #[command(
        help_template = TEMPLATE,
        before_help = "\
Examples:
  vercel-hooks events show deployment.ready
  vercel-hooks events show domain.renewal.failed --json
"
    )]
    Show(TypeArgs),
    /// Print the JSON Schema of an event type
    #[command(
        help_template = TEMPLATE,
        before_help = "\
Examples:
  vercel-hooks events schema deployment.ready
  vercel-hooks events schema flag.created > flag.created.schema.json
"
    )]
    Schema(TypeArgs),
    /// List scenarios: ordered sequences of related events
    #[command(
        help_template = TEMPLATE,
        before_help = "\
Examples:
  vercel-hooks events scenarios
  vercel-hooks send --scenario invoice-unpaid --to demo
"
    )]
    Scenarios,
}

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks events list
  vercel-hooks events list --group marketplace
  vercel-hooks events list 'deployment*' --legacy --undocumented --json
"
)]
pub struct ListArgs {
    /// Only types that match a glob: 'deployment*'
    #[arg(value_name = "GLOB", value_parser = parse_glob, add = candidates::event_globs())]
    pub glob: Option<Pattern>,
    /// Only types of a group: deployment, domain, flag, marketplace, project, …
    #[arg(long, value_name = "NAME", help_heading = "Selection",
          add = candidates::event_groups())]
    pub group: Option<String>,
    /// Include legacy types, which new webhooks cannot subscribe to
    #[arg(long, help_heading = "Selection")]
    pub legacy: bool,
    /// Include types that the API accepts but Vercel does not document
    #[arg(long, help_heading = "Selection")]
    pub undocumented: bool,
}

#[derive(Debug, Args)]
pub struct TypeArgs {
    /// The event type, in either spelling if there are two
    #[arg(value_name = "TYPE", add = candidates::event_types())]
    pub event_type: String,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Event")]
pub struct EventArgs {
    /// Event types, globs ('deployment.*') or `all` documented types
    #[arg(value_name = "TYPE", help_heading = None::<&'static str>,
          add = candidates::event_selection())]
    pub types: Vec<String>,
    /// Set a field to a string (PATH=TEXT) or to JSON (PATH:=JSON); write `[0]` for an item of an
    /// array and `\.` for a dot within a name
    #[arg(long, value_name = "PATH=TEXT")]
    pub set: Vec<FieldValue>,
    /// Remove a field
    #[arg(long, value_name = "PATH")]
    pub unset: Vec<FieldPath>,
    /// Use this JSON file as the payload
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub payload: Option<PathBuf>,
    /// Use this JSON file as the template, with placeholders
    #[arg(long, value_name = "FILE", conflicts_with = "payload", value_hint = ValueHint::FilePath)]
    pub template: Option<PathBuf>,
    /// Generate the events of a scenario in order: a name or a file
    #[arg(long, value_name = "NAME|FILE", conflicts_with_all = ["types", "payload", "template"],
          add = candidates::scenarios())]
    pub scenario: Option<String>,
    /// Generate the same ids and choices on every run
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Set the time of the events: 2026-01-31, 2026-01-31T12:00:00Z or milliseconds since 1970
    #[arg(long, value_name = "TIME", value_parser = Moment::parse)]
    pub now: Option<Moment>,
}

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks generate deployment.ready
  vercel-hooks generate deployment.error --set payload.target=staging \\
    --set 'payload.team:=null' --unset region
  vercel-hooks generate all --seed 1 --now 2026-01-31T12:00:00Z --output events/
  vercel-hooks generate --scenario invoice-unpaid
  vercel-hooks generate flag.updated --count 1000 > events.jsonl
"
)]
pub struct GenerateArgs {
    #[command(flatten)]
    pub event: EventArgs,
    /// How many rounds to generate; each has its own team, project, …
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Event",
          value_parser = clap::value_parser!(u64).range(1..))]
    pub count: u64,
    /// Indent the JSON (the default on a terminal)
    #[arg(long, conflicts_with = "compact", help_heading = "Output")]
    pub pretty: bool,
    /// Print one event per line (the default in a pipe)
    #[arg(long, help_heading = "Output")]
    pub compact: bool,
    /// Write to a file, or one file per event into a folder (existing, or ending in `/`); `-` is
    /// standard output
    #[arg(long, short = 'o', value_name = "PATH", help_heading = "Output",
          value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
}
