//! What the definitions do not say: exit codes, environment, files, other pages.

use clap::Command;
use clap_mangen::roff::{Roff, bold, roman};

use crate::error::Exit;

use super::name::name;

/// Variables, what they are, and the arguments that they stand in for; none where any command
/// heeds them.
const ENVIRONMENT: &[(&str, &str, &[&str])] = &[
    (
        "VERCEL_WEBHOOK_SECRET, INTEGRATION_SECRET, INTEGRATION_CLIENT_SECRET",
        "The secret, where --secret-file is not given; the first that is set.",
        &["secret_file"],
    ),
    (
        "VERCEL_HOOKS_ENDPOINT",
        "The endpoint, where none is given; on this machine only.",
        &["to", "endpoint"],
    ),
    (
        "VERCEL_INSTALLATION_TOKEN, VERCEL_TOKEN",
        "The token, where --token-file is not given; the first that is set.",
        &["api_url"],
    ),
    (
        "VERCEL_INSTALLATION_ID, VERCEL_RESOURCE_ID, VERCEL_PRODUCT_ID, VERCEL_BILLING_PLAN_ID",
        "The ids, where --installation, --resource, --product and --billing-plan are not given.",
        &["billing_plan"],
    ),
    ("VERCEL_API_URL", "The API, where --api-url is not given.", &["api_url"]),
    ("GITHUB_ACTIONS", "`true` makes annotations of failures.", &["junit"]),
    (
        "GITHUB_STEP_SUMMARY",
        "The file that --markdown adds to instead of replacing it.",
        &["junit"],
    ),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
        "The proxy for other machines; this machine is reached without.",
        &["to", "endpoint", "api_url", "forward_to", "deliver"],
    ),
    (
        "NO_COLOR, CLICOLOR_FORCE, TERM",
        "Whether colour is used, where --color does not say it.",
        &["color"],
    ),
];

/// Files, what they hold, and the arguments that they stand in for.
const FILES: &[(&str, &str, &[&str])] = &[
    (
        "vercel-hooks.toml",
        "The project file: endpoint and path of deliveries, on this machine only; installation, \
         resource, product and billing-plan of notifications.",
        &["to", "endpoint", "billing_plan"],
    ),
    (
        ".env.local, .env",
        "Secrets, tokens and ids under the names of their variables, the former file first.",
        &["secret_file", "api_url"],
    ),
];

/// The sections at the end of the page of a command.
pub fn of(root: &Command, command: &Command) -> Roff {
    let mut page = Roff::default();
    page.control("SH", ["EXIT STATUS"]);
    for exit in Exit::ALL {
        entry(&mut page, &exit.code().to_string(), exit.meaning());
    }
    page.control("PP", []);
    page.text([roman("Where several things happened, the worst is reported: 2, then 3, then 1.")]);
    let ids = ids(command);
    list(&mut page, "ENVIRONMENT", ENVIRONMENT, &ids);
    list(&mut page, "FILES", FILES, &ids);
    notes(&mut page, command);
    see_also(&mut page, root, command);
    page
}

/// The arguments of a command and of those within it.
fn ids(command: &Command) -> Vec<&str> {
    let own = command.get_arguments().map(|it| it.get_id().as_str());
    own.chain(command.get_subcommands().flat_map(ids)).collect()
}

fn list(page: &mut Roff, title: &str, entries: &[(&str, &str, &[&str])], ids: &[&str]) {
    let mut entries =
        entries.iter().filter(|(_, _, of)| of.iter().any(|id| ids.contains(id))).peekable();
    if entries.peek().is_some() {
        page.control("SH", [title]);
    }
    for (name, about, _) in entries {
        entry(page, name, about);
    }
}

fn entry(page: &mut Roff, name: &str, about: &str) {
    page.control("TP", []);
    page.text([bold(name)]);
    page.text([roman(about)]);
}

/// What the help ends with, but for the exit codes, which have a section.
fn notes(page: &mut Roff, command: &Command) {
    let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    for note in after.split("\n\n").filter(|it| !it.is_empty() && !it.starts_with("Exit codes")) {
        page.control("SH", ["NOTES"]);
        page.text([roman(note)]);
    }
}

/// The program, what is beside the command, and what is within it.
fn see_also(page: &mut Roff, root: &Command, command: &Command) {
    let own = name(command);
    let above =
        root.get_subcommands().filter(|it| it.get_subcommands().any(|inner| name(inner) == own));
    let beside = above.flat_map(|it| std::iter::once(it).chain(it.get_subcommands()));
    let others = [root].into_iter().chain(beside).chain(command.get_subcommands());
    let mut names: Vec<String> = others.map(name).filter(|it| *it != own).collect();
    if names.len() == 1 {
        names.extend(root.get_subcommands().map(name).filter(|it| *it != own));
    }
    page.control("SH", ["SEE ALSO"]);
    let count = names.len();
    for (at, other) in names.into_iter().enumerate() {
        let end = if at + 1 == count { "(1)" } else { "(1)," };
        page.text([bold(other), roman(end)]);
    }
}
