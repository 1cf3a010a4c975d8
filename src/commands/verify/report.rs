//! What is said about a check.

use std::fmt::Display;

use serde_json::{Value, json};

use crate::error::{Exit, Result};
use crate::output::{Output, Tone, visible_line};
use crate::settings::secret::Secret;
use crate::signature::Finding;
use crate::signature::explain::Suspicion;

use super::check::{Checked, Verdict};

/// Prints what a check came to, and why; where there are several, with the line that it is about.
pub fn print(checked: &Checked<'_>, line: Option<usize>, output: &mut Output) -> Result<Exit> {
    let label = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    let secret = match checked.verdict {
        Verdict::Valid(secret) => Some(secret),
        _ => None,
    };
    if output.is_json() {
        output.json(&json!({
            "valid": secret.is_some(),
            "reason": checked.verdict.reason(),
            "message": checked.verdict.sentence(),
            "bytes": checked.bytes,
            "secretFingerprint": secret.map(Secret::fingerprint),
            "cause": cause(checked.finding.as_ref()),
            "line": line,
        }))?;
    } else {
        let style = output.style();
        let verdict = match secret {
            Some(secret) => format!(
                "{} (secret {} from {})",
                style.paint(Tone::Good, "valid"),
                secret.fingerprint(),
                visible_line(&secret.source().to_string())
            ),
            None => style.paint(Tone::Bad, "invalid"),
        };
        output.line(format_args!("{label}{verdict}"))?;
    }
    output.flush()?;
    let Some(sentence) = checked.verdict.sentence() else {
        if checked.is_in_capitals {
            output.note(format_args!(
                "{label}the signature is in capitals, as Vercel never writes it: a server that \
                 compares texts refuses it"
            ));
        }
        return Ok(Exit::Success);
    };
    output.bad(format_args!("{label}{sentence}"));
    say_why(checked, &label, output);
    Ok(Exit::No)
}

fn cause(finding: Option<&Finding>) -> Value {
    match finding {
        None | Some(Finding::Nothing) => Value::Null,
        Some(Finding::Proven(explanation)) => json!({
            "codes": explanation.codes(),
            "sentences": explanation.sentences(),
            "proven": true,
        }),
        Some(Finding::Suspected(suspicions)) => json!({
            "codes": suspicions.iter().map(Suspicion::code).collect::<Vec<_>>(),
            "sentences": suspicions.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "proven": false,
        }),
    }
}

fn say_why(checked: &Checked<'_>, label: &str, output: &Output) {
    let bad = |text: &dyn Display| output.bad(format_args!("{label}{text}"));
    let hint = |text: &dyn Display| output.hint(format_args!("{label}{text}"));
    match &checked.finding {
        Some(Finding::Proven(explanation)) => {
            for (code, sentence) in explanation.codes().iter().zip(explanation.sentences()) {
                // The verdict itself may have said so.
                if checked.verdict.reason() != Some(code) {
                    bad(&sentence);
                }
            }
            hint(&match &explanation.made_with {
                Some(name) => format!(
                    "now you know why; the signature, made with the secret of {name}, stays invalid"
                ),
                None => "now you know why; the signature stays invalid".to_owned(),
            });
        }
        Some(Finding::Suspected(suspicions)) => {
            for suspicion in suspicions {
                hint(suspicion);
            }
        }
        Some(Finding::Nothing) if matches!(checked.verdict, Verdict::Missing) => {
            hint(&"Vercel signs every delivery: are these all headers of the request as it came?");
        }
        // What a malformed signature is has been said.
        Some(Finding::Nothing) if !matches!(checked.verdict, Verdict::Mismatch) => {}
        Some(Finding::Nothing) => hint(
            &"nothing that usually goes wrong explains it: is it the secret of this very webhook, \
             is the body the raw one from before any parsing, does a proxy change it?",
        ),
        None => hint(&"the body is too large to look for what happened to it"),
    }
}
