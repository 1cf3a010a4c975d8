//! `sign`: print the signature of a body.

use serde_json::json;

use crate::cli::SignArgs;
use crate::error::{Exit, Result};
use crate::output::Output;
use crate::settings::secret::SecretKind;
use crate::signature::{HEADER, SigningKey};

use super::input::Input;
use super::secrets;

pub fn run(args: &SignArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    secrets::reject_shared_stdin(
        "the body",
        &args.file,
        SecretKind::Webhook,
        &args.secret.secret_file,
    )?;
    let body = Input::open(&args.file)?;
    let secret = secrets::only(secrets::require(&args.secret, "sign", may_ask, output)?)?;
    let mut signer = SigningKey::new(secret.expose()).signer();
    let mut last = None;
    let bytes = body.read_chunks(|part| {
        signer.update(part);
        last = part.last().copied();
    })?;
    let signature = signer.finish().to_string();
    if output.is_json() {
        output.json(&json!({
            "signature": signature,
            "header": HEADER,
            "bytes": bytes,
            "secretFingerprint": secret.fingerprint(),
        }))?;
    } else if args.header {
        output.line(format_args!("{HEADER}: {signature}"))?;
    } else {
        output.line(signature)?;
    }
    output.flush()?;
    match last {
        None => output.warn("the body is empty"),
        Some(b'\n') => output.note("the body ends with a line break, which is signed too"),
        Some(_) => {}
    }
    Ok(Exit::Success)
}
