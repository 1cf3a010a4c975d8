//! What to do about a notification that Vercel did not take.

use crate::http::{Proxy, TransportError};
use crate::settings::secret::{Secret, SecretSource};
use crate::time::show_duration;

use super::api_error::ApiError;
use super::api_url::ApiUrl;
use super::client::TOKEN_VARIABLE;
use super::outcome::{NotifyError, NotifyOutcome};

/// What to do next, where that is known.
#[must_use]
pub fn advice(outcome: &NotifyOutcome, api: &ApiUrl, token: &Secret) -> Vec<String> {
    match &outcome.error {
        None => Vec::new(),
        Some(NotifyError::Failed(failure)) => Proxy::advice(*failure, api.endpoint())
            .or_else(|| of_failure(*failure, api))
            .into_iter()
            .collect(),
        Some(NotifyError::Refused(refusal)) => match outcome.refused_wait {
            Some(asked) => {
                let asked = show_duration(asked);
                vec![format!("it asks for a wait of {asked}: --max-wait allows a longer one")]
            }
            None => of_refusal(refusal, api, token),
        },
    }
}

fn of_refusal(refusal: &ApiError, api: &ApiUrl, token: &Secret) -> Vec<String> {
    let is_page = refusal.message.as_ref().is_some_and(|message| message.starts_with('<'));
    if is_page && api.endpoint().is_loopback() {
        return vec![format!(
            "what listens at {api} does not answer as Vercel's API does: `vercel-hooks emulate` \
             starts a stand-in"
        )];
    }
    let mut advice = vec![refusal.advice().to_owned()];
    if let SecretSource::Setting(place) = token.source()
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

fn of_failure(failure: TransportError, api: &ApiUrl) -> Option<String> {
    Some(match failure {
        TransportError::Refused if api.endpoint().is_loopback() => {
            format!("nothing listens at {api}: `vercel-hooks emulate` starts a stand-in")
        }
        TransportError::UnknownHost => format!(
            "the name in {api} does not resolve: is it spelled right, and is there a network?"
        ),
        TransportError::TimedOut => "no answer in time: --timeout allows more".to_owned(),
        TransportError::Certificate => {
            format!("this system does not trust the certificate of {api}")
        }
        TransportError::Tls | TransportError::NotHttp => {
            format!("is {api} the address of Vercel's API?")
        }
        TransportError::Refused | TransportError::Closed | TransportError::Unreachable => {
            return None;
        }
    })
}
