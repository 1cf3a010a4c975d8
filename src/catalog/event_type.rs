//! An event type and the files that describe it.

use super::description::Description;
use super::status::Status;

/// The two files of an event type.
#[derive(Debug)]
pub struct EventFiles {
    /// The sample event with placeholders, from `fixtures/events/`.
    pub template: &'static str,
    pub description: &'static str,
}

#[derive(Debug)]
pub struct EventType {
    /// The spelling of the documentation, where there are two.
    pub name: &'static str,
    /// The spelling of Vercel's API, where it differs.
    pub api_name: Option<&'static str>,
    pub status: Status,
    /// Absent where the payload is unknown.
    pub files: Option<EventFiles>,
}

impl EventType {
    /// The first word of its name (`deployment`, `marketplace`, …), or of the name that replaced it.
    pub fn group(&self) -> String {
        let replaced_by = match self.status {
            Status::Legacy => self.description().and_then(|description| description.replaced_by),
            _ => None,
        };
        let name = replaced_by.as_deref().unwrap_or(self.name);
        name.split(['.', ':']).next().unwrap_or(name).to_owned()
    }

    pub fn description(&self) -> Option<Description> {
        let files = self.files.as_ref()?;
        Some(Description::built_in(files.description, self.status))
    }

    pub fn spellings(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.api_name)
    }

    pub fn is_documented(&self) -> bool {
        matches!(self.status, Status::Current | Status::Legacy)
    }

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
