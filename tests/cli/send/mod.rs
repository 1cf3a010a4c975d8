//! `send`: sign events and deliver them.

mod connections;
mod defaults;
mod demo;
mod endpoints;
mod failures;
mod pace;
mod preview;
mod proxies;
mod receipts;
mod responses;
mod retries;
mod scenarios;
mod secrecy;
#[cfg(unix)]
mod signals;
mod usage;
mod wire;

use super::server::Received;
use super::support::with_secret;

/// The message about the secret of [`with_secret`].
const SECRET_NOTE: &str = "secret: from $VERCEL_WEBHOOK_SECRET, fingerprint [..]\n";

/// What is printed of deliveries: the event and the status of each.
fn table(deliveries: &[(&str, &str)]) -> String {
    let rows = deliveries.iter().map(|(event, status)| format!("{event}  [..]  {status} [..]\n"));
    std::iter::once("EVENT [..]\n".to_owned()).chain(rows).collect()
}

/// What is said on standard error about one delivery: the secret, and these lines.
fn notes(lines: &str) -> String {
    format!("{SECRET_NOTE}{lines}")
}

/// Asserts that the signature of a request is that of its body.
#[track_caller]
fn assert_signed(request: &Received) {
    let signed = with_secret(["sign", "--quiet"]).stdin(request.body.as_slice()).ends(0);
    assert_eq!(request.header("x-vercel-signature"), Some(signed.text().trim_end()));
}
