//! Reports the result of a check.

use std::fmt::Display;

use serde_json::{Value, json};

use crate::error::{Exit, Result};
use crate::output::{Output, Tone, visible_line};
use crate::recording::request::Position;
use crate::settings::secret::Secret;
use crate::signature::{Finding, HEADER, Verdict};

use super::check::Checked;

/// Prints the verdict and the causes; where a file has several requests, with the position of each.
pub fn print(
    checked: &Checked<'_>,
    position: Option<Position>,
    output: &mut Output,
) -> Result<Exit> {
    let label = label(position);
    let is_valid = checked.verdict.is_valid();
    if output.is_json() {
        let (line, request) = match position {
            Some(Position::Line(number)) => (Some(number), None),
            Some(Position::Request(number)) => (None, Some(number)),
            None => (None, None),
        };
        output.json(&json!({
            "valid": is_valid,
            "reason": checked.verdict.code(),
            "message": (!is_valid).then(|| checked.verdict.to_string()),
            "bytes": checked.bytes,
            "secretFingerprint": checked.secret.map(Secret::fingerprint),
            "cause": cause(checked.finding.as_ref()),
            "line": line,
            "request": request,
        }))?;
    } else {
        let style = output.style();
        let verdict = match checked.secret {
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
    if !is_valid {
        output.bad(format_args!("{label}{}", checked.verdict));
        explain(checked, &label, output);
        return Ok(Exit::No);
    }
    if checked.is_upper_case {
        output.note(format_args!(
            "{label}the signature is in upper case, which Vercel never sends: a server that \
             compares text rejects it"
        ));
    }
    Ok(Exit::Success)
}

/// What to write before a message about one of several requests.
pub fn label(position: Option<Position>) -> String {
    position.map(|position| format!("{position}: ")).unwrap_or_default()
}

fn cause(finding: Option<&Finding>) -> Value {
    let Some(finding) = finding.filter(|finding| !finding.causes.is_empty()) else {
        return Value::Null;
    };
    let causes = &finding.causes;
    json!({
        "codes": causes.iter().map(|cause| cause.code).collect::<Vec<_>>(),
        "sentences": causes.iter().map(|cause| &*cause.sentence).collect::<Vec<_>>(),
        "proven": finding.is_proven,
    })
}

fn explain(checked: &Checked<'_>, label: &str, output: &Output) {
    let hint = |text: &dyn Display| output.hint(format_args!("{label}{text}"));
    let Some(finding) = &checked.finding else {
        return hint(&"the body is too large to find out why");
    };
    for cause in &finding.causes {
        if !finding.is_proven {
            hint(&cause.sentence);
        } else if checked.verdict.code() != Some(cause.code) {
            output.bad(format_args!("{label}{}", cause.sentence));
        }
    }
    match (&finding.made_with, &checked.verdict) {
        (Some(name), _) => hint(&format!("the signature was made with the secret from {name}")),
        (None, Verdict::Missing) => hint(&format!(
            "Vercel sends {HEADER} with every webhook: does the file have all headers of the request?"
        )),
        (None, Verdict::Mismatch) if finding.causes.is_empty() => hint(
            &"none of the usual causes explains it: is this the secret of this webhook, is the body \
             the raw one from before any parsing, and does a proxy change it?",
        ),
        _ => {}
    }
}
