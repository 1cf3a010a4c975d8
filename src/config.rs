//! Settings that need not be typed: environment variables and the project file.

use std::path::Path;
use std::{fs, io};

use serde::Deserialize;

use crate::environment;
use crate::error::{Error, Result};

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
        let text = match fs::read_to_string(folder.join(PROJECT_FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(Error::Read { what: PROJECT_FILE.to_owned(), source }),
        };
        toml::from_str(&text).map_err(|error| {
            // The error's own text would show the line, which may hold what is not to be shown.
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            Error::ProjectFile {
                file: PROJECT_FILE,
                why: format!("line {line}: {}", error.message().lines().next().unwrap_or_default()),
            }
        })
    }
}

/// An endpoint that was set outside the command line, and by what.
#[derive(Debug)]
pub struct DefaultEndpoint {
    /// As written.
    pub text: String,
    /// The variable or the file.
    pub source: &'static str,
}

/// The default endpoint: the environment's, else the project file's.
#[must_use]
pub fn default_endpoint(project: &Project) -> Option<DefaultEndpoint> {
    from_environment(ENDPOINT_VARIABLE)
        .map(|text| DefaultEndpoint { text, source: ENDPOINT_VARIABLE })
        .or_else(|| {
            let text = project.endpoint.clone()?;
            Some(DefaultEndpoint { text, source: PROJECT_FILE })
        })
}

/// The API that the environment names.
#[must_use]
pub fn api_url() -> Option<String> {
    from_environment(API_URL_VARIABLE)
}

/// An id: the environment's, that of a `.env` file of `folder`, else the project file's.
///
/// # Errors
/// Those of [`environment::find`].
pub fn id(
    name: &'static str,
    in_project: Option<&String>,
    folder: &Path,
) -> Result<Option<String>> {
    let found = environment::find(&[name], folder, |value| !value.trim_ascii().is_empty())?;
    let found = found.map(|(value, _)| String::from_utf8_lossy(&value).trim().to_owned());
    Ok(found.or_else(|| in_project.cloned()))
}

fn from_environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|text| !text.is_empty())
}
