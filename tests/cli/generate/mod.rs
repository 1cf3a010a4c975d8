//! `generate`: selection, overrides, output and reproduction.

mod files;
mod output;
mod overrides;
mod reproduction;
mod sample_data;
mod selection;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use super::support::{Run, count_documented, vercel_hooks, with_secret};

/// A template small enough to compare whole.
const SMALL: &str =
    r#"{"type":"my.event","region":null,"payload":{"name":"a","list":[1,2],"a.b":true}}"#;

/// `generate` of [`SMALL`] with these further arguments.
fn small(args: &[&str]) -> Run {
    let args = ["generate", "--template", "small.json"].into_iter().chain(args.iter().copied());
    vercel_hooks(args).file("small.json", SMALL)
}

/// The events of a run with these arguments.
fn events(args: &[&str]) -> Vec<Value> {
    let args = ["generate"].into_iter().chain(args.iter().copied());
    vercel_hooks(args).ends(0).json_lines()
}

/// Every text of an event by its path; lists count as one text.
fn texts(value: &Value, path: &str, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                texts(member, &format!("{path}.{name}"), found);
            }
        }
        Value::String(text) => {
            found.insert(path.to_owned(), text.clone());
        }
        _ => {}
    }
}

fn texts_of(event: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    texts(event, "", &mut found);
    found
}
