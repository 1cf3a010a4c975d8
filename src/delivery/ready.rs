//! Waiting until an endpoint accepts connections.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::error::{Error, Result};
use crate::time::show_duration;

use super::endpoint::Endpoint;

/// The time between two tries.
const PAUSE: Duration = Duration::from_millis(100);

/// Returns as soon as a connection to `endpoint` is accepted.
///
/// # Errors
/// [`Error::NotReady`] after `patience`.
pub async fn wait_until_ready(endpoint: &Endpoint, patience: Duration) -> Result<()> {
    let (host, port) = endpoint.authority();
    let accepted = async {
        while TcpStream::connect((host.as_str(), port)).await.is_err() {
            sleep(PAUSE).await;
        }
    };
    timeout(patience, accepted).await.map_err(|_| Error::NotReady {
        endpoint: endpoint.to_string(),
        waited: show_duration(patience),
    })
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn a_server_that_listens_is_ready_at_once() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint::parse(&listener.local_addr().unwrap().to_string()).unwrap();
        wait_until_ready(&endpoint, Duration::from_secs(30)).await.unwrap();
    }

    #[tokio::test]
    async fn a_port_without_a_server_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = Endpoint::parse(&listener.local_addr().unwrap().to_string()).unwrap();
        drop(listener);
        let error = wait_until_ready(&endpoint, Duration::from_millis(1)).await.unwrap_err();
        assert!(matches!(error, Error::NotReady { .. }));
    }
}
