//! What to change, decided once from the results of all cases.

mod causes;
mod evidence;

use crate::delivery::{PROTECTED, advice, is_protection};
use crate::http::TransportError;

use super::cases::{CONTROL, Suite};
use super::request::capitalized;
use super::result::CaseResult;
use causes::CAUSES;
use evidence::Evidence;

/// Says what to change about each result that failed or was not judged; `guess` is what explains
/// that the control is rejected.
pub fn diagnose(results: &mut [CaseResult], guess: Option<&str>) {
    let seen = Evidence::new(results);
    let fix = |(index, result): (usize, &CaseResult)| {
        result.needs_diagnosis().then(|| fix(&seen, guess, index))
    };
    let fixes: Vec<_> = results.iter().enumerate().map(fix).collect();
    for (result, fix) in results.iter_mut().zip(fixes) {
        result.fix = fix;
    }
}

fn fix(seen: &Evidence<'_>, guess: Option<&str>, index: usize) -> String {
    let result = &seen.results[index];
    // What fails as the control does is explained as the control is.
    let control = seen.failed_control.filter(|_| seen.is_like_control(result));
    if let (Some(guess), Some(_)) = (guess, control) {
        return guess.to_owned();
    }
    match CAUSES.iter().find(|cause| (cause.shows)(seen, result)) {
        Some(cause) => cause.fix.to_owned(),
        None => fix_of_one(seen.results, control.unwrap_or(index)),
    }
}

/// What to change if nothing but this result and those before it is looked at.
fn fix_of_one(results: &[CaseResult], index: usize) -> String {
    let result = &results[index];
    let (case, own) = (result.case, || result.case.fix.to_owned());
    let Some(got) = result.got else { return own() };
    if let Some(last) = result.failed_after {
        return format!(
            "Check the server's log: it accepted genuine events until `{last}`, and then no \
             longer, so what it rejected since proves nothing"
        );
    }
    let is_reached = |result: &&CaseResult| result.failure() != Some(TransportError::Refused);
    if got == Err(TransportError::Refused)
        && let Some(last) = results[..index].iter().rev().find(is_reached)
    {
        let last = last.case.id;
        return format!("The server stopped listening after `{last}`; check its log");
    }
    match got {
        Ok(status)
            if Suite::of(&case) == Suite::Forged && result.is_failed() && !result.is_accepted() =>
        {
            return format!("Respond {}, or add {status} to --expect-rejection", result.expected);
        }
        // Of a server that accepts genuine events, these say nothing as a whole.
        Ok(_) | Err(TransportError::TimedOut | TransportError::Closed) if case.id != CONTROL => {
            return own();
        }
        _ => {}
    }
    if result.response.as_ref().is_some_and(is_protection) {
        return PROTECTED.to_owned();
    }
    if matches!(got, Ok(401 | 403)) {
        return "The endpoint rejected the delivery: it has another secret, or it hashes the \
                parsed body instead of the raw bytes. No secret found nearby and no other form \
                of the signature was accepted either"
            .to_owned();
    }
    // As code, which no report takes for markup.
    let location = result.response.as_ref().and_then(|response| response.header("location"));
    let location = location.map(|location| format!("`{}`", location.replace('`', "'")));
    let endpoint = result.request.as_ref().map(|request| &request.endpoint);
    let general = endpoint.and_then(|endpoint| advice(got, endpoint, location.as_deref()));
    general.map_or_else(own, |text| capitalized(&text))
}
