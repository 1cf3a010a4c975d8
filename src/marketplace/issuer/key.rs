//! The RSA key that signs tokens, kept in a file of the user's own.

use std::path::Path;

use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::{BoxedUint, PrivateKey, PublicKey};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::fs::private_file;

use super::base64url;

const FILE: &str = "issuer-key.pem";
const BITS: usize = 2048;

/// Signs tokens with RS256.
#[derive(Debug)]
pub struct Issuer {
    key: RsaKeyPair,
    kid: String,
}

impl Issuer {
    /// Reads the key of a folder, or creates it.
    pub fn open(state_dir: &Path) -> Result<Self> {
        let path = state_dir.join(FILE);
        let pem =
            private_file::read_or_create(&path, "the signing key", generate).map_err(|error| {
                match error.hint() {
                    Some(_) => error,
                    None => error.with_hint("name another folder with --state-dir"),
                }
            })?;
        Self::from_pem(&pem).map_err(|why| {
            Error::usage(format!("{} is not a signing key: {why}", path.display())).with_hint(
                "move it away, and the next token makes a new one; or name another folder with \
                 --state-dir",
            )
        })
    }

    /// A key that is kept nowhere.
    pub fn ephemeral() -> Result<Self> {
        Self::from_pem(&generate()?)
            .map_err(|why| Error::usage(format!("cannot make a signing key: {why}")))
    }

    fn from_pem(pem: &[u8]) -> Result<Self, String> {
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem)
            .map_err(|_| "it holds no `PRIVATE KEY` in PEM".to_owned())?;
        let key = RsaKeyPair::from_pkcs8(der.secret_pkcs8_der())
            .map_err(|error| format!("it holds no RSA key of {BITS} bits or more ({error})"))?;
        let kid = thumbprint(&RsaPublicKeyComponents::from(key.public()));
        Ok(Self { key, kid })
    }

    /// The key's thumbprint (RFC 7638), so that no cache meets one id with two keys.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public key as a JWK.
    pub fn jwk(&self) -> Map<String, Value> {
        let RsaPublicKeyComponents { n, e } = self.public_components();
        let mut jwk = Map::new();
        for (name, value) in [
            ("kty", "RSA"),
            ("use", "sig"),
            ("alg", "RS256"),
            ("kid", &self.kid),
            ("n", &base64url(n)),
            ("e", &base64url(e)),
        ] {
            jwk.insert(name.to_owned(), value.into());
        }
        jwk
    }

    pub fn jwks(&self) -> Value {
        json!({ "keys": [self.jwk()] })
    }

    pub fn public_components(&self) -> RsaPublicKeyComponents<Vec<u8>> {
        RsaPublicKeyComponents::from(self.key.public())
    }

    /// The public key as tools write it to files.
    pub fn public_pem(&self) -> String {
        let RsaPublicKeyComponents { n, e } = self.public_components();
        let number = |bytes: &[u8]| BoxedUint::from_be_slice_vartime(bytes);
        PublicKey::new(number(&n), number(&e))
            .ok()
            .and_then(|key| key.to_public_key_pem(LineEnding::LF).ok())
            .expect("a key that signs has a public part")
    }

    /// A token as Vercel signs it.
    pub fn sign(&self, claims: &Map<String, Value>) -> String {
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": self.kid });
        self.sign_with(&header, claims)
    }

    /// A token with this header, signed with RS256 whatever the header says.
    pub fn sign_with(&self, header: &Value, claims: &Map<String, Value>) -> String {
        let message = unsigned(header, claims);
        let signature = self.signature(message.as_bytes());
        [&message, ".", &base64url(signature)].concat()
    }

    fn signature(&self, message: &[u8]) -> Vec<u8> {
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .expect("the operating system provides random bytes");
        signature
    }
}

/// The first two parts of a token.
pub fn unsigned(header: &Value, claims: &Map<String, Value>) -> String {
    let claims = serde_json::to_vec(claims).expect("JSON can be written");
    [&base64url(header.to_string()), ".", &base64url(claims)].concat()
}

fn generate() -> Result<Vec<u8>> {
    let mut rng = rsa::rand_core::UnwrapErr(getrandom::SysRng);
    let pem = PrivateKey::new(&mut rng, BITS)
        .ok()
        .and_then(|key| key.to_pkcs8_pem(LineEnding::LF).ok())
        .ok_or_else(|| Error::usage("cannot make a signing key"))?;
    Ok(pem.as_bytes().to_vec())
}

fn thumbprint(public: &RsaPublicKeyComponents<Vec<u8>>) -> String {
    // The members in the order of the alphabet, without a space.
    let jwk =
        format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, base64url(&public.e), base64url(&public.n));
    base64url(Sha256::digest(jwk))
}
