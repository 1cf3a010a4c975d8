//! Where a command sends its requests: flags, then the environment, then the project file.

use std::path::Path;
use std::time::Duration;

use crate::delivery::{Target, parse_path, wait_until_ready};
use crate::error::{Error, Result};
use crate::http::endpoint::Endpoint;
use crate::http::runtime::{Ending, interrupted};
use crate::output::Output;
use crate::receiver::Receiver;
use crate::settings::project::Project;
use crate::settings::secret::Secret;
use crate::time::show_duration;

/// Completes a target from the command line. `how` is the beginning of a command line that names
/// one, for an error.
pub fn resolve(to: Option<Target>, path: Option<String>, how: &'static str) -> Result<Target> {
    let needs_path =
        |target: &Target| target.server.is_some() && !target.has_path() && path.is_none();
    let project = match &to {
        Some(target) if !needs_path(target) => Project::default(),
        _ => Project::read(Path::new("."))?,
    };
    let target = match to {
        Some(target) => target,
        None => default_target(&project)?.ok_or_else(|| {
            Error::usage("no endpoint to send to").with_hint(format!(
                "use `{how} localhost`, `{how} :3000`, or `{how} demo` to try it out"
            ))
        })?,
    };
    let path = if needs_path(&target) { default_path(&project)? } else { path };
    Ok(Target { path, ..target })
}

pub fn default_path(project: &Project) -> Result<Option<String>> {
    project.default_path().map(|found| found.read_as(parse_path)).transpose()
}

/// The server that the environment or the project file sets. Only the command line may name another
/// machine.
pub fn default_target(project: &Project) -> Result<Option<Target>> {
    let Some(found) = project.default_endpoint()? else { return Ok(None) };
    let target = found.read_as(Target::parse)?;
    match &target.server {
        Some(endpoint) if !endpoint.is_loopback() => Err(Error::usage(format!(
            "{} names `{endpoint}`, which is not on this machine",
            found.source.name()
        ))
        .with_hint("endpoints on other machines must be named on the command line")),
        _ => Ok(Some(target)),
    }
}

pub fn start_demo(
    target: &Target,
    secret: &Secret,
    output: &Output,
) -> Result<(Receiver, Endpoint)> {
    let receiver = Receiver::start(secret.expose())?;
    let server = Endpoint::parse(&format!("http://{}", receiver.address()))?;
    let endpoint = target.endpoint_on(&server);
    output.note(format_args!("demo: a receiver listens at {endpoint} for this run"));
    Ok((receiver, endpoint))
}

pub fn wait_for(endpoint: &Endpoint, limit: Option<Duration>, output: &Output) -> Result<Ending> {
    let Some(limit) = limit else { return Ok(Ending::Complete) };
    output.note(format_args!("waiting for {endpoint}, up to {}", show_duration(limit)));
    wait_until_ready(endpoint, limit, interrupted())
}
