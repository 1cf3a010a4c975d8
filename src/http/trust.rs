//! Which TLS certificates a client accepts.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_name;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use rustls_platform_verifier::Verifier as SystemVerifier;

use crate::error::{Error, Result};
use crate::fs::read_limited;
use crate::http::endpoint::Endpoint;

use super::preview::shell_quote;

/// A file and a list of folders that replace the certificates of the system, as in OpenSSL. Other
/// systems have stores of their own.
const CA_VARIABLES: Option<(&str, &str)> =
    if cfg!(target_os = "linux") { Some(("SSL_CERT_FILE", "SSL_CERT_DIR")) } else { None };

type Certificates = Vec<CertificateDer<'static>>;

/// The system's certificates, and what `--ca-file` and `--insecure` add.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    ca_file: Option<PathBuf>,
    added: Certificates,
    pub(super) accepts_any: bool,
}

impl Trust {
    /// What to do about a certificate that is not trusted.
    pub fn advice(endpoint: &Endpoint) -> String {
        let insecure =
            if endpoint.is_loopback() { ", and --insecure accepts any certificate" } else { "" };
        format!(
            "the certificate of {endpoint} is expired, for another host or not trusted: --ca-file \
             FILE trusts it or its authority{insecure}"
        )
    }

    pub fn new(ca_file: Option<&Path>, accepts_any: bool, endpoint: &Endpoint) -> Result<Self> {
        if accepts_any && !endpoint.is_loopback() {
            return Err(Error::usage(format!(
                "--insecure is for this machine only, and {endpoint} is not on it"
            ))
            .with_hint("--ca-file FILE trusts a certificate, or the authority that issued it"));
        }
        let added = ca_file.map(|path| read(path).map_err(|error| error.at("--ca-file")));
        let added = added.transpose()?.unwrap_or_default();
        Ok(Self { ca_file: ca_file.map(Path::to_owned), added, accepts_any })
    }

    /// The flags of `curl` for the same.
    pub(super) fn curl_flags(&self) -> String {
        let insecure = if self.accepts_any { " --insecure" } else { "" };
        match &self.ca_file {
            Some(file) => format!("{insecure} --cacert {}", shell_quote(&file.to_string_lossy())),
            None => insecure.to_owned(),
        }
    }

    pub(super) fn verified(&self) -> Result<ClientConfig> {
        let mut named = self.added.clone();
        if let Some((file, folders)) = CA_VARIABLES {
            if let Some(path) = env::var_os(file) {
                named.extend(read(Path::new(&path)).map_err(|error| error.at(file))?);
            }
            require_folder(&env::var_os(folders).unwrap_or_default())
                .map_err(|error| error.at(folders))?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let system =
            SystemVerifier::new_with_extra_roots(self.added.clone(), Arc::clone(&provider))
                .map_err(Error::start)?;
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(Error::start)?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Verifier { system, named }))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

/// Fails if a list names folders, but none that exists.
fn require_folder(list: &OsStr) -> Result<()> {
    let mut folders = env::split_paths(list).filter(|path| !path.as_os_str().is_empty()).peekable();
    match folders.peek().cloned() {
        Some(first) if !folders.any(|path| path.is_dir()) => {
            Err(Error::usage(format!("cannot read `{}`: no such folder", first.display())))
        }
        _ => Ok(()),
    }
}

/// Reads the certificates of a PEM file that can be trusted.
fn read(path: &Path) -> Result<Certificates> {
    let name = format!("`{}`", path.display());
    let missing = || Error::usage(format!("cannot read {name}: no such file"));
    let pem = read_limited::read(path, &name)?.ok_or_else(missing)?;
    let certificates: Certificates = CertificateDer::pem_slice_iter(&pem)
        .filter_map(Result::ok)
        .filter(|certificate| RootCertStore::empty().add(certificate.clone()).is_ok())
        .collect();
    if certificates.is_empty() {
        return Err(Error::usage(format!("{name} has no certificate"))
            .with_hint("a certificate in PEM begins with `-----BEGIN CERTIFICATE-----`"));
    }
    Ok(certificates)
}

/// Like OpenSSL, and unlike the system's verifier, it also accepts a server's own certificate by
/// name: one that may issue others, as `openssl req -x509` makes them, and one with its host in the
/// common name only.
#[derive(Debug)]
struct Verifier {
    system: SystemVerifier,
    named: Certificates,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        use rustls::Error::InvalidCertificate;
        let verified =
            self.system.verify_server_cert(certificate, intermediates, host, ocsp_response, now);
        if !self.named.contains(certificate) {
            return verified;
        }
        let verified = match verified {
            // Reported after its dates were checked, and before its host is.
            Err(InvalidCertificate(CertificateError::Other(_))) => {
                verify_server_name(&ParsedCertificate::try_from(certificate)?, host)
                    .map(|()| ServerCertVerified::assertion())
            }
            verified => verified,
        };
        match verified {
            Err(InvalidCertificate(CertificateError::NotValidForNameContext {
                presented, ..
            })) if presented.is_empty() && has_common_name(certificate, host) => {
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.system.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.system.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.system.supported_verify_schemes()
    }
}

/// Searches the DER of a self-signed certificate, whose subject and issuer are the same.
fn has_common_name(certificate: &[u8], host: &ServerName<'_>) -> bool {
    const COMMON_NAME: [u8; 5] = [0x06, 0x03, 0x55, 0x04, 0x03];
    const STRING_TAGS: [u8; 2] = [0x0c, 0x13];
    let host = host.to_str();
    let Ok(length) = u8::try_from(host.len()) else { return false };
    STRING_TAGS.iter().any(|tag| {
        let attribute = [&COMMON_NAME[..], &[*tag, length], host.as_bytes()].concat();
        certificate.windows(attribute.len()).any(|window| window == attribute)
    })
}
