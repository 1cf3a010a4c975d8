//! The certificate authority of the proxy, which can issue certificates for Vercel's hosts only.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use std::{env, fs};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, NameConstraints,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::error::{Error, Result};
use crate::fs::private_file;

use super::{CERTIFICATE_VARIABLES, HOSTS};

const KEY_FILE: &str = "proxy-ca-key.pem";

const NAME: &str = "vercel-hooks emulate";

/// The domain of all [`HOSTS`].
const DOMAIN: &str = "vercel.com";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The authority outlives the environments that `--print-env` prints.
const AUTHORITY_DAYS: u32 = 3650;

/// Some clients accept no more.
const SERVER_DAYS: u32 = 365;

/// The length of a line in PEM.
const LINE: usize = 64;

/// The key lasts; its certificates are made anew by each run.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
}

impl Authority {
    /// Reads the key in `state_dir`, or creates one.
    pub fn open(state_dir: &Path) -> Result<Self> {
        let path = state_dir.join(KEY_FILE);
        let create = || Ok(KeyPair::generate().map_err(Error::start)?.serialize_pem().into_bytes());
        let pem = private_file::read_or_create(&path, "the key of the proxy", create)?;
        let key = std::str::from_utf8(&pem).ok().and_then(|pem| KeyPair::from_pem(pem).ok());
        let key = key.ok_or_else(|| {
            Error::usage(format!("`{}` is not a private key", path.display()))
                .with_hint("remove it: the next run makes another one")
        })?;
        let params = authority_params()?;
        let certificate = params.self_signed(&key).map_err(Error::start)?.der().clone();
        Ok(Self { issuer: Issuer::new(params, key), certificate })
    }

    /// The certificates that clients trust already, and this one, as PEM.
    pub(super) fn bundle(&self) -> Vec<u8> {
        let mut bundle = Vec::new();
        // Files and folders of the system repeat each other.
        let mut certificates = rustls_native_certs::load_native_certs().certs;
        certificates.sort_unstable_by(|a, b| a.as_ref().cmp(b));
        certificates.dedup();
        for certificate in &certificates {
            push_pem(&mut bundle, certificate);
        }
        // Those of `SSL_CERT_FILE` are native ones.
        for name in &CERTIFICATE_VARIABLES[1..] {
            let added = env::var_os(name).and_then(|path| fs::read(path).ok());
            bundle.extend(added.unwrap_or_default());
            bundle.push(b'\n');
        }
        push_pem(&mut bundle, &self.certificate);
        bundle
    }

    /// The configuration of a server that is each of [`HOSTS`].
    pub(super) fn server_config(&self) -> Result<ServerConfig> {
        let key = KeyPair::generate().map_err(Error::start)?;
        let mut params = CertificateParams::new(HOSTS.map(str::to_owned)).map_err(Error::start)?;
        params.distinguished_name.push(DnType::CommonName, HOSTS[0]);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        (params.not_before, params.not_after) = dates(SERVER_DAYS);
        let certificate = params.signed_by(&key, &self.issuer).map_err(Error::start)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(Error::start)?
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .map_err(Error::start)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

fn authority_params() -> Result<CertificateParams> {
    let mut params = CertificateParams::new(Vec::new()).map_err(Error::start)?;
    params.distinguished_name.push(DnType::CommonName, NAME);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName(DOMAIN.to_owned())],
        excluded_subtrees: Vec::new(),
    });
    (params.not_before, params.not_after) = dates(AUTHORITY_DAYS);
    Ok(params)
}

/// From yesterday, as clocks differ, for this many days.
fn dates<T: From<SystemTime>>(days: u32) -> (T, T) {
    let now = SystemTime::now();
    ((now - DAY).into(), (now + days * DAY).into())
}

fn push_pem(pem: &mut Vec<u8>, certificate: &[u8]) {
    pem.extend(b"-----BEGIN CERTIFICATE-----\n");
    for line in BASE64_STANDARD.encode(certificate).as_bytes().chunks(LINE) {
        pem.extend(line);
        pem.push(b'\n');
    }
    pem.extend(b"-----END CERTIFICATE-----\n");
}
