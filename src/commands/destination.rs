//! Where a command sends its requests, from the flags, the environment and the project file.

use std::path::Path;
use std::time::Duration;

use crate::delivery::wait_until_ready;
use crate::error::{Error, Result};
use crate::http::endpoint::{Endpoint, Target, masked};
use crate::http::runtime::{Ending, interrupted};
use crate::output::Output;
use crate::settings::project::Project;
use crate::time::{parse_duration, show_duration};

/// Where a command sends its requests.
pub struct Destination {
    /// The server, and its path where that was written with it.
    pub target: Target,
    path: Option<String>,
    /// The path where neither the endpoint nor a flag has one.
    default_path: Option<String>,
}

impl Destination {
    /// Reads what was typed, else the environment, else the project file. `how` begins the words in
    /// which an endpoint is typed.
    ///
    /// # Errors
    /// [`Error::NoEndpoint`], [`Error::ForeignDefault`], [`Error::UrlAsPath`] and those of reading
    /// them.
    pub fn new(endpoint: Option<&str>, path: Option<&str>, how: &'static str) -> Result<Self> {
        let typed = endpoint.map(Target::parse).transpose()?;
        let project = match &typed {
            Some(target) if !needs_path(target, path) => Project::default(),
            _ => Project::read(Path::new("."))?,
        };
        let target = match typed {
            Some(target) => target,
            None => default_target(&project)?.ok_or_else(|| {
                Error::usage("no endpoint to send to").with_hint(format!(
                    "use `{how} localhost`, `{how} :3000`, or `{how} demo` to try it out"
                ))
            })?,
        };
        let default_path = match target {
            Target::Demo => None,
            Target::Endpoint(_) => default_path(&project)?,
        };
        Ok(Self { target, path: path.map(read_path).transpose()?, default_path })
    }

    /// The endpoint at the path that was asked for, and whether one was.
    pub fn at_path(&self, endpoint: &Endpoint) -> (Endpoint, bool) {
        let default = self.default_path.as_ref().filter(|_| !endpoint.has_path());
        match self.path.as_ref().or(default) {
            Some(path) => (endpoint.with_path(path), true),
            None => (endpoint.clone(), endpoint.has_path()),
        }
    }
}

/// How long to wait for the endpoint. `--wait-ready` takes what follows it, be that an event: this
/// error explains best why none is left.
///
/// # Errors
/// [`Error::BadPatience`].
pub fn patience(text: Option<&str>) -> Result<Option<Duration>> {
    let parse = |text: &str| {
        parse_duration(text).map_err(|_| {
            Error::usage(format!("--wait-ready takes a time, not `{text}`"))
                .with_hint("name the events before --wait-ready, or write --wait-ready=30s")
        })
    };
    text.map(parse).transpose()
}

/// Waits until the endpoint accepts connections, where that was asked for.
///
/// # Errors
/// [`Error::NotReady`] where it does not in time, and [`Error::Start`].
pub fn wait_for(
    endpoint: &Endpoint,
    patience: Option<Duration>,
    output: &Output,
) -> Result<Ending> {
    let Some(patience) = patience else { return Ok(Ending::Complete) };
    let most = show_duration(patience);
    output.note(format_args!("waiting for {endpoint}, {most} at most"));
    wait_until_ready(endpoint, patience, interrupted())
}

/// Whether a path is still to be found; the demo needs none.
fn needs_path(target: &Target, path: Option<&str>) -> bool {
    let is_without = matches!(target, Target::Endpoint(endpoint) if !endpoint.has_path());
    is_without && path.is_none()
}

/// The path that the project file names.
///
/// # Errors
/// [`Error::UrlAsPath`].
pub fn default_path(project: &Project) -> Result<Option<String>> {
    project.default_path().map(|found| found.read_as(read_path)).transpose()
}

fn read_path(text: &str) -> Result<String> {
    let is_url = text.split('?').next().is_some_and(|path| path.contains("://"));
    if is_url {
        Err(Error::usage(format!("`{}` is a URL, not a path", masked(text)))
            .with_hint("a path is what follows the server: /api/webhooks"))
    } else {
        Ok(text.to_owned())
    }
}

/// The server that the environment or the project file names: only the command line may name
/// another machine.
///
/// # Errors
/// [`Error::ForeignDefault`], and those of reading it.
pub fn default_target(project: &Project) -> Result<Option<Target>> {
    let Some(found) = project.default_endpoint()? else { return Ok(None) };
    let target = found.read_as(Target::parse)?;
    match &target {
        Target::Endpoint(endpoint) if !endpoint.is_loopback() => Err(Error::usage(format!(
            "{} names `{endpoint}`, which is not on this machine",
            found.origin.name()
        ))
        .with_hint("endpoints on other machines must be named on the command line")),
        _ => Ok(Some(target)),
    }
}
