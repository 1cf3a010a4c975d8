//! An endpoint of the Partner API: the files in `fixtures/partner/`.

use std::sync::LazyLock;

use http::{Method, StatusCode};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::schema::{Schema, TYPES};
use crate::catalog::Source;
use crate::error::{Error, Result, nearest};
use crate::event::{EventContext, Node, SampleData, fill_text};

/// In the order of Vercel's reference
/// (<https://vercel.com/docs/integrations/create-integration/marketplace-api/reference/partner>),
/// and named as its pages are.
static ENDPOINTS: LazyLock<Vec<PartnerEndpoint>> = LazyLock::new(|| {
    macro_rules! endpoints {
        ($($name:literal)*) => {
            vec![$(PartnerEndpoint::built_in(
                $name,
                include_str!(concat!("../../../fixtures/partner/", $name, ".json")),
            )),*]
        };
    }
    endpoints![
        "get-installation"
        "upsert-installation"
        "update-installation"
        "delete-installation"
        "provision-resource"
        "list-resources"
        "get-resource"
        "update-resource"
        "delete-resource"
        "request-secrets-rotation"
        "resource-repl"
        "list-billing-plans-for-product"
        "list-billing-plans-for-resource"
        "list-billing-plans-for-installation"
        "list-billing-plans-for-new-installation"
        "provision-purchase"
        "create-resource-transfer"
        "verify-resource-transfer"
        "accept-resource-transfer"
    ]
});

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerEndpoint {
    /// The name of its page in Vercel's reference.
    #[serde(skip)]
    pub name: &'static str,
    pub summary: String,
    /// When Vercel calls it.
    pub called: String,
    pub source: Source,
    #[serde(deserialize_with = "method")]
    pub method: Method,
    /// `/v1/installations/{installationId}`, appended to the partner's base URL.
    pub path: String,
    pub need: Need,
    /// The tokens that Vercel calls it with, the usual one first.
    pub auth: Vec<TokenKind>,
    #[serde(default)]
    pub query: Vec<QueryParameter>,
    #[serde(default)]
    pub request: Option<Request>,
    pub responses: Vec<Response>,
    #[serde(default)]
    pub notes: Vec<Fact>,
}

/// Whether a partner must implement an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    Required,
    Optional,
    /// The reference does not say.
    Unspecified,
    Deprecated,
    Undocumented,
}

/// Whom a token speaks for, as the header `X-Vercel-Auth` says it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenKind {
    #[default]
    User,
    System,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QueryParameter {
    pub name: String,
    pub about: String,
    /// May hold placeholders.
    pub sample: String,
    pub source: Source,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub(super) schema: Schema,
    /// With placeholders.
    sample: Value,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Response {
    pub status: u16,
    /// What it means; the statuses of errors share theirs.
    #[serde(default)]
    about: Option<String>,
    pub source: Source,
    /// Without one, a success has no body, and an error Vercel's error shape.
    #[serde(default)]
    pub(super) schema: Option<Schema>,
    /// Whether a body is optional although there is a schema.
    #[serde(default)]
    pub may_be_empty: bool,
}

/// A fact and how it is known.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub text: String,
    pub source: Source,
}

fn method<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Method, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map_err(serde::de::Error::custom)
}

impl PartnerEndpoint {
    pub fn all() -> impl Iterator<Item = &'static Self> {
        ENDPOINTS.iter()
    }

    pub fn find(name: &str) -> Result<&'static Self> {
        Self::all().find(|endpoint| endpoint.name == name).ok_or_else(|| {
            let nearest = nearest(name, Self::all().map(|endpoint| endpoint.name));
            Error::unknown("endpoint", name, nearest, "`vercel-hooks partner list` shows them all")
        })
    }

    fn built_in(name: &'static str, text: &str) -> Self {
        let parsed: Self = serde_json::from_str(text).expect("a test parses every built-in file");
        Self { name, ..parsed }
    }

    /// Whether Vercel sends an `Idempotency-Key`: with everything but GET.
    pub fn has_idempotency_key(&self) -> bool {
        self.method != Method::GET
    }

    /// The page that documents it.
    pub fn documentation(&self) -> Option<String> {
        const REFERENCE: &str = "https://vercel.com/docs/integrations/create-integration/\
                                 marketplace-api/reference/partner";
        (self.source == Source::Documented).then(|| format!("{REFERENCE}/{}", self.name))
    }

    /// The sample of the request body, with placeholders.
    pub fn sample(&self) -> Option<Node> {
        let text = self.request.as_ref()?.sample.to_string();
        Some(Node::parse_template(self.name, text.as_bytes()).expect("a test fills every sample"))
    }

    /// The segments of the path, with ids in place of the parameters, not encoded.
    pub fn path_segments<'a>(&'a self, data: &'a SampleData) -> impl Iterator<Item = &'a str> {
        self.path.split('/').skip(1).map(|segment| {
            let placeholder = TYPES.path_parameters.get(segment);
            placeholder.map_or(segment, |name| data.get(name.trim_matches(['{', '}'])))
        })
    }

    /// The names and values of the query, not encoded.
    pub fn query_pairs(&self, context: &EventContext<'_>) -> Vec<(&str, String)> {
        let value = |parameter: &QueryParameter| {
            fill_text(&parameter.sample, context).expect("a test fills every sample")
        };
        self.query.iter().map(|parameter| (parameter.name.as_str(), value(parameter))).collect()
    }

    pub fn response(&self, status: u16) -> Option<&Response> {
        self.responses.iter().find(|response| response.status == status)
    }
}

impl Response {
    pub fn about(&self) -> &str {
        let error = || TYPES.errors.get(&self.status);
        self.about.as_ref().or_else(error).map(String::as_str).unwrap_or_default()
    }

    pub fn is_success(&self) -> bool {
        StatusCode::from_u16(self.status).is_ok_and(|status| status.is_success())
    }
}

impl TokenKind {
    /// The value of the header `X-Vercel-Auth`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::System => "system",
        }
    }
}
