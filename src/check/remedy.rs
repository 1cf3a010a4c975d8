//! What to change where a case failed, from the case and from what came back.

use crate::delivery::advice;

use super::case::{CONTROL, Case, Suite};
use super::finding::Reply;

/// What to change.
pub fn remedy(case: &Case, reply: &Reply<'_>) -> String {
    let outcome = reply.answer.as_ref().map(|answer| answer.status).map_err(|failure| *failure);
    let location = reply.answer.as_ref().ok().and_then(|answer| {
        let value = answer.headers.get("location")?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let general = || advice(outcome, &reply.request.endpoint, location.as_deref());
    let of_answer = match outcome {
        Err(_) => general(),
        // Whatever is wrong with the path or the method is wrong for every event.
        Ok(300..=399 | 404 | 405 | 413 | 415) if case.suite == Suite::Genuine => general(),
        Ok(400..) if case.id == CONTROL => general(),
        Ok(_) => None,
    };
    of_answer.map_or_else(|| case.remedy.to_owned(), |text| sentence(&text))
}

/// Advice stands in the middle of a line elsewhere.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
