//! What to do about an answer.

use http::header::AUTHORIZATION;

use crate::cli::partner::CallArgs;
use crate::delivery::Receipt;
use crate::http::TransportError;
use crate::marketplace::partner::{CallResult, Calls};

/// Whether it is a warning, and the text.
pub fn advice(
    calls: &Calls,
    args: &CallArgs,
    result: CallResult,
    answer: &Receipt,
) -> Option<(bool, String)> {
    let hint = |text: &str| Some((false, text.to_owned()));
    match (result, answer.status) {
        (CallResult::Ok, _) => None,
        (CallResult::Accepted, _) => {
            let what = args.token.tamper.map_or("", |tamper| tamper.about);
            Some((true, format!("the server accepted a token that it must refuse: {what}")))
        }
        (CallResult::OtherRefusal, Some(status @ (404 | 405))) => {
            Some((true, format!("{status} is about the path and says nothing about the token")))
        }
        (CallResult::OtherRefusal, Some(status)) => Some((
            true,
            format!("the server refused the token with {status} instead of 401 or 403"),
        )),
        (_, Some(401 | 403)) if answer.is_protected || is_replaced(args) => {
            answer.advice().filter(|_| answer.is_protected).map(|text| (false, text))
        }
        (_, Some(401 | 403)) => hint(
            "the server refused a genuine token of this tool, which signs with a key of its own: \
             run the server with `vercel-hooks emulate -- COMMAND`, or let it read the issuer from \
             OIDC_ISSUER; if it does, check the integration (--integration) and the role",
        ),
        (_, Some(404)) => hint(&not_found(calls, args)),
        (_, Some(405)) => hint(&format!("the path does not accept {}", calls.endpoint().method)),
        (_, Some(300..=399 | 500..=599)) => answer.advice().map(|text| (false, text)),
        (_, Some(_)) => None,
        (_, None) if answer.failure == Some(TransportError::TimedOut) => {
            hint("the server took too long: --timeout changes the limit")
        }
        (_, None) => answer.advice().map(|text| (false, text)),
    }
}

/// Whether the token is the user's own.
fn is_replaced(args: &CallArgs) -> bool {
    args.request.header.iter().any(|(name, _)| name == AUTHORIZATION)
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
