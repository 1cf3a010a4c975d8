//! Settings made outside the command line: the environment, then the project file.

use std::path::Path;

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::fs::read_limited;

use super::environment::{self, PROJECT_FILE, SettingSource};

/// The API's URL; no file can set it.
pub const API_URL_VARIABLE: &str = "VERCEL_API_URL";

pub const ENDPOINT_VARIABLE: &str = "VERCEL_HOOKS_ENDPOINT";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Project {
    /// The default endpoint of `send`, on loopback.
    pub endpoint: Option<String>,
    pub path: Option<String>,
    pub integration: Option<String>,
    pub installation: Option<String>,
    pub resource: Option<String>,
    pub product: Option<String>,
    pub billing_plan: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub text: String,
    pub source: SettingSource,
}

/// An id that `notify` needs, and where it can be set.
#[derive(Clone, Copy, Debug)]
pub struct IdSetting {
    pub what: &'static str,
    pub flag: &'static str,
    pub variable: &'static str,
    in_project: fn(&Project) -> Option<&String>,
}

const fn id(
    what: &'static str,
    flag: &'static str,
    variable: &'static str,
    in_project: fn(&Project) -> Option<&String>,
) -> IdSetting {
    IdSetting { what, flag, variable, in_project }
}

pub const INSTALLATION: IdSetting =
    id("installation", "--installation", "VERCEL_INSTALLATION_ID", |p| p.installation.as_ref());
pub const INTEGRATION: IdSetting =
    id("integration", "--integration", "VERCEL_INTEGRATION_ID", |p| p.integration.as_ref());
pub const RESOURCE: IdSetting =
    id("resource", "--resource", "VERCEL_RESOURCE_ID", |p| p.resource.as_ref());
pub const PRODUCT: IdSetting =
    id("product", "--product", "VERCEL_PRODUCT_ID", |p| p.product.as_ref());
pub const BILLING_PLAN: IdSetting =
    id("billing plan", "--billing-plan", "VERCEL_BILLING_PLAN_ID", |p| p.billing_plan.as_ref());

impl IdSetting {
    pub fn key(&self) -> &'static str {
        self.flag.trim_start_matches('-')
    }

    /// Rejects blank ids, and path segments in place of an installation.
    pub fn check(&self, text: &str) -> Result<String> {
        let is_path_segment = self.what == INSTALLATION.what && matches!(text, "." | "..");
        if text.trim().is_empty() || is_path_segment {
            let error = Error::usage(format!("invalid {} id `{text}`", self.what));
            return Err(if self.what == INSTALLATION.what {
                error.with_hint("an installation id is `icfg_` and 24 characters")
            } else {
                error
            });
        }
        Ok(text.to_owned())
    }
}

impl Project {
    /// Reads the project file of `folder`, if there is one.
    pub fn read(folder: &Path) -> Result<Self> {
        let bytes =
            read_limited::read(&folder.join(PROJECT_FILE), PROJECT_FILE)?.unwrap_or_default();
        let text = String::from_utf8(bytes).map_err(|_| not_utf8(PROJECT_FILE))?;
        toml::from_str(&text).map_err(|error| {
            // The error's own text quotes the line, which may hold a secret.
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let why = error.message().lines().next().unwrap_or_default();
            let error = Error::usage(format!("cannot use {PROJECT_FILE}: line {line}: {why}"));
            if why.contains("field `secret") || why.contains("field `token") {
                error.with_hint("secrets belong in the environment or in .env.local")
            } else {
                error
            }
        })
    }

    /// From the environment, else from the project file.
    pub fn default_endpoint(&self) -> Result<Option<Setting>> {
        Ok(from_variable(ENDPOINT_VARIABLE)?.or_else(|| from_project(self.endpoint.as_ref())))
    }

    pub fn default_path(&self) -> Option<Setting> {
        from_project(self.path.as_ref())
    }

    /// From the environment, else from a `.env` file, else from the project file.
    pub fn id(&self, id: &IdSetting, folder: &Path) -> Result<Option<Setting>> {
        let is_set = |value: &[u8]| !String::from_utf8_lossy(value).trim().is_empty();
        let found = environment::find(&[id.variable], folder, is_set)?;
        let found = found.map(|(value, source)| Setting::from_bytes(value, source)).transpose()?;
        Ok(found.flatten().or_else(|| from_project((id.in_project)(self))))
    }
}

pub fn api_url() -> Result<Option<Setting>> {
    from_variable(API_URL_VARIABLE)
}

fn from_variable(name: &'static str) -> Result<Option<Setting>> {
    let Some(value) = std::env::var_os(name) else { return Ok(None) };
    let text = value.into_string().map_err(|_| not_utf8(name))?;
    Ok(Setting::new(&text, SettingSource::Variable(name.to_owned())))
}

fn from_project(text: Option<&String>) -> Option<Setting> {
    Setting::new(text?, SettingSource::ProjectFile)
}

fn not_utf8(name: &str) -> Error {
    Error::usage(format!("{name} is not valid UTF-8"))
}

impl Setting {
    /// A blank setting is none.
    fn new(text: &str, source: SettingSource) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self { text: text.to_owned(), source })
    }

    fn from_bytes(value: Vec<u8>, source: SettingSource) -> Result<Option<Self>> {
        let text = String::from_utf8(value).map_err(|_| not_utf8(source.name()))?;
        Ok(Self::new(&text, source))
    }

    /// Parses it; errors name its source.
    pub fn read_as<T>(&self, parse: impl FnOnce(&str) -> Result<T>) -> Result<T> {
        parse(&self.text).map_err(|error| {
            let what = match &self.source {
                source @ SettingSource::EnvFile { .. } => source.to_string(),
                source => source.name().to_owned(),
            };
            error.at(what)
        })
    }
}
