//! `verify`: check a body against its signature.

use serde_json::json;

use crate::cli::VerifyArgs;
use crate::error::Result;
use crate::exit::Exit;
use crate::output::{Output, Tone, visible_line};
use crate::secret::{Kind, Secret};
use crate::signature::{Malformed, Signature, SigningKey, Verifier};

use super::input::Input;
use super::secrets;

/// What a check came to.
enum Verdict<'a> {
    Valid(&'a Secret),
    Mismatch,
    Malformed(Malformed),
}

pub fn run(args: &VerifyArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    secrets::leave_standard_input_to(
        "the body",
        &args.file,
        Kind::Webhook,
        &args.secret.secret_file,
    )?;
    let body = Input::open(&args.file)?;
    let signature = match args.signature.parse::<Signature>() {
        Ok(signature) => signature,
        Err(fault) => {
            let bytes = body.read_parts(|_| {})?;
            return report(&Verdict::Malformed(fault), bytes, output);
        }
    };
    let found = secrets::require(&args.secret.secret_file, "verify", may_ask, output)?;
    let keys: Vec<SigningKey> =
        found.iter().map(|secret| SigningKey::new(secret.expose())).collect();
    let mut verifier = Verifier::new(&keys);
    let bytes = body.read_parts(|part| verifier.update(part))?;
    let matching = verifier.finish(&signature);
    let verdict = matching.map_or(Verdict::Mismatch, |index| Verdict::Valid(&found[index]));
    report(&verdict, bytes, output)
}

fn report(verdict: &Verdict<'_>, bytes: u64, output: &mut Output) -> Result<Exit> {
    let (reason, sentence) = match verdict {
        Verdict::Valid(_) => (None, None),
        Verdict::Mismatch => (
            Some("mismatch"),
            Some("the signature is not that of this body with this secret".to_owned()),
        ),
        Verdict::Malformed(fault) => (Some(fault.code()), Some(fault.to_string())),
    };
    let secret = match verdict {
        Verdict::Valid(secret) => Some(secret),
        _ => None,
    };
    if output.is_json() {
        output.json(&json!({
            "valid": secret.is_some(),
            "reason": reason,
            "message": sentence,
            "bytes": bytes,
            "secretFingerprint": secret.map(|secret| secret.fingerprint()),
        }))?;
    } else {
        let style = output.style();
        let line = match secret {
            Some(secret) => format!(
                "{} (secret {} from {})",
                style.paint(Tone::Good, "valid"),
                secret.fingerprint(),
                visible_line(&secret.source().to_string())
            ),
            None => style.paint(Tone::Bad, "invalid"),
        };
        output.line(line)?;
    }
    let Some(sentence) = sentence else { return Ok(Exit::Success) };
    output.flush()?;
    output.bad(sentence);
    if bytes == 0 {
        output.hint("the body is empty, which no delivery of Vercel's is");
    } else if matches!(verdict, Verdict::Mismatch) {
        output.hint("is it the body exactly as it came, and the secret of this very webhook?");
    }
    Ok(Exit::No)
}
