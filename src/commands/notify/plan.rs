//! What `notify` is to do, from its flags, the environment, the project file and the user.

use std::path::{Path, PathBuf};

use crate::catalog::find;
use crate::cli::{NotificationArgs, NotifyArgs};
use crate::error::{Error, Result, nearest};
use crate::fs::bom::without_mark;
use crate::http::backoff::Backoff;
use crate::marketplace::{
    Api, DEFAULT_API_URL, Notification, NotificationType, RetryLimits, Update,
};
use crate::output::Output;
use crate::settings::project::{self, BILLING_PLAN, INSTALLATION, Id, PRODUCT, Project, RESOURCE};
use crate::settings::secret::Kind;
use crate::time::{parse_duration, parse_timeout};

use super::super::{input, prompt, secrets};
use super::rerun;

/// What `notify` is to do.
pub struct Plan {
    /// Whom to tell.
    pub api: Api,
    /// What to tell, in this order.
    pub notices: Vec<Notification>,
    /// The lines that they come from, if they come from a file.
    pub lines: Option<Lines>,
    /// How hard to try.
    pub patience: RetryLimits,
    /// How many at once.
    pub concurrency: usize,
    /// Where to keep what was not taken.
    pub failed: Option<PathBuf>,
    /// What the user was asked for, as arguments.
    asked: Vec<String>,
}

/// The lines of a file that hold notifications.
pub struct Lines {
    /// The file.
    pub path: PathBuf,
    /// Each line that holds one.
    pub lines: Vec<Line>,
}

/// A line of a file that holds a notification.
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// Its text, which names its installation.
    pub text: Vec<u8>,
}

/// Finds ids, and asks for those that are missing.
struct Finder {
    project: Project,
    can_ask: bool,
    asked: Vec<String>,
}

impl Plan {
    /// Reads every flag and file, and asks for what is missing; nothing is sent yet.
    ///
    /// # Errors
    /// Whatever cannot be used as given.
    pub fn new(args: &NotifyArgs, may_ask: bool) -> Result<Self> {
        let api = match &args.api.api_url {
            Some(typed) => Api::parse(typed)?,
            None => match project::api_url()? {
                Some(found) => found.read_as(Api::parse)?,
                None => Api::parse(DEFAULT_API_URL)?,
            },
        };
        let patience = RetryLimits {
            timeout: parse_timeout(&args.api.timeout)?,
            max_wait: parse_duration(&args.api.max_wait)?,
            backoff: Backoff { first: parse_duration(&args.api.retry_wait)? },
        };
        if args.many.failed.is_some() && args.many.from.is_none() {
            return Err(Error::usage("--failed requires --from"));
        }
        let mut finder = Finder {
            project: Project::read(Path::new("."))?,
            can_ask: prompt::can_ask(may_ask),
            asked: Vec::new(),
        };
        let (notices, lines) = match &args.many.from {
            None => (vec![finder.notice(&args.notification)?], None),
            Some(path) => {
                let token_file = args.api.token_file.as_slice();
                secrets::leave_standard_input_to(
                    "the notifications",
                    path,
                    Kind::Token,
                    token_file,
                )?;
                if let Some(failed) = &args.many.failed {
                    input::differ(("--from", path), ("--failed", failed))?;
                    secrets::leave_alone(Kind::Token, token_file, ("--failed", failed))?;
                }
                let installation =
                    finder.find(args.notification.installation.as_ref(), &INSTALLATION)?;
                let (notices, lines) = read(path, installation.as_deref())?;
                (notices, Some(lines))
            }
        };
        Ok(Self {
            api,
            notices,
            lines,
            patience,
            concurrency: args.many.concurrency.into(),
            failed: args.many.failed.clone(),
            asked: finder.asked,
        })
    }

    /// Says which command does the same without asking.
    pub fn say_what_was_asked(&self, token_was_asked: bool, output: &Output) {
        if self.asked.is_empty() && !token_was_asked {
            return;
        }
        let token: &[_] = if token_was_asked { &["--token-file", "FILE"] } else { &[] };
        let more = self.asked.iter().map(String::as_str).chain(token.iter().copied());
        output.hint("the same without questions:");
        output.command(&rerun::and(more));
    }
}

impl Finder {
    /// The one notification that the flags describe.
    fn notice(&mut self, args: &NotificationArgs) -> Result<Notification> {
        let notification_type = self.notification_type(args.notification.as_deref())?;
        refuse_foreign(args, notification_type)?;
        let installation_id = self.require(args.installation.as_ref(), &INSTALLATION)?;
        let notification = match notification_type {
            NotificationType::ResourceUpdated => Update::ResourceUpdated {
                resource_id: self.require(args.resource.as_ref(), &RESOURCE)?,
                product_id: self.find(args.product.as_ref(), &PRODUCT)?,
            },
            NotificationType::InstallationUpdated => Update::InstallationUpdated {
                billing_plan_id: self.find(args.billing_plan.as_ref(), &BILLING_PLAN)?,
            },
        };
        Ok(Notification { installation_id, notification })
    }

    fn notification_type(&mut self, typed: Option<&str>) -> Result<NotificationType> {
        if let Some(name) = typed {
            return NotificationType::named(name).ok_or_else(|| unknown(name));
        }
        if !self.can_ask {
            return Err(Error::usage("no notification was named")
                .with_hint("use `notify resource.updated` or `notify installation.updated`"));
        }
        let names = NotificationType::ALL.map(NotificationType::name);
        let chosen = NotificationType::ALL[prompt::choose("What changed?", &names)?];
        self.asked.push(chosen.name().to_owned());
        Ok(chosen)
    }

    /// An id that must be there.
    fn require(&mut self, typed: Option<&String>, id: &Id) -> Result<String> {
        if let Some(found) = self.find(typed, id)? {
            return Ok(found);
        }
        if !self.can_ask {
            return Err(Error::usage(format!("no {} id was given", id.what))
                .with_hint(format!("use {}, or set {}", id.flag, id.variable)));
        }
        let answer = prompt::text(&format!("Id of the {}", id.what))?;
        self.asked.extend([id.flag.to_owned(), answer.clone()]);
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

/// Events that Vercel sends are easily taken for those that it takes.
fn unknown(name: &str) -> Error {
    if find(name).is_ok() {
        return Error::usage(format!("`{name}` is an event that Vercel sends, not a notification")).with_hint("notify sends `resource.updated` and `installation.updated`; `vercel-hooks send` delivers events to your endpoint");
    }
    let names = NotificationType::ALL.map(NotificationType::name);
    let known = "notify sends `resource.updated` and `installation.updated`";
    Error::unknown("notification", name, nearest(name, names), known)
}

/// Flags of the other type are mistakes; ids that merely stand around are not.
fn refuse_foreign(args: &NotificationArgs, notification_type: NotificationType) -> Result<()> {
    let foreign = match notification_type {
        NotificationType::ResourceUpdated => vec![(&args.billing_plan, BILLING_PLAN)],
        NotificationType::InstallationUpdated => {
            vec![(&args.resource, RESOURCE), (&args.product, PRODUCT)]
        }
    };
    match foreign.into_iter().find(|(value, _)| value.is_some()) {
        Some((_, Id { flag, .. })) => {
            Err(Error::usage(format!("{flag} does not apply to {}", notification_type.name())))
        }
        None => Ok(()),
    }
}

/// Reads every line of a file; blank ones count but hold nothing.
fn read(path: &Path, installation_id: Option<&str>) -> Result<(Vec<Notification>, Lines)> {
    let text = input::read(path)?;
    let text = without_mark(&text);
    let mut notices = Vec::new();
    let mut lines = Vec::new();
    for (index, line) in text.split(|byte| *byte == b'\n').enumerate() {
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        let bad = |why| {
            Error::usage(format!("{}, line {}: {why}", input::name(path), index + 1)).with_hint("a line looks like {\"installationId\":\"icfg_…\",\"event\":{\"type\":\"resource.updated\",\"resourceId\":\"…\"}}")
        };
        let (notice, is_whole) = Notification::of_line(line, installation_id).map_err(bad)?;
        // Whatever reads it again must not need to be told the installation.
        let text = if is_whole { line.to_vec() } else { notice.line() };
        notices.push(notice);
        lines.push(Line { number: index + 1, text });
    }
    if notices.is_empty() {
        return Err(Error::usage(format!("{} contains no notifications", input::name(path))));
    }
    Ok((notices, Lines { path: path.to_owned(), lines }))
}
