//! What the shells offer for each argument: known to the scripts only, for parsing is not as strict.

use std::collections::BTreeSet;

use clap::builder::{PossibleValue, PossibleValuesParser, Str};
use clap::{Arg, ArgAction, Command, ValueHint};

use crate::catalog::{EVENT_TYPES, EventType};
use crate::check;
use crate::event::{SCENARIOS, Scenario};
use crate::marketplace::NotificationType;

/// Stands for `*` in a script until that is written as the shell needs it.
pub const STAR: &str = "\u{f000}";

/// The second word of `man`, known to the scripts only.
const BELOW: &str = "below";

/// What becomes of candidates that are globs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Globs {
    /// They are as they are.
    Taken,
    /// They have [`STAR`] for `*`.
    Marked,
    /// There are none, for the shell would take them as names of files.
    Left,
}

/// The command, whose arguments know what they may be.
pub fn with_candidates(command: Command, globs: Globs) -> Command {
    let commands = names(&command);
    let below: Vec<String> = command.get_subcommands().flat_map(names).collect();
    let command = command.mut_subcommand("man", |man| {
        let man = man.mut_arg("words", |it| it.num_args(1).action(ArgAction::Set));
        man.arg(Arg::new(BELOW).help("A command below it"))
    });
    completed(command, &|of, arg| match (of, arg) {
        ("man", "words") => Some(plain(commands.clone())),
        // Bash is offered one word as well as another.
        ("man", BELOW) if globs != Globs::Left => Some(plain(below.clone())),
        _ => candidates(of, arg, globs),
    })
}

/// The commands below one.
pub fn names(command: &Command) -> Vec<String> {
    let known = command.get_subcommands().map(Command::get_name);
    known.filter(|name| *name != "help").map(str::to_owned).collect()
}

fn completed(
    command: Command,
    candidates: &dyn Fn(&str, &str) -> Option<Vec<PossibleValue>>,
) -> Command {
    let name = command.get_name().to_owned();
    let command = command.mut_args(|arg| {
        let arg = with_plain_name(arg);
        if let Some(values) = candidates(&name, arg.get_id().as_str()) {
            arg.value_parser(PossibleValuesParser::new(values))
        } else if is_no_file(&arg) {
            arg.value_hint(ValueHint::Other)
        } else {
            arg
        }
    });
    command.mut_subcommands(|it| completed(it, candidates))
}

/// Zsh takes a `:` in the name of a value (NAME: VALUE) for the end of that name.
fn with_plain_name(arg: Arg) -> Arg {
    match arg.get_value_names() {
        Some([name]) if name.contains(':') => {
            let name = name.replace(':', "");
            arg.value_name(name)
        }
        _ => arg,
    }
}

/// What names a file says so: all else is no file either, which shells would offer.
fn is_no_file(arg: &Arg) -> bool {
    arg.get_action().takes_values()
        && arg.get_value_hint() == ValueHint::Unknown
        && arg.get_possible_values().is_empty()
}

/// The candidates of an argument, by its command and its id.
fn candidates(command: &str, arg: &str, globs: Globs) -> Option<Vec<PossibleValue>> {
    Some(match (command, arg) {
        ("show" | "schema", "event_type") => plain(type_names()),
        ("generate" | "send", "types") | ("check", "events") => {
            let mut values = type_names();
            values.push("all".to_owned());
            values.extend(written(&type_globs(), globs));
            plain(values)
        }
        ("list", "glob") | ("listen", "events") | ("replay", "types") => {
            let mut values = type_names();
            values.extend(written(&type_globs(), globs));
            plain(values)
        }
        ("list", "group") => {
            plain(EVENT_TYPES.iter().map(EventType::group).collect::<BTreeSet<_>>())
        }
        ("generate" | "send", "scenario") => {
            SCENARIOS.iter().map(|(name, _)| scenario(name)).collect()
        }
        ("check", "only" | "skip") => {
            let mut values: Vec<String> =
                check::all(&[]).iter().map(|case| case.id.to_owned()).collect();
            let suites = check::Suite::ALL.map(|suite| format!("{}.*", suite.label()));
            values.extend(written(&suites, globs));
            values.extend(written(&[format!("{}*", check::TYPE_PREFIX)], globs));
            plain(values)
        }
        ("send" | "replay" | "check", "to") | ("check", "endpoint") => plain(["localhost", "demo"]),
        ("listen", "forward_to") | ("emulate", "deliver") => plain(["localhost"]),
        ("notify", "api_url") => plain(["demo"]),
        ("notify", "notification") => plain(NotificationType::ALL.map(NotificationType::name)),
        _ => return None,
    })
}

fn plain(values: impl IntoIterator<Item = impl Into<Str>>) -> Vec<PossibleValue> {
    values.into_iter().map(PossibleValue::new).collect()
}

/// Every spelling of every event type, in the order of the catalog.
fn type_names() -> Vec<String> {
    let spellings = EVENT_TYPES.iter().flat_map(|it| std::iter::once(it.name).chain(it.api_name));
    spellings.map(str::to_owned).collect()
}

/// A glob for each beginning that several event types share.
fn type_globs() -> Vec<String> {
    let beginnings = EVENT_TYPES
        .iter()
        .flat_map(|it| it.name.match_indices(['.', ':']).map(|(at, _)| it.name.split_at(at + 1).0));
    let mut shared = Vec::new();
    let mut seen = BTreeSet::new();
    for beginning in beginnings {
        let glob = format!("{beginning}*");
        if !seen.insert(beginning) && !shared.contains(&glob) {
            shared.push(glob);
        }
    }
    shared.sort();
    shared
}

fn written(patterns: &[String], globs: Globs) -> Vec<String> {
    match globs {
        Globs::Taken => patterns.to_vec(),
        Globs::Marked => patterns.iter().map(|glob| glob.replace('*', STAR)).collect(),
        Globs::Left => Vec::new(),
    }
}

fn scenario(name: &'static str) -> PossibleValue {
    let about = Scenario::built_in(name).map(|it| it.about).unwrap_or_default();
    PossibleValue::new(name).help(about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_glob_stands_for_types() {
        let globs = type_globs();
        assert!(globs.contains(&"deployment.*".to_owned()));
        assert!(globs.contains(&"marketplace.invoice.*".to_owned()));
        assert!(globs.contains(&"spend:*".to_owned()));
        for glob in globs {
            assert!(!crate::catalog::select(&[glob]).unwrap().is_empty());
        }
    }
}
