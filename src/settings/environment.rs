//! Values by name: the environment, and the `.env` files that stand in for it.

use std::ffi::OsString;
use std::fmt;
use std::path::Path;

use crate::error::Result;
use crate::fs::read_limited;
use crate::settings::env_file::value_in;

/// The files of the current folder that may hold a value, the stronger first.
pub const ENV_FILES: [&str; 2] = [".env.local", ".env"];

/// Where a value was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// An environment variable.
    Variable(&'static str),
    /// A line of a `.env` file.
    EnvFile {
        /// The file.
        file: &'static str,
        /// The name in it.
        name: &'static str,
    },
}

impl Place {
    /// The name under which it was found.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Variable(name) | Self::EnvFile { name, .. } => name,
        }
    }
}

/// The first of `names` that is `wanted`, in the environment, then in the `.env` files of `folder`.
///
/// # Errors
/// [`crate::error::Error::Read`].
pub fn find(
    names: &[&'static str],
    folder: &Path,
    wanted: impl Fn(&[u8]) -> bool,
) -> Result<Option<(Vec<u8>, Place)>> {
    for &name in names {
        if let Some(value) = std::env::var_os(name).map(bytes_of).filter(|value| wanted(value)) {
            return Ok(Some((value, Place::Variable(name))));
        }
    }
    for file in ENV_FILES {
        let text = read_env_file(&folder.join(file), file)?;
        for &name in names {
            if let Some(value) = value_in(&text, name).filter(|value| wanted(value.as_bytes())) {
                return Ok(Some((value.into_bytes(), Place::EnvFile { file, name })));
            }
        }
    }
    Ok(None)
}

/// Everything that `names` stand for in the environment and in the `.env` files of `folder`; what
/// cannot be read is left out.
#[must_use]
pub fn find_all(names: &[&'static str], folder: &Path) -> Vec<(Vec<u8>, Place)> {
    let in_variables = names.iter().filter_map(|&name| {
        std::env::var_os(name).map(|value| (bytes_of(value), Place::Variable(name)))
    });
    let in_files = ENV_FILES.into_iter().flat_map(|file| {
        let text = read_env_file(&folder.join(file), file).unwrap_or_default();
        names.iter().filter_map(move |&name| {
            let value = value_in(&text, name)?;
            Some((value.into_bytes(), Place::EnvFile { file, name }))
        })
    });
    in_variables.chain(in_files).collect()
}

fn read_env_file(path: &Path, name: &str) -> Result<String> {
    // A folder of that name is usual too: Python's virtual environments.
    if !path.is_file() {
        return Ok(String::new());
    }
    let bytes = read_limited::read(path, name)?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(unix)]
fn bytes_of(value: OsString) -> Vec<u8> {
    std::os::unix::ffi::OsStringExt::into_vec(value)
}

#[cfg(not(unix))]
fn bytes_of(value: OsString) -> Vec<u8> {
    value.to_string_lossy().into_owned().into_bytes()
}

/// As it is said to people.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "${name}"),
            Self::EnvFile { file, name } => write!(f, "{name} in {file}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn all_places_are_found() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".env.local"), "ONE=\n").unwrap();
        fs::write(folder.path().join(".env"), "TWO=\"2\"\nONE=1\n").unwrap();
        let at = |file, name| Place::EnvFile { file, name };
        assert_eq!(
            find_all(&["ONE", "TWO"], folder.path()),
            [
                (Vec::new(), at(".env.local", "ONE")),
                (b"1".to_vec(), at(".env", "ONE")),
                (b"2".to_vec(), at(".env", "TWO")),
            ]
        );
        assert_eq!(
            find(&["ONE", "TWO"], folder.path(), |it| it == b"2").unwrap(),
            Some((b"2".to_vec(), at(".env", "TWO")))
        );
    }
}
