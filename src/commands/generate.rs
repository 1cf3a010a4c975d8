//! `generate`: print sample events.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::cli::GenerateArgs;
use crate::error::{Error, Result};
use crate::event::{Batch, Layout};
use crate::exit::Exit;
use crate::output::{Output, counted};

use super::{bodies, input};

pub fn run(args: &GenerateArgs, output: &mut Output) -> Result<Exit> {
    let orders = bodies::orders(&args.event)?;
    let layout = layout(args, output);
    let batch = bodies::batch(&args.event, orders, layout, args.count, output)?;
    match &args.output {
        None => {
            for event in batch.events() {
                output.data(&event.body)?;
                output.data(b"\n")?;
                if output.is_gone() {
                    break;
                }
            }
        }
        Some(path) if is_folder(path) => {
            let count = write_folder(&batch, path)?;
            output.good(format_args!("{} in {}", counted(count, "event"), path.display()));
        }
        Some(path) => write_file(&batch, path)?,
    }
    Ok(Exit::Success)
}

fn layout(args: &GenerateArgs, output: &Output) -> Layout {
    let is_read_by_people = output.data_is_for_a_terminal() && args.output.is_none();
    if !output.is_json() && (args.pretty || (is_read_by_people && !args.compact)) {
        Layout::Pretty
    } else {
        Layout::Compact
    }
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

fn write_file(batch: &Batch, path: &Path) -> Result<()> {
    let failed = |source| Error::Write { what: input::name(path), source };
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    for event in batch.events() {
        file.write_all(&event.body).and_then(|()| file.write_all(b"\n")).map_err(failed)?;
    }
    file.flush().map_err(failed)
}

/// Writes one file per event: the body and nothing after it, so that its signature is the event's.
fn write_folder(batch: &Batch, folder: &Path) -> Result<u64> {
    let failed = |path: &Path| {
        let what = path.display().to_string();
        move |source| Error::Write { what, source }
    };
    let mut names = FileNames::new(batch);
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let mut count = 0;
    for event in batch.events() {
        let path = folder.join(names.next(&event.name));
        fs::write(&path, &event.body).map_err(failed(&path))?;
        count += 1;
    }
    Ok(count)
}

/// File names after the event types, numbered where a type comes more than once.
struct FileNames {
    expected: BTreeMap<String, u64>,
    used: BTreeMap<String, u64>,
}

impl FileNames {
    fn new(batch: &Batch) -> Self {
        let mut per_round: BTreeMap<String, u64> = BTreeMap::new();
        for name in batch.names() {
            *per_round.entry(stem(name)).or_default() += 1;
        }
        for count in per_round.values_mut() {
            *count = count.saturating_mul(batch.rounds());
        }
        Self { expected: per_round, used: BTreeMap::new() }
    }

    fn next(&mut self, name: &str) -> PathBuf {
        let stem = stem(name);
        let expected = self.expected.get(&stem).copied().unwrap_or(1);
        if expected == 1 {
            return format!("{stem}.json").into();
        }
        let number = self.used.entry(stem.clone()).or_default();
        *number += 1;
        let width = expected.to_string().len();
        format!("{stem}-{number:0width$}.json").into()
    }
}

/// An event's name as a file name on every system; a template's name may be the path of a file.
fn stem(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let name = name.strip_suffix(".json").unwrap_or(name);
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    name.chars().map(|it| if is_plain(it) { it } else { '-' }).collect()
}
