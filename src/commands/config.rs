//! `config`: every setting, and where it comes from.

use std::path::Path;

use serde_json::json;

use crate::error::{Error, Exit, Result};
use crate::http::endpoint::masked;
use crate::marketplace::{Api, DEFAULT_API_URL, authorization};
use crate::output::{Cell, Output, Table, Tone};
use crate::settings::project::{
    self, BILLING_PLAN, INSTALLATION, PRODUCT, Project, RESOURCE, Setting,
};
use crate::settings::secret::{Secret, SecretKind};

use super::destination::{default_path, default_target};
use super::secrets;

struct Row {
    name: &'static str,
    value: Option<Value>,
    source: Option<String>,
}

enum Value {
    Text(String),
    /// All that may be shown of a secret.
    Fingerprint(String),
}

#[derive(Default)]
struct Config {
    rows: Vec<Row>,
    secrets: Vec<(SecretKind, Secret)>,
    errors: Vec<Error>,
}

/// Also reports invalid settings, with which commands would fail.
pub fn run(output: &mut Output) -> Result<Exit> {
    let folder = Path::new(".");
    let Config { rows, secrets, errors } = Config::read(&Project::read(folder)?, folder);
    if output.is_json() {
        for row in &rows {
            output.json(&as_json(row))?;
        }
    } else {
        let mut table = Table::new(vec!["SETTING", "VALUE", "SOURCE"]);
        for row in rows {
            table.row(cells(row));
        }
        output.table(&table)?;
    }
    output.flush()?;
    for (kind, secret) in &secrets {
        secrets::warn(*kind, secret, output);
    }
    for error in &errors {
        output.error(error);
    }
    Ok(if errors.is_empty() { Exit::Success } else { Exit::Usage })
}

impl Config {
    /// Reads each setting as the commands do.
    fn read(project: &Project, folder: &Path) -> Self {
        let mut config = Self::default();
        config.url("endpoint", project.default_endpoint());
        config.check(default_target(project));
        match config.check(default_path(project)) {
            Some(_) => config.add("path", project.default_path()),
            None => config.url("path", Ok(project.default_path())),
        }
        for (name, kind) in [("secret", SecretKind::Webhook), ("token", SecretKind::Token)] {
            config.secret(name, kind, folder);
        }
        config.api_url();
        for id in [INSTALLATION, RESOURCE, PRODUCT, BILLING_PLAN] {
            let setting = config.check(project.id(&id, folder)).flatten();
            if let Some(setting) = &setting {
                config.check(setting.read_as(|text| id.check(text)));
            }
            config.add(id.key, setting);
        }
        config
    }

    fn add(&mut self, name: &'static str, setting: Option<Setting>) {
        let (value, source) =
            setting.map(|setting| (Value::Text(setting.text), setting.source.to_string())).unzip();
        self.rows.push(Row { name, value, source });
    }

    /// Adds a setting that may contain credentials by mistake.
    fn url(&mut self, name: &'static str, setting: Result<Option<Setting>>) {
        let setting = self.check(setting).flatten();
        self.add(name, setting.map(|setting| Setting { text: masked(&setting.text), ..setting }));
    }

    fn secret(&mut self, name: &'static str, kind: SecretKind, folder: &Path) {
        let Some(secret) = self.check(Secret::find(kind, folder)).flatten() else {
            self.rows.push(Row { name, value: None, source: None });
            return;
        };
        let value = Some(Value::Fingerprint(secret.fingerprint()));
        self.rows.push(Row { name, value, source: Some(secret.source().to_string()) });
        if kind == SecretKind::Token {
            self.check(authorization(&secret));
        }
        self.secrets.push((kind, secret));
    }

    fn api_url(&mut self) {
        match project::api_url() {
            Ok(None) => {
                let value = Some(Value::Text(DEFAULT_API_URL.to_owned()));
                self.rows.push(Row { name: "api-url", value, source: Some("default".to_owned()) });
            }
            setting => {
                if let Ok(Some(setting)) = &setting {
                    self.check(setting.read_as(Api::parse));
                }
                self.url("api-url", setting);
            }
        }
    }

    /// Keeps an error, unless there is an equal one.
    fn check<T>(&mut self, result: Result<T>) -> Option<T> {
        result
            .map_err(|error| {
                let message = error.to_string();
                if self.errors.iter().all(|known| known.to_string() != message) {
                    self.errors.push(error);
                }
            })
            .ok()
    }
}

fn cells(row: Row) -> Vec<Cell> {
    let value = match row.value {
        Some(Value::Text(text)) => text.into(),
        Some(Value::Fingerprint(fingerprint)) => format!("fingerprint {fingerprint}").into(),
        None => Cell::toned(Tone::Faint, "-"),
    };
    let source = row.source.map_or_else(|| Cell::toned(Tone::Faint, "not set"), Cell::from);
    vec![row.name.into(), value, source]
}

fn as_json(row: &Row) -> serde_json::Value {
    let (value, fingerprint) = match &row.value {
        Some(Value::Text(text)) => (Some(text), None),
        Some(Value::Fingerprint(fingerprint)) => (None, Some(fingerprint)),
        None => (None, None),
    };
    json!({
        "setting": row.name,
        "value": value,
        "fingerprint": fingerprint,
        "source": row.source,
    })
}
