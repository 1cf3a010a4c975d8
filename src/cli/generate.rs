//! The flags of `generate`, and of all commands that make events.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use crate::event::{FieldPath, FieldValue};
use crate::time::Moment;

use super::TEMPLATE;
use super::completions::candidates;

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
