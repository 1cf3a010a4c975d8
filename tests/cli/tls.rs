//! TLS to local servers, with certificates of every kind.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;

use super::client::Request;
use super::server::{Reply, Server};
use super::support::{Run, SECRET, vercel_hooks};

/// A server on this machine that accepts only TLS and responds to everything with one status.
struct TlsServer {
    server: Server,
    /// Its certificate, as PEM.
    pem: String,
}

/// What `openssl req -x509 -addext subjectAltName=…` makes.
fn params(names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

impl TlsServer {
    fn start(status: u16, params: &CertificateParams, protocols: &[&[u8]]) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|protocol| protocol.to_vec()).collect();
        let body = r#"{"id":"db_7","status":"ready"}"#;
        let reply = Reply::with_body(status, body).with("connection", "close");
        Self { server: Server::with_tls(config, reply), pem: certificate.pem() }
    }

    fn accepting(params: &CertificateParams) -> Self {
        Self::start(200, params, &[b"http/1.1"])
    }

    fn url(&self) -> String {
        format!("https://localhost:{}/", self.server.port())
    }

    /// `send` to it, with its certificate in `ca.pem`.
    fn send(&self, args: &[&str]) -> Run {
        let url = self.url();
        let run = run(["send", "flag.created", "-q", "--to", &url].iter().chain(args));
        run.file("ca.pem", &self.pem)
    }
}

/// The binary without the certificates of the surroundings.
fn run<'a>(args: impl IntoIterator<Item = &'a &'a str>) -> Run {
    vercel_hooks(args.into_iter().copied())
        .env("VERCEL_WEBHOOK_SECRET", SECRET)
        .env("VERCEL_TOKEN", "vit_5hF3kq0T")
}

/// Asserts that a delivery got a 200.
#[track_caller]
fn is_delivered(run: Run) {
    run.gives(0, "EVENT [..]\nflag.created  [..]  200 OK [..]\n", "");
}

/// Asserts that the certificate was not accepted.
#[track_caller]
fn is_not_trusted(run: Run) {
    run.gives(3, "EVENT [..]\nflag.created  [..]  certificate [..]\n", "");
}

#[test]
fn accepts_a_server_certificate_that_is_named() {
    let mut leaf = params(&["localhost"]);
    leaf.is_ca = IsCa::NoCa;
    let mut common_name_only = params(&[]);
    common_name_only.distinguished_name.push(DnType::CommonName, "localhost");
    let mut leaf_without_names = common_name_only.clone();
    leaf_without_names.is_ca = IsCa::NoCa;
    for params in [params(&["localhost"]), leaf, common_name_only, leaf_without_names] {
        let server = TlsServer::accepting(&params);
        is_not_trusted(server.send(&[]));
        is_delivered(server.send(&["--ca-file", "ca.pem"]));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn accepts_a_server_certificate_in_ssl_cert_file() {
    let server = TlsServer::accepting(&params(&["localhost"]));
    is_delivered(server.send(&[]).env("SSL_CERT_FILE", "ca.pem"));
}

#[test]
fn accepts_a_named_certificate_only_for_its_host_and_within_its_dates() {
    let mut expired = params(&["localhost"]);
    expired.not_after = rcgen::date_time_ymd(2020, 1, 1);
    let mut other_common_name = params(&[]);
    other_common_name.distinguished_name.push(DnType::CommonName, "localhost.example");
    let mut common_name_besides = params(&["app.example"]);
    common_name_besides.distinguished_name.push(DnType::CommonName, "localhost");
    for params in [params(&["app.example"]), expired, other_common_name, common_name_besides] {
        let server = TlsServer::accepting(&params);
        is_not_trusted(server.send(&["--ca-file", "ca.pem"]));
        is_delivered(server.send(&["--insecure"]));
    }
}

#[test]
fn a_named_certificate_is_not_trusted_for_other_servers() {
    let (server, other) = (params(&["localhost"]), params(&["localhost"]));
    let (server, other) = (TlsServer::accepting(&server), TlsServer::accepting(&other));
    is_not_trusted(server.send(&["--ca-file", "other.pem"]).file("other.pem", &other.pem));
}

#[test]
fn the_hint_names_the_flags() {
    let server = TlsServer::accepting(&params(&["localhost"]));
    let url = server.url();
    run(&["send", "flag.created", "--to", &url]).gives(
        3,
        "...\n",
        format!(
            "secret: [..]\nhint: the certificate of {url} is expired, for another host or not \
             trusted: --ca-file FILE trusts it or its authority, and --insecure accepts any \
             certificate\n"
        ),
    );
}

#[test]
fn a_server_for_http_2_only_is_explained() {
    let server = TlsServer::start(200, &params(&["localhost"]), &[b"h2"]);
    let url = server.url();
    run(&["send", "flag.created", "--to", &url, "--insecure"]).gives(
        3,
        "EVENT [..]\nflag.created  [..]  HTTP/2 only [..]\n",
        "secret: [..]\nhint: the server accepts only HTTP/2: [..]HTTP/1.1[..]\n",
    );
}

#[test]
fn plain_http_to_a_server_for_tls_is_explained() {
    let server = TlsServer::accepting(&params(&["localhost"]));
    run(&["send", "flag.created", "--to", &format!(":{}", server.server.port())]).gives(
        3,
        "...\n",
        "secret: [..]\nhint: [..]https://[..]\n",
    );
}

#[test]
fn every_command_that_connects_accepts_the_flags() {
    let server = TlsServer::start(201, &params(&["localhost"]), &[b"http/1.1"]);
    let url = server.url();
    for (args, trusted, distrusted) in [
        (&["send", "flag.created", "--to", &url][..], 0, 3),
        (&["replay", "events.jsonl", "--to", &url], 0, 3),
        (&["check", &url, "--only", "genuine.valid"], 0, 3),
        (&["notify", "installation.updated", "--installation", "icfg_1", "--api-url", &url], 0, 3),
    ] {
        let with = |flags: &[&str]| {
            let run = run(args.iter().chain(flags)).file("ca.pem", &server.pem);
            run.file("events.jsonl", r#"{"id":"evt_1","type":"flag.created","payload":{}}"#)
        };
        with(&["--ca-file", "ca.pem"]).ends(trusted);
        with(&["--insecure"]).ends(trusted);
        with(&[]).ends(distrusted);
    }
}

#[test]
fn commands_that_listen_accept_the_flags() {
    let server = TlsServer::accepting(&params(&["localhost"]));
    let url = server.url();
    let webhook = Request::bare("POST", "/").with("x-vercel-signature", &"0".repeat(40));
    let notification = Request::bare("POST", "/v1/installations/icfg_1/events")
        .with("authorization", "Bearer vit_5hF3kq0T")
        .with("content-type", "application/json")
        .body(r#"{"event":{"type":"resource.updated","resourceId":"db_7"}}"#);
    for (args, request, code, trusted, distrusted) in [
        (["listen", "--forward-to", &url], webhook.body("{}"), 0, "200 OK", "502 Bad Gateway"),
        (["emulate", "--deliver", &url], notification, 1, "productId", "certificate"),
    ] {
        for (flags, shown) in
            [(&["--ca-file", "ca.pem"][..], trusted), (&["--insecure"], trusted), (&[], distrusted)]
        {
            let command = vercel_hooks(args).args(["--port", "0", "--count", "1"]).args(flags);
            let listening = command.file("ca.pem", &server.pem).listens();
            listening.answer(&request);
            listening.gives(code, format!("...\n[..]{shown}[..]\n..."), "...");
        }
    }
}

#[test]
fn curl_gets_the_flags() {
    let key = KeyPair::generate().unwrap();
    let pem = params(&["localhost"]).self_signed(&key).unwrap().pem();
    let url = "https://localhost:3000/";
    for args in [
        &["send", "flag.created", "--curl", "--to", url][..],
        &["replay", "events.jsonl", "--curl", "--to", url],
        &["notify", "installation.updated", "--curl", "--installation", "i", "--api-url", url],
    ] {
        let with = |flags: &[&str]| {
            let run = run(args.iter().chain(flags));
            let run = run.file("a b.pem", &pem);
            let event = r#"{"id":"evt_1","type":"flag.created","payload":{}}"#;
            run.file("events.jsonl", event).ends(0).text().lines().next().unwrap().to_owned()
        };
        let file = with(&["--ca-file", "a b.pem"]);
        assert!(file.contains(" --cacert 'a b.pem' --request "), "{file}");
        let insecure = with(&["--insecure"]);
        assert!(insecure.contains(" --insecure --request "), "{insecure}");
    }
    let server = TlsServer::start(403, &params(&["localhost"]), &[b"http/1.1"]);
    let check = ["check", &server.url(), "--only", "genuine.valid", "--insecure", "--json"];
    let report = &run(&check).ends(1).json_lines()[0];
    let curl = report["cases"][0]["reproduce"]["curl"].as_str().unwrap();
    assert!(curl.contains(" --insecure --request "), "{curl}");
}

#[test]
fn an_unusable_ca_file_is_an_error() {
    let send = ["send", "flag.created", "--to", "https://localhost:1", "--ca-file", "ca.pem"];
    run(&send).gives(2, "", "error: --ca-file: cannot read `ca.pem`: [..]\n");
    run(&send).file("ca.pem", "no PEM").gives(
        2,
        "",
        "error: --ca-file: `ca.pem` has no certificate\nhint: [..]-----BEGIN CERTIFICATE-----[..]\n",
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_missing_ssl_cert_file_is_an_error() {
    let server = TlsServer::accepting(&params(&["localhost"]));
    server.send(&[]).env("SSL_CERT_FILE", "missing.pem").gives(
        2,
        "...\n",
        "error: SSL_CERT_FILE: cannot read `missing.pem`: [..]\n",
    );
}

#[cfg(target_os = "linux")]
#[test]
fn an_ssl_cert_dir_without_a_folder_is_an_error() {
    let server = TlsServer::accepting(&params(&["localhost"]));
    server.send(&[]).env("SSL_CERT_DIR", ":missing:ca.pem").gives(
        2,
        "...\n",
        "error: SSL_CERT_DIR: cannot read `missing`: no such folder\n",
    );
    is_not_trusted(server.send(&[]).env("SSL_CERT_DIR", "missing:."));
}

#[test]
fn insecure_is_for_this_machine_only() {
    for args in [
        &["send", "flag.created", "--to", "https://app.example"][..],
        &["check", "https://app.example"],
        &["notify", "installation.updated", "--installation", "icfg_1"],
        &["listen", "--port", "0", "--forward-to", "https://app.example"],
        &["emulate", "--port", "0", "--deliver", "https://app.example"],
    ] {
        let done = run(args.iter().chain(&["--insecure", "--no-input"])).ends(2);
        let refusal = "error: --insecure is for this machine only, and https://";
        assert!(done.stderr.contains(refusal), "{args:?}: {}", done.stderr);
    }
}
