//! Secrets: where they come from, and a type that never shows its value.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::fs::bom::BYTE_ORDER_MARK;

use super::environment::{self, ENV_FILES, SettingSource};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    Webhook,
    /// The access token of an installation, for Vercel's API.
    Token,
}

impl SecretKind {
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Webhook => {
                &["VERCEL_WEBHOOK_SECRET", "INTEGRATION_SECRET", "INTEGRATION_CLIENT_SECRET"]
            }
            Self::Token => &["VERCEL_INSTALLATION_TOKEN", "VERCEL_TOKEN"],
        }
    }

    pub const fn noun(self) -> &'static str {
        match self {
            Self::Webhook => "secret",
            Self::Token => "token",
        }
    }

    pub const fn flag(self) -> &'static str {
        match self {
            Self::Webhook => "--secret-file",
            Self::Token => "--token-file",
        }
    }
}

/// Of variables with similar names, no more are read.
const MAX_UNUSED: usize = 8;

/// A larger file is not a secret.
const MAX_LENGTH: u64 = 64 * 1024;

#[derive(Clone)]
pub struct Secret {
    value: Vec<u8>,
    source: SecretSource,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretSource {
    File(PathBuf),
    StandardInput,
    Setting(SettingSource),
    Prompt,
    Generated,
}

impl Secret {
    /// Rejects an empty secret: anyone can sign with it.
    pub fn new(kind: SecretKind, value: Vec<u8>, source: SecretSource) -> Result<Self> {
        // HMAC pads keys with zeros, so these are the empty key as well.
        if value.iter().all(|byte| *byte == 0) {
            let hint = match kind {
                SecretKind::Webhook => {
                    "anyone can sign with an empty secret; check where it should be set"
                }
                SecretKind::Token => "check where it should be set",
            };
            let message = format!("the {} from {source} is empty", kind.noun());
            return Err(Error::usage(message).with_hint(hint));
        }
        Ok(Self { value, source })
    }

    /// Reads a file, or standard input for `-`, without one trailing line break.
    pub fn read(kind: SecretKind, path: &Path) -> Result<Self> {
        if path == Path::new("-") {
            return Self::read_from(kind, io::stdin().lock(), SecretSource::StandardInput);
        }
        let source = SecretSource::File(path.to_owned());
        let file = fs::File::open(path).map_err(|error| Error::read(&source, &error))?;
        Self::read_from(kind, file, source)
    }

    fn read_from(kind: SecretKind, reader: impl Read, source: SecretSource) -> Result<Self> {
        let mut value = Vec::new();
        let failed = |error| Error::read(&source, &error);
        reader.take(MAX_LENGTH + 1).read_to_end(&mut value).map_err(&failed)?;
        if value.len() as u64 > MAX_LENGTH {
            return Err(failed(io::Error::other(format!("it is too large for a {}", kind.noun()))));
        }
        if value.last() == Some(&b'\n') {
            value.pop();
            if value.last() == Some(&b'\r') {
                value.pop();
            }
        }
        Self::new(kind, value, source)
    }

    /// The first one in the environment, then in the `.env` files of `folder`.
    pub fn find(kind: SecretKind, folder: &Path) -> Result<Option<Self>> {
        // An empty one counts, and is rejected: it was meant to be one.
        environment::find(kind.names(), folder, |_| true)?
            .map(|(value, source)| Self::new(kind, value, SecretSource::Setting(source)))
            .transpose()
    }

    /// The value of one variable, from the environment or the `.env` files of `folder`.
    pub fn from_variable(kind: SecretKind, name: &str, folder: &Path) -> Result<Self> {
        let found = environment::find(&[name], folder, |_| true)?;
        // The name may be the secret by mistake.
        let (value, source) = found.ok_or_else(|| {
            Error::usage("the variable of --secret-env is not set").with_hint(format!(
                "it takes the name of a variable, not a secret, and looks in the environment, then \
                 in {}",
                ENV_FILES.join(", ")
            ))
        })?;
        Self::new(kind, value, SecretSource::Setting(source))
    }

    /// Variables that hold a webhook secret to judge by their names, which are not those of `kind`.
    pub fn find_unused(kind: SecretKind, folder: &Path) -> Vec<SettingSource> {
        environment::find_names(folder, |name| {
            let upper = name.to_ascii_uppercase();
            upper.contains("SECRET")
                && (upper.contains("WEBHOOK") || upper.contains("INTEGRATION"))
                && !kind.names().contains(&name)
        })
    }

    /// Every value in the environment and in the `.env` files of `folder`, even if empty, of names
    /// that are only similar too; unreadable files are skipped.
    pub fn find_all(kind: SecretKind, folder: &Path) -> Vec<(Vec<u8>, SecretSource)> {
        let unused = Self::find_unused(kind, folder);
        let mut names = kind.names().to_vec();
        names.extend(unused.iter().map(SettingSource::name).take(MAX_UNUSED));
        names.sort_unstable();
        names.dedup();
        let found = environment::find_all(&names, folder);
        found.into_iter().map(|(value, source)| (value, SecretSource::Setting(source))).collect()
    }

    pub fn generate() -> Self {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the operating system provides random bytes");
        Self { value: hex::encode(bytes).into_bytes(), source: SecretSource::Generated }
    }

    pub fn expose(&self) -> &[u8] {
        &self.value
    }

    pub const fn source(&self) -> &SecretSource {
        &self.source
    }

    pub fn fingerprint(&self) -> String {
        fingerprint(&self.value)
    }

    /// Signs that it was pasted or stored wrong.
    pub fn suspicions(&self) -> Vec<&'static str> {
        let value = &self.value;
        let (first, last) = (value[0], value[value.len() - 1]);
        let is_control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
        let is_quoted = value.len() > 1 && first == last && matches!(first, b'"' | b'\'' | b'`');
        let is_in_env_file =
            matches!(self.source, SecretSource::Setting(SettingSource::EnvFile { .. }));
        let suspicions = [
            (value.iter().any(u8::is_ascii_whitespace), "it contains whitespace"),
            (is_quoted, "it is in quotes, which are part of it"),
            (is_assignment(value), "it looks like `NAME=value`, a line of a .env file"),
            (
                is_in_env_file && is_expandable(value),
                "`$` is literal here, but starts a variable in Next.js unless written `\\$`",
            ),
            (value.starts_with(BYTE_ORDER_MARK), "it starts with a byte-order mark"),
            (value.iter().any(is_control), "it contains control characters"),
        ];
        let found = suspicions.into_iter().filter(|(is_found, _)| *is_found);
        found.map(|(_, suspicion)| suspicion).collect()
    }
}

fn is_assignment(value: &[u8]) -> bool {
    let mut parts = value.splitn(2, |byte| *byte == b'=');
    let name = parts.next().unwrap_or_default();
    let is_name = |byte: &u8| byte.is_ascii_uppercase() || *byte == b'_';
    // Base64 ends with `=`, and is not only capitals and underscores.
    let has_value = parts.next().is_some_and(|value| !matches!(value, b"" | b"="));
    has_value && name.contains(&b'_') && name.iter().all(is_name)
}

/// Whether it contains `$NAME` or `${NAME}`, which loaders of `.env` files replace.
fn is_expandable(value: &[u8]) -> bool {
    value.windows(2).any(|two| {
        two[0] == b'$' && (two[1].is_ascii_alphabetic() || matches!(two[1], b'_' | b'{'))
    })
}

/// Eight hexadecimal digits that tell secrets apart without revealing them.
pub fn fingerprint(secret: &[u8]) -> String {
    let digest = Sha256::new_with_prefix(b"vercel-hooks fingerprint\0").chain_update(secret);
    hex::encode(&digest.finalize()[..4])
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({}, {})", self.source, self.fingerprint())
    }
}

impl fmt::Display for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::StandardInput => f.write_str("standard input"),
            Self::Setting(source) => source.fmt(f),
            Self::Prompt => f.write_str("the prompt"),
            Self::Generated => f.write_str("this run"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<u8> {
        Secret::read_from(SecretKind::Webhook, bytes, SecretSource::StandardInput).unwrap().value
    }

    #[test]
    fn drops_exactly_one_trailing_line_break() {
        assert_eq!(read(b"s"), b"s");
        assert_eq!(read(b"s\n"), b"s");
        assert_eq!(read(b"s\r\n"), b"s");
        assert_eq!(read(b"s\n\n"), b"s\n");
        assert_eq!(read(b" s "), b" s ");
    }

    #[test]
    fn rejects_empty_and_oversized_secrets() {
        for bytes in [&b""[..], b"\n", b"\0\0", &vec![b'x'; 100_000]] {
            assert!(
                Secret::read_from(SecretKind::Webhook, bytes, SecretSource::StandardInput).is_err()
            );
        }
    }

    #[test]
    fn debug_output_hides_the_value() {
        let secret =
            Secret::new(SecretKind::Webhook, b"hunter2".to_vec(), SecretSource::Prompt).unwrap();
        assert!(!format!("{secret:?}").contains("hunter2"));
    }

    #[test]
    fn warns_about_likely_mistakes() {
        let suspicions = |value: &str| {
            Secret::new(SecretKind::Webhook, value.as_bytes().to_vec(), SecretSource::Prompt)
                .unwrap()
                .suspicions()
                .len()
        };
        for value in ["xEbuzM1ZAJ46afITQlYqH605", "QUJDRA==", "A_B=", "a_b=c", "AB=C", "$A"] {
            assert_eq!(suspicions(value), 0, "{value:?}");
        }
        for value in
            ["two words", " s", "s\n", "\"quoted\"", "'quoted'", "\u{feff}s", "a\u{1b}", "A_B=c"]
        {
            assert_eq!(suspicions(value), 1, "{value:?}");
        }
    }

    #[test]
    fn fingerprints_differ_by_secret() {
        let print = |value: &[u8]| {
            Secret::new(SecretKind::Webhook, value.to_vec(), SecretSource::Prompt)
                .unwrap()
                .fingerprint()
        };
        assert_eq!(print(b"a"), print(b"a"));
        assert_ne!(print(b"a"), print(b"b"));
        assert_eq!(print(b"a").len(), 8);
    }
}
