//! What to do about a notification that failed.

use crate::http::{Proxy, TransportError, Trust};
use crate::settings::secret::SecretSource;
use crate::time::show_duration;

use super::api_error::ApiError;
use super::client::{NotifyError, TOKEN_VARIABLE, VercelClient};

impl VercelClient {
    pub fn hints(&self, error: &NotifyError) -> Vec<String> {
        match error {
            NotifyError::NoResponse(error) => Proxy::advice(*error, self.api.endpoint())
                .or_else(|| self.connection_hint(*error))
                .into_iter()
                .collect(),
            NotifyError::Rejected(error) => self.rejection_hints(error),
        }
    }

    fn rejection_hints(&self, error: &ApiError) -> Vec<String> {
        let api = &self.api;
        if let Some(wait) = error.retry_after
            && error.is_transient()
            && wait > self.limits.max_wait
        {
            let wait = show_duration(wait);
            return vec![format!("the server asks to wait {wait}: raise --max-wait to allow that")];
        }
        let is_page = error.message.as_ref().is_some_and(|message| message.starts_with('<'));
        if is_page && api.endpoint().is_loopback() {
            return vec![format!(
                "the server at {api} is not Vercel's API: `vercel-hooks emulate` starts a local \
                 emulator"
            )];
        }
        if error.status == 404 && error.code.is_none() {
            return vec![format!(
                "{api} does not know the path of this request: check that it is the URL of \
                 Vercel's API"
            )];
        }
        let mut hints = vec![error.hint().to_owned()];
        if let SecretSource::Setting(place) = &self.token_source
            && place.name() != TOKEN_VARIABLE
            && matches!(error.status, 401 | 403)
            && !error.is_disabled()
        {
            hints.push(format!(
                "the token is from {place}, which usually holds the token of an account: set \
                 {TOKEN_VARIABLE} to the token of the installation"
            ));
        }
        hints
    }

    fn connection_hint(&self, error: TransportError) -> Option<String> {
        let api = &self.api;
        Some(match error {
            TransportError::Refused if api.endpoint().is_loopback() => {
                format!("nothing listens at {api}: `vercel-hooks emulate` starts a local emulator")
            }
            TransportError::UnknownHost => {
                format!("cannot resolve the host of {api}: check its spelling and your network")
            }
            TransportError::TimedOut => "no response in time: raise --timeout".to_owned(),
            TransportError::Certificate => Trust::advice(api.endpoint()),
            TransportError::Tls | TransportError::Http2Only | TransportError::NotHttp => {
                format!("check that {api} is the URL of Vercel's API")
            }
            TransportError::Refused | TransportError::Closed | TransportError::Unreachable => {
                return None;
            }
        })
    }
}
