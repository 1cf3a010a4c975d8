//! What to do about a response.

use http::header::AUTHORIZATION;

use crate::cli::partner::CallArgs;
use crate::delivery::Receipt;
use crate::http::TransportError;
use crate::marketplace::issuer::Role;
use crate::marketplace::partner::{CallResult, Calls};
use crate::marketplace::partner_api::TokenKind;

/// Whether it is a warning, and the text.
pub fn advice(
    calls: &Calls,
    args: &CallArgs,
    result: CallResult,
    receipt: &Receipt,
) -> Option<(bool, String)> {
    let hint = |text: &str| Some((false, text.to_owned()));
    let is_rejected = matches!(receipt.status, Some(401 | 403)) && !receipt.is_protected;
    if result == CallResult::Ok || is_rejected && result != CallResult::Accepted {
        return None;
    }
    match (result, receipt.status) {
        (CallResult::Accepted, _) => {
            let what = args.token.tamper.map_or("", |tamper| tamper.about);
            Some((true, format!("the server accepted a token that it must reject: {what}")))
        }
        (CallResult::OtherRejection, Some(status @ (404 | 405))) => {
            Some((true, format!("{status} is about the path and says nothing about the token")))
        }
        (CallResult::OtherRejection, Some(status)) => Some((
            true,
            format!("the server rejected the token with {status} instead of 401 or 403"),
        )),
        (_, Some(404)) => hint(&not_found(calls, args)),
        (_, Some(405)) => hint(&format!("the path does not accept {}", calls.endpoint().method)),
        (_, Some(400..=499)) if !receipt.is_protected => None,
        (_, None) if receipt.failure == Some(TransportError::TimedOut) => {
            hint("the server took too long: --timeout changes the limit")
        }
        _ => receipt.advice().map(|text| (false, text)),
    }
}

/// Whether a token was rejected that Vercel would send.
pub fn is_genuine_rejected(calls: &Calls, args: &CallArgs, receipt: &Receipt) -> bool {
    let is_rejected = matches!(receipt.status, Some(401 | 403)) && !receipt.is_protected;
    let is_replaced = args.request.header.iter().any(|(name, _)| name == AUTHORIZATION);
    let endpoint = calls.endpoint();
    let may_change = args.token.role == Role::Admin || calls.kind() == TokenKind::System;
    let is_for_server = args.to.server.is_some() && args.token.tamper.is_none();
    is_rejected
        && is_for_server
        && !is_replaced
        && may_change
        && endpoint.auth.contains(&calls.kind())
}

fn not_found(calls: &Calls, args: &CallArgs) -> String {
    let path = calls.endpoint().path.as_str();
    if path.contains("{installationId}") && args.body.seed.is_none() {
        return "the server does not know the path or the ids: install with `partner call \
                upsert-installation` first, and use the same --seed or ids for all calls"
            .to_owned();
    }
    format!("the server does not know the path or the ids: is {path} below its base URL?")
}
