//! `verify --request`: checks requests that another tool captured.

use std::path::Path;

use crate::cli::VerifyArgs;
use crate::commands::{input, secrets};
use crate::error::{Error, Exit, Result};
use crate::output::Output;
use crate::recording::request::{self, Position};
use crate::recording::{CapturedRequest, Requests};
use crate::settings::secret::SecretKind;
use crate::signature::{Evidence, Finding, HEADER, Verdict};

use super::check::{Checked, Checker};
use super::{checker, report};
use input::Input;

pub fn run(path: &Path, args: &VerifyArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let files = &args.secret.secret_file;
    secrets::reject_shared_stdin("the request", path, SecretKind::Webhook, files)?;
    if let Some(file) = &args.file {
        secrets::reject_shared_stdin("the body", file, SecretKind::Webhook, files)?;
        if input::is_dash(path) && input::is_dash(file) {
            return Err(Error::usage("standard input cannot be both the request and the body"));
        }
    }
    let bytes = input::read(path, input::MAX_RECORDING)?;
    let name = input::name(path);
    let requests = request::read(&bytes).map_err(|why| {
        Error::usage(format!("no request in {name}: {why}"))
            .with_hint(format!("supported: {}", request::format_names()))
    })?;
    drop(bytes);
    match requests {
        Requests::One(request) => check_one(request, &name, args, may_ask, output),
        Requests::Several { .. } if args.signature.is_some() => {
            Err(Error::conflict("--signature", "several requests"))
        }
        Requests::Several { .. } if args.file.is_some() => {
            Err(Error::conflict("FILE", "several requests"))
        }
        Requests::Several { requests, cut_line } => {
            input::warn_if_cut(&name, cut_line, output);
            let signatures = requests.iter().filter_map(|(_, request)| signature(request).ok());
            let checker = checker(signatures, args, may_ask, output)?;
            let mut exit = Exit::Success;
            for (position, request) in &requests {
                let body = Input::from_bytes(request.body.clone().unwrap_or_default());
                let checked = check(&checker, request, signature(request), body)?;
                exit = exit.worst(report::print(&checked, Some(*position), output)?);
                warn_of_other_body(None, Some(*position), &checked, request, output);
            }
            Ok(exit)
        }
    }
}

fn check_one(
    mut request: CapturedRequest,
    name: &str,
    args: &VerifyArgs,
    may_ask: bool,
    output: &mut Output,
) -> Result<Exit> {
    if args.file.is_some() {
        request.surplus.clear();
    }
    let signature = args.signature.as_deref().map_or_else(|| signature(&request), Ok);
    let body = match (&args.file, &request.body) {
        (Some(file), _) => Input::open(file)?,
        (None, Some(body)) => Input::from_bytes(body.clone()),
        // Without a signature there is nothing to check it against.
        (None, None) if signature.is_err() => Input::from_bytes(Vec::new()),
        (None, None) => {
            let message = format!("the request in {name} was captured without its body");
            return Err(Error::usage(message)
                .with_hint("name the file that holds the body before --request"));
        }
    };
    let checker = checker(signature.clone().ok(), args, may_ask, output)?;
    let checked = check(&checker, &request, signature, body)?;
    let exit = report::print(&checked, None, output)?;
    let file = args.file.as_deref().map(input::name);
    warn_of_other_body(file.as_deref(), None, &checked, &request, output);
    Ok(exit)
}

/// Warns where another body was checked than the request had: another file, or not all of it.
fn warn_of_other_body(
    file: Option<&str>,
    position: Option<Position>,
    checked: &Checked<'_>,
    request: &CapturedRequest,
    output: &Output,
) {
    let label = report::label(position);
    let Some(declared) = request.declared_length() else { return };
    let bytes = checked.bytes;
    // Editors end the last line.
    if !request.surplus.trim_ascii().is_empty() {
        let surplus = request.surplus.len();
        output.warn(format_args!(
            "{label}ignored {surplus} bytes after the {declared} that the request declares, as a \
             server does"
        ));
    }
    // An invalid signature has been explained.
    if declared == bytes || !checked.verdict.is_valid() {
        return;
    }
    match file {
        Some(name) => output.warn(format_args!(
            "the request had a body of {declared} bytes, but {name} has {bytes}: the server received \
             another body than was verified here (`curl -d @FILE` drops line breaks, --data-binary \
             keeps them)"
        )),
        None => output.warn(format_args!(
            "{label}the request declares {declared} bytes, but {bytes} were captured: the server \
             received another body than was verified here"
        )),
    }
}

/// The signature of a request, or why it has none.
fn signature(request: &CapturedRequest) -> Result<&str, Verdict> {
    let mut signatures: Vec<&str> = request.headers(HEADER).map(str::trim_ascii).collect();
    signatures.sort_unstable();
    signatures.dedup();
    match signatures.as_slice() {
        [] => Err(Verdict::Missing),
        [signature] => Ok(signature),
        _ => Err(Verdict::Ambiguous),
    }
}

fn check<'a>(
    checker: &'a Checker,
    request: &CapturedRequest,
    signature: Result<&str, Verdict>,
    body: Input,
) -> Result<Checked<'a>> {
    match signature {
        Ok(signature) => {
            let evidence = Evidence {
                signature,
                declared_length: request.declared_length(),
                content_type: request.header("content-type"),
                content_encoding: request.header("content-encoding"),
                ..Evidence::default()
            };
            checker.check(body, &request.surplus, &evidence)
        }
        Err(verdict) => Ok(Checked {
            verdict,
            secret: None,
            bytes: body.read_chunks(|_| {})?,
            is_upper_case: false,
            finding: Some(Finding::default()),
        }),
    }
}
