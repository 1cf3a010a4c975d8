//! `config`: every setting, and where it comes from.

use std::path::Path;

use serde_json::json;

use crate::config::{self, BILLING_PLAN, Found, INSTALLATION, PRODUCT, Project, RESOURCE};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::output::{Cell, Output, Table, Tone};
use crate::secret::{Kind, Secret};
use crate::vercel::{Api, DEFAULT_API_URL};

use super::destination::Destination;

/// A setting as it would be used now.
struct Setting {
    /// The key of the project file, or what is nearest to it.
    name: &'static str,
    value: Option<Value>,
    /// What says so.
    source: Option<String>,
}

enum Value {
    Text(String),
    /// All that may be shown of a secret.
    Fingerprint(String),
}

/// Prints them; what cannot be used as it is set is said, and means that commands cannot run.
///
/// # Errors
/// Those of printing, and of a project file that cannot be read.
pub fn run(output: &mut Output) -> Result<Exit> {
    let folder = Path::new(".");
    let project = Project::read(folder)?;
    let mut mistakes = Vec::new();
    let settings = settings(&project, folder, &mut mistakes);
    if output.is_json() {
        for setting in &settings {
            output.json(&as_json(setting))?;
        }
    } else {
        let mut table = Table::new(vec!["SETTING", "VALUE", "FROM"]);
        for setting in settings {
            table.row(row(setting));
        }
        output.table(&table)?;
    }
    output.flush()?;
    for mistake in &mistakes {
        output.error(mistake);
    }
    Ok(if mistakes.is_empty() { Exit::Success } else { Exit::Usage })
}

fn settings(project: &Project, folder: &Path, mistakes: &mut Vec<Error>) -> Vec<Setting> {
    let endpoint = project.default_endpoint();
    if endpoint.is_some()
        && let Err(error) = Destination::new(None, None, "--to")
    {
        mistakes.push(error);
    }
    let mut settings =
        vec![Setting::found("endpoint", endpoint), Setting::found("path", project.default_path())];
    for (name, kind) in [("secret", Kind::Webhook), ("token", Kind::Token)] {
        settings.push(match Secret::find(kind, folder) {
            Ok(secret) => Setting::of_secret(name, secret.as_ref()),
            Err(error) => {
                mistakes.push(error);
                Setting::found(name, None)
            }
        });
    }
    settings.push(api_url(mistakes));
    for id in [INSTALLATION, RESOURCE, PRODUCT, BILLING_PLAN] {
        settings.push(match project.id(&id, folder) {
            Ok(found) => Setting::found(id.key, found),
            Err(error) => {
                mistakes.push(error);
                Setting::found(id.key, None)
            }
        });
    }
    settings
}

fn api_url(mistakes: &mut Vec<Error>) -> Setting {
    let Some(found) = config::api_url() else {
        let value = Some(Value::Text(DEFAULT_API_URL.to_owned()));
        return Setting { name: "api-url", value, source: Some("default".to_owned()) };
    };
    if let Err(error) = Api::parse(&found.text) {
        let what = found.origin.name().to_owned();
        mistakes.push(Error::In { what, error: Box::new(error) });
    }
    Setting::found("api-url", Some(found))
}

impl Setting {
    fn found(name: &'static str, found: Option<Found>) -> Self {
        let (value, source) =
            found.map(|Found { text, origin }| (Value::Text(text), origin.to_string())).unzip();
        Self { name, value, source }
    }

    fn of_secret(name: &'static str, secret: Option<&Secret>) -> Self {
        let (value, source) = secret
            .map(|it| (Value::Fingerprint(it.fingerprint()), it.source().to_string()))
            .unzip();
        Self { name, value, source }
    }
}

fn row(setting: Setting) -> Vec<Cell> {
    let value = match setting.value {
        Some(Value::Text(text)) => text.into(),
        Some(Value::Fingerprint(fingerprint)) => format!("fingerprint {fingerprint}").into(),
        None => Cell::toned(Tone::Faint, "-"),
    };
    let source = setting.source.map_or_else(|| Cell::toned(Tone::Faint, "not set"), Cell::from);
    vec![setting.name.into(), value, source]
}

fn as_json(setting: &Setting) -> serde_json::Value {
    let (value, fingerprint) = match &setting.value {
        Some(Value::Text(text)) => (Some(text), None),
        Some(Value::Fingerprint(fingerprint)) => (None, Some(fingerprint)),
        None => (None, None),
    };
    json!({
        "setting": setting.name,
        "value": value,
        "fingerprint": fingerprint,
        "source": setting.source,
    })
}
