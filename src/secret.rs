//! Secrets: where they come from, and a value that no output can show.

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// The names under which a webhook secret is looked for, in the environment and in `.env` files.
pub const WEBHOOK_SECRET_NAMES: [&str; 3] =
    ["VERCEL_WEBHOOK_SECRET", "INTEGRATION_SECRET", "INTEGRATION_CLIENT_SECRET"];

/// The files of the current folder that may hold a secret, the stronger first.
pub const ENV_FILES: [&str; 2] = [".env.local", ".env"];

/// A secret larger than this is some other file.
const LONGEST: u64 = 64 * 1024;

/// No more of a `.env` file is read.
const LONGEST_ENV_FILE: u64 = 1024 * 1024;

/// A secret that is not empty, and where it came from.
#[derive(Clone)]
pub struct Secret {
    value: Vec<u8>,
    source: Source,
}

/// Where a secret came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file named by the user.
    File(PathBuf),
    /// Standard input.
    StandardInput,
    /// An environment variable.
    Environment(&'static str),
    /// A line of a `.env` file.
    EnvFile {
        /// The file.
        file: &'static str,
        /// The name in it.
        name: &'static str,
    },
    /// Typed at a prompt.
    Prompt,
    /// Made for this run.
    Made,
}

impl Secret {
    /// A secret with these bytes.
    ///
    /// # Errors
    /// [`Error::EmptySecret`]: whoever knows that a secret is empty can sign with it.
    pub fn new(value: Vec<u8>, source: Source) -> Result<Self> {
        // HMAC fills keys up with zeros, so that these are the empty key as well.
        if value.iter().all(|byte| *byte == 0) {
            return Err(Error::EmptySecret { source_name: source.to_string() });
        }
        Ok(Self { value, source })
    }

    /// Reads a secret file, `-` being standard input; one line end at its end is dropped.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::EmptySecret`].
    pub fn read(path: &Path) -> Result<Self> {
        if path == Path::new("-") {
            return Self::read_from(io::stdin().lock(), Source::StandardInput);
        }
        let source = Source::File(path.to_owned());
        let file = fs::File::open(path)
            .map_err(|error| Error::Read { what: source.to_string(), source: error })?;
        Self::read_from(file, source)
    }

    fn read_from(reader: impl Read, source: Source) -> Result<Self> {
        let mut value = Vec::new();
        let failed = |error| Error::Read { what: source.to_string(), source: error };
        reader.take(LONGEST + 1).read_to_end(&mut value).map_err(failed)?;
        if value.len() as u64 > LONGEST {
            return Err(failed(io::Error::other("it is too large for a secret")));
        }
        if value.last() == Some(&b'\n') {
            value.pop();
            if value.last() == Some(&b'\r') {
                value.pop();
            }
        }
        Self::new(value, source)
    }

    /// The first of `names` in the environment, then in the `.env` files of `folder`.
    ///
    /// # Errors
    /// [`Error::EmptySecret`] where the first one found is empty, [`Error::BadEnvLine`] and
    /// [`Error::Read`].
    pub fn find(names: &[&'static str], folder: &Path) -> Result<Option<Self>> {
        for &name in names {
            if let Some(value) = std::env::var_os(name) {
                return Self::new(bytes_of(value), Source::Environment(name)).map(Some);
            }
        }
        for file in ENV_FILES {
            let text = read_env_file(&folder.join(file), file)?;
            for &name in names {
                if let Some(value) = value_in(&text, file, name)? {
                    let source = Source::EnvFile { file, name };
                    return Self::new(value.into_bytes(), source).map(Some);
                }
            }
        }
        Ok(None)
    }

    /// A secret that nobody else has.
    ///
    /// # Panics
    /// Where the operating system has no randomness to give.
    #[must_use]
    pub fn made() -> Self {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        Self { value: hex::encode(bytes).into_bytes(), source: Source::Made }
    }

    /// The bytes, for signing and nothing else.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.value
    }

    /// Where it came from.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// Eight hexadecimal digits that tell secrets apart without showing them.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest =
            Sha256::new_with_prefix(b"vercel-hooks fingerprint\0").chain_update(&self.value);
        hex::encode(&digest.finalize()[..4])
    }

    /// What about it looks like a mistake in pasting or storing it.
    #[must_use]
    pub fn suspicions(&self) -> Vec<&'static str> {
        let value = &self.value;
        let (first, last) = (value[0], value[value.len() - 1]);
        let mut suspicions = Vec::new();
        if value.iter().any(u8::is_ascii_whitespace) {
            suspicions.push("it contains white space");
        }
        if value.len() > 1 && first == last && matches!(first, b'"' | b'\'' | b'`') {
            suspicions.push("it stands in quotes, which are part of it");
        }
        if value.starts_with(b"\xEF\xBB\xBF") {
            suspicions.push("it begins with a byte-order mark");
        }
        if value.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) {
            suspicions.push("it contains control characters");
        }
        suspicions
    }
}

/// The value of `name` in the text of a `.env` file, the last one where there are several.
///
/// Lines are read one by one, so that a line of another tool's cannot spoil ours.
fn value_in(text: &str, file: &'static str, name: &'static str) -> Result<Option<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_ours = |line: &&str| {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
        line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with('='))
    };
    let Some(line) = text.lines().rfind(is_ours) else { return Ok(None) };
    let line = without_expansion(line);
    match dotenvy::from_read_iter(line.as_bytes()).next() {
        Some(Ok((_, value))) => Ok(Some(value)),
        // The error would show the line, and with it the secret.
        _ => Err(Error::BadEnvLine { file, name }),
    }
}

/// A line whose dollar signs are themselves: no variable belongs in a secret.
fn without_expansion(line: &str) -> String {
    let value = line.split_once('=').map_or("", |(_, value)| value.trim_start());
    if value.starts_with('\'') {
        return line.to_owned();
    }
    line.replace("\\$", "$").replace('$', "\\$")
}

fn read_env_file(path: &Path, name: &str) -> Result<String> {
    // A folder of that name is usual too: Python's virtual environments.
    if !path.is_file() {
        return Ok(String::new());
    }
    let failed = |source| Error::Read { what: name.to_owned(), source };
    let mut bytes = Vec::new();
    fs::File::open(path)
        .map_err(failed)?
        .take(LONGEST_ENV_FILE)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
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

/// The source and the fingerprint; never the value.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({}, {})", self.source, self.fingerprint())
    }
}

/// As it is said to people.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::StandardInput => f.write_str("standard input"),
            Self::Environment(name) => write!(f, "${name}"),
            Self::EnvFile { file, name } => write!(f, "{name} in {file}"),
            Self::Prompt => f.write_str("the prompt"),
            Self::Made => f.write_str("this run, which made it"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<u8> {
        Secret::read_from(bytes, Source::StandardInput).unwrap().value
    }

    #[test]
    fn exactly_one_line_end_is_dropped() {
        assert_eq!(read(b"s"), b"s");
        assert_eq!(read(b"s\n"), b"s");
        assert_eq!(read(b"s\r\n"), b"s");
        assert_eq!(read(b"s\n\n"), b"s\n");
        assert_eq!(read(b" s "), b" s ");
    }

    #[test]
    fn nothing_and_too_much_are_refused() {
        for bytes in [&b""[..], b"\n", b"\0\0", &vec![b'x'; 100_000]] {
            assert!(Secret::read_from(bytes, Source::StandardInput).is_err());
        }
    }

    #[test]
    fn debug_output_hides_the_value() {
        let secret = Secret::new(b"hunter2".to_vec(), Source::Prompt).unwrap();
        assert!(!format!("{secret:?}").contains("hunter2"));
    }

    #[test]
    fn what_looks_like_a_mistake_is_said() {
        let suspicions = |value: &str| {
            Secret::new(value.as_bytes().to_vec(), Source::Prompt).unwrap().suspicions().len()
        };
        assert_eq!(suspicions("xEbuzM1ZAJ46afITQlYqH605"), 0);
        for value in ["two words", " s", "s\n", "\"quoted\"", "'quoted'", "\u{feff}s", "a\u{1b}"] {
            assert_eq!(suspicions(value), 1, "{value:?}");
        }
    }

    #[test]
    fn env_lines_in_every_usual_form() {
        let read = |text| value_in(text, ".env", "KEY").unwrap();
        for text in
            ["KEY=a$b", "export KEY = a$b", "KEY='a$b'", "KEY=\"a\\$b\"", "\u{feff}KEY=a$b # c"]
        {
            assert_eq!(read(text).as_deref(), Some("a$b"), "{text}");
        }
        assert_eq!(read("KEY=1\nOTHER='open\nKEY=2").as_deref(), Some("2"));
        assert_eq!(read("KEYS=1\n#KEY=2"), None);
        assert!(value_in("KEY=two words", ".env", "KEY").is_err());
    }

    #[test]
    fn fingerprints_tell_secrets_apart() {
        let print =
            |value: &[u8]| Secret::new(value.to_vec(), Source::Prompt).unwrap().fingerprint();
        assert_eq!(print(b"a"), print(b"a"));
        assert_ne!(print(b"a"), print(b"b"));
        assert_eq!(print(b"a").len(), 8);
    }
}
