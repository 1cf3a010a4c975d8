//! `emulate --proxy`: HTTPS for programs of any language.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use rcgen::{CertificateParams, DnType, Issuer, KeyPair};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::super::support::vercel_hooks;
use super::client::Request;
use super::{Emulator, emulate};

const HOSTS: [&str; 3] = ["marketplace.vercel.com", "api.vercel.com", "vercel.com"];

/// Connects through the proxy, and returns the first line of its response.
fn connect(emulator: &Emulator, target: &str, first_bytes: &[u8]) -> (String, TcpStream) {
    let mut stream = TcpStream::connect(&emulator.address).unwrap();
    let head = format!("CONNECT {target} HTTP/1.1\r\nhost: {target}\r\n\r\n");
    stream.write_all(&[head.as_bytes(), first_bytes].concat()).unwrap();
    let head = read_head(&mut stream).unwrap();
    (head.lines().next().unwrap().to_owned(), stream)
}

fn read_head(stream: &mut impl Read) -> io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.extend(byte);
    }
    Ok(String::from_utf8(head).unwrap())
}

/// A server that sends back what it receives.
fn echo() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            thread::spawn(move || io::copy(&mut stream.try_clone().unwrap(), &mut stream));
        }
    });
    address
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// The authority that a folder's bundle ends with.
fn authority(state: &Path) -> RootCertStore {
    let args = ["emulate", "--print-env", "--proxy", "--state-dir", state.to_str().unwrap()];
    vercel_hooks(args).ends(0);
    let bundle = fs::read(state.join("ca-bundle.pem")).unwrap();
    let mut roots = RootCertStore::empty();
    let last = CertificateDer::pem_slice_iter(&bundle).last().unwrap().unwrap();
    roots.add(last).unwrap();
    roots
}

fn proxy(state: &Path) -> Emulator {
    emulate(&["--proxy", "--state-dir", state.to_str().unwrap()])
}

#[test]
fn is_each_of_vercels_hosts() {
    let state = tempfile::tempdir().unwrap();
    let roots = authority(state.path());
    let emulator = proxy(state.path());
    let config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let config = Arc::new(config);
    for host in HOSTS {
        let (status, stream) = connect(&emulator, &format!("{host}:443"), b"");
        assert_eq!(status, "HTTP/1.1 200 OK");
        let name = ServerName::try_from(host).unwrap();
        let connection = ClientConnection::new(Arc::clone(&config), name).unwrap();
        let mut tls = StreamOwned::new(connection, stream);
        // A second request over the same connection works too.
        for path in ["/.well-known/jwks", "/.well-known/openid-configuration"] {
            let request = Request::bare("GET", path).for_host(host);
            tls.write_all(&request.bytes()).unwrap();
            let head = read_head(&mut tls).unwrap();
            assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{host}: {head}");
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let mut body = vec![0; length.unwrap().parse().unwrap()];
            tls.read_exact(&mut body).unwrap();
            let body = String::from_utf8(body).unwrap();
            let is_discovery = body.contains(r#""issuer":"https://marketplace.vercel.com""#);
            assert!(is_discovery || body.contains(r#""keys":"#), "{body}");
        }
    }
    assert_eq!(emulator.events().json().as_array().unwrap().len(), 2 * HOSTS.len());
}

#[test]
fn its_authority_is_for_vercels_hosts_only() {
    let state = tempfile::tempdir().unwrap();
    let roots = Arc::new(authority(state.path()));
    let key = fs::read_to_string(state.path().join("proxy-ca-key.pem")).unwrap();
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "vercel-hooks emulate");
    let issuer = Issuer::new(params, KeyPair::from_pem(&key).unwrap());
    let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider()).build().unwrap();
    for (host, is_valid) in [("api.vercel.com", true), ("example.com", false)] {
        let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        let leaf = params.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
        let name = ServerName::try_from(host).unwrap();
        let verified = verifier.verify_server_cert(leaf.der(), &[], &name, &[], UnixTime::now());
        assert_eq!(verified.is_ok(), is_valid, "{host}: {verified:?}");
    }
}

#[test]
fn other_connections_pass_through_untouched() {
    let state = tempfile::tempdir().unwrap();
    let emulator = proxy(state.path());
    let (status, mut stream) = connect(&emulator, &echo(), b"at once\0");
    assert_eq!(status, "HTTP/1.1 200 OK");
    stream.write_all(b"\x16\x03\x01 later").unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    let mut echoed = Vec::new();
    stream.read_to_end(&mut echoed).unwrap();
    assert_eq!(echoed, b"at once\0\x16\x03\x01 later");
    assert_eq!(emulator.events().json().as_array().unwrap().len(), 0);
}

#[test]
fn says_why_it_does_not_connect() {
    let state = tempfile::tempdir().unwrap();
    let emulator = proxy(state.path());
    // Nothing listens at a port that was free just now.
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap();
    assert_eq!(connect(&emulator, &free.to_string(), b"").0, "HTTP/1.1 502 Bad Gateway");
    let plain = emulator.answer(&Request::bare("GET", "http://example.com/"));
    assert_eq!(plain.status, 400);
    assert!(plain.body.contains("this proxy is for HTTPS"), "{}", plain.body);
    let own = format!("http://{}/_emulate/events", emulator.address);
    assert_eq!(emulator.answer(&Request::bare("GET", &own)).status, 200);
}

#[test]
fn uses_the_proxy_of_its_own_environment() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let proxy = format!("http://user:pass@{}", listener.local_addr().unwrap());
    let outer = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let head = read_head(&mut stream).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        stream.read_exact(&mut [0; 5]).unwrap();
        stream.write_all(b"welcome").unwrap();
        head
    });
    let args = ["emulate", "--port", "0", "--proxy"];
    let emulator = vercel_hooks(args).env("HTTPS_PROXY", &proxy).listens();
    let (status, mut stream) = connect(&emulator, "server.invalid:8443", b"hello");
    assert_eq!(status, "HTTP/1.1 200 OK");
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert_eq!(text, "welcome");
    let head = outer.join().unwrap().to_ascii_lowercase();
    assert!(head.starts_with("connect server.invalid:8443 http/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nproxy-authorization: basic "), "{head}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_command_trusts_it() {
    let program = snapbox::cmd::cargo_bin!("vercel-hooks").display().to_string();
    let args = ["emulate", "--port", "0", "-q", "--proxy", "--"];
    let notify = ["notify", "installation.updated", "--installation", "icfg_1", "-q"];
    let api = ["--api-url", "https://api.vercel.com"];
    vercel_hooks(args.into_iter().chain([&*program]).chain(notify).chain(api))
        .env("VERCEL_INSTALLATION_TOKEN", "vit_5hF3kq0T")
        .gives(0, "NOTIFICATION [..]\ninstallation.updated  icfg_1 [..] 201 Created [..]\n", "");
}

#[test]
fn is_for_this_machine_only() {
    vercel_hooks(["emulate", "--proxy", "--host", "0.0.0.0", "--port", "0"]).gives(
        2,
        "",
        "error: --proxy is for this machine only, and --host for others\nhint: omit one of them\n",
    );
}

#[test]
fn without_the_flag_it_is_no_proxy() {
    let emulator = emulate(&[]);
    assert_eq!(connect(&emulator, &echo(), b"").0, "HTTP/1.1 404 Not Found");
}

#[cfg(unix)]
#[test]
fn an_unusable_key_is_explained() {
    let run = || vercel_hooks(["emulate", "--proxy", "--port", "0", "--state-dir", "."]);
    run().file("proxy-ca-key.pem", "no key").gives(
        2,
        "",
        "error: other users can access [..]proxy-ca-key.pem (mode 0644)\nhint: [..]\n",
    );
}
