//! Vercel's create-event API: a client for partners, and a local stand-in for it.

mod advice;
mod api_error;
mod api_url;
mod client;
mod emulator;
mod notification;
mod outcome;
mod read_back;

pub use advice::advice;
pub use api_error::ApiError;
pub use api_url::{Api, ApiUrl, DEFAULT_API_URL};
pub use client::{
    HOPELESS, NotifyProgress, RetryLimits, TOKEN_VARIABLE, VercelClient, Wait, authorization,
};
pub use emulator::{EVENTS_PATH, Emulator, EmulatorEvent, Failing, PORT, Rules, Seen};
pub use notification::{Notification, NotificationType, Update};
pub use outcome::{NotifyError, NotifyOutcome};
pub use read_back::{ReadBack, Reader};

/// More of a foreign text tells nobody anything.
const LONGEST: usize = 500;

/// The beginning of a foreign text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
