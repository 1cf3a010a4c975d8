//! `config`: every setting, and where it comes from.

use std::path::Path;

use serde::Serialize;

use crate::error::{Error, Exit, Result};
use crate::http::endpoint::masked;
use crate::marketplace::{ApiTarget, DEFAULT_API_URL, authorization};
use crate::output::{Cell, Output, Table, Tone};
use crate::settings::project::{
    self, BILLING_PLAN, INSTALLATION, INTEGRATION, PRODUCT, Project, RESOURCE, Setting,
};
use crate::settings::secret::{Secret, SecretKind};

use super::secrets;
use super::target::{default_path, default_target};

#[derive(Default, Serialize)]
struct Row {
    setting: &'static str,
    value: Option<String>,
    /// All that may be shown of a secret.
    fingerprint: Option<String>,
    source: Option<String>,
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
            output.json(row)?;
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
        for id in [INTEGRATION, INSTALLATION, RESOURCE, PRODUCT, BILLING_PLAN] {
            let setting = config.check(project.id(&id, folder)).flatten();
            if let Some(setting) = &setting {
                config.check(setting.read_as(|text| id.check(text)));
            }
            config.add(id.key(), setting);
        }
        config
    }

    fn add(&mut self, name: &'static str, setting: Option<Setting>) {
        let (value, source) =
            setting.map(|setting| (setting.text, setting.source.to_string())).unzip();
        self.rows.push(Row { setting: name, value, source, ..Row::default() });
    }

    /// Adds a setting that may contain credentials by mistake.
    fn url(&mut self, name: &'static str, setting: Result<Option<Setting>>) {
        let setting = self.check(setting).flatten();
        self.add(name, setting.map(|setting| Setting { text: masked(&setting.text), ..setting }));
    }

    fn secret(&mut self, name: &'static str, kind: SecretKind, folder: &Path) {
        let secret = self.check(Secret::find(kind, folder)).flatten();
        let fingerprint = secret.as_ref().map(Secret::fingerprint);
        let source = secret.as_ref().map(|secret| secret.source().to_string());
        self.rows.push(Row { setting: name, fingerprint, source, ..Row::default() });
        let Some(secret) = secret else { return };
        if kind == SecretKind::Token {
            self.check(authorization(&secret));
        }
        self.secrets.push((kind, secret));
    }

    fn api_url(&mut self) {
        match project::api_url() {
            Ok(None) => self.rows.push(Row {
                setting: "api-url",
                value: Some(DEFAULT_API_URL.to_owned()),
                source: Some("default".to_owned()),
                ..Row::default()
            }),
            setting => {
                if let Ok(Some(setting)) = &setting {
                    self.check(setting.read_as(ApiTarget::parse));
                }
                self.url("api-url", setting);
            }
        }
    }

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
    let fingerprint = row.fingerprint.map(|fingerprint| format!("fingerprint {fingerprint}"));
    let faint = |text| move || Cell::toned(Tone::Faint, text);
    let value = row.value.or(fingerprint).map_or_else(faint("-"), Cell::from);
    let source = row.source.map_or_else(faint("not set"), Cell::from);
    vec![row.setting.into(), value, source]
}
