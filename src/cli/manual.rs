//! Manual pages: what clap knows of each command, and what it cannot know.

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Command, CommandFactory, ValueHint};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::error::Exit;

use super::{Cli, TEMPLATE};

#[derive(Debug, Args)]
#[command(
    help_template = TEMPLATE,
    before_help = "\
Examples:
  vercel-hooks man send | man -l -
  vercel-hooks man events list | mandoc -a
  vercel-hooks man --output ~/.local/share/man/man1
"
)]
pub struct ManArgs {
    /// The command: `send`, `events list`, or its page (`vercel-hooks-send`); the program itself by
    /// default
    #[arg(value_name = "COMMAND")]
    pub words: Vec<String>,
    /// Write the pages of all commands to a folder
    #[arg(long, short = 'o', value_name = "FOLDER", help_heading = "Output",
          value_hint = ValueHint::DirPath, conflicts_with = "words")]
    pub output: Option<PathBuf>,
}

const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "VERCEL_WEBHOOK_SECRET, INTEGRATION_SECRET, INTEGRATION_CLIENT_SECRET",
        "The webhook secret, unless --secret-file is given. The first one set is used.",
    ),
    ("VERCEL_HOOKS_ENDPOINT", "The default endpoint; must be on this machine."),
    (
        "VERCEL_INSTALLATION_TOKEN, VERCEL_TOKEN",
        "The access token, unless --token-file is given. The first one set is used.",
    ),
    (
        "VERCEL_INSTALLATION_ID, VERCEL_RESOURCE_ID, VERCEL_PRODUCT_ID, VERCEL_BILLING_PLAN_ID",
        "Defaults for --installation, --resource, --product and --billing-plan.",
    ),
    ("VERCEL_INTEGRATION_ID", "The default for --integration."),
    ("VERCEL_API_URL", "The default for --api-url."),
    ("XDG_STATE_HOME", "Where the key of `partner token` is kept; by default ~/.local/state."),
    ("GITHUB_ACTIONS", "If `true`, check prints failures as annotations."),
    ("GITHUB_STEP_SUMMARY", "check --markdown appends to this file instead of replacing it."),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
        "The proxy for other machines. Requests to this machine never use one.",
    ),
    ("NO_COLOR, CLICOLOR_FORCE, TERM", "Whether to use color, unless --color is given."),
];

const FILES: &[(&str, &str)] = &[
    (
        "vercel-hooks.toml",
        "Project settings: endpoint, path, integration, installation, resource, product and billing-plan.",
    ),
    (
        ".env.development.local, .env.local, .env.development, .env",
        "Secrets, tokens and IDs, under the names of their environment variables. The first file wins.",
    ),
];

/// The manual page of one command.
pub struct ManualPage {
    /// Without the section: `vercel-hooks-events-list`.
    pub name: String,
    pub text: String,
}

/// The pages of the program and of all its commands.
pub fn manual_pages() -> Vec<ManualPage> {
    fn collect(command: &Command, pages: &mut Vec<ManualPage>) {
        pages.push(page(command));
        command.get_subcommands().for_each(|inner| collect(inner, pages));
    }
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let mut pages = Vec::new();
    collect(&root, &mut pages);
    pages
}

fn page(command: &Command) -> ManualPage {
    let mut text = Vec::new();
    // The help ends with the exit codes, which have a section here.
    let man = Man::new(command.clone().after_help(None::<&'static str>))
        // An empty date would be left out, and the next field read as one.
        .date(" ")
        .source(concat!("vercel-hooks ", env!("CARGO_PKG_VERSION")));
    man.render(&mut text)
        .and_then(|()| more(command).to_writer(&mut text))
        .expect("memory can be written");
    let text = to_ascii(&String::from_utf8_lossy(&text));
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    ManualPage { name, text }
}

fn more(command: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for exit in Exit::ALL {
        entry(&mut roff, &exit.code().to_string(), exit.meaning());
    }
    roff.control("PP", []);
    roff.text([roman("If several apply, the most severe is reported: 2, then 3, then 1.")]);
    for (title, entries) in [("ENVIRONMENT", ENVIRONMENT), ("FILES", FILES)] {
        roff.control("SH", [title]);
        for (name, about) in entries {
            entry(&mut roff, name, about);
        }
    }
    roff.control("SH", ["EXAMPLES"]).control("EX", []);
    let help = command.get_before_help().map(ToString::to_string).unwrap_or_default();
    for line in help.lines().filter_map(|line| line.strip_prefix("  ")) {
        roff.text([roman(line)]);
    }
    roff.control("EE", []).control("SH", ["SEE ALSO"]);
    roff.text([bold("vercel-hooks"), roman("(1), https://vercel.com/docs/webhooks")]);
    roff
}

fn entry(roff: &mut Roff, name: &str, about: &str) {
    roff.control("TP", []).text([bold(name)]).text([roman(about)]);
}

/// Not every formatter reads UTF-8.
fn to_ascii(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() {
            ascii.push(character);
        } else {
            let _ = write!(ascii, "\\[u{:04X}]", u32::from(character));
        }
    }
    ascii
}
