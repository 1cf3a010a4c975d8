//! Help, the version, or a mistake in the command line.

use std::error::Error as _;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::{self, Exit, Result};
use crate::output::{Output, visible_line};

/// What clap prints as tips.
const SUGGESTIONS: [ContextKind; 4] = [
    ContextKind::SuggestedSubcommand,
    ContextKind::SuggestedArg,
    ContextKind::SuggestedValue,
    ContextKind::Suggested,
];

/// A longer list of possible values hides the mistake; the help has it.
const MAX_LISTED: usize = 12;

pub fn print(mut reply: Error, output: &mut Output) -> Result<Exit> {
    if let Some(error) = value_error(&reply) {
        return Err(error);
    }
    if !reply.use_stderr() {
        output.printed_by(|| reply.print())?;
        return Ok(Exit::Success);
    }
    if reply.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // A standard error that cannot be written has nobody to tell.
        let _ = reply.print();
        return Ok(Exit::Usage);
    }
    let suggested = SUGGESTIONS.into_iter().filter_map(|kind| reply.remove(kind));
    let suggestions: Vec<String> = suggested.filter_map(suggestion).collect();
    let hints = hint(&reply).map_or(suggestions, |hint| vec![hint.to_owned()]);
    if let Some(ContextValue::Strings(values)) = reply.get(ContextKind::ValidValue)
        && values.len() > MAX_LISTED
    {
        reply.remove(ContextKind::ValidValue);
    }
    sanitize(&mut reply);
    let text = reply.render().to_string();
    let (message, usage) = text.split_once("\n\n").unwrap_or((&text, ""));
    let message = message.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    output.error(&error::Error::usage(message.trim_start_matches("error: ")));
    for hint in hints {
        output.hint(hint);
    }
    for line in usage.lines() {
        output.note(line);
    }
    Ok(Exit::Usage)
}

/// The error of a value parser of ours, under the name of its flag. Clap would repeat the whole
/// value, which may hold credentials.
fn value_error(reply: &Error) -> Option<error::Error> {
    let error = reply.source()?.downcast_ref::<error::Error>()?;
    let argument = match reply.get(ContextKind::InvalidArg)? {
        ContextValue::String(argument) => argument.split([' ', '=']).next()?,
        _ => return None,
    };
    Some(if argument.starts_with('-') { error.clone().at(argument) } else { error.clone() })
}

/// Escapes what was typed before clap puts it between line breaks of its own.
fn sanitize(reply: &mut Error) {
    let escape = |text: &String| visible_line(text).into_owned();
    let typed: Vec<_> = reply
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, ContextValue::String(escape(text)))),
            ContextValue::Strings(texts) => {
                Some((kind, ContextValue::Strings(texts.iter().map(escape).collect())))
            }
            _ => None,
        })
        .collect();
    for (kind, value) in typed {
        reply.insert(kind, value);
    }
}

fn suggestion(value: ContextValue) -> Option<String> {
    let names = match value {
        ContextValue::String(name) => vec![name],
        ContextValue::Strings(names) => names,
        ContextValue::StyledStrs(tips) => return tips.first().map(ToString::to_string),
        _ => return None,
    };
    Some(format!("did you mean `{}`?", names.join("` or `")))
}

/// A hint that is better than what clap suggests.
fn hint(reply: &Error) -> Option<&'static str> {
    let argument = match reply.get(ContextKind::InvalidArg)? {
        ContextValue::String(argument) => argument.as_str(),
        ContextValue::Strings(arguments) => arguments.first()?,
        _ => return None,
    };
    match (reply.kind(), argument) {
        (ErrorKind::UnknownArgument, "--secret") => Some(
            "every process on this machine can read a secret on the command line: use \
             --secret-file PATH, or set VERCEL_WEBHOOK_SECRET",
        ),
        (ErrorKind::UnknownArgument, "--token") => Some(
            "every process on this machine can read a token on the command line: use \
             --token-file PATH, or set VERCEL_INSTALLATION_TOKEN",
        ),
        (ErrorKind::MissingRequiredArgument, name) if name.starts_with("--signature") => {
            Some("a captured request has its own: --request FILE")
        }
        _ => None,
    }
}
