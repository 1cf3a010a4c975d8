//! Vercel's Marketplace: the Partner API, its tokens, a client of the create-event API, and a local
//! emulator.

mod api_error;
mod api_url;
mod client;
mod emulator;
mod environment;
mod follow_up;
mod hints;
pub mod issuer;
mod notification;
pub mod partner;
pub mod partner_api;

pub use api_url::{ApiTarget, ApiUrl, DEFAULT_API_URL};
pub use client::{
    MAX_FAILURES_IN_A_ROW, NotifyError, NotifyOutcome, NotifyProgress, RetryLimits, VercelClient,
    authorization,
};
pub use emulator::{
    EVENTS_PATH, Emulator, FailureMode, JWKS_FETCHES_PATH, JwksFetches, LazyIssuer, LoggedRequest,
    MAX_PENDING, PORT, PendingResponse, Rules, SsoClient, Store, sample,
};
pub use environment::{Authority, Environment, Proxy, RunningCommand};
pub use follow_up::{FollowUps, FollowedUp, Partner, ReadBack, Samples, Turns, Webhooks};
pub use notification::{Line, Notification, NotificationType, PendingNotification, Update};

/// Maximum length of quoted text from a client or a server.
const MAX_QUOTED: usize = 500;

fn truncate(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
