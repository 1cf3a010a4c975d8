//! What `notify` sends and where, from its flags, the environment, the project file and prompts.

use std::path::Path;

use crate::cli::{NotificationArgs, NotifyArgs};
use crate::error::{Error, Result};
use crate::fs::bom::without_mark;
use crate::marketplace::{
    ApiTarget, DEFAULT_API_URL, Notification, NotificationType, PendingNotification, Update,
};
use crate::output::Output;
use crate::recording::line::lines;
use crate::settings::project::{
    self, BILLING_PLAN, INSTALLATION, IdSetting, PRODUCT, Project, RESOURCE,
};
use crate::settings::secret::SecretKind;

use super::super::{input, prompt, secrets};

const LINE_EXAMPLE: &str =
    r#"{"installationId":"icfg_…","event":{"type":"resource.updated","resourceId":"…"}}"#;

pub struct Plan {
    pub api: ApiTarget,
    pub notifications: Vec<PendingNotification>,
    pub answers: Vec<String>,
}

/// Finds values that are not on the command line, and prompts for those that are missing.
struct Resolver {
    project: Project,
    can_ask: bool,
    answers: Vec<String>,
}

impl Plan {
    /// Reads all flags and files, and prompts for what is missing, before anything is sent.
    pub fn new(args: &NotifyArgs, may_ask: bool, output: &Output) -> Result<Self> {
        let api = match &args.api.api_url {
            Some(api) => api.clone(),
            None => match project::api_url()? {
                Some(found) => found.read_as(ApiTarget::parse)?,
                None => ApiTarget::parse(DEFAULT_API_URL)?,
            },
        };
        let mut resolver = Resolver {
            project: Project::read(Path::new("."))?,
            can_ask: prompt::can_ask(may_ask),
            answers: Vec::new(),
        };
        let notifications = match &args.many.from {
            None if args.many.failed.is_some() => {
                return Err(Error::usage("--failed requires --from"));
            }
            None => {
                let notification = resolver.notification(&args.notification)?;
                vec![PendingNotification { notification, line: None }]
            }
            Some(from) => {
                let token_file = args.api.token_file.as_slice();
                secrets::reject_shared_stdin(
                    "the notifications",
                    from,
                    SecretKind::Token,
                    token_file,
                )?;
                if let Some(failed) = &args.many.failed {
                    input::differ(("--from", from), ("--failed", failed))?;
                    secrets::protect(SecretKind::Token, token_file, ("--failed", failed))?;
                }
                let installation =
                    resolver.find(args.notification.installation.clone(), &INSTALLATION)?;
                read_lines(from, installation.as_deref(), output)?
            }
        };
        Ok(Self { api, notifications, answers: resolver.answers })
    }
}

impl Resolver {
    fn notification(&mut self, args: &NotificationArgs) -> Result<Notification> {
        let notification_type = match args.notification {
            Some(notification_type) => notification_type,
            None => self.ask_for_type()?,
        };
        // Only flags: the environment and the project file may hold ids of both types.
        let other_flags = match notification_type {
            NotificationType::ResourceUpdated => &[(&args.billing_plan, BILLING_PLAN.flag)][..],
            NotificationType::InstallationUpdated => {
                &[(&args.resource, RESOURCE.flag), (&args.product, PRODUCT.flag)]
            }
        };
        if let Some((_, flag)) = other_flags.iter().find(|(value, _)| value.is_some()) {
            let name = notification_type.name();
            return Err(Error::usage(format!("{flag} does not apply to {name}")));
        }
        let installation_id = self.require(args.installation.clone(), &INSTALLATION)?;
        let update = match notification_type {
            NotificationType::ResourceUpdated => Update::ResourceUpdated {
                resource_id: self.require(args.resource.clone(), &RESOURCE)?,
                product_id: self.find(args.product.clone(), &PRODUCT)?,
            },
            NotificationType::InstallationUpdated => Update::InstallationUpdated {
                billing_plan_id: self.find(args.billing_plan.clone(), &BILLING_PLAN)?,
            },
        };
        Ok(Notification { installation_id, update })
    }

    fn ask_for_type(&mut self) -> Result<NotificationType> {
        if !self.can_ask {
            return Err(Error::usage("no notification was named")
                .with_hint("use `notify resource.updated` or `notify installation.updated`"));
        }
        let names = NotificationType::ALL.map(NotificationType::name);
        let chosen = NotificationType::ALL[prompt::choose("What changed?", &names)?];
        self.answers.push(chosen.name().to_owned());
        Ok(chosen)
    }

    fn require(&mut self, flag: Option<String>, id: &IdSetting) -> Result<String> {
        if let Some(found) = self.find(flag, id)? {
            return Ok(found);
        }
        if !self.can_ask {
            return Err(Error::usage(format!("no {} id was given", id.what))
                .with_hint(format!("use {}, or set {}", id.flag, id.variable)));
        }
        let answer = prompt::text(&format!("ID of the {}", id.what))?;
        self.answers.extend([id.flag.to_owned(), answer.clone()]);
        id.check(&answer)
    }

    fn find(&self, flag: Option<String>, id: &IdSetting) -> Result<Option<String>> {
        if flag.is_some() {
            return Ok(flag);
        }
        let found = self.project.id(id, Path::new("."))?;
        found.map(|found| found.read_as(|text| id.check(text))).transpose()
    }
}

/// Skips the lines that a `notify` leaves partial in its file of failed lines when it is killed.
fn read_lines(
    path: &Path,
    installation_id: Option<&str>,
    output: &Output,
) -> Result<Vec<PendingNotification>> {
    let text = input::read(path, input::MAX_NOTIFICATIONS)?;
    let name = input::name(path);
    let mut notifications = Vec::new();
    for line in lines(without_mark(&text)) {
        let number = line.number;
        match PendingNotification::parse_line(number, line.text.trim_ascii(), installation_id) {
            Ok(notification) => notifications.push(notification),
            Err(bad) if line.is_cut(&bad) || is_half_erased(line.text) => {
                input::warn_if_cut(&name, Some(number), output);
            }
            Err(bad) => {
                return Err(Error::usage(format!("{name}, line {number}: {}", bad.why))
                    .with_hint(format!("a line looks like {LINE_EXAMPLE}")));
            }
        }
    }
    if notifications.is_empty() {
        return Err(Error::usage(format!("{name} contains no notifications")));
    }
    Ok(notifications)
}

/// Whether the beginning of a JSON object was overwritten with spaces.
fn is_half_erased(line: &[u8]) -> bool {
    let text = String::from_utf8_lossy(line);
    text.starts_with(' ') && text.matches('}').count() > text.matches('{').count()
}
