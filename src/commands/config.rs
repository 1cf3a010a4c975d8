//! `config`: every setting, and where it comes from.

use std::path::Path;

use serde_json::json;

use crate::error::{Error, Exit, Result};
use crate::http::endpoint::masked;
use crate::marketplace::{ApiTarget, DEFAULT_API_URL, authorization};
use crate::output::{Cell, Output, Table, Tone};
use crate::settings::project::{
    self, BILLING_PLAN, Found, INSTALLATION, PRODUCT, Project, RESOURCE,
};
use crate::settings::secret::{Kind, Secret};

use super::destination::{default_path, default_target};
use super::secrets;

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

/// The settings, and what is to be said of them.
#[derive(Default)]
struct Settings {
    all: Vec<Setting>,
    secrets: Vec<(Kind, Secret)>,
    mistakes: Vec<Error>,
}

/// Prints them; what cannot be used as it is set is said, and means that commands cannot run.
///
/// # Errors
/// Those of printing, and of a project file that cannot be read.
pub fn run(output: &mut Output) -> Result<Exit> {
    let folder = Path::new(".");
    let Settings { all, secrets, mistakes } = Settings::read(&Project::read(folder)?, folder);
    if output.is_json() {
        for setting in &all {
            output.json(&as_json(setting))?;
        }
    } else {
        let mut table = Table::new(vec!["SETTING", "VALUE", "FROM"]);
        for setting in all {
            table.row(row(setting));
        }
        output.table(&table)?;
    }
    output.flush()?;
    for (kind, secret) in &secrets {
        secrets::warn(*kind, secret, output);
    }
    for mistake in &mistakes {
        output.error(mistake);
    }
    Ok(if mistakes.is_empty() { Exit::Success } else { Exit::Usage })
}

impl Settings {
    /// Reads each as the commands do.
    fn read(project: &Project, folder: &Path) -> Self {
        let mut settings = Self::default();
        settings.address("endpoint", project.default_endpoint());
        settings.try_out(default_target(project));
        match settings.try_out(default_path(project)) {
            Some(_) => settings.add("path", project.default_path()),
            None => settings.address("path", Ok(project.default_path())),
        }
        for (name, kind) in [("secret", Kind::Webhook), ("token", Kind::Token)] {
            settings.secret(name, kind, folder);
        }
        settings.api_url();
        for id in [INSTALLATION, RESOURCE, PRODUCT, BILLING_PLAN] {
            let found = settings.try_out(project.id(&id, folder)).flatten();
            if let Some(found) = &found {
                settings.try_out(found.read_as(|text| id.check(text)));
            }
            settings.add(id.key, found);
        }
        settings
    }

    fn add(&mut self, name: &'static str, found: Option<Found>) {
        let (value, source) = found.map(|it| (Value::Text(it.text), it.origin.to_string())).unzip();
        self.all.push(Setting { name, value, source });
    }

    /// Adds what may have credentials in it by mistake.
    fn address(&mut self, name: &'static str, found: Result<Option<Found>>) {
        let found = self.try_out(found).flatten();
        self.add(name, found.map(|it| Found { text: masked(&it.text), ..it }));
    }

    fn secret(&mut self, name: &'static str, kind: Kind, folder: &Path) {
        let secret = self.try_out(Secret::find(kind, folder)).flatten();
        let shown = secret.as_ref().map(|it| Value::Fingerprint(it.fingerprint()));
        let source = secret.as_ref().map(|it| it.source().to_string());
        self.all.push(Setting { name, value: shown, source });
        let Some(secret) = secret else { return };
        if kind == Kind::Token {
            self.try_out(authorization(&secret));
        }
        self.secrets.push((kind, secret));
    }

    fn api_url(&mut self) {
        match project::api_url() {
            Ok(None) => {
                let value = Some(Value::Text(DEFAULT_API_URL.to_owned()));
                let source = Some("default".to_owned());
                self.all.push(Setting { name: "api-url", value, source });
            }
            found => {
                if let Ok(Some(found)) = &found {
                    self.try_out(found.read_as(ApiTarget::parse));
                }
                self.address("api-url", found);
            }
        }
    }

    /// What came of reading a setting; of equal mistakes, one is kept.
    fn try_out<T>(&mut self, result: Result<T>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                let said = error.to_string();
                if self.mistakes.iter().all(|it| it.to_string() != said) {
                    self.mistakes.push(error);
                }
                None
            }
        }
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
