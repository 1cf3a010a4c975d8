//! Secrets that may have been meant instead of those that were configured.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use super::super::UNSET_SECRETS;
use super::{Candidate, Evidence, base64_text};

/// What is wrong with the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretCause {
    /// The sender's is another one that is known, by this name.
    Other(String),
    /// The sender's is empty, as is the one of this name, if any is.
    Empty(Option<String>),
    /// The sender's is this word, which one that is not set becomes in a text.
    Unset(&'static str),
    /// There is white space around the one of this name, which the sender's lacks.
    WhiteSpace(String),
    /// The sender's ends with a line break, which the one of this name lacks.
    LineBreak(String),
    /// There are quotes around the one of this name, which the sender's lacks.
    Quoted(String),
    /// The sender's has quotes around it, which the one of this name lacks.
    Unquoted(String),
    /// The sender's is the bytes that the one of this name writes in this way.
    Encoded(String, Encoding),
    /// The sender's writes the bytes of the one of this name in this way.
    Decoded(String, Encoding),
}

/// A way to write bytes as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Hexadecimal digits.
    Hex,
    /// Base64, of either alphabet.
    Base64,
}

impl Encoding {
    const fn name(self) -> &'static str {
        match self {
            Self::Hex => "hexadecimal digits",
            Self::Base64 => "base64",
        }
    }
}

impl SecretCause {
    /// A stable name, for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Other(_) => "secret_other",
            Self::Empty(_) => "secret_empty",
            Self::Unset(_) => "secret_unset",
            Self::WhiteSpace(_) => "secret_white_space",
            Self::LineBreak(_) => "secret_line_break",
            Self::Quoted(_) => "secret_quoted",
            Self::Unquoted(_) => "secret_unquoted",
            Self::Encoded(_, Encoding::Hex) => "secret_hex_encoded",
            Self::Encoded(_, Encoding::Base64) => "secret_base64_encoded",
            Self::Decoded(_, Encoding::Hex) => "secret_hex_decoded",
            Self::Decoded(_, Encoding::Base64) => "secret_base64_decoded",
        }
    }

    /// Whether the configured secret looks as though this were wrong with it.
    const fn is_seen(&self) -> bool {
        matches!(self, Self::WhiteSpace(_) | Self::Quoted(_))
    }
}

/// What is wrong, and what to do about it.
impl fmt::Display for SecretCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other(name) => write!(
                f,
                "the signature was made with another secret, that of {name}: use the same one on \
                 both sides"
            ),
            Self::Empty(name) => {
                f.write_str("the signature was made with the empty secret")?;
                if let Some(name) = name {
                    write!(f, " (that of {name} is empty)")?;
                }
                f.write_str(
                    ", with which anybody can sign: give the sender the secret, and refuse to \
                     start a receiver without one",
                )
            }
            Self::Unset(word) => write!(
                f,
                "the signature was made with the secret `{word}`, which one that is not set \
                 becomes in a text: give the sender the secret, and let it fail without one"
            ),
            Self::WhiteSpace(name) => write!(
                f,
                "there is white space around the secret of {name}, without which the signature was \
                 made: remove it"
            ),
            Self::LineBreak(name) => write!(
                f,
                "the signature was made with the secret of {name} and a line break after it: \
                 remove it on the sender's side (`printf %s` instead of `echo`)"
            ),
            Self::Quoted(name) => write!(
                f,
                "there are quotes around the secret of {name}, without which the signature was \
                 made: remove them"
            ),
            Self::Unquoted(name) => write!(
                f,
                "the signature was made with the secret of {name} inside of quotes: remove them on \
                 the sender's side"
            ),
            Self::Encoded(name, encoding) => write!(
                f,
                "the signature was made with what the secret of {name} decodes to as {}: use the \
                 text itself as the key on the sender's side, as Vercel does",
                encoding.name()
            ),
            Self::Decoded(name, encoding) => write!(
                f,
                "the signature was made with the secret of {name} written in {}: use the same \
                 bytes on both sides",
                encoding.name()
            ),
        }
    }
}

/// A secret to try.
pub(super) struct Key<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// The configured or other secret that it is, or is derived from.
    pub name: Option<&'a str>,
    pub cause: Option<SecretCause>,
}

/// The secrets to try, the likely ones first, and how many those are.
pub(super) fn keys<'a>(evidence: &Evidence<'a>) -> (Vec<Key<'a>>, usize) {
    let key =
        |candidate: &Candidate<'a>, bytes, cause| Key { bytes, name: Some(candidate.name), cause };
    let mut keys = Vec::new();
    for secret in evidence.secrets {
        keys.push(key(secret, Cow::Borrowed(secret.secret), None));
    }
    for other in evidence.others {
        let cause = SecretCause::Other(other.name.to_owned());
        keys.push(key(other, Cow::Borrowed(other.secret), Some(cause)));
    }
    // One that is configured and empty is to be named as what it is.
    let empty = keys.iter().find(|key| key.bytes.is_empty()).and_then(|key| key.name);
    let cause = SecretCause::Empty(empty.map(str::to_owned));
    keys.retain(|key| !key.bytes.is_empty());
    keys.push(Key { bytes: Cow::Borrowed(b""), name: None, cause: Some(cause) });
    for word in UNSET_SECRETS {
        let cause = SecretCause::Unset(word);
        keys.push(Key { bytes: Cow::Borrowed(word.as_bytes()), name: None, cause: Some(cause) });
    }

    let mut known = HashSet::new();
    keys.retain(|key| known.insert(key.bytes.clone()));
    let mut likely = keys.len();
    for is_seen in [true, false] {
        for secret in evidence.secrets {
            for (bytes, cause) in derived(secret) {
                if cause.is_seen() == is_seen && known.insert(bytes.clone()) {
                    keys.push(key(secret, bytes, Some(cause)));
                }
            }
        }
        if is_seen {
            likely = keys.len();
        }
    }
    (keys, likely)
}

fn derived<'a>(candidate: &Candidate<'a>) -> Vec<(Cow<'a, [u8]>, SecretCause)> {
    let secret = candidate.secret;
    let name = || candidate.name.to_owned();
    let mut derived: Vec<(Cow<'_, [u8]>, SecretCause)> = vec![
        (Cow::Borrowed(secret.trim_ascii()), SecretCause::WhiteSpace(name())),
        (Cow::Owned([secret, b"\n"].concat()), SecretCause::LineBreak(name())),
        (Cow::Owned([secret, b"\r\n"].concat()), SecretCause::LineBreak(name())),
    ];
    for quote in [b"\"", b"'"] {
        let within = secret.strip_prefix(quote).and_then(|it| it.strip_suffix(quote));
        if let Some(within) = within {
            derived.push((Cow::Borrowed(within), SecretCause::Quoted(name())));
        }
        let quoted = [quote.as_slice(), secret, quote].concat();
        derived.push((Cow::Owned(quoted), SecretCause::Unquoted(name())));
    }
    let text = std::str::from_utf8(secret).unwrap_or_default();
    if let Ok(bytes) = hex::decode(text) {
        derived.push((Cow::Owned(bytes), SecretCause::Encoded(name(), Encoding::Hex)));
    }
    if let Some(bytes) = base64_text(text) {
        derived.push((Cow::Owned(bytes), SecretCause::Encoded(name(), Encoding::Base64)));
    }
    let mut written = |text: String, encoding| {
        let cause = SecretCause::Decoded(name(), encoding);
        derived.push((Cow::Owned(text.into_bytes()), cause));
    };
    written(hex::encode(secret), Encoding::Hex);
    for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
        written(engine.encode(secret), Encoding::Base64);
    }
    derived
}
