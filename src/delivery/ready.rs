//! Waits until an endpoint accepts connections.

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

const PAUSE: Duration = Duration::from_millis(100);

/// Returns as soon as `endpoint`, or the proxy in front of it, accepts a connection, or when `stop`
/// ends; fails after `limit`.
pub fn wait_until_ready(
    endpoint: &Endpoint,
    limit: Duration,
    stop: impl Future<Output = ()>,
) -> Result<Ending> {
    let accepted = async {
        while connect(endpoint).await.is_err() {
            sleep(PAUSE).await;
        }
    };
    runtime::single_threaded()?
        .block_on(async {
            tokio::select! {
                accepted = timeout(limit, accepted) => accepted.map(|()| Ending::Complete),
                () = stop => Ok(Ending::Stopped),
            }
        })
        .map_err(|_| {
            let limit = show_duration(limit);
            Error::unreachable(format!("{endpoint} did not accept connections within {limit}"))
                .with_hint("is the server starting on that port?")
        })
}

async fn connect(endpoint: &Endpoint) -> io::Result<TcpStream> {
    if endpoint.is_loopback() {
        return TcpStream::connect(&*endpoint.loopback_addresses()).await;
    }
    let proxy = Proxy::for_endpoint(endpoint);
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
    fn returns_at_once_if_the_server_listens() {
        let (_listener, endpoint) = listening();
        let ending = wait_until_ready(&endpoint, Duration::from_secs(30), pending()).unwrap();
        assert_eq!(ending, Ending::Complete);
    }

    #[test]
    fn fails_after_the_limit_if_nothing_listens() {
        let (listener, endpoint) = listening();
        drop(listener);
        let error = wait_until_ready(&endpoint, Duration::from_millis(1), pending()).unwrap_err();
        assert_eq!(error.exit(), crate::error::Exit::Unreachable);
    }

    #[test]
    fn stops_on_request() {
        let (listener, endpoint) = listening();
        drop(listener);
        let ending = wait_until_ready(&endpoint, Duration::from_secs(30), ready(())).unwrap();
        assert_eq!(ending, Ending::Stopped);
    }
}
