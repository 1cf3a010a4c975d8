//! Public keys that verify tokens: a JWKS (RFC 7517).

use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::Value;

use super::from_base64url;

/// The RSA keys of a JWKS.
#[derive(Clone, Debug)]
pub struct KeySet(Vec<PublicKey>);

#[derive(Clone, Debug)]
pub struct PublicKey {
    pub kid: Option<String>,
    components: RsaPublicKeyComponents<Vec<u8>>,
}

impl KeySet {
    /// Reads a JWKS, or says what it lacks. Other keys than RSA keys are ignored.
    pub fn from_json(jwks: &Value) -> Result<Self, String> {
        let keys = jwks.get("keys").and_then(Value::as_array);
        let keys = keys.ok_or("it is not a JWKS: it has no array `keys`")?;
        let keys: Vec<_> = keys.iter().filter_map(PublicKey::from_json).collect();
        if keys.is_empty() { Err("it holds no RSA key".to_owned()) } else { Ok(Self(keys)) }
    }

    /// The key of this id; without an id, all of them.
    pub fn candidates<'a>(&'a self, kid: Option<&str>) -> Vec<&'a PublicKey> {
        self.0.iter().filter(|key| kid.is_none() || key.kid.as_deref() == kid).collect()
    }

    pub fn kids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|key| key.kid.as_deref())
    }
}

impl PublicKey {
    fn from_json(key: &Value) -> Option<Self> {
        let text = |name: &str| key.get(name).and_then(Value::as_str);
        if text("kty") != Some("RSA") {
            return None;
        }
        let components = RsaPublicKeyComponents {
            n: from_base64url(text("n")?)?,
            e: from_base64url(text("e")?)?,
        };
        Some(Self { kid: text("kid").map(str::to_owned), components })
    }

    /// Whether this key made the signature with RS256.
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.components.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
    }
}
