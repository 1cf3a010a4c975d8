//! `verify --request`: requests that another tool wrote down.

use std::path::Path;

use crate::cli::VerifyArgs;
use crate::commands::{input, secrets};
use crate::error::{Error, Exit, Result};
use crate::output::Output;
use crate::recording::{CapturedRequest, Requests, request};
use crate::settings::secret::Kind;
use crate::signature::{Evidence, Finding, HEADER, Signature};

use super::check::{Checked, Checker, Verdict};
use super::report;
use input::Input;

/// No larger file of requests is read.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Checks each request of a file.
pub fn run(path: &Path, args: &VerifyArgs, may_ask: bool, output: &mut Output) -> Result<Exit> {
    let files = &args.secret.secret_file;
    secrets::leave_standard_input_to("the request", path, Kind::Webhook, files)?;
    if let Some(file) = &args.file {
        secrets::leave_standard_input_to("the body", file, Kind::Webhook, files)?;
        if input::is_standard_input(path) && input::is_standard_input(file) {
            return Err(Error::usage("standard input cannot be both the request and the body"));
        }
    }
    let bytes = input::read_at_most(path, LARGEST)?;
    let what = input::name(path);
    let requests = request::read(&bytes)
        .map_err(|why| Error::usage(format!("no request in {what}: {why}")).with_hint("supported: raw HTTP, HAR, a `curl` command, the output of `curl -v`, or a recording with one request per line"))?;
    drop(bytes);
    match requests {
        Requests::One(mut request) => {
            if args.file.is_some() {
                request.surplus.clear();
            }
            let claim = args.signature.as_deref().map_or_else(|| claim(&request), Claim::Signature);
            let body = match (&args.file, &request.body) {
                (Some(file), _) => Input::open(file)?,
                (None, Some(body)) => Input::of(body.clone()),
                // Without a signature there is nothing to check it against.
                (None, None) if !matches!(claim, Claim::Signature(_)) => Input::of(Vec::new()),
                (None, None) => {
                    return Err(Error::usage(format!(
                        "the request in {what} was captured without its body"
                    ))
                    .with_hint("name the file that holds the body before --request"));
                }
            };
            let checker = checker(&[&claim], args, may_ask, output)?;
            let checked = checked(&checker, &request, &claim, body)?;
            let exit = report::print(&checked, None, output)?;
            let file = args.file.as_deref().map(input::name);
            say_if_other_body_came(file.as_deref(), None, &checked, &request, output);
            Ok(exit)
        }
        Requests::Lines { .. } if args.signature.is_some() => {
            Err(Error::conflict("--signature", "several requests"))
        }
        Requests::Lines { .. } if args.file.is_some() => {
            Err(Error::conflict("FILE", "several requests"))
        }
        Requests::Lines { lines, cut_line } => {
            input::say_if_cut(&what, cut_line, output);
            let claims: Vec<Claim<'_>> = lines.iter().map(|(_, request)| claim(request)).collect();
            let checker = checker(&claims.iter().collect::<Vec<_>>(), args, may_ask, output)?;
            let mut exit = Exit::Success;
            for ((line, request), claim) in lines.iter().zip(&claims) {
                let body = Input::of(request.body.clone().unwrap_or_default());
                let checked = checked(&checker, request, claim, body)?;
                exit = exit.worst(report::print(&checked, Some(*line), output)?);
                say_if_other_body_came(None, Some(*line), &checked, request, output);
            }
            Ok(exit)
        }
    }
}

/// What was checked may be another body than the request had: another file, or not all of it.
fn say_if_other_body_came(
    file: Option<&str>,
    line: Option<usize>,
    checked: &Checked<'_>,
    request: &CapturedRequest,
    output: &Output,
) {
    let label = line.map(|line| format!("line {line}: ")).unwrap_or_default();
    let Some(declared) = request.declared_length() else { return };
    let bytes = checked.bytes;
    // Editors end the last line.
    if !request.surplus.trim_ascii().is_empty() {
        let surplus = request.surplus.len();
        output.warn(format_args!(
            "{label}the {surplus} bytes behind the {declared} that the request declares were left \
             out, as a server does"
        ));
    }
    // What is invalid is explained otherwise.
    if declared == bytes || !matches!(checked.verdict, Verdict::Valid(_)) {
        return;
    }
    match file {
        Some(name) => output.warn(format_args!(
            "the request had {declared} bytes, and {name} has {bytes}: another body came than was \
             checked here (`curl -d @FILE` drops line breaks, --data-binary keeps them)"
        )),
        None => output.warn(format_args!(
            "{label}the request declares {declared} bytes, and {bytes} are written down: another \
             body came than was checked here"
        )),
    }
}

/// What a request says of its signature.
enum Claim<'a> {
    Signature(&'a str),
    Missing,
    /// Different ones, of which any server takes another one.
    Several(usize),
}

fn claim(request: &CapturedRequest) -> Claim<'_> {
    let mut signatures: Vec<&str> = request.headers(HEADER).map(str::trim).collect();
    signatures.sort_unstable();
    signatures.dedup();
    match signatures.as_slice() {
        [] => Claim::Missing,
        [signature] => Claim::Signature(signature),
        _ => Claim::Several(signatures.len()),
    }
}

/// A checker with the secrets that are needed for at least one of the claims.
fn checker(
    claims: &[&Claim<'_>],
    args: &VerifyArgs,
    may_ask: bool,
    output: &Output,
) -> Result<Checker> {
    let needs_secret = claims
        .iter()
        .any(|claim| matches!(claim, Claim::Signature(text) if text.parse::<Signature>().is_ok()));
    super::checker(needs_secret, args, may_ask, output)
}

fn checked<'a>(
    checker: &'a Checker,
    request: &CapturedRequest,
    claim: &Claim<'_>,
    body: Input,
) -> Result<Checked<'a>> {
    let verdict = match claim {
        Claim::Signature(signature) => {
            let evidence = Evidence {
                signature,
                declared_length: request.declared_length(),
                content_type: request.header("content-type"),
                content_encoding: request.header("content-encoding"),
                ..Evidence::default()
            };
            return checker.check(body, &request.surplus, &evidence);
        }
        Claim::Missing => Verdict::Missing,
        Claim::Several(count) => Verdict::Several { count: *count },
    };
    let bytes = body.read_parts(|_| {})?;
    Ok(Checked { verdict, bytes, is_in_capitals: false, finding: Some(Finding::Nothing) })
}
