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
    let specs = event_args::specs(&args.event)?;
    let layout = layout(args, output);
    let batch = event_args::batch(&args.event, specs, layout, args.count, output)?;
    let inputs = event_args::files(&args.event);
    match args.output.as_deref().filter(|path| !input::is_dash(path)) {
        None => {
            for event in batch.events() {
                output.json_text(&event.body)?;
                output.data(b"\n")?;
                if output.is_gone() {
                    break;
                }
            }
        }
        Some(path) if is_folder(path) => {
            let count = write_folder(&batch, path, &inputs)?;
            output.good(format_args!("{} in {}", counted(count, "event"), path.display()));
        }
        Some(path) => write_file(&batch, path, &inputs)?,
    }
    Ok(Exit::Success)
}

fn layout(args: &GenerateArgs, output: &Output) -> Layout {
    let is_for_people = output.data_is_for_a_terminal() && args.output.is_none();
    if !output.is_json() && (args.pretty || (is_for_people && !args.compact)) {
        Layout::Pretty
    } else {
        Layout::Compact
    }
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

type InputFile<'a> = (&'static str, &'a Path);

fn write_file(batch: &Batch, path: &Path, inputs: &[InputFile<'_>]) -> Result<()> {
    protect(inputs, path)?;
    let failed = |error| Error::write(path.display(), &error);
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    // One event is the exact body, so that the file can be signed.
    let end: &[u8] = if batch.event_count() == 1 { b"" } else { b"\n" };
    for event in batch.events() {
        file.write_all(&event.body).and_then(|()| file.write_all(end)).map_err(failed)?;
    }
    file.flush().map_err(failed)
}

/// Writes one file per event: exactly its body, so that the file can be signed.
fn write_folder(batch: &Batch, folder: &Path, inputs: &[InputFile<'_>]) -> Result<u64> {
    if !inputs.is_empty() && folder.is_dir() {
        file_names(batch).try_for_each(|name| protect(inputs, &folder.join(name)))?;
    }
    fs::create_dir_all(folder).map_err(|error| Error::write(folder.display(), &error))?;
    let mut count = 0;
    for (event, name) in batch.events().zip(file_names(batch)) {
        let path = folder.join(name);
        fs::write(&path, &event.body).map_err(|error| Error::write(path.display(), &error))?;
        count += 1;
    }
    Ok(count)
}

fn protect(inputs: &[InputFile<'_>], written: &Path) -> Result<()> {
    inputs.iter().try_for_each(|input| input::differ(*input, ("--output", written)))
}

/// The file name of each event, in order: its type, numbered if it recurs.
fn file_names(batch: &Batch) -> impl Iterator<Item = PathBuf> {
    let mut totals: BTreeMap<String, u64> = BTreeMap::new();
    for name in batch.names() {
        *totals.entry(stem(name)).or_default() += 1;
    }
    let mut used: BTreeMap<String, u64> = BTreeMap::new();
    let names = (0..batch.rounds()).flat_map(|_| batch.names());
    names.map(move |name| {
        let stem = stem(name);
        let total = totals[&stem].saturating_mul(batch.rounds());
        if total == 1 {
            return format!("{stem}.json").into();
        }
        let number = used.entry(stem.clone()).or_default();
        *number += 1;
        let width = total.to_string().len();
        format!("{stem}-{number:0width$}.json").into()
    })
}

/// A file name that is valid on every system; the name of an event can be the path of a file.
fn stem(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let name = name.strip_suffix(".json").unwrap_or(name);
    name.replace(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_'), "-")
}
