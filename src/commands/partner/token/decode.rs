//! `partner token --decode`.

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::cli::partner::TokenArgs;
use crate::commands::input;
use crate::error::{Error, Exit, Result};
use crate::marketplace::issuer::{Decoded, Expected, KeySet, kind, moment};
use crate::output::{Output, Tone, visible_line};
use crate::settings::project::INTEGRATION;
use crate::time::{Moment, show_duration};

/// Claims that are times.
const TIMES: [&str; 3] = ["exp", "nbf", "iat"];

pub fn run(token: &str, args: &TokenArgs, output: &mut Output) -> Result<Exit> {
    let is_argument = token != "-";
    let read;
    let token = if is_argument {
        token
    } else {
        let bytes = input::read(Path::new("-"), input::MIB)?;
        read = String::from_utf8_lossy(&bytes).into_owned();
        &read
    };
    let token = without_scheme(token);
    if token.is_empty() {
        return Err(Error::usage("there is no token to decode"));
    }
    let (keys, keys_from) = match &args.decode.jwks {
        Some(source) => (source.read()?, source.to_string()),
        None => (own_keys(args)?, "your signing key".to_owned()),
    };
    let now = args.claims.now.unwrap_or_else(Moment::now);
    let integration = super::id(args.claims.integration.as_ref(), &INTEGRATION)?;
    let decoded = Decoded::new(
        token,
        &Expected {
            keys: &keys,
            keys_from,
            now,
            integration: integration.as_deref(),
            endpoint: args.decode.endpoint,
        },
    );
    print(&decoded, now, output)?;
    if is_argument && !decoded.is_signed && args.decode.jwks.is_none() {
        output.warn(
            "other users of this machine can see a token on the command line: pass one that is not \
             your own through standard input",
        );
    }
    Ok(if decoded.is_valid() { Exit::Success } else { Exit::No })
}

fn own_keys(args: &TokenArgs) -> Result<KeySet> {
    KeySet::from_json(&super::open(&args.state)?.jwks()).map_err(Error::usage)
}

/// A token that was copied from a header.
fn without_scheme(text: &str) -> &str {
    let text = text.trim();
    let value = match text.split_once(':') {
        Some((name, value)) if name.eq_ignore_ascii_case("authorization") => value.trim_start(),
        _ => text,
    };
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim_start(),
        _ => value,
    }
}

fn print(decoded: &Decoded, now: Moment, output: &mut Output) -> Result<()> {
    let kind = decoded.claims.as_ref().map(|claims| kind(claims).name());
    if output.is_json() {
        return output.json(&json!({
            "valid": decoded.is_valid(),
            "kind": kind,
            "signatureIsValid": decoded.is_signed,
            "header": decoded.header,
            "claims": decoded.claims,
            "problems": decoded.problems,
        }));
    }
    let style = output.style();
    let verdict = match kind {
        Some(kind) if decoded.is_valid() => {
            format!("{}: a {kind} token", style.paint(Tone::Good, "valid"))
        }
        _ => style.paint(Tone::Bad, "invalid"),
    };
    output.line(verdict)?;
    for (title, members) in [("header", &decoded.header), ("claims", &decoded.claims)] {
        if let Some(members) = members {
            output.line(style.paint(Tone::Strong, title))?;
            print_members(members, now, output)?;
        }
    }
    output.flush()?;
    for problem in &decoded.problems {
        output.bad(problem);
    }
    Ok(())
}

fn print_members(members: &Map<String, Value>, now: Moment, output: &mut Output) -> Result<()> {
    let width = members.keys().map(|name| name.chars().count()).max().unwrap_or_default().min(24);
    for (name, value) in members {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let when = TIMES.contains(&name.as_str()).then(|| moment(value)).flatten();
        let when = when.map(|when| format!("  {}", relative(when, now))).unwrap_or_default();
        let (name, text) = (visible_line(name), visible_line(&text));
        output.line(format_args!("  {name:width$}  {text}{when}"))?;
    }
    Ok(())
}

/// `2026-01-31T13:00:00.000Z, in 59 min 30 s`
fn relative(when: Moment, now: Moment) -> String {
    let distance = std::time::Duration::from_millis(when.millis().abs_diff(now.millis()));
    let distance = show_duration(distance);
    match when.cmp(&now) {
        std::cmp::Ordering::Less => format!("{when}, {distance} ago"),
        std::cmp::Ordering::Equal => format!("{when}, now"),
        std::cmp::Ordering::Greater => format!("{when}, in {distance}"),
    }
}
