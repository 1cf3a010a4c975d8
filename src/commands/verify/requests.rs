//! `verify --request`: checks requests that another tool captured.

use std::path::Path;

use crate::cli::VerifyArgs;
use crate::commands::{input, secrets};
use crate::error::{Error, Exit, Result};
use crate::output::Output;
use crate::recording::line::LineReader;
use crate::recording::request::{self, CapturedRequest, Position, ReadError};
use crate::settings::secret::SecretKind;
use crate::signature::{Evidence, Finding, HEADER, Verdict};

use super::check::{Checked, Checker};
use super::{checker, is_well_formed, report};
use input::{Input, Seekable};

pub fn run(path: &Path, args: &VerifyArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let files = &args.secret.secret_file;
    secrets::reject_shared_stdin("the request", path, SecretKind::Webhook, files)?;
    if let Some(file) = &args.file {
        secrets::reject_shared_stdin("the body", file, SecretKind::Webhook, files)?;
        if input::is_dash(path) && input::is_dash(file) {
            return Err(Error::usage("standard input cannot be both the request and the body"));
        }
    }
    let name = input::name(path);
    let mut file = input::open_seekable(path)?;
    let text = request::read_text(&mut file).map_err(|source| Error::read(&name, &source))?;
    let requests = text.map(|text| request::read(&text)).transpose();
    let mut requests = requests.map_err(|why| no_request(&name, &why))?;
    if let Some(requests) = &mut requests
        && requests.len() == 1
    {
        return check_one(requests.remove(0).1, &name, args, may_ask, output);
    }
    if args.signature.is_some() {
        return Err(Error::conflict("--signature", "several requests"));
    }
    if args.file.is_some() {
        return Err(Error::conflict("FILE", "several requests"));
    }
    let mut for_each = |on_request: &mut OnRequest<'_>| match &requests {
        None => each_line(&name, &mut file, on_request),
        Some(requests) => {
            for (number, request) in requests {
                on_request(Position::Request(*number), request)?;
            }
            Ok(None)
        }
    };
    // All are read before the first is checked, so that a bad line is found in time.
    let mut needs_secret = false;
    let cut_line = for_each(&mut |_, request| {
        needs_secret |= signature(request).is_ok_and(is_well_formed);
        Ok(())
    })?;
    input::warn_if_cut(&name, cut_line, output);
    let checker = checker(needs_secret, args, may_ask, output)?;
    let mut exit = Exit::Success;
    for_each(&mut |position, request| {
        let body = Input::from_bytes(request.body.clone().unwrap_or_default());
        let checked = check(&checker, request, signature(request), body)?;
        exit = exit.worst(report::print(&checked, Some(position), output)?);
        warn_of_other_body(None, Some(position), &checked, request, output);
        Ok(())
    })?;
    Ok(exit)
}

fn no_request(name: &str, why: &ReadError) -> Error {
    Error::usage(format!("no request in {name}: {why}"))
        .with_hint(format!("supported: {}", request::format_names()))
}

type OnRequest<'a> = dyn FnMut(Position, &CapturedRequest) -> Result<()> + 'a;

/// Reads the requests of a file with one JSON object per line. Returns the number of a last line
/// that is incomplete.
fn each_line(
    name: &str,
    file: &mut dyn Seekable,
    on_request: &mut OnRequest<'_>,
) -> Result<Option<usize>> {
    let failed = |source| Error::read(name, &source);
    file.rewind().map_err(failed)?;
    let mut lines = LineReader::new(file);
    while let Some(line) = lines.read_next().map_err(failed)? {
        let Some(requests) = request::read_line(line).map_err(|why| no_request(name, &why))? else {
            return Ok(Some(line.number));
        };
        for request in &requests {
            on_request(Position::Line(line.number), request)?;
        }
    }
    Ok(None)
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
    let needs_secret = signature.as_ref().is_ok_and(|signature| is_well_formed(signature));
    let checker = checker(needs_secret, args, may_ask, output)?;
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
