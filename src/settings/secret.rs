//! Secrets: where they come from, and a value that no output can show.

use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::fs::bom::BYTE_ORDER_MARK;
use crate::settings::environment::{self, Place};

/// What a secret is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It signs webhooks.
    Webhook,
    /// It is an installation's access token, which opens Vercel's API.
    Token,
}

impl Kind {
    /// The names under which it is looked for, in the environment and in `.env` files.
    #[must_use]
    pub const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Webhook => {
                &["VERCEL_WEBHOOK_SECRET", "INTEGRATION_SECRET", "INTEGRATION_CLIENT_SECRET"]
            }
            Self::Token => &["VERCEL_INSTALLATION_TOKEN", "VERCEL_TOKEN"],
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Webhook => "secret",
            Self::Token => "token",
        }
    }
}

/// A secret larger than this is some other file.
const LONGEST: u64 = 64 * 1024;

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
    /// The environment, or a `.env` file.
    Found(Place),
    /// Typed at a prompt.
    Prompt,
    /// Made for this run.
    Made,
}

impl Secret {
    /// A secret with these bytes.
    ///
    /// # Errors
    /// [`Error::EmptySecret`], as whoever knows that a secret is empty can sign with it, and
    /// [`Error::EmptyToken`].
    pub fn new(kind: Kind, value: Vec<u8>, source: Source) -> Result<Self> {
        // HMAC fills keys up with zeros, so that these are the empty key as well.
        if value.iter().all(|byte| *byte == 0) {
            let source_name = source.to_string();
            return Err(match kind {
                Kind::Webhook => Error::usage(format!("the secret from {source_name} is empty"))
                    .with_hint(
                        "anybody can sign with an empty secret; check where it should be set",
                    ),
                Kind::Token => Error::usage(format!("the token from {source_name} is empty"))
                    .with_hint("check where it should be set"),
            });
        }
        Ok(Self { value, source })
    }

    /// Reads a secret file, `-` being standard input; one line end at its end is dropped.
    ///
    /// # Errors
    /// [`Error::Read`], and those of [`Secret::new`].
    pub fn read(kind: Kind, path: &Path) -> Result<Self> {
        if path == Path::new("-") {
            return Self::read_from(kind, io::stdin().lock(), Source::StandardInput);
        }
        let source = Source::File(path.to_owned());
        let file = fs::File::open(path).map_err(|error| Error::read(&source, &error))?;
        Self::read_from(kind, file, source)
    }

    fn read_from(kind: Kind, reader: impl Read, source: Source) -> Result<Self> {
        let mut value = Vec::new();
        let failed = |error| Error::read(&source, &error);
        reader.take(LONGEST + 1).read_to_end(&mut value).map_err(&failed)?;
        if value.len() as u64 > LONGEST {
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

    /// The first of the kind's names in the environment, then in the `.env` files of `folder`.
    ///
    /// # Errors
    /// Those of [`Secret::new`] for the first one found, and those of [`environment::find`].
    pub fn find(kind: Kind, folder: &Path) -> Result<Option<Self>> {
        // An empty one is found, and refused: it was meant to be one.
        environment::find(kind.names(), folder, |_| true)?
            .map(|(value, place)| Self::new(kind, value, Source::Found(place)))
            .transpose()
    }

    /// Everything that the kind's names stand for in the environment and in the `.env` files of
    /// `folder`, empty or not; what cannot be read is left out.
    #[must_use]
    pub fn find_all(kind: Kind, folder: &Path) -> Vec<(Vec<u8>, Source)> {
        let found = environment::find_all(kind.names(), folder);
        found.into_iter().map(|(value, place)| (value, Source::Found(place))).collect()
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
        fingerprint(&self.value)
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
        if is_setting(value) {
            suspicions.push("it reads `NAME=value`, as a line of a .env file");
        }
        if matches!(self.source, Source::Found(Place::EnvFile { .. })) && is_expandable(value) {
            suspicions.push("`$` stands for itself here, and for a variable in Next.js unless it is written `\\$`");
        }
        if value.starts_with(BYTE_ORDER_MARK) {
            suspicions.push("it begins with a byte-order mark");
        }
        if value.iter().any(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()) {
            suspicions.push("it contains control characters");
        }
        suspicions
    }
}

/// Whether it is the name of a variable, and a value.
fn is_setting(value: &[u8]) -> bool {
    let mut parts = value.splitn(2, |byte| *byte == b'=');
    let name = parts.next().unwrap_or_default();
    let is_of_name = |byte: &u8| byte.is_ascii_uppercase() || *byte == b'_';
    // Base64 ends with `=`, and holds no underscore in capitals alone.
    let has_value = parts.next().is_some_and(|value| !matches!(value, b"" | b"="));
    has_value && name.contains(&b'_') && name.iter().all(is_of_name)
}

/// Whether it holds what the loaders of `.env` files replace: `$NAME` or `${NAME}`.
fn is_expandable(value: &[u8]) -> bool {
    value.windows(2).any(|two| {
        two[0] == b'$' && (two[1].is_ascii_alphabetic() || matches!(two[1], b'_' | b'{'))
    })
}

/// Eight hexadecimal digits that tell secrets apart without showing them.
#[must_use]
pub fn fingerprint(secret: &[u8]) -> String {
    let digest = Sha256::new_with_prefix(b"vercel-hooks fingerprint\0").chain_update(secret);
    hex::encode(&digest.finalize()[..4])
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
            Self::Found(place) => place.fmt(f),
            Self::Prompt => f.write_str("the prompt"),
            Self::Made => f.write_str("this run, which made it"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<u8> {
        Secret::read_from(Kind::Webhook, bytes, Source::StandardInput).unwrap().value
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
            assert!(Secret::read_from(Kind::Webhook, bytes, Source::StandardInput).is_err());
        }
    }

    #[test]
    fn debug_output_hides_the_value() {
        let secret = Secret::new(Kind::Webhook, b"hunter2".to_vec(), Source::Prompt).unwrap();
        assert!(!format!("{secret:?}").contains("hunter2"));
    }

    #[test]
    fn what_looks_like_a_mistake_is_said() {
        let suspicions = |value: &str| {
            Secret::new(Kind::Webhook, value.as_bytes().to_vec(), Source::Prompt)
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
    fn fingerprints_tell_secrets_apart() {
        let print = |value: &[u8]| {
            Secret::new(Kind::Webhook, value.to_vec(), Source::Prompt).unwrap().fingerprint()
        };
        assert_eq!(print(b"a"), print(b"a"));
        assert_ne!(print(b"a"), print(b"b"));
        assert_eq!(print(b"a").len(), 8);
    }
}
