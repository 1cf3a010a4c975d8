//! What to do next about each error.

use super::Error;
use crate::signature;

/// Whether a word that is no event was meant for a server.
fn looks_like_endpoint(word: &str) -> bool {
    word.starts_with(':') || word.contains("://") || word.split(':').next() == Some("localhost")
}

impl Error {
    /// What to do next, where that is not plain from the sentence.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one map of all errors")]
    pub fn hint(&self) -> Option<String> {
        let or = |nearest: &Option<String>, otherwise: &str| {
            nearest
                .as_ref()
                .map_or_else(|| otherwise.to_owned(), |it| format!("did you mean `{it}`?"))
        };
        Some(match self {
            Self::NoInput => "name a file, or pipe the body in".to_owned(),
            Self::UnknownEvent { name, .. } if name.contains(',') => {
                "events are separated by spaces".to_owned()
            }
            Self::UnknownEvent { name, .. } if looks_like_endpoint(name) => {
                "an endpoint is given with --to".to_owned()
            }
            Self::UnknownEvent { nearest, .. } => {
                or(nearest, "`vercel-hooks events list` shows them all")
            }
            Self::NoEvent => {
                "name event types (`deployment.ready`), a glob (`'deployment.*'`) or `all`"
                    .to_owned()
            }
            Self::NoEventMatches { pattern } if !pattern.contains('*') => {
                format!("`*` stands for any text: '*{pattern}*'")
            }
            Self::NoEventMatches { .. } => "`vercel-hooks events list` shows them all".to_owned(),
            Self::UnknownPayload { .. } => "give the payload yourself: --payload FILE".to_owned(),
            Self::FlatPayload { .. } => {
                "change its fields with --set, or send a body of your own with --file".to_owned()
            }
            Self::UnknownScenario { nearest, .. } => or(
                nearest,
                "`vercel-hooks events scenarios` shows them all; a file is named with a slash or `.json`",
            ),
            Self::UnknownPlaceholder { nearest, .. } => {
                or(nearest, "the README lists the placeholders; `\\{{` is a literal `{{`")
            }
            Self::OpenPlaceholder { .. } => {
                "close it with `}}`, or write `\\{{` for literal braces".to_owned()
            }
            Self::BadPath { .. } => "a path looks like `payload.alerts[0].title`".to_owned(),
            Self::BadSetting { .. } => "write PATH=TEXT, or PATH:=JSON".to_owned(),
            Self::NothingToUnset { nearest, .. } => {
                or(nearest, "`vercel-hooks events show TYPE` shows the fields")
            }
            Self::BadTime { .. } => {
                "write it as 2026-01-31, 2026-01-31T12:00:00Z or in milliseconds since 1970".to_owned()
            }
            Self::BadDuration { .. } => {
                "write a number and its unit: 250ms, 30s, 5m, 2h".to_owned()
            }
            Self::BadPatience { .. } => {
                "name the events before --wait-ready, or write --wait-ready=30s".to_owned()
            }
            Self::In { error, .. } => return error.hint(),
            Self::BadHeader { text, .. } if text.eq_ignore_ascii_case(signature::HEADER) => {
                "--tamper sends a wrong one, and another --secret-file another one".to_owned()
            }
            Self::BadHeader { .. } => "write 'Name: value'".to_owned(),
            Self::BadExpectation { .. } => "write a status (403) or a class (4xx)".to_owned(),
            Self::RejectionIsSuccess { .. } => {
                "--expect-rejection names what the endpoint answers to forged events: 401,403"
                    .to_owned()
            }
            Self::UnknownCase { nearest, .. } => {
                or(nearest, "`vercel-hooks check --list` shows them all")
            }
            Self::NoCase => {
                "--suite, --only and --skip leave none; `vercel-hooks check --list` shows them all"
                    .to_owned()
            }
            Self::NoSample { .. } => {
                "leave it out; `vercel-hooks events list` shows those with a sample".to_owned()
            }
            Self::NoSecret { .. } => {
                "use --secret-file PATH (`-` reads standard input), or set VERCEL_WEBHOOK_SECRET"
                    .to_owned()
            }
            Self::EmptySecret { .. } => {
                "anybody can sign with an empty secret; check where it should be set".to_owned()
            }
            Self::NoToken => {
                "use --token-file PATH (`-` reads standard input), or set VERCEL_INSTALLATION_TOKEN"
                    .to_owned()
            }
            Self::EmptyToken { .. } => "check where it should be set".to_owned(),
            Self::BadToken { .. } => {
                "is it the whole file, with nothing but the token in it?".to_owned()
            }
            Self::TooManySecrets { .. } => "give --secret-file once".to_owned(),
            Self::UnknownCommand { nearest, .. } => {
                or(nearest, "`vercel-hooks --help` shows them all")
            }
            Self::UnknownGroup { known, .. } => format!("the groups are {}", known.join(", ")),
            Self::Json { what, .. } if what.starts_with("the value of --set") => {
                "`:=` sets JSON; `=` sets text".to_owned()
            }
            Self::UrlAsPath { .. } => "a path is what follows the server: /api/webhooks".to_owned(),
            Self::ProjectFile { why, .. } if why.contains("field `secret") || why.contains("field `token") => {
                "what is secret stands in the environment or in .env.local".to_owned()
            }
            Self::BadEndpoint { .. } => {
                "write `localhost`, `:3000`, `host:port/path` or a URL".to_owned()
            }
            Self::NoEndpoint { how } => {
                format!("use `{how} localhost`, `{how} :3000`, or `{how} demo` to try it out")
            }
            Self::ForeignDefault { .. } => {
                "an endpoint elsewhere has to be named on the command line".to_owned()
            }
            Self::BadScenario { .. } => {
                r#"it looks like {"events":[{"type":"flag.created"},{"type":"flag.deleted","after":"1h"}]}"#.to_owned()
            }
            Self::Unconfirmed { .. } => "to send there all the same, add --yes".to_owned(),
            Self::BadProxy { .. } => {
                "write http://host:port, https://… or socks5h://…, or let NO_PROXY name the host"
                    .to_owned()
            }
            Self::PlainHttp { .. } => "write the URL with https://".to_owned(),
            Self::UnknownNotification { nearest, .. } => {
                or(nearest, "it takes `resource.updated` and `installation.updated`")
            }
            Self::SentByVercel { .. } => {
                "it takes `resource.updated` and `installation.updated`; `vercel-hooks send` \
                 delivers events to your endpoint"
                    .to_owned()
            }
            Self::Missing { flag, variable: Some(variable), .. } => {
                format!("use {flag}, or set {variable}")
            }
            Self::Missing { flag, .. } => format!("use {flag}"),
            Self::BadId { what: "installation", .. } => "an installation is `icfg_` and 24 characters".to_owned(),
            Self::BadNotification { .. } => {
                r#"a line looks like {"installationId":"icfg_…","event":{"type":"resource.updated","resourceId":"…"}}"#.to_owned()
            }
            Self::BadSavedEvent { .. } => {
                "a line is a request that was recorded, or one event as JSON (`generate --compact`)"
                    .to_owned()
            }
            Self::NothingLeft { .. } => {
                "only `POST` is replayed; --type, --id, --since, --until and --failed must all fit"
                    .to_owned()
            }
            Self::BadSpeed { .. } => {
                "write a factor (`1` keeps the gaps, `10` makes them a tenth) or `max`".to_owned()
            }
            Self::SameFile { .. } => {
                "one would spoil the other: name another file".to_owned()
            }
            Self::BadFailing { .. } => {
                "write a status from 400 to 599 (`500`), the first of so many requests (`429:2`), \
                 or `disabled`"
                    .to_owned()
            }
            Self::NoRequest { .. } => {
                "it takes raw HTTP, a HAR, a `curl` command, the output of `curl -v` or a \
                 recording, one request per line"
                    .to_owned()
            }
            Self::NoBody { .. } => "name the file that holds it before --request".to_owned(),
            Self::Port { .. } => "--port 0 takes any port that is free".to_owned(),
            Self::NotReady { .. } => "is the server starting on that port?".to_owned(),
            Self::BadGlob { .. } => "`*` stands for any text, `?` for one character".to_owned(),
            Self::TemplateForMany { .. } => "name one event, or none".to_owned(),
            Self::NoWay { .. }
            | Self::Conflict { .. }
            | Self::Write { .. }
            | Self::Read { .. }
            | Self::NotText { .. }
            | Self::StandardInputTwice { .. }
            | Self::Json { .. }
            | Self::NotAnObject { .. }
            | Self::ProjectFile { .. }
            | Self::Incompatible { .. }
            | Self::Needs { .. }
            | Self::BadId { .. }
            | Self::ForeignField { .. }
            | Self::NoNotifications { .. }
            | Self::NothingSaved { .. }
            | Self::Declined { .. }
            | Self::Prompt { .. }
            | Self::EmptyScenario
            | Self::Start { .. } => return None,
        })
    }
}
