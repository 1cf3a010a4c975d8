//! Settings that need not be typed: environment variables and the project file.

use std::path::Path;
use std::{env, fmt};

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::fs::read_limited;
use crate::settings::environment::{self, Place};

/// The project file, in the current folder.
pub const PROJECT_FILE: &str = "vercel-hooks.toml";

/// The environment variable that names the API; no file may do so.
pub const API_URL_VARIABLE: &str = "VERCEL_API_URL";

/// The environment variable that names a default endpoint.
pub const ENDPOINT_VARIABLE: &str = "VERCEL_HOOKS_ENDPOINT";

/// What a project file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Project {
    /// The default endpoint of `send`, on loopback.
    pub endpoint: Option<String>,
    /// The default path of `send --path`.
    pub path: Option<String>,
    /// The installation that `notify` is about.
    pub installation: Option<String>,
    /// The resource that `notify` is about.
    pub resource: Option<String>,
    /// The product that the resource is one of.
    pub product: Option<String>,
    /// The billing plan of the installation.
    pub billing_plan: Option<String>,
}

impl Project {
    /// Reads the project file of `folder`; without one, nothing is set.
    ///
    /// # Errors
    /// [`Error::ProjectFile`] and [`Error::Read`].
    pub fn read(folder: &Path) -> Result<Self> {
        let bytes =
            read_limited::read(&folder.join(PROJECT_FILE), PROJECT_FILE)?.unwrap_or_default();
        let text = String::from_utf8(bytes)
            .map_err(|_| Error::usage(format!("{PROJECT_FILE} is not valid UTF-8")))?;
        toml::from_str(&text).map_err(|error| {
            // The error's own text would show the line, which may hold what is not to be shown.
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
}

/// A setting that was made outside the command line, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As written, without white space around it.
    pub text: String,
    /// Where it was found.
    pub origin: Origin,
}

/// Where a setting was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The environment, or a `.env` file that stands in for it.
    Environment(Place),
    /// The project file.
    Project,
}

/// An id that a notification needs or can have, and where it may be set.
#[derive(Clone, Copy, Debug)]
pub struct Id {
    /// What it identifies.
    pub what: &'static str,
    /// The flag that sets it.
    pub flag: &'static str,
    /// The environment variable that does.
    pub variable: &'static str,
    /// The key of the project file that does.
    pub key: &'static str,
    in_project: fn(&Project) -> Option<&String>,
}

/// The installation that `notify` is about.
pub const INSTALLATION: Id = Id {
    what: "installation",
    flag: "--installation",
    variable: "VERCEL_INSTALLATION_ID",
    key: "installation",
    in_project: |project| project.installation.as_ref(),
};

/// The resource that `notify` is about.
pub const RESOURCE: Id = Id {
    what: "resource",
    flag: "--resource",
    variable: "VERCEL_RESOURCE_ID",
    key: "resource",
    in_project: |project| project.resource.as_ref(),
};

/// The product that the resource is one of.
pub const PRODUCT: Id = Id {
    what: "product",
    flag: "--product",
    variable: "VERCEL_PRODUCT_ID",
    key: "product",
    in_project: |project| project.product.as_ref(),
};

/// The billing plan of the installation.
pub const BILLING_PLAN: Id = Id {
    what: "billing plan",
    flag: "--billing-plan",
    variable: "VERCEL_BILLING_PLAN_ID",
    key: "billing-plan",
    in_project: |project| project.billing_plan.as_ref(),
};

impl Id {
    /// The id, where it can be one: it is one word at least.
    ///
    /// # Errors
    /// [`Error::BadId`].
    pub fn check(&self, text: &str) -> Result<String> {
        let is_no_name = self.what == INSTALLATION.what && matches!(text, "." | "..");
        if text.trim().is_empty() || is_no_name {
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
    fn found(text: Option<&String>) -> Option<Found> {
        Found::new(text?, Origin::Project)
    }

    /// The default endpoint: the environment's, else the project file's.
    ///
    /// # Errors
    /// [`Error::NotText`].
    pub fn default_endpoint(&self) -> Result<Option<Found>> {
        let found = from_environment(ENDPOINT_VARIABLE)?;
        Ok(found.or_else(|| Self::found(self.endpoint.as_ref())))
    }

    /// The path of endpoints that have none.
    #[must_use]
    pub fn default_path(&self) -> Option<Found> {
        Self::found(self.path.as_ref())
    }

    /// An id: the environment's, that of a `.env` file of `folder`, else the project file's.
    ///
    /// # Errors
    /// [`Error::NotText`], and those of [`environment::find`].
    pub fn id(&self, id: &Id, folder: &Path) -> Result<Option<Found>> {
        let is_wanted = |value: &[u8]| !String::from_utf8_lossy(value).trim().is_empty();
        match environment::find(&[id.variable], folder, is_wanted)? {
            Some((value, place)) => {
                let text = String::from_utf8(value)
                    .map_err(|_| Error::usage(format!("{} is not valid UTF-8", place.name())))?;
                Ok(Found::new(&text, Origin::Environment(place)))
            }
            None => Ok(Self::found((id.in_project)(self))),
        }
    }
}

/// The API that the environment names.
///
/// # Errors
/// [`Error::NotText`].
pub fn api_url() -> Result<Option<Found>> {
    from_environment(API_URL_VARIABLE)
}

impl Found {
    /// Nothing where the text is blank: that is as good as none.
    fn new(text: &str, origin: Origin) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self { text: text.to_owned(), origin })
    }

    /// What `read` makes of it; a mistake in it names its place.
    ///
    /// # Errors
    /// [`Error::In`].
    pub fn read_as<T>(&self, read: impl FnOnce(&str) -> Result<T>) -> Result<T> {
        read(&self.text).map_err(|error| {
            let what = match &self.origin {
                Origin::Environment(place @ Place::EnvFile { .. }) => place.to_string(),
                origin => origin.name().to_owned(),
            };
            error.at(what)
        })
    }
}

impl Origin {
    /// The name of the variable or the file.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Environment(place) => place.name(),
            Self::Project => PROJECT_FILE,
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(place) => place.fmt(f),
            Self::Project => f.write_str(PROJECT_FILE),
        }
    }
}

fn from_environment(name: &'static str) -> Result<Option<Found>> {
    let Some(value) = env::var_os(name) else { return Ok(None) };
    let text =
        value.into_string().map_err(|_| Error::usage(format!("{name} is not valid UTF-8")))?;
    Ok(Found::new(&text, Origin::Environment(Place::Variable(name))))
}
