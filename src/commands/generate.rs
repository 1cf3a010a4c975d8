//! `generate`: print sample events.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::cli::GenerateArgs;
use crate::error::{Error, Exit, Result};
use crate::event::{Batch, Layout};
use crate::output::{Output, counted};

use super::{event_args, input};

pub fn run(args: &GenerateArgs, output: &mut Output) -> Result<Exit> {
    let orders = event_args::orders(&args.event)?;
    let layout = layout(args, output);
    let batch = event_args::batch(&args.event, orders, layout, args.count, output)?;
    let files = event_args::files(&args.event);
    match args.output.as_deref().filter(|path| !input::is_standard_output(path)) {
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
            let count = write_folder(&batch, path, &files)?;
            output.good(format_args!("{} in {}", counted(count, "event"), path.display()));
        }
        Some(path) => write_file(&batch, path, &files)?,
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

/// A file that was read, with the flag that named it.
type Read<'a> = (&'static str, &'a Path);

fn write_file(batch: &Batch, path: &Path, read: &[Read<'_>]) -> Result<()> {
    spare(read, path)?;
    let failed = |source| Error::write(path.display(), &source);
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    for event in batch.events() {
        file.write_all(&event.body).and_then(|()| file.write_all(b"\n")).map_err(failed)?;
    }
    file.flush().map_err(failed)
}

/// Writes one file per event: the body and nothing after it, so that its signature is the event's.
fn write_folder(batch: &Batch, folder: &Path, read: &[Read<'_>]) -> Result<u64> {
    let failed = |path: &Path| {
        let what = path.display().to_string();
        move |source| Error::write(what, &source)
    };
    // A new folder holds nothing that could be lost.
    if !read.is_empty() && folder.is_dir() {
        paths(batch, folder).try_for_each(|path| spare(read, &path))?;
    }
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let mut count = 0;
    for (event, path) in batch.events().zip(paths(batch, folder)) {
        fs::write(&path, &event.body).map_err(failed(&path))?;
        count += 1;
    }
    Ok(count)
}

/// Refuses to write over what was read.
fn spare(read: &[Read<'_>], written: &Path) -> Result<()> {
    read.iter().try_for_each(|file| input::differ(*file, ("--output", written)))
}

/// The file of each event, in order.
fn paths(batch: &Batch, folder: &Path) -> impl Iterator<Item = PathBuf> {
    let mut names = FileNames::new(batch);
    let events = (0..batch.rounds()).flat_map(|_| batch.names());
    events.map(move |name| folder.join(names.next(name)))
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
