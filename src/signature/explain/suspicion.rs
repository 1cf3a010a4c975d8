//! What looks wrong about a request, where nothing is proven.

use serde::de::IgnoredAny;

use super::{Candidate, Cause, Evidence, Finding, body, compression, wrapping};
use sha2::{Digest, Sha256};

pub struct Suspicion {
    pub code: &'static str,
    /// What looks wrong, a colon, and what to do about it.
    sentence: fn(&Evidence<'_>) -> Option<String>,
}

/// The weightiest first.
pub static SUSPICIONS: &[Suspicion] = &[
    Suspicion {
        code: "signature_is_secret",
        sentence: |evidence| {
            // Digests are compared, so that the time says nothing about the secret.
            let sent = Sha256::digest(evidence.signature.trim());
            let is_sent = |candidate: &&Candidate<'_>| {
                let secret = candidate.secret.trim_ascii();
                !secret.is_empty() && Sha256::digest(secret) == sent
            };
            let name = evidence.secrets.iter().chain(evidence.others).find(is_sent)?.name;
            Some(format!(
                "the signature is the secret itself, the one from {name}: send the HMAC-SHA1 of the \
                 body, and replace the secret"
            ))
        },
    },
    Suspicion {
        code: "body_not_text",
        sentence: |evidence| {
            let sentence = "the body is `[object Object]`, which is what JavaScript makes of a \
                            parsed body: verify the raw bytes, before anything parses them";
            (evidence.body.trim_ascii() == body::OBJECT).then(|| sentence.to_owned())
        },
    },
    Suspicion {
        code: "body_empty",
        sentence: |evidence| {
            let sentence = "the body is empty, which no Vercel webhook is: did a body parser or \
                            other middleware read it first?";
            evidence.body.is_empty().then(|| sentence.to_owned())
        },
    },
    Suspicion {
        code: "body_cut_short",
        sentence: |evidence| {
            let received = evidence.body.len() as u64;
            let declared = evidence.declared_length.filter(|declared| *declared > received)?;
            Some(format!(
                "only {received} of the {declared} declared bytes are there: verify the whole body"
            ))
        },
    },
    Suspicion {
        code: "body_compressed",
        sentence: |evidence| {
            let name = compression::detect(evidence.body, evidence.content_encoding)?;
            Some(format!(
                "the body is compressed ({name}), perhaps after signing: decompress it, then verify \
                 it"
            ))
        },
    },
    Suspicion {
        code: "body_in_form",
        sentence: |evidence| {
            let is_form = wrapping::is_form(evidence.body)
                || is_declared(evidence, "application/x-www-form-urlencoded");
            is_form.then(|| wrapped_in("a form"))
        },
    },
    Suspicion {
        code: "body_in_multipart",
        sentence: |evidence| {
            let is_multipart = !wrapping::multipart_parts(evidence.body).is_empty()
                || is_declared(evidence, "multipart/");
            is_multipart.then(|| wrapped_in("a multipart body"))
        },
    },
    Suspicion {
        code: "body_characters_replaced",
        sentence: |evidence| {
            let sentence = "the body has U+FFFD in place of bytes that could not be decoded: verify \
                            the bytes before they are decoded";
            let has_replaced = evidence.body.windows(3).any(|bytes| bytes == b"\xEF\xBF\xBD");
            has_replaced.then(|| sentence.to_owned())
        },
    },
];

pub fn suspect(evidence: &Evidence<'_>) -> Finding {
    let cause = |suspicion: &Suspicion| {
        Some(Cause { code: suspicion.code, sentence: (suspicion.sentence)(evidence)? })
    };
    Finding { causes: SUSPICIONS.iter().filter_map(cause).collect(), ..Finding::default() }
}

/// Whether a body is declared to be of this media type. JSON and compressed bodies are not.
fn is_declared(evidence: &Evidence<'_>, media_type: &str) -> bool {
    let declared = evidence.content_type.unwrap_or_default().trim_start().to_ascii_lowercase();
    declared.starts_with(media_type)
        && serde_json::from_slice::<IgnoredAny>(evidence.body).is_err()
        && compression::detect(evidence.body, evidence.content_encoding).is_none()
}

fn wrapped_in(what: &str) -> String {
    format!("the body looks like {what}, which Vercel does not send: is the signed body inside it?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_the_secret_in_place_of_a_signature() {
        let secrets = [Candidate { name: "$A", secret: b"sesame\n" }];
        let evidence = Evidence { secrets: &secrets, body: b"{}", ..Evidence::default() };
        assert_eq!(codes(&Evidence { signature: " sesame", ..evidence }), ["signature_is_secret"]);
        assert_eq!(codes(&Evidence { signature: "sesam", ..evidence }), [""; 0]);
    }

    fn codes(evidence: &Evidence<'_>) -> Vec<&'static str> {
        suspect(evidence).causes.iter().map(|cause| cause.code).collect()
    }

    #[test]
    fn names_what_looks_wrong() {
        let with = |body| Evidence { body, ..Evidence::default() };
        let typed =
            |body, content_type| Evidence { content_type: Some(content_type), ..with(body) };
        let form = "application/x-www-form-urlencoded; charset=utf-8";
        for (evidence, expected) in [
            (with(b"{}"), &[][..]),
            (with(b""), &["body_empty"]),
            (with(b"[object Object]"), &["body_not_text"]),
            (with(b"payload=%7B%7D"), &["body_in_form"]),
            (with("{\"a\":\"\u{fffd}\"}".as_bytes()), &["body_characters_replaced"]),
            (Evidence { declared_length: Some(3), ..with(b"{") }, &["body_cut_short"]),
            (
                Evidence { content_encoding: Some("br"), ..with(b"\x0b\x02\x80{}\x03") },
                &["body_compressed"],
            ),
            (typed(b"", form), &["body_empty", "body_in_form"]),
            (typed(b"{", "multipart/form-data"), &["body_in_multipart"]),
            (with(b"--x\r\n\r\n\r\n{}\r\n--x--"), &["body_in_multipart"]),
            (typed(br#"{"a":"b=c"}"#, form), &[]),
            (typed(br#"{"a":"b=c"}"#, "multipart/form-data"), &[]),
            (typed(b"e30=", "application/json"), &[]),
        ] {
            assert_eq!(codes(&evidence), expected, "{:?}", evidence.body);
        }
    }
}
