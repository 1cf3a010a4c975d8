//! `man`: prints a manual page, or writes all of them.

use std::fs;

use serde_json::json;

use crate::cli::{ManArgs, ManualPage, manual_pages};
use crate::error::{Error, Exit, Result, nearest};
use crate::output::Output;

const NAME: &str = env!("CARGO_PKG_NAME");

pub fn run(args: &ManArgs, output: &mut Output) -> Result<Exit> {
    let pages = manual_pages();
    if let Some(folder) = &args.output {
        fs::create_dir_all(folder).map_err(|error| Error::write(folder.display(), &error))?;
        for page in pages {
            let file = format!("{}.1", page.name);
            let path = folder.join(&file);
            fs::write(&path, page.text).map_err(|error| Error::write(path.display(), &error))?;
            if output.is_json() {
                output.json(&json!({ "page": file, "file": path.display().to_string() }))?;
            }
        }
        return Ok(Exit::Success);
    }
    let page = find(&pages, &args.words)?;
    if output.is_json() {
        output.json(&json!({ "page": format!("{}.1", page.name), "text": page.text }))?;
    } else {
        output.data(page.text.as_bytes())?;
        if output.data_is_for_a_terminal() {
            output.flush()?;
            let words = [&["man".to_owned()], &*args.words].concat().join(" ");
            output.hint(format_args!("to read it: vercel-hooks {words} | man -l -"));
        }
    }
    Ok(Exit::Success)
}

/// The page of a command, which is named by its words (`events list`) or by its page
/// (`vercel-hooks-events-list`).
fn find<'a>(pages: &'a [ManualPage], words: &[String]) -> Result<&'a ManualPage> {
    let name = match words.join("-") {
        name if name.starts_with(NAME) => name,
        name if name.is_empty() => NAME.to_owned(),
        name => format!("{NAME}-{name}"),
    };
    let command =
        |page: &str| page.trim_start_matches(NAME).trim_start_matches('-').replace('-', " ");
    pages.iter().find(|page| page.name == name).ok_or_else(|| {
        let known: Vec<String> = pages.iter().map(|page| command(&page.name)).collect();
        let name = command(&name);
        let nearest = nearest(&name, known.iter().map(String::as_str));
        let all = "`vercel-hooks --help` shows them all";
        Error::unknown("command", &name, nearest, all)
    })
}
