//! What `notify` sends and where, from its flags, the environment, the project file and prompts.

use std::path::Path;

use crate::catalog::find;
use crate::cli::{NotificationArgs, NotifyArgs};
use crate::error::suggest::nearest;
use crate::error::{Error, Result};
use crate::fs::bom::without_mark;
use crate::http::backoff::Backoff;
use crate::marketplace::{
    ApiTarget, DEFAULT_API_URL, Notification, NotificationType, PendingNotification, RetryLimits,
    Update,
};
use crate::settings::project::{self, BILLING_PLAN, INSTALLATION, Id, PRODUCT, Project, RESOURCE};
use crate::settings::secret::Kind;
use crate::time::{parse_duration, parse_timeout};

use super::super::{input, prompt, secrets};

pub struct Plan {
    pub api: ApiTarget,
    pub notifications: Vec<PendingNotification>,
    pub limits: RetryLimits,
    /// The answers to prompts, as arguments.
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
    pub fn new(args: &NotifyArgs, may_ask: bool) -> Result<Self> {
        let api = match &args.api.api_url {
            Some(typed) => ApiTarget::parse(typed)?,
            None => match project::api_url()? {
                Some(found) => found.read_as(ApiTarget::parse)?,
                None => ApiTarget::parse(DEFAULT_API_URL)?,
            },
        };
        let limits = RetryLimits {
            timeout: parse_timeout(&args.api.timeout)?,
            max_wait: parse_duration(&args.api.max_wait)?,
            backoff: Backoff { first: parse_duration(&args.api.retry_wait)? },
        };
        if args.many.failed.is_some() && args.many.from.is_none() {
            return Err(Error::Needs { flag: "--failed", other: "--from" });
        }
        let mut resolver = Resolver {
            project: Project::read(Path::new("."))?,
            can_ask: prompt::can_ask(may_ask),
            answers: Vec::new(),
        };
        let notifications = match &args.many.from {
            None => {
                let notification = resolver.notification(&args.notification)?;
                vec![PendingNotification { notification, line: None }]
            }
            Some(from) => {
                let token_file = args.api.token_file.as_slice();
                secrets::leave_standard_input_to(
                    "the notifications",
                    from,
                    Kind::Token,
                    token_file,
                )?;
                if let Some(failed) = &args.many.failed {
                    input::differ(("--from", from), ("--failed", failed))?;
                    secrets::leave_alone(Kind::Token, token_file, ("--failed", failed))?;
                }
                let installation = args.notification.installation.as_ref();
                let installation = resolver.find(installation, &INSTALLATION)?;
                read_lines(from, installation.as_deref())?
            }
        };
        Ok(Self { api, notifications, limits, answers: resolver.answers })
    }
}

impl Resolver {
    fn notification(&mut self, args: &NotificationArgs) -> Result<Notification> {
        let notification_type = self.notification_type(args.notification.as_deref())?;
        refuse_flags_of_other_type(args, notification_type)?;
        let installation_id = self.require(args.installation.as_ref(), &INSTALLATION)?;
        let update = match notification_type {
            NotificationType::ResourceUpdated => Update::ResourceUpdated {
                resource_id: self.require(args.resource.as_ref(), &RESOURCE)?,
                product_id: self.find(args.product.as_ref(), &PRODUCT)?,
            },
            NotificationType::InstallationUpdated => Update::InstallationUpdated {
                billing_plan_id: self.find(args.billing_plan.as_ref(), &BILLING_PLAN)?,
            },
        };
        Ok(Notification { installation_id, update })
    }

    fn notification_type(&mut self, typed: Option<&str>) -> Result<NotificationType> {
        if let Some(name) = typed {
            return NotificationType::from_name(name).ok_or_else(|| unknown(name));
        }
        if !self.can_ask {
            let flag = "`notify resource.updated` or `notify installation.updated`";
            return Err(Error::Missing { what: "change", flag, variable: None });
        }
        let names = NotificationType::ALL.map(NotificationType::name);
        let chosen = NotificationType::ALL[prompt::choose("What changed?", &names)?];
        self.answers.push(chosen.name().to_owned());
        Ok(chosen)
    }

    fn require(&mut self, typed: Option<&String>, id: &Id) -> Result<String> {
        if let Some(found) = self.find(typed, id)? {
            return Ok(found);
        }
        if !self.can_ask {
            return Err(Error::Missing {
                what: id.what,
                flag: id.flag,
                variable: Some(id.variable),
            });
        }
        let answer = prompt::text(&format!("Id of the {}", id.what))?;
        self.answers.extend([id.flag.to_owned(), answer.clone()]);
        id.check(&answer)
    }

    fn find(&self, typed: Option<&String>, id: &Id) -> Result<Option<String>> {
        if let Some(typed) = typed {
            return id.check(typed).map(Some);
        }
        let found = self.project.id(id, Path::new("."))?;
        found.map(|found| found.read_as(|text| id.check(text))).transpose()
    }
}

fn unknown(name: &str) -> Error {
    if find(name).is_ok() {
        return Error::SentByVercel { name: name.to_owned() };
    }
    let names = NotificationType::ALL.map(NotificationType::name);
    let nearest = nearest(name, names).map(str::to_owned);
    Error::UnknownNotification { name: name.to_owned(), nearest }
}

/// Only flags are checked: the environment and the project file may hold ids of both types.
fn refuse_flags_of_other_type(
    args: &NotificationArgs,
    notification_type: NotificationType,
) -> Result<()> {
    let flags = match notification_type {
        NotificationType::ResourceUpdated => &[(&args.billing_plan, BILLING_PLAN)][..],
        NotificationType::InstallationUpdated => {
            &[(&args.resource, RESOURCE), (&args.product, PRODUCT)]
        }
    };
    match flags.iter().find(|(value, _)| value.is_some()) {
        Some((_, Id { flag, .. })) => {
            Err(Error::ForeignField { flag, notification: notification_type.name() })
        }
        None => Ok(()),
    }
}

/// Blank lines hold no notification, but count.
fn read_lines(path: &Path, installation_id: Option<&str>) -> Result<Vec<PendingNotification>> {
    let text = input::read(path)?;
    let lines = without_mark(&text).split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let notifications = (1..)
        .zip(lines)
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| {
            PendingNotification::parse_line(number, line, installation_id).map_err(|why| {
                Error::BadNotification { what: input::name(path), line: number, why }
            })
        })
        .collect::<Result<Vec<_>>>()?;
    if notifications.is_empty() {
        return Err(Error::NoNotifications { what: input::name(path) });
    }
    Ok(notifications)
}
