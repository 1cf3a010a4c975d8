//! `man`: manual pages, from the definitions of the command line.

mod name;
mod page;
mod sections;

use std::fs;

use clap::{Command, CommandFactory};
use serde_json::json;

use crate::cli::{Cli, ManArgs};
use crate::error::Exit;
use crate::error::{Error, Result, nearest};
use crate::output::Output;

use page::Page;

pub fn run(args: &ManArgs, output: &mut Output) -> Result<Exit> {
    let root = root();
    if let Some(folder) = &args.output {
        let failed = |path: &std::path::Path| {
            let what = path.display().to_string();
            |source| Error::write(what, &source)
        };
        fs::create_dir_all(folder).map_err(failed(folder))?;
        for page in Page::all(&root) {
            let path = folder.join(page.file_name());
            fs::write(&path, page.text()).map_err(failed(&path))?;
            if output.is_json() {
                let file = path.display().to_string();
                output.json(&json!({ "page": page.file_name(), "file": file }))?;
            }
        }
        return Ok(Exit::Success);
    }
    let page = Page::of(&root, find(&root, &split(&args.words))?);
    if output.is_json() {
        output.json(&json!({ "page": page.file_name(), "text": page.text() }))?;
    } else {
        output.data(page.text().as_bytes())?;
        if output.data_is_for_a_terminal() {
            output.flush()?;
            let words = [&["man".to_owned()], &*args.words].concat().join(" ");
            output.hint(format_args!("to read it: vercel-hooks {words} | man -l -"));
        }
    }
    Ok(Exit::Success)
}

/// The definitions, without a page that would only say how to get help; flags for that are the
/// last ones.
fn root() -> Command {
    fn without_page(command: Command) -> Command {
        command.disable_help_subcommand(true).mut_subcommands(without_page)
    }
    fn with_heading(command: Command) -> Command {
        let command = command.mut_args(|arg| match arg.get_id().as_str() {
            "help" => arg.help("Print help").long_help("Print help").help_heading("Help"),
            "version" => arg.help_heading("Help"),
            _ => arg,
        });
        command.mut_subcommands(with_heading)
    }
    let mut root = without_page(Cli::command());
    root.build();
    with_heading(root)
}

/// The words of a command, which pages write as one: `vercel-hooks-events-list`.
fn split(words: &[String]) -> Vec<String> {
    let name = env!("CARGO_PKG_NAME");
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    let inner: Vec<&str> = match first.strip_prefix(name) {
        Some("") => Vec::new(),
        Some(inner) if inner.starts_with('-') => inner[1..].split('-').collect(),
        _ => vec![first],
    };
    inner.into_iter().map(str::to_owned).chain(rest.iter().cloned()).collect()
}

/// The command of these words.
fn find<'a>(root: &'a Command, words: &[String]) -> Result<&'a Command> {
    let mut command = root;
    for (at, word) in words.iter().enumerate() {
        command = command.find_subcommand(word).ok_or_else(|| {
            let known = command.get_subcommands().map(Command::get_name);
            let name_of = |last: &str| [&words[..at], &[last.to_owned()]].concat().join(" ");
            let nearest = nearest(word, known).map(name_of);
            let all = "`vercel-hooks --help` shows them all";
            Error::unknown("command", &name_of(word), nearest.as_deref(), all)
        })?;
    }
    Ok(command)
}
