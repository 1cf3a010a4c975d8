//! The claims of a token.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::error::{Error, Result, nearest};
use crate::event::SampleData;
use crate::marketplace::partner_api::TokenKind;
use crate::time::Moment;

/// The `iss` of every token (documented).
pub const ISSUER_URL: &str = "https://marketplace.vercel.com";

/// What a user may do. `USER` stands for Vercel's read-only roles, such as Billing and Viewer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    #[default]
    Admin,
    User,
}

impl Role {
    pub const ALL: [Self; 2] = [Self::Admin, Self::User];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "ADMIN",
            Self::User => "USER",
        }
    }

    pub fn parse(text: &str) -> Result<Self> {
        let names = Self::ALL.map(Self::name);
        Self::ALL.into_iter().find(|role| role.name().eq_ignore_ascii_case(text)).ok_or_else(|| {
            let nearest = nearest(text, names);
            Error::unknown("role", text, nearest, "the roles are ADMIN and USER")
        })
    }
}

/// The token of one call.
#[derive(Clone, Debug, Default)]
pub struct TokenSpec {
    pub kind: TokenKind,
    /// Of a user.
    pub role: Role,
    /// `oac_…`; without it, that of the sample data.
    pub integration: Option<String>,
    /// `icfg_…`; without it, that of the sample data.
    pub installation: Option<String>,
    /// Whether there is no installation and no account yet, as when Vercel lists plans.
    pub pre_install: bool,
}

impl TokenSpec {
    /// The claims that Vercel's documentation lists, and `iat`, `nbf` and `exp`, which were seen.
    pub fn claims(&self, data: &SampleData, now: Moment, lifetime: Duration) -> Map<String, Value> {
        let account = data.get("account.id");
        let user = data.get("accountUser.id");
        let given = |id: &Option<String>, sample: &str| -> Value {
            id.as_deref().unwrap_or_else(|| data.get(sample)).into()
        };
        let mut claims = Map::new();
        let mut claim = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        claim("iss", ISSUER_URL.into());
        claim("aud", given(&self.integration, "integration.id"));
        if self.pre_install {
            claim("sub", Value::Null);
            claim("installation_id", Value::Null);
        } else {
            claim(
                "sub",
                match self.kind {
                    TokenKind::User => format!("account:{account}:user:{user}").into(),
                    TokenKind::System => format!("account:{account}").into(),
                },
            );
            claim("account_id", account.into());
            claim("installation_id", given(&self.installation, "installation.id"));
        }
        if self.kind == TokenKind::User {
            claim("user_id", user.into());
            claim("user_role", self.role.name().into());
            claim("user_email", data.get("user.email").into());
            claim("user_name", data.get("user.name").into());
            claim("type", "access_token".into());
        }
        let now = now.millis().div_euclid(1000);
        let lifetime = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
        claim("iat", now.into());
        claim("nbf", now.into());
        claim("exp", now.saturating_add(lifetime).into());
        claims
    }
}
