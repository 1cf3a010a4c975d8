//! One manual page.

use std::fmt::Write;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::name::name;
use super::sections;

/// The date of this version of the program, to be changed with it: that of the day would make other
/// pages every day.
const DATE: &str = "2026-11-22";

/// What every rendered part begins with, and a page needs once.
const APOSTROPHE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// The manual page of a command.
pub struct Page {
    name: String,
    text: String,
}

impl Page {
    /// The pages of all commands.
    pub fn all(root: &Command) -> Vec<Self> {
        fn collect(root: &Command, command: &Command, pages: &mut Vec<Page>) {
            pages.push(Page::of(root, command));
            command.get_subcommands().for_each(|it| collect(root, it, pages));
        }
        let mut pages = Vec::new();
        collect(root, root, &mut pages);
        pages
    }

    /// The page of a command.
    pub fn of(root: &Command, command: &Command) -> Self {
        let man = Man::new(command.clone().override_usage(usage(command)));
        let mut generated = Vec::new();
        let rendered = man
            .render_name_section(&mut generated)
            .and_then(|()| man.render_synopsis_section(&mut generated))
            .and_then(|()| man.render_description_section(&mut generated))
            .and_then(|()| man.render_options_section(&mut generated));
        rendered.expect("memory can be written");
        let generated = String::from_utf8(generated).expect("a page is text");
        let mut text = title(command);
        text.push_str(&with_groups(command, &generated));
        text.push_str(&commands(command).render());
        text.push_str(&examples(command).render());
        text.push_str(&sections::of(root, command).render());
        let text = format!("{APOSTROPHE}{}", plain(&text.replace(APOSTROPHE, "")));
        Self { name: name(command), text }
    }

    /// `vercel-hooks-send.1`.
    pub fn file_name(&self) -> String {
        format!("{}.1", self.name)
    }

    /// The page itself.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The first line.
fn title(command: &Command) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let title = name(command).to_uppercase();
    format!(".TH {title} 1 {DATE} \"vercel-hooks {version}\" \"vercel-hooks\"\n")
}

/// How it is called, as the help says it.
fn usage(command: &Command) -> String {
    let usage = command.clone().render_usage().to_string();
    usage.trim_start_matches("Usage:").trim().to_owned()
}

/// What has no heading in the help are arguments; the headings are groups of one section.
fn with_groups(command: &Command, generated: &str) -> String {
    let headings: Vec<&str> =
        command.get_arguments().filter_map(|it| it.get_help_heading()).collect();
    let mut is_first = true;
    let mut text = String::new();
    for line in generated.lines() {
        let title = line.strip_prefix(".SH ").map(|it| it.trim_matches('"'));
        if title == Some("OPTIONS") {
            text.push_str(".SH ARGUMENTS\n");
        } else if let Some(heading) =
            headings.iter().find(|it| title.is_some_and(|title| it.to_uppercase() == title))
        {
            if std::mem::take(&mut is_first) {
                text.push_str(".SH OPTIONS\n");
            }
            let _ = writeln!(text, ".SS \"{heading}\"");
        } else {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

fn commands(command: &Command) -> Roff {
    let mut page = Roff::default();
    if command.has_subcommands() {
        page.control("SH", ["COMMANDS"]);
    }
    for inner in command.get_subcommands() {
        page.control("TP", []);
        page.text([bold(name(inner)), roman("(1)")]);
        let about = inner.get_about().map(ToString::to_string).unwrap_or_default();
        page.text([roman(about)]);
    }
    page
}

/// What the help begins with.
fn examples(command: &Command) -> Roff {
    let mut page = Roff::default();
    let before = command.get_before_help().map(ToString::to_string).unwrap_or_default();
    let mut lines = before.lines().filter_map(|line| line.strip_prefix("  ")).peekable();
    if lines.peek().is_some() {
        page.control("SH", ["EXAMPLES"]);
        page.control("EX", []);
        lines.for_each(|line| _ = page.text([roman(line)]));
        page.control("EE", []);
    }
    page
}

/// Text that every formatter reads: no character beyond ASCII, and one break where there are many.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut breaks = Vec::new();
    for line in text.lines() {
        if line.is_empty() || line == ".br" {
            breaks.push(line);
            continue;
        }
        match std::mem::take(&mut breaks)[..] {
            [] => {}
            [".br"] => plain.push_str(".br\n"),
            _ => plain.push_str(".sp\n"),
        }
        for character in line.chars() {
            if character.is_ascii() {
                plain.push(character);
            } else {
                let _ = write!(plain, "\\[u{:04X}]", u32::from(character));
            }
        }
        plain.push('\n');
    }
    plain
}
