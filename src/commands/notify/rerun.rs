//! The current command line, changed into one to run next.

use crate::http::preview::shell_quote;

pub fn with_arguments<'a>(more: impl Iterator<Item = &'a str>) -> String {
    command(arguments().chain(more.map(str::to_owned)))
}

/// Replaces the files to read and to write. Where standard input is to be read, the token comes
/// from a file.
pub fn with_files(from: &str, failed: Option<&str>) -> String {
    let mut kept = Vec::new();
    let mut arguments = arguments();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--from" | "--failed" => drop(arguments.next()),
            "--token-file" => {
                let file = arguments.next().filter(|file| from != "-" || file != "-");
                kept.extend([argument, file.unwrap_or_else(|| "FILE".to_owned())]);
            }
            "--token-file=-" if from == "-" => kept.push("--token-file=FILE".to_owned()),
            other if other.starts_with("--from=") || other.starts_with("--failed=") => {}
            _ => kept.push(argument),
        }
    }
    let files = [("--from", Some(from)), ("--failed", failed)];
    let files = files.into_iter().filter_map(|(flag, file)| Some([flag, file?]));
    command(kept.into_iter().chain(files.flatten().map(str::to_owned)))
}

fn arguments() -> impl Iterator<Item = String> {
    std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned())
}

fn command(arguments: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = arguments.map(|argument| shell_quote(&argument)).collect();
    format!("vercel-hooks {}", words.join(" "))
}
