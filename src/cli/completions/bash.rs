//! Bash, which splits words at `:` and `=`, and inserts what it is given without quoting it.

use std::ffi::OsString;
use std::io::{Result, Write};
use std::path::Path;

use clap::Command;
use clap_complete::engine;
use clap_complete::env::EnvCompleter;

const FUNCTION: &str = r#"
_vercel_hooks() {
    mapfile -t COMPREPLY < <(VARIABLE=bash "COMPLETER" -- "${COMP_LINE:0:COMP_POINT}" "$2")
    [[ "${COMPREPLY[*]}" == */ ]] && compopt -o nospace
}
complete -o bashdefault -o default -F _vercel_hooks vercel-hooks
"#;

/// Stands at the cursor while the line is split, so that the last word may be empty.
const CURSOR: char = '\0';

pub struct Bash;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == "bash"
    }

    fn write_registration(
        &self,
        variable: &str,
        _name: &str,
        _bin: &str,
        completer: &str,
        out: &mut dyn Write,
    ) -> Result<()> {
        let function = FUNCTION.replace("VARIABLE", variable).replace("COMPLETER", completer);
        out.write_all(function.as_bytes())
    }

    /// `args` are the line up to the cursor, and the end of it that Bash replaces.
    fn write_complete(
        &self,
        command: &mut Command,
        args: Vec<OsString>,
        folder: Option<&Path>,
        out: &mut dyn Write,
    ) -> Result<()> {
        let [line, replaced] = &args[..] else { return Ok(()) };
        let Some((words, is_quoted)) = split(&line.to_string_lossy()) else { return Ok(()) };
        let word = words.last().map_or("", String::as_str);
        let kept = word.strip_suffix(&*replaced.to_string_lossy()).unwrap_or_default().to_owned();
        let last = words.len() - 1;
        let words = words.into_iter().map(OsString::from).collect();
        for candidate in engine::complete(command, words, last, folder)? {
            let value = candidate.get_value().to_string_lossy();
            let value = value.strip_prefix(&kept).unwrap_or(&value);
            let value = if is_quoted { value.to_owned() } else { escape(value) };
            writeln!(out, "{value}")?;
        }
        Ok(())
    }
}

/// The words of a line, and whether the last one is within quotes.
fn split(line: &str) -> Option<(Vec<String>, bool)> {
    let (mut words, quote) = ["", "'", "\""].iter().find_map(|quote| {
        shlex::split(&format!("{line}{CURSOR}{quote}")).map(|words| (words, quote))
    })?;
    (words.last_mut()?.pop() == Some(CURSOR)).then_some((words, !quote.is_empty()))
}

fn escape(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for character in value.chars() {
        if !character.is_alphanumeric() && !"-_./:=,@%+~".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
