//! `notify`, with servers that accept, reject or do not respond.

mod api;
mod failed;
mod giving_up;
mod ids;
mod lines;
mod preview;
mod responses;
mod retries;
mod scale;
mod secrecy;
#[cfg(unix)]
mod signals;
mod tokens;
mod wire;

use super::server::{Reply, Server};
use super::support::{Run, vercel_hooks};

/// The token of most tests.
const TOKEN: &str = "vit_5hF3kq0T";

/// The message about [`TOKEN`].
const TOKEN_NOTE: &str = "token: from $VERCEL_INSTALLATION_TOKEN, fingerprint [..]\n";

/// The notification of most tests.
const RESOURCE: [&str; 5] = ["resource.updated", "--installation", "icfg_1", "--resource", "db_7"];

/// A server that accepts everything.
fn accepting() -> Server {
    Server::always(Reply::status(201))
}

/// `notify` with these arguments, a server and a token.
fn notify(server: &Server, args: &[&str]) -> Run {
    notify_at(&server.url("/"), args)
}

/// The same with the URL of the API.
fn notify_at(url: &str, args: &[&str]) -> Run {
    let fixed = ["notify", "--api-url", url, "--retry-wait", "1ms"];
    vercel_hooks(fixed.into_iter().chain(args.iter().copied()))
        .env("VERCEL_INSTALLATION_TOKEN", TOKEN)
}

/// `notify` of [`RESOURCE`] with these further arguments.
fn notify_resource(server: &Server, args: &[&str]) -> Run {
    notify(server, &[&RESOURCE, args].concat())
}

/// `notify` of the lines of `changes.jsonl`, with these further arguments.
fn notify_lines(server: &Server, args: &[&str], lines: impl AsRef<[u8]>) -> Run {
    notify(server, &[&["--from", "changes.jsonl"], args].concat()).file("changes.jsonl", lines)
}

/// What is printed of notifications: the resource, the status and the attempts of each.
fn table(rows: &[(&str, &str, u32)]) -> String {
    let rows = rows.iter().map(|(resource, status, attempts)| {
        format!("resource.updated  icfg_1 [..]  {resource} [..]  {status} [..]  {attempts}\n")
    });
    std::iter::once("NOTIFICATION [..]\n".to_owned()).chain(rows).collect()
}

/// What is said on standard error: where the token is from, and these lines.
fn notes(lines: &str) -> String {
    format!("{TOKEN_NOTE}{lines}")
}

/// A line about one resource, without the line end.
fn line(resource: &str) -> String {
    format!(
        r#"{{"installationId":"icfg_1","event":{{"type":"resource.updated","resourceId":"{resource}"}}}}"#
    )
}

/// Lines about these resources.
fn lines<'a>(resources: impl IntoIterator<Item = &'a str>) -> String {
    resources.into_iter().map(|resource| line(resource) + "\n").collect()
}

/// A server whose reply depends on the resource.
fn by_resource(reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Server {
    Server::answering(move |_, request| {
        reply(request.json()["event"]["resourceId"].as_str().unwrap())
    })
}
