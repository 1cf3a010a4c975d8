//! Waiting until an endpoint accepts connections.

use std::future::Future;
use std::io;
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::error::{Error, Result};
use crate::http::Proxy;
use crate::http::endpoint::Endpoint;
use crate::http::runtime::{self, Ending};
use crate::time::show_duration;

/// The time between two tries.
const PAUSE: Duration = Duration::from_millis(100);

/// Returns as soon as a connection to `endpoint`, or to the proxy on the way there, is accepted,
/// or when `stop` ends.
///
/// # Errors
/// [`Error::NotReady`] after `patience`, and [`Error::Start`] where there is no network at all.
pub fn wait_until_ready(
    endpoint: &Endpoint,
    patience: Duration,
    stop: impl Future<Output = ()>,
) -> Result<Ending> {
    let accepted = async {
        while connect(endpoint).await.is_err() {
            sleep(PAUSE).await;
        }
    };
    runtime::of_this_thread()?
        .block_on(async {
            tokio::select! {
                accepted = timeout(patience, accepted) => accepted.map(|()| Ending::Complete),
                () = stop => Ok(Ending::Stopped),
            }
        })
        .map_err(|_| {
            Error::unreachable(format!(
                "{endpoint} did not accept connections within {}",
                show_duration(patience)
            ))
            .with_hint("is the server starting on that port?")
        })
}

/// Connects to where a request would.
async fn connect(endpoint: &Endpoint) -> io::Result<TcpStream> {
    if endpoint.is_loopback() {
        return TcpStream::connect(&*endpoint.loopback_addresses()).await;
    }
    let proxy = Proxy::on_the_way_to(endpoint);
    let (host, port) = proxy.map_or_else(|| endpoint.authority(), |proxy| proxy.authority());
    TcpStream::connect((host.as_str(), port)).await
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::net::TcpListener;

    use super::*;

    fn listening() -> (TcpListener, Endpoint) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = Endpoint::parse(&listener.local_addr().unwrap().to_string()).unwrap();
        (listener, endpoint)
    }

    #[test]
    fn a_server_that_listens_is_ready_at_once() {
        let (_listener, endpoint) = listening();
        let ending = wait_until_ready(&endpoint, Duration::from_secs(30), pending()).unwrap();
        assert_eq!(ending, Ending::Complete);
    }

    #[test]
    fn a_port_without_a_server_is_given_up() {
        let (listener, endpoint) = listening();
        drop(listener);
        let error = wait_until_ready(&endpoint, Duration::from_millis(1), pending()).unwrap_err();
        assert_eq!(error.exit(), crate::error::Exit::Unreachable);
    }

    #[test]
    fn waiting_can_be_stopped() {
        let (listener, endpoint) = listening();
        drop(listener);
        let ending = wait_until_ready(&endpoint, Duration::from_secs(30), ready(())).unwrap();
        assert_eq!(ending, Ending::Stopped);
    }
}
