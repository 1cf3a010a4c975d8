//! Receivers that look for the signature in the wrong place.

use serde_json::Value;

use super::super::super::support::SECRET;
use super::super::receiver::{Answer, Request, but, is_genuine, sign, trusting};

/// Whether this is the signature of the body.
fn is_right(request: &Request, signature: Option<&&str>) -> bool {
    signature.is_some_and(|&signature| signature == sign(SECRET, &request.body))
}

#[test]
fn the_first_of_two_headers_is_taken() {
    trusting(|request| is_right(request, request.signatures().first()))
        .fails(["forged.two-headers-valid-first"]);
}

#[test]
fn the_last_of_two_headers_is_taken() {
    trusting(|request| is_right(request, request.signatures().last()))
        .fails(["forged.two-headers-valid-last"]);
}

#[test]
fn any_of_two_headers_is_taken() {
    trusting(|request| request.signatures().iter().any(|it| is_right(request, Some(it))))
        .fails(["forged.two-headers-valid-first", "forged.two-headers-valid-last"]);
}

#[test]
fn the_signature_may_be_missing() {
    trusting(|request| request.signatures().is_empty() || is_genuine(request)).fails([
        "forged.in-body",
        "forged.in-query",
        "forged.missing",
    ]);
}

#[test]
fn the_signature_may_be_empty() {
    trusting(|request| request.signature() == Some("") || is_genuine(request))
        .fails(["forged.empty"]);
}

#[test]
fn the_signature_may_be_missing_or_empty() {
    trusting(|request| {
        let signature = request.signature().unwrap_or_default();
        signature.is_empty() && request.signatures().len() < 2 || is_genuine(request)
    })
    .fails(["forged.empty", "forged.in-body", "forged.in-query", "forged.missing"]);
}

#[test]
fn the_signature_may_be_a_parameter() {
    for name in ["x-vercel-signature", "signature"] {
        trusting(move |request| {
            let (_, query) = request.target.split_once('?').unwrap_or_default();
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let parameter = pairs.find(|pair| pair.0 == name).map(|pair| pair.1);
            is_genuine(request) || is_right(request, parameter.as_ref())
        })
        .fails(["forged.in-query"]);
    }
}

#[test]
fn the_signature_may_be_in_the_body() {
    for name in ["x-vercel-signature", "signature"] {
        trusting(move |request| is_genuine(request) || signs_itself(&request.body, name))
            .fails(["forged.in-body"]);
    }
}

/// Whether a member holds the signature of the rest.
fn signs_itself(body: &[u8], name: &str) -> bool {
    let Ok(Value::Object(mut members)) = serde_json::from_slice(body) else { return false };
    let signature = members.get(name).cloned();
    for name in ["x-vercel-signature", "signature"] {
        members.shift_remove(name);
    }
    let rest = serde_json::to_vec(&members).unwrap();
    signature.is_some_and(|signature| signature == sign(SECRET, &rest))
}

#[test]
fn a_forgery_is_refused_by_another_status_than_the_expected() {
    let ids = ["forged.in-body", "forged.in-query", "forged.missing"].map(str::to_owned);
    but(|request| {
        let is_unsigned = request.method == "POST" && request.signatures().is_empty();
        is_unsigned.then_some(Answer::status(401))
    })
    .fails_with(&["--expect-rejection", "403"], ids);
}

#[test]
fn the_case_of_names_matters() {
    but(|request| {
        let has_name = |name| request.headers.iter().any(|header| header.0 == name);
        let is_overlooked = request.method == "POST" && !has_name("x-vercel-signature");
        is_overlooked.then_some(Answer::status(403))
    })
    .fails(["genuine.header-case"]);
}

#[test]
fn the_case_of_the_content_type_matters() {
    but(|request| {
        let is_capital = request.headers.iter().any(|header| header.0 == "Content-Type");
        is_capital.then_some(Answer::status(415))
    })
    .fails(["genuine.header-case"]);
}
