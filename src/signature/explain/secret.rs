//! Secrets that the sender may have used instead of the configured ones.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use super::super::UNSET_SECRETS;
use super::{Cause, Change, Evidence, decode_base64};

/// Mistakes that the configured secret itself shows.
pub static VISIBLE: &[Change] = &[
    Change {
        code: "secret_white_space",
        sentence: "the secret from {} has whitespace around it, and the signature was made \
                   without: remove the whitespace",
        undo: |secret| vec![secret.trim_ascii().to_vec()],
    },
    Change {
        code: "secret_quoted",
        sentence: "the secret from {} has quotes around it, and the signature was made without: \
                   remove the quotes",
        undo: |secret| {
            let unquoted = |quote: &[u8; 1]| secret.strip_prefix(quote)?.strip_suffix(quote);
            [b"\"", b"'"].into_iter().filter_map(unquoted).map(<[u8]>::to_vec).collect()
        },
    },
];

pub static INVISIBLE: &[Change] = &[
    Change {
        code: "secret_line_break",
        sentence: "the signature was made with the secret from {} and a line break after it: \
                   remove the line break on the sender's side (`printf %s` instead of `echo`)",
        undo: |secret| [&b"\n"[..], b"\r\n"].map(|end| [secret, end].concat()).into(),
    },
    Change {
        code: "secret_unquoted",
        sentence: "the signature was made with quotes around the secret from {}: remove the quotes \
                   on the sender's side",
        undo: |secret| [b"\"", b"'"].map(|quote| [&quote[..], secret, quote].concat()).into(),
    },
    Change {
        code: "secret_hex_encoded",
        sentence: "the signature was made with the hex-decoded secret from {}: use the text itself \
                   as the key on the sender's side, as Vercel does",
        undo: |secret| Vec::from_iter(hex::decode(secret)),
    },
    Change {
        code: "secret_base64_encoded",
        sentence: "the signature was made with the base64-decoded secret from {}: use the text \
                   itself as the key on the sender's side, as Vercel does",
        undo: |secret| Vec::from_iter(decode_base64(secret)),
    },
    Change {
        code: "secret_hex_decoded",
        sentence: "the signature was made with the hex-encoded secret from {}: use the same bytes \
                   on both sides",
        undo: |secret| vec![hex::encode(secret).into_bytes()],
    },
    Change {
        code: "secret_base64_decoded",
        sentence: "the signature was made with the base64-encoded secret from {}: use the same \
                   bytes on both sides",
        undo: |secret| {
            [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD]
                .map(|engine| engine.encode(secret).into_bytes())
                .into()
        },
    },
];

pub struct Key<'a> {
    pub bytes: Vec<u8>,
    /// The name of the secret that it is, or is derived from.
    pub name: Option<&'a str>,
    pub cause: Option<Cause>,
}

/// The secrets to try, the likely ones first, and how many those are.
pub fn keys<'a>(evidence: &Evidence<'a>) -> (Vec<Key<'a>>, usize) {
    let mut keys: Vec<Key<'_>> = Vec::new();
    let mut likely = 0;
    let mut add = |bytes: &[u8], name, cause, is_likely| {
        if !keys.iter().any(|key| key.bytes == bytes) {
            keys.push(Key { bytes: bytes.to_vec(), name, cause });
            likely += usize::from(is_likely);
        }
    };
    let (named, empty): (Vec<_>, Vec<_>) = evidence
        .secrets
        .iter()
        .map(|secret| (secret, None))
        .chain(evidence.others.iter().map(|other| (other, Some(made_with_other(other.name)))))
        .partition(|(candidate, _)| !candidate.secret.is_empty());
    for (candidate, cause) in named {
        add(candidate.secret, Some(candidate.name), cause, true);
    }
    add(b"", None, Some(made_with_none(empty.first().map(|(candidate, _)| candidate.name))), true);
    for word in UNSET_SECRETS {
        add(word.as_bytes(), None, Some(made_with_word(word)), true);
    }
    for (changes, is_likely) in [(VISIBLE, true), (INVISIBLE, false)] {
        for secret in evidence.secrets {
            for change in changes {
                for bytes in (change.undo)(secret.secret) {
                    add(&bytes, Some(secret.name), Some(change.cause(secret.name)), is_likely);
                }
            }
        }
    }
    (keys, likely)
}

fn made_with_other(name: &str) -> Cause {
    let sentence = format!(
        "the signature was made with another secret, the one from {name}: use the same secret on \
         both sides"
    );
    Cause { code: "secret_other", sentence }
}

fn made_with_none(name: Option<&str>) -> Cause {
    let known = name.map(|name| format!(" (the one from {name} is empty)")).unwrap_or_default();
    let sentence = format!(
        "the signature was made with an empty secret{known}, so anyone can sign: give the sender \
         the secret, and refuse to start a receiver without one"
    );
    Cause { code: "secret_empty", sentence }
}

fn made_with_word(word: &str) -> Cause {
    let sentence = format!(
        "the signature was made with the secret `{word}`, the text of a variable that is not set: \
         give the sender the secret, and let it fail without one"
    );
    Cause { code: "secret_unset", sentence }
}
