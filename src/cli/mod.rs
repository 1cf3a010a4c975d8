//! Names, flags and help of the command line; no behaviour.

#![expect(clippy::doc_markdown, reason = "the doc comments are the help, which shows no marks")]

mod check;
mod completions;
mod deferred;
mod delivery;
mod emulate;
mod listen;
mod man;
mod notify;
mod replay;
mod send;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};

pub use check::{CheckArgs, SuiteName};
pub use completions::{CompletionsArgs, ShellName};
pub use deferred::Deferred;
pub use delivery::{DeliveryArgs, DisplayArgs, PaceArgs};
pub use emulate::EmulateArgs;
pub use listen::ListenArgs;
pub use man::ManArgs;
pub use notify::{NotificationArgs, NotifyArgs};
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
Exit codes: 0 it worked, 1 the answer is no, 2 the command cannot run as given,
3 no answer, 130 interrupted.

Deploy hooks, which are URLs that start a deployment, are something else: see
`vercel deploy-hooks` of Vercel's own command line."
)]
pub struct Cli {
    /// Flags of every command.
    #[command(flatten)]
    pub global: GlobalArgs,
    /// The command; an overview without one.
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Cli {
    /// Reads the command line.
    ///
    /// # Errors
    /// Mistakes; help and the version, too, come in this way.
    pub fn from_command_line() -> Result<Self, clap::Error> {
        let words: Vec<OsString> = env::args_os().collect();
        deferred::reading(words.clone(), || Self::try_parse_from(words))
    }
}

/// Flags of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct GlobalArgs {
    /// Print JSON: one value, or one per line where there are many
    #[arg(long, global = true)]
    pub json: bool,
    /// Print data and errors, but no messages
    #[arg(long, short = 'q', global = true)]
    pub quiet: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t)]
    pub color: When,
    /// Never ask anything; fail and name the flag instead
    #[arg(long, global = true)]
    pub no_input: bool,
}

/// When to use colour.
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

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the signature of a body
    Sign(Deferred<SignArgs>),
    /// Check a body against its signature, and say why they do not match
    Verify(Deferred<VerifyArgs>),
    /// Look up event types, their fields and scenarios
    Events(Deferred<EventsArgs>),
    /// Print sample events
    Generate(Deferred<GenerateArgs>),
    /// Sign events and deliver them to an endpoint
    Send(Deferred<SendArgs>),
    /// Receive webhooks: verify, show, record and pass them on
    Listen(Deferred<ListenArgs>),
    /// Deliver recorded events again
    Replay(Deferred<ReplayArgs>),
    /// Test that an endpoint treats webhooks as it must
    Check(Deferred<CheckArgs>),
    /// Notify Vercel that a resource or an installation changed
    Notify(Deferred<NotifyArgs>),
    /// Run a local emulator of Vercel's API
    Emulate(Deferred<EmulateArgs>),
    /// Show every setting and where it comes from
    Config(Deferred<ConfigArgs>),
    /// Print the completion script of a shell
    Completions(Deferred<CompletionsArgs>),
    /// Print the manual page of a command
    Man(Deferred<ManArgs>),
}

/// Show every setting of this folder and where it comes from: the environment, .env.local, .env or
/// vercel-hooks.toml; of secrets only a fingerprint.
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

/// Where the secret comes from.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Secret")]
pub struct SecretArgs {
    /// Read the secret from a file; `-` is standard input
    ///
    /// Without it: $VERCEL_WEBHOOK_SECRET, $INTEGRATION_SECRET or $INTEGRATION_CLIENT_SECRET, then
    /// the same names in .env.local and .env, then a prompt.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub secret_file: Vec<PathBuf>,
}

/// Print the signature of a body: the lower-case hexadecimal HMAC-SHA1 that Vercel sends as
/// x-vercel-signature.
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
    /// The body, to the byte; `-` is standard input
    #[arg(value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Print a whole header: `x-vercel-signature: …`
    #[arg(long, help_heading = "Output")]
    pub header: bool,
    /// Where the secret comes from.
    #[command(flatten)]
    pub secret: SecretArgs,
}

/// Check a body against its signature, in constant time; exits with 0 or 1.
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
    /// The body, to the byte; standard input without it, as with `-`
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
    /// Check a whole request: raw HTTP, a HAR, a `curl` command, the output of `curl -v`, or a
    /// recording with one request per line; `-` is standard input
    ///
    /// FILE and --signature are used instead of the body and the signature of the request.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath,
          help_heading = "Signature")]
    pub request: Option<PathBuf>,
    /// Where the secret comes from.
    #[command(flatten)]
    pub secret: SecretArgs,
}

/// Look up event types, their fields and scenarios.
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
    /// What to look up.
    #[command(subcommand)]
    pub command: EventsCommand,
}

/// What to look up.
#[derive(Debug, Subcommand)]
pub enum EventsCommand {
    /// List event types
    List(ListArgs),
    /// Explain an event type: when it fires, its fields, an example
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
    /// List scenarios: ordered events that belong together
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

/// List event types.
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
    /// Only those that match a glob: 'deployment*'
    #[arg(value_name = "GLOB")]
    pub glob: Option<String>,
    /// Only those of a group: deployment, domain, flag, marketplace, project, …
    #[arg(long, value_name = "NAME", help_heading = "Selection")]
    pub group: Option<String>,
    /// Also legacy types, which new webhooks cannot listen for
    #[arg(long, help_heading = "Selection")]
    pub legacy: bool,
    /// Also types that the API accepts but nobody documents
    #[arg(long, help_heading = "Selection")]
    pub undocumented: bool,
}

/// An event type.
#[derive(Debug, Args)]
pub struct TypeArgs {
    /// The event type, in either spelling where there are two
    #[arg(value_name = "TYPE")]
    pub event_type: String,
}

/// Which events to make, and how.
#[derive(Debug, Args)]
#[command(next_help_heading = "Event")]
pub struct EventArgs {
    /// Event types, globs ('deployment.*') or `all` documented types
    #[arg(value_name = "TYPE", help_heading = None::<&'static str>)]
    pub types: Vec<String>,
    /// Set a field to text (PATH=TEXT) or to JSON (PATH:=JSON); `[0]` is an item of a list, `\.` a
    /// dot within a name
    #[arg(long, value_name = "PATH=TEXT")]
    pub set: Vec<String>,
    /// Remove a field
    #[arg(long, value_name = "PATH")]
    pub unset: Vec<String>,
    /// Use this JSON as the payload
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub payload: Option<PathBuf>,
    /// Use this JSON as the template; the README lists the placeholders
    #[arg(long, value_name = "FILE", conflicts_with = "payload", value_hint = ValueHint::FilePath)]
    pub template: Option<PathBuf>,
    /// The events of a scenario in order: a name or a file
    #[arg(long, value_name = "NAME|FILE", conflicts_with_all = ["types", "payload", "template"])]
    pub scenario: Option<String>,
    /// Make the same ids and choices on every run
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// The time of the events: 2026-01-31, 2026-01-31T12:00:00Z or milliseconds
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
}

/// Print sample events: realistic, unique on every run, reproducible on request.
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
    /// Which events.
    #[command(flatten)]
    pub event: EventArgs,
    /// How many rounds; every round has a team, a project, … of its own
    #[arg(long, value_name = "N", default_value_t = 1, help_heading = "Event",
          value_parser = clap::value_parser!(u64).range(1..))]
    pub count: u64,
    /// Indent, as on a terminal
    #[arg(long, conflicts_with = "compact", help_heading = "Output")]
    pub pretty: bool,
    /// One event per line, as in a pipe
    #[arg(long, help_heading = "Output")]
    pub compact: bool,
    /// Write to a file, or one file per event into a folder (existing, or ending in `/`); `-` is
    /// standard output
    #[arg(long, short = 'o', value_name = "PATH", help_heading = "Output",
          value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
}
