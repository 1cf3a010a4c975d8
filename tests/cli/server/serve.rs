//! Accepts, reads and answers.
//!
//! One thread does everything, in the order in which it came: whoever connected or went before a
//! request was written has done so when the request is answered.

use std::future::pending;
use std::io::{self, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::{Answering, Received, Reply, Settings};

/// How long a connection may take to end before it counts as one that stays.
const GRACE: Duration = Duration::from_secs(2);

#[derive(Default)]
pub struct Log {
    pub received: Vec<Received>,
    pub connections: usize,
    open: usize,
    in_flight: usize,
}

pub struct Shared {
    pub answering: Mutex<Answering>,
    pub is_impatient: bool,
    pub log: Arc<watch::Sender<Log>>,
}

/// Takes every connection that waits, before it lets any of them speak.
pub async fn listen(listener: TcpListener, settings: Settings, shared: Arc<Shared>) {
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    let tls = settings.tls.map(|config| TlsAcceptor::from(Arc::new(config)));
    for connection in 0..settings.limit {
        let stream = listener.accept().await.unwrap().0;
        shared.log.send_modify(|log| {
            log.connections += 1;
            log.open += 1;
        });
        let (shared, tls) = (Arc::clone(&shared), tls.clone());
        tokio::spawn(async move {
            // Clients that go show as errors here.
            let _ = match tls {
                None => shared.serve(stream, connection).await,
                Some(tls) => match tls.accept(stream).await {
                    Ok(stream) => shared.serve(stream, connection).await,
                    Err(error) => Err(error),
                },
            };
            shared.log.send_modify(|log| log.open -= 1);
        });
    }
    drop(listener);
    pending::<()>().await;
}

impl Shared {
    async fn serve(
        &self,
        stream: impl AsyncRead + AsyncWrite + Unpin,
        connection: usize,
    ) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        for position in 0.. {
            let Some(mut received) = read_head(&mut stream).await? else { break };
            if !self.is_impatient {
                read_body(&mut stream, &mut received).await?;
            }
            (received.connection, received.position) = (connection, position);
            let is_last = |value: &str| value.eq_ignore_ascii_case("close");
            let mut closes = received.header("connection").is_some_and(is_last);
            match self.reply(received).await {
                Reply::Answer { status, headers, body } => {
                    let mut answer = format!("HTTP/1.1 {status} Status\r\n").into_bytes();
                    for (name, value) in headers {
                        write!(answer, "{name}: {value}\r\n")?;
                        closes |= name == "connection" && is_last(&value);
                    }
                    if status != 204 {
                        write!(answer, "content-length: {}\r\n", body.len())?;
                    }
                    answer.extend_from_slice(b"\r\n");
                    answer.extend_from_slice(&body);
                    stream.write_all(&answer).await?;
                    stream.flush().await?;
                    if self.is_impatient {
                        drain(&mut stream).await?;
                    }
                    if closes {
                        break;
                    }
                }
                Reply::Raw(bytes) => {
                    stream.write_all(&bytes).await?;
                    break;
                }
                Reply::Stall(bytes) => {
                    stream.write_all(&bytes).await?;
                    drain(&mut stream).await?;
                    break;
                }
                Reply::Deaf(bytes) => {
                    stream.write_all(&bytes).await?;
                    pending::<()>().await;
                }
                Reply::Endless(bytes) => {
                    stream.write_all(&bytes).await?;
                    loop {
                        stream.write_all(&[b'.'; 4096]).await?;
                    }
                }
                Reply::Together(..) | Reply::Alone(..) => unreachable!("it waited"),
            }
        }
        stream.shutdown().await
    }

    /// Logs a request, and waits until it may be answered.
    async fn reply(&self, mut received: Received) -> Reply {
        let mut index = 0;
        self.log.send_modify(|log| {
            log.in_flight += 1;
            (received.open, received.in_flight) = (log.open, log.in_flight);
            index = log.received.len();
            log.received.push(received.clone());
        });
        let mut reply = {
            let mut answering = self.answering.lock().unwrap_or_else(PoisonError::into_inner);
            answering(index, &received)
        };
        let mut log = self.log.subscribe();
        loop {
            reply = match reply {
                Reply::Together(count, reply) => {
                    let all = (index / count + 1) * count;
                    let _ = log.wait_for(|log| log.received.len() >= all).await;
                    *reply
                }
                Reply::Alone(alone, in_company) => {
                    let is_alone = log.wait_for(|log| log.open == 1);
                    let is_alone = timeout(GRACE, is_alone).await.is_ok();
                    *if is_alone { alone } else { in_company }
                }
                reply => {
                    self.log.send_modify(|log| log.in_flight -= 1);
                    return reply;
                }
            }
        }
    }
}

/// Reads a request without its body; none where the client has gone, or where it speaks something
/// else than HTTP and is told so.
async fn read_head(
    stream: &mut BufReader<impl AsyncRead + AsyncWrite + Unpin>,
) -> io::Result<Option<Received>> {
    let Some(first) = stream.fill_buf().await?.first() else { return Ok(None) };
    if !first.is_ascii_uppercase() {
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n").await?;
        return Ok(None);
    }
    let request_line = read_line(stream).await?;
    let mut words = request_line.split(' ').map(str::to_owned);
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let mut received = Received { method, target, ..Received::default() };
    while let Some((name, value)) = read_line(stream).await?.split_once(':') {
        received.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    Ok(Some(received))
}

async fn read_body(
    stream: &mut BufReader<impl AsyncRead + Unpin>,
    received: &mut Received,
) -> io::Result<()> {
    if received.header("transfer-encoding").is_none() {
        let length = received.header("content-length").map_or(0, |length| length.parse().unwrap());
        received.body.resize(length, 0);
        stream.read_exact(&mut received.body).await?;
        return Ok(());
    }
    loop {
        let length = u64::from_str_radix(&read_line(stream).await?, 16).unwrap();
        stream.take(length).read_to_end(&mut received.body).await?;
        assert_eq!(read_line(stream).await?, "", "a chunk ends with its line");
        if length == 0 {
            return Ok(());
        }
    }
}

async fn read_line(stream: &mut BufReader<impl AsyncRead + Unpin>) -> io::Result<String> {
    let mut line = Vec::new();
    stream.read_until(b'\n', &mut line).await?;
    if line.pop() != Some(b'\n') {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
}

async fn drain(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<u64> {
    tokio::io::copy(stream, &mut tokio::io::sink()).await
}
