//! Looks up values by name, in the environment and then in `.env` files.

use std::ffi::OsString;
use std::fmt;
use std::path::Path;

use crate::error::Result;
use crate::fs::read_limited;

use super::env_file;

pub const PROJECT_FILE: &str = "vercel-hooks.toml";

/// In the current folder, in order of precedence: those that `next dev` loads.
pub const ENV_FILES: [&str; 4] =
    [".env.development.local", ".env.local", ".env.development", ".env"];

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingSource {
    Variable(String),
    EnvFile { file: &'static str, name: String },
    ProjectFile,
}

impl SettingSource {
    pub fn name(&self) -> &str {
        match self {
            Self::Variable(name) | Self::EnvFile { name, .. } => name,
            Self::ProjectFile => PROJECT_FILE,
        }
    }
}

impl fmt::Display for SettingSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "${name}"),
            Self::EnvFile { file, name } => write!(f, "{name} in {file}"),
            Self::ProjectFile => f.write_str(PROJECT_FILE),
        }
    }
}

/// The first value that `is_wanted`: all names in the environment, then all in each `.env` file.
pub fn find(
    names: &[&str],
    folder: &Path,
    is_wanted: impl Fn(&[u8]) -> bool,
) -> Result<Option<(Vec<u8>, SettingSource)>> {
    if let Some(found) = variables(names).find(|(value, _)| is_wanted(value)) {
        return Ok(Some(found));
    }
    for file in ENV_FILES {
        let text = read_env_file(&folder.join(file), file)?;
        if let Some(found) = values_in(&text, file, names).find(|(value, _)| is_wanted(value)) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Every value of these names; unreadable files are skipped.
pub fn find_all(names: &[&str], folder: &Path) -> Vec<(Vec<u8>, SettingSource)> {
    let mut found: Vec<_> = variables(names).collect();
    for (file, text) in readable_env_files(folder) {
        found.extend(values_in(&text, file, names));
    }
    found
}

/// The names in the environment and in readable `.env` files that look right.
pub fn find_names(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> Vec<SettingSource> {
    let variables = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let mut found: Vec<_> = variables.map(SettingSource::Variable).collect();
    for (file, text) in readable_env_files(folder) {
        let names = env_file::assignments(&text).into_iter().map(|(name, _)| name);
        found.extend(names.map(|name| SettingSource::EnvFile { file, name }));
    }
    found.retain(|source| is_wanted(source.name()));
    found
}

fn readable_env_files(folder: &Path) -> impl Iterator<Item = (&'static str, String)> {
    let read = |file: &'static str| read_env_file(&folder.join(file), file).ok();
    ENV_FILES.into_iter().filter_map(move |file| Some((file, read(file)?)))
}

fn variables(names: &[&str]) -> impl Iterator<Item = (Vec<u8>, SettingSource)> {
    names.iter().filter_map(|&name| {
        Some((into_bytes(std::env::var_os(name)?), SettingSource::Variable(name.to_owned())))
    })
}

fn values_in(
    text: &str,
    file: &'static str,
    names: &[&str],
) -> impl Iterator<Item = (Vec<u8>, SettingSource)> {
    names.iter().filter_map(move |&name| {
        let source = SettingSource::EnvFile { file, name: name.to_owned() };
        Some((env_file::value_in(text, name)?.into_bytes(), source))
    })
}

fn read_env_file(path: &Path, name: &str) -> Result<String> {
    // `.env` can also be a folder: a Python virtual environment.
    if !path.is_file() {
        return Ok(String::new());
    }
    let bytes = read_limited::read(path, name)?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(unix)]
fn into_bytes(value: OsString) -> Vec<u8> {
    std::os::unix::ffi::OsStringExt::into_vec(value)
}

#[cfg(not(unix))]
fn into_bytes(value: OsString) -> Vec<u8> {
    value.to_string_lossy().into_owned().into_bytes()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn finds_values_in_every_env_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".env.local"), "ONE=\n").unwrap();
        fs::write(folder.path().join(".env"), "TWO=\"2\"\nONE=1\n").unwrap();
        let at = |file, name: &str| SettingSource::EnvFile { file, name: name.to_owned() };
        assert_eq!(
            find_all(&["ONE", "TWO"], folder.path()),
            [
                (Vec::new(), at(".env.local", "ONE")),
                (b"1".to_vec(), at(".env", "ONE")),
                (b"2".to_vec(), at(".env", "TWO")),
            ]
        );
        assert_eq!(
            find(&["ONE", "TWO"], folder.path(), |value| value == b"2").unwrap(),
            Some((b"2".to_vec(), at(".env", "TWO")))
        );
    }
}
