//! One entry of the catalog: an event type and the files that describe it.

use super::description::Description;
use super::status::Status;

/// The two files of an event type, as they stand under `fixtures/`.
#[derive(Debug)]
pub struct Files {
    /// The sample event with placeholders, from `fixtures/events/`.
    pub template: &'static str,
    /// What it means and which fields it carries, from `fixtures/catalog/`.
    pub description: &'static str,
}

/// An event type that Vercel knows.
#[derive(Debug)]
pub struct EventType {
    /// The catalog's name: the spelling of the documentation where there are two.
    pub name: &'static str,
    /// The spelling that Vercel's API accepts, where it is another one.
    pub api_name: Option<&'static str>,
    /// How well it is known.
    pub status: Status,
    /// Its template and description; none where nobody knows the payload.
    pub files: Option<Files>,
}

impl EventType {
    /// The family it belongs to: the first word of its name (`deployment`, `marketplace`, …),
    /// or of the name that replaced it.
    #[must_use]
    pub fn group(&self) -> String {
        let replaced_by = match self.status {
            Status::Legacy => self.description().and_then(|it| it.replaced_by),
            _ => None,
        };
        let name = replaced_by.as_deref().unwrap_or(self.name);
        name.split(['.', ':']).next().unwrap_or(name).to_owned()
    }

    /// What it means and which fields it carries, where that is known.
    #[must_use]
    pub fn description(&self) -> Option<Description> {
        let files = self.files.as_ref()?;
        Some(Description::built_in(files.description, self.status))
    }

    /// Whether `name` is one of its spellings.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.api_name == Some(name)
    }

    /// The page that documents it.
    #[must_use]
    pub fn documentation(&self) -> Option<String> {
        match self.status {
            Status::Current | Status::Legacy => {
                Some(format!("https://vercel.com/docs/webhooks/webhooks-api#{}", self.name))
            }
            Status::Flat => Some("https://vercel.com/docs/spend-management".to_owned()),
            Status::Undocumented => None,
        }
    }
}
