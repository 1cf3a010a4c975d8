//! What to do about a notification that Vercel did not take.

use crate::http::{Failure, Proxy};
use crate::secret::{Secret, Source};
use crate::time::show_duration;

use super::api::ApiUrl;
use super::outcome::{Outcome, Setback};
use super::partner::TOKEN_VARIABLE;
use super::refusal::Refusal;

/// What to do next, where that is known.
#[must_use]
pub fn advice(outcome: &Outcome, api: &ApiUrl, token: &Secret) -> Vec<String> {
    match &outcome.setback {
        None => Vec::new(),
        Some(Setback::Failed(failure)) => Proxy::advice(*failure, api.endpoint())
            .or_else(|| of_failure(*failure, api))
            .into_iter()
            .collect(),
        Some(Setback::Refused(refusal)) => match outcome.refused_wait {
            Some(asked) => {
                let asked = show_duration(asked);
                vec![format!("it asks for a wait of {asked}: --max-wait allows a longer one")]
            }
            None => of_refusal(refusal, api, token),
        },
    }
}

fn of_refusal(refusal: &Refusal, api: &ApiUrl, token: &Secret) -> Vec<String> {
    let is_page = refusal.message.as_ref().is_some_and(|message| message.starts_with('<'));
    if is_page && api.endpoint().is_loopback() {
        return vec![format!(
            "what listens at {api} does not answer as Vercel's API does: `vercel-hooks emulate` \
             starts a stand-in"
        )];
    }
    let mut advice = vec![refusal.advice().to_owned()];
    if let Source::Found(place) = token.source()
        && place.name() != TOKEN_VARIABLE
        && matches!(refusal.status, 401 | 403)
        && !refusal.is_disabled()
    {
        advice.push(format!(
            "the token is from {place}, which usually holds an account's: that of the \
             installation belongs in {TOKEN_VARIABLE}"
        ));
    }
    advice
}

fn of_failure(failure: Failure, api: &ApiUrl) -> Option<String> {
    Some(match failure {
        Failure::Refused if api.endpoint().is_loopback() => {
            format!("nothing listens at {api}: `vercel-hooks emulate` starts a stand-in")
        }
        Failure::UnknownHost => format!(
            "the name in {api} does not resolve: is it spelled right, and is there a network?"
        ),
        Failure::TimedOut => "no answer in time: --timeout allows more".to_owned(),
        Failure::Certificate => format!("this system does not trust the certificate of {api}"),
        Failure::Tls | Failure::NotHttp => format!("is {api} the address of Vercel's API?"),
        Failure::Refused | Failure::Closed | Failure::Unreachable => return None,
    })
}
