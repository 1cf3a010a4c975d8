//! Broken and forged tokens, each wrong in one way.

use std::sync::OnceLock;

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

use crate::error::{Error, Result, nearest};
use crate::marketplace::partner_api::TokenKind;

use super::key::{Issuer, unsigned};
use super::{base64url, from_base64url};

type Claims = Map<String, Value>;

/// One way to break a token.
#[derive(Debug)]
pub struct TokenTamper {
    pub name: &'static str,
    /// What it does to the token.
    pub about: &'static str,
    pub requirement: Requirement,
    /// The only kind of token that it breaks.
    kind: Option<TokenKind>,
    change: Change,
}

/// What a server should do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// Accepting it lets strangers in.
    MustReject,
    ShouldReject,
    /// Servers differ, and the specification does not decide.
    Either,
}

#[derive(Debug)]
enum Change {
    /// The whole `authorization` header, or none.
    Header(Option<&'static str>),
    /// Claims, which are then signed as they should be.
    Claims(fn(&mut Claims)),
    /// The token.
    Token(fn(&Issuer, &Claims) -> String),
}

use Change::{Claims as Claim, Header, Token};
use Requirement::{Either, MustReject, ShouldReject};

const fn row(
    name: &'static str,
    requirement: Requirement,
    change: Change,
    about: &'static str,
) -> TokenTamper {
    TokenTamper { name, about, requirement, kind: None, change }
}

const fn row_for(
    kind: TokenKind,
    name: &'static str,
    requirement: Requirement,
    change: Change,
    about: &'static str,
) -> TokenTamper {
    TokenTamper { kind: Some(kind), ..row(name, requirement, change, about) }
}

impl TokenTamper {
    #[rustfmt::skip]
    pub const ALL: &[Self] = &[
        row("no-header", MustReject, Header(None), "no authorization header"),
        row("empty-bearer", MustReject, Header(Some("Bearer ")), "`Bearer` without a token"),
        row("basic", MustReject, Header(Some("Basic dmVyY2VsOnZlcmNlbA==")), "HTTP basic authentication"),
        row("garbage", MustReject, Header(Some("Bearer not-a-token")), "a text that is not a token"),
        row("two-parts", MustReject, Token(|issuer, claims| unsigned(&header(issuer), claims)),
            "header and payload alone, without a signature"),
        row("alg-none", MustReject, Token(|issuer, claims| alg_none("none", issuer, claims)),
            "`alg: none` and no signature"),
        row("alg-none-title", MustReject, Token(|issuer, claims| alg_none("None", issuer, claims)),
            "`alg: None` and no signature"),
        row("alg-none-upper", MustReject, Token(|issuer, claims| alg_none("NONE", issuer, claims)),
            "`alg: NONE` and no signature"),
        row("alg-none-mixed", MustReject, Token(|issuer, claims| alg_none("nOnE", issuer, claims)),
            "`alg: nOnE` and no signature"),
        row("alg-none-no-kid", MustReject,
            Token(|_, claims| unsigned(&json!({ "alg": "none", "typ": "JWT" }), claims) + "."),
            "`alg: none`, no signature and no kid"),
        row("hs256-pem", MustReject,
            Token(|issuer, claims| hs256(issuer.public_pem().as_bytes(), issuer, claims)),
            "`alg: HS256`, with the public key in PEM as the secret"),
        row("hs256-modulus", MustReject,
            Token(|issuer, claims| hs256(&issuer.public_components().n, issuer, claims)),
            "`alg: HS256`, with the modulus of the public key as the secret"),
        row("other-key", MustReject,
            Token(|issuer, claims| other_key().sign_with(&header(issuer), claims)),
            "signed by another key, under the kid of the right one"),
        row("unknown-kid", MustReject, Token(|_, claims| other_key().sign(claims)),
            "signed by another key, under its own kid"),
        row("other-key-no-kid", MustReject,
            Token(|_, claims| other_key().sign_with(&json!({ "alg": "RS256", "typ": "JWT" }), claims)),
            "signed by another key, without a kid"),
        row("embedded-jwk", MustReject,
            Token(|_, claims| signed_by_header("jwk", other_key().jwk().into(), claims)),
            "signed by another key, which the header brings along (`jwk`)"),
        row("jku", MustReject,
            Token(|_, claims| signed_by_header("jku", "http://127.0.0.1:9/jwks.json".into(), claims)),
            "signed by another key, to which the header links (`jku`)"),
        row("changed-payload", MustReject, Token(changed_payload),
            "an expiry an hour later, under the signature of the original"),
        row("changed-signature", MustReject, Token(changed_signature),
            "a signature of which one bit is flipped"),
        row("empty-signature", MustReject,
            Token(|issuer, claims| unsigned(&header(issuer), claims) + "."),
            "`alg: RS256` and an empty signature"),
        row("expired", MustReject, Claim(|claims| shift(claims, |life| -life - 60)),
            "expired 60 seconds ago"),
        row("just-expired", Either, Claim(|claims| shift(claims, |life| -life - 2)),
            "expired 2 seconds ago, within the leeway of many servers"),
        row("not-yet-valid", MustReject, Claim(|claims| shift(claims, |_| 600)),
            "valid in 10 minutes only"),
        row("no-expiry", ShouldReject, Claim(|claims| remove(claims, "exp")), "no `exp`"),
        row("wrong-issuer", MustReject, Claim(|claims| set(claims, "iss", "https://vercel.com")),
            "the `iss` of Sign in with Vercel"),
        row("lookalike-issuer", MustReject,
            Claim(|claims| set(claims, "iss", "https://marketplace.vercel.com.example")),
            "an `iss` that only starts like Vercel's"),
        row("deployment-issuer", MustReject,
            Claim(|claims| set(claims, "iss", "https://oidc.vercel.com/acme")),
            "the `iss` of a deployment's token"),
        row("no-issuer", MustReject, Claim(|claims| remove(claims, "iss")), "no `iss`"),
        row("wrong-audience", MustReject,
            Claim(|claims| set(claims, "aud", "oac_anotherIntegration000000")),
            "the `aud` of another integration"),
        row("no-audience", MustReject, Claim(|claims| remove(claims, "aud")), "no `aud`"),
        row("null-audience", MustReject, Claim(|claims| set(claims, "aud", Value::Null)),
            "an `aud` that is null"),
        row("audience-list", Either, Claim(|claims| {
                let audience = claims.get("aud").cloned();
                set(claims, "aud", Value::Array(audience.into_iter().collect()));
            }), "the right `aud` in an array, which Vercel never sends"),
        row("other-installation", MustReject,
            Claim(|claims| set(claims, "installation_id", "icfg_anotherInstallation00000")),
            "the `installation_id` of another customer"),
        row("null-installation", ShouldReject,
            Claim(|claims| set(claims, "installation_id", Value::Null)),
            "no installation, as before one is made"),
        row_for(TokenKind::User, "system-for-user", ShouldReject, Claim(system_for_user),
            "a system token where Vercel sends one of a user"),
        row_for(TokenKind::System, "user-for-system", Either, Claim(user_for_system),
            "the token of a user where Vercel sends a system token"),
        row_for(TokenKind::User, "role-user", ShouldReject, Claim(|claims| set(claims, "user_role", "USER")),
            "the read-only role"),
        row_for(TokenKind::User, "unknown-role", ShouldReject, Claim(|claims| set(claims, "user_role", "OWNER")),
            "a role that does not exist"),
        row("malformed-subject", ShouldReject, Claim(|claims| set(claims, "sub", "account:not-hex")),
            "a `sub` whose id is not hexadecimal"),
        row("no-kid", Either,
            Token(|issuer, claims| issuer.sign_with(&json!({ "alg": "RS256", "typ": "JWT" }), claims)),
            "signed by the right key, without a kid"),
    ];

    pub fn named(name: &str) -> Result<&'static Self> {
        Self::ALL.iter().find(|tamper| tamper.name == name).ok_or_else(|| {
            let nearest = nearest(name, Self::ALL.iter().map(|tamper| tamper.name));
            Error::unknown("kind of tampering", name, nearest, "the documentation lists them")
        })
    }

    /// Whether it breaks tokens of this kind.
    pub fn applies_to(&self, kind: TokenKind) -> bool {
        self.kind.is_none_or(|only| only == kind)
    }

    /// The value of the `authorization` header, if it has one.
    pub fn authorization(&self, issuer: &Issuer, claims: &Claims) -> Option<String> {
        let token = match self.change {
            Change::Header(header) => return header.map(str::to_owned),
            Change::Claims(change) => {
                let mut claims = claims.clone();
                change(&mut claims);
                issuer.sign(&claims)
            }
            Change::Token(forge) => forge(issuer, claims),
        };
        Some(format!("Bearer {token}"))
    }
}

/// A key that is in no JWKS, generated once, as that is slow.
fn other_key() -> &'static Issuer {
    static KEY: OnceLock<Issuer> = OnceLock::new();
    KEY.get_or_init(|| Issuer::ephemeral().expect("the operating system provides random bytes"))
}

fn header(issuer: &Issuer) -> Value {
    json!({ "alg": "RS256", "typ": "JWT", "kid": issuer.kid() })
}

fn alg_none(spelling: &str, issuer: &Issuer, claims: &Claims) -> String {
    unsigned(&json!({ "alg": spelling, "typ": "JWT", "kid": issuer.kid() }), claims) + "."
}

fn hs256(secret: &[u8], issuer: &Issuer, claims: &Claims) -> String {
    let message = unsigned(&json!({ "alg": "HS256", "typ": "JWT", "kid": issuer.kid() }), claims);
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(message.as_bytes());
    [&message, ".", &base64url(mac.finalize().into_bytes())].concat()
}

fn signed_by_header(name: &str, key: Value, claims: &Claims) -> String {
    let mut header = header(other_key());
    header[name] = key;
    other_key().sign_with(&header, claims)
}

fn changed_payload(issuer: &Issuer, claims: &Claims) -> String {
    let genuine = issuer.sign(claims);
    let signature = genuine.rsplit('.').next().unwrap_or_default();
    let mut changed = claims.clone();
    let later = seconds(claims, "exp").saturating_add(3600);
    set(&mut changed, "exp", later);
    [&unsigned(&header(issuer), &changed), ".", signature].concat()
}

fn changed_signature(issuer: &Issuer, claims: &Claims) -> String {
    let genuine = issuer.sign(claims);
    let (message, signature) = genuine.rsplit_once('.').expect("a token has three parts");
    let mut signature = from_base64url(signature).expect("a signature is base64url");
    signature[100] ^= 1;
    [message, ".", &base64url(signature)].concat()
}

fn set(claims: &mut Claims, name: &str, value: impl Into<Value>) {
    claims.insert(name.to_owned(), value.into());
}

fn remove(claims: &mut Claims, name: &str) {
    claims.shift_remove(name);
}

fn seconds(claims: &Claims, name: &str) -> i64 {
    claims.get(name).and_then(Value::as_i64).unwrap_or_default()
}

/// Moves the times of a token; `by` gets its lifetime in seconds.
fn shift(claims: &mut Claims, by: fn(i64) -> i64) {
    let issued = seconds(claims, "iat");
    let by = by(seconds(claims, "exp").saturating_sub(issued));
    for name in ["iat", "nbf", "exp"] {
        let moved = seconds(claims, name).saturating_add(by);
        set(claims, name, moved);
    }
}

fn system_for_user(claims: &mut Claims) {
    claims.retain(|name, _| !name.starts_with("user_") && name != "type");
    let subject =
        claims.get("account_id").and_then(Value::as_str).map(|id| format!("account:{id}"));
    set(claims, "sub", subject);
}

fn user_for_system(claims: &mut Claims) {
    let account = claims.get("account_id").and_then(Value::as_str).unwrap_or("0").to_owned();
    let user = account.chars().rev().collect::<String>();
    set(claims, "sub", format!("account:{account}:user:{user}"));
    set(claims, "user_id", user);
    set(claims, "user_role", "ADMIN");
}
