//! Vercel's create-event API: a client for partners, and a local stand-in for it.

mod advice;
mod api;
mod notification;
mod outcome;
mod partner;
mod read_back;
mod refusal;
mod stand_in;

pub use advice::advice;
pub use api::{Api, ApiUrl, DEFAULT_API_URL};
pub use notification::{Notice, Notification, NotificationType};
pub use outcome::{Outcome, Setback};
pub use partner::{HOPELESS, Partner, Patience, Progress, TOKEN_VARIABLE, Wait, authorization};
pub use read_back::{ReadBack, Reader};
pub use refusal::Refusal;
pub use stand_in::{Arrival, EVENTS_PATH, Failing, PORT, Rules, Seen, StandIn};

/// More of a foreign text tells nobody anything.
const LONGEST: usize = 500;

/// The beginning of a foreign text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
