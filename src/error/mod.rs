//! Everything that can stop a command, with what to do about it, and the exit code it means.

mod exit;
mod hint;
pub mod suggest;

pub use exit::Exit;

use std::io;

/// The result of anything that can stop a command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What stopped a command: one sentence of what happened, to what.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Standard output or a file cannot be written.
    #[error("cannot write {what}: {source}")]
    Write {
        /// The file or stream.
        what: String,
        /// Why not.
        source: io::Error,
    },
    /// A file or standard input cannot be read.
    #[error("cannot read {what}: {source}")]
    Read {
        /// The file or stream.
        what: String,
        /// Why not.
        source: io::Error,
    },
    /// A setting or a file of settings is not text.
    #[error("{what} is not UTF-8 text")]
    NotText {
        /// The variable or file.
        what: String,
    },
    /// A body was expected on standard input, which is a terminal.
    #[error("there is no input: standard input is a terminal")]
    NoInput,
    /// Standard input was to be two things.
    #[error("standard input cannot be both {first} and {second}")]
    StandardInputTwice {
        /// What it was to be.
        first: &'static str,
        /// What it was to be as well.
        second: &'static str,
    },
    /// No event has this name.
    #[error("unknown event `{name}`")]
    UnknownEvent {
        /// As typed.
        name: String,
        /// The known name most like it.
        nearest: Option<String>,
    },
    /// No event was named.
    #[error("no event was named")]
    NoEvent,
    /// A glob matches nothing.
    #[error("no event matches `{pattern}`")]
    NoEventMatches {
        /// As typed.
        pattern: String,
    },
    /// A glob cannot be read.
    #[error("`{pattern}` is no glob: {why}")]
    BadGlob {
        /// As typed.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// Nobody knows the event's payload.
    #[error("the payload of `{name}` is not documented, so there is no sample of it{}", also(unverified_note.as_deref()))]
    UnknownPayload {
        /// The event type.
        name: String,
        /// What is known all the same.
        unverified_note: Option<String>,
    },
    /// The body has no envelope.
    #[error("`{name}` is a flat body: it has no payload to replace")]
    FlatPayload {
        /// The catalog's name of the body.
        name: String,
    },
    /// Several events with a template that is one event.
    #[error("--template is one event, but {count} events were named")]
    TemplateForMany {
        /// How many were named.
        count: usize,
    },
    /// No scenario has this name.
    #[error("unknown scenario `{name}`")]
    UnknownScenario {
        /// As typed.
        name: String,
        /// The known name most like it.
        nearest: Option<String>,
    },
    /// Text that should be JSON is not.
    #[error("{what} is not valid JSON: {why}")]
    Json {
        /// The file, stream or flag.
        what: String,
        /// What is wrong, and where.
        why: String,
    },
    /// JSON of another type than expected.
    #[error("{what} should be a JSON object, but is {is}")]
    NotAnObject {
        /// The file.
        what: String,
        /// Its type.
        is: &'static str,
    },
    /// A placeholder names nothing.
    #[error("unknown placeholder `{{{{{name}}}}}`")]
    UnknownPlaceholder {
        /// As written.
        name: String,
        /// The known name most like it.
        nearest: Option<String>,
    },
    /// A placeholder does not end.
    #[error("a placeholder is not closed in \"{text}\"")]
    OpenPlaceholder {
        /// The text that holds it.
        text: String,
    },
    /// A path cannot be read.
    #[error("bad path `{path}`: {why}")]
    BadPath {
        /// As typed.
        path: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A setting has no `=`.
    #[error("`{text}` sets nothing: it has no `=`")]
    BadSetting {
        /// As typed.
        text: String,
    },
    /// Two changes contradict each other.
    #[error("`{first}` and `{second}` cannot both be changed: one would undo the other")]
    Conflict {
        /// The path changed first.
        first: String,
        /// The path that overlaps it.
        second: String,
    },
    /// A path leads through something that has no inside, or past the end of a list.
    #[error("cannot set `{path}`: {at} is {why}")]
    NoWay {
        /// What was to be set.
        path: String,
        /// Where the way ends.
        at: String,
        /// What is there.
        why: String,
    },
    /// What was to be unset is in none of the events.
    #[error("cannot unset `{path}`: it is not in the event")]
    NothingToUnset {
        /// As typed.
        path: String,
        /// The known path most like it.
        nearest: Option<String>,
    },
    /// A time cannot be read.
    #[error("`{text}` is no time")]
    BadTime {
        /// As typed.
        text: String,
    },
    /// A duration cannot be read.
    #[error("`{text}` is no duration")]
    BadDuration {
        /// As typed.
        text: String,
    },
    /// The time to wait for an endpoint cannot be read.
    #[error("`{text}` is no time to wait until the endpoint is ready")]
    BadPatience {
        /// As typed.
        text: String,
    },
    /// Something is wrong inside a file.
    #[error("{what}: {error}")]
    In {
        /// The file.
        what: String,
        /// What is wrong.
        error: Box<Error>,
    },
    /// A scenario has no events.
    #[error("the scenario has no events")]
    EmptyScenario,
    /// A header cannot be read or must not be set.
    #[error("bad header `{text}`: {why}")]
    BadHeader {
        /// The header's name, or the whole where it has none.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// An expectation cannot be read.
    #[error("`{text}` is no status")]
    BadExpectation {
        /// As typed.
        text: String,
    },
    /// An answer of success cannot be a refusal.
    #[error("`{text}` is no refusal: Vercel takes it as delivered")]
    RejectionIsSuccess {
        /// As typed.
        text: String,
    },
    /// There is no sample of an event.
    #[error("there is no sample of `{name}`: its payload is not documented")]
    NoSample {
        /// The event type.
        name: String,
    },
    /// No case has this name.
    #[error("no case is called `{name}`")]
    UnknownCase {
        /// As typed.
        name: String,
        /// The known name most like it.
        nearest: Option<String>,
    },
    /// No case is left to run.
    #[error("no case is left to run")]
    NoCase,
    /// No secret was found.
    #[error("there is no secret to {purpose} with")]
    NoSecret {
        /// To sign, or to verify.
        purpose: &'static str,
    },
    /// A secret is empty.
    #[error("the secret from {source_name} is empty")]
    EmptySecret {
        /// Where it came from.
        source_name: String,
    },
    /// No token was found.
    #[error("there is no token to speak to Vercel with")]
    NoToken,
    /// A token is empty.
    #[error("the token from {source_name} is empty")]
    EmptyToken {
        /// Where it came from.
        source_name: String,
    },
    /// A token has characters that a header cannot carry.
    #[error("the token from {source_name} cannot be sent: it has characters that no token has")]
    BadToken {
        /// Where it came from.
        source_name: String,
    },
    /// Several secrets where one is needed.
    #[error("there is one signature, but {count} secrets were given")]
    TooManySecrets {
        /// How many.
        count: usize,
    },
    /// No command has this name.
    #[error("unknown command `{name}`")]
    UnknownCommand {
        /// As typed, with the words before it.
        name: String,
        /// The known name most like it.
        nearest: Option<String>,
    },
    /// No group of events has this name.
    #[error("unknown group `{name}`")]
    UnknownGroup {
        /// As typed.
        name: String,
        /// The groups there are.
        known: Vec<String>,
    },
    /// The path of an endpoint names a server.
    #[error("`{text}` is no path, but a URL")]
    UrlAsPath {
        /// As typed, without credentials.
        text: String,
    },
    /// An endpoint cannot be read.
    #[error("`{text}` is no endpoint: {why}")]
    BadEndpoint {
        /// As typed.
        text: String,
        /// What is wrong with it.
        why: String,
    },
    /// No endpoint was given.
    #[error("there is no endpoint to send to")]
    NoEndpoint {
        /// How one is given.
        how: &'static str,
    },
    /// A project file or an environment variable names an endpoint outside loopback.
    #[error("{source_name} names `{endpoint}`, which is not on this machine")]
    ForeignDefault {
        /// The file or variable.
        source_name: &'static str,
        /// The endpoint.
        endpoint: String,
    },
    /// Delivering outside loopback was not confirmed.
    #[error("{endpoint} is not on this machine")]
    Unconfirmed {
        /// The endpoint.
        endpoint: String,
    },
    /// Delivering outside loopback was answered with no.
    #[error("nothing was sent to {endpoint}")]
    Declined {
        /// The endpoint.
        endpoint: String,
    },
    /// A scenario cannot be read.
    #[error("{what} is no scenario: {why}")]
    BadScenario {
        /// The file.
        what: String,
        /// What is wrong, and where.
        why: String,
    },
    /// The project file has a mistake.
    #[error("cannot use {file}: {why}")]
    ProjectFile {
        /// The file.
        file: &'static str,
        /// What is wrong, and where.
        why: String,
    },
    /// A flag means nothing without another.
    #[error("{flag} means nothing without {other}")]
    Needs {
        /// The flag.
        flag: &'static str,
        /// What it needs.
        other: &'static str,
    },
    /// Two flags do not go together.
    #[error("{first} and {second} do not go together")]
    Incompatible {
        /// One of them.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// The environment names a proxy that cannot be one.
    #[error("{variable} names no proxy that can be used")]
    BadProxy {
        /// The variable; its value may hold credentials.
        variable: &'static str,
    },
    /// A token would travel unprotected.
    #[error("a token may not go to {url} in plain HTTP")]
    PlainHttp {
        /// The API URL.
        url: String,
    },
    /// No notification has this type.
    #[error("Vercel takes no notification `{name}`")]
    UnknownNotification {
        /// As typed.
        name: String,
        /// The known name most like it.
        nearest: Option<String>,
    },
    /// An event goes the other way.
    #[error("`{name}` is an event that Vercel sends, not a notification that it takes")]
    SentByVercel {
        /// As typed.
        name: String,
    },
    /// Something that a notification needs is missing.
    #[error("there is no {what} to tell Vercel about")]
    Missing {
        /// What it is.
        what: &'static str,
        /// How to give it.
        flag: &'static str,
        /// The environment variable that can hold it, where there is one.
        variable: Option<&'static str>,
    },
    /// An id cannot be one.
    #[error("`{id}` is no {what} id")]
    BadId {
        /// Of what.
        what: &'static str,
        /// As given.
        id: String,
    },
    /// A flag does not belong to the type of the notification.
    #[error("{flag} does not belong to {notification}")]
    ForeignField {
        /// The flag.
        flag: &'static str,
        /// The type.
        notification: &'static str,
    },
    /// A line of a file is no notification.
    #[error("{what}, line {line}: {why}")]
    BadNotification {
        /// The file.
        what: String,
        /// The number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// A file holds no notification.
    #[error("{what} holds no notification")]
    NoNotifications {
        /// The file.
        what: String,
    },
    /// A line of a file is neither a recorded request nor an event.
    #[error("{what}, line {line}: {why}")]
    BadSavedEvent {
        /// The file.
        what: String,
        /// The number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// The files hold nothing to replay.
    #[error("there is nothing to replay in {what}")]
    NothingSaved {
        /// The files.
        what: String,
    },
    /// The flags leave nothing to replay.
    #[error("{}", nothing_left(*.count))]
    NothingLeft {
        /// How many events there were.
        count: usize,
    },
    /// A speed cannot be read.
    #[error("`{text}` is no speed")]
    BadSpeed {
        /// As typed.
        text: String,
    },
    /// A file is to be read and written.
    #[error("{first} and {second} name the same file")]
    SameFile {
        /// The flag that reads it, or the file itself where no flag names it.
        first: &'static str,
        /// The flag that writes it.
        second: &'static str,
    },
    /// A failure on purpose cannot be read.
    #[error("`{text}` is no failure to make")]
    BadFailing {
        /// As typed.
        text: String,
    },
    /// A file that should hold a request does not.
    #[error("there is no request in {what}: {why}")]
    NoRequest {
        /// The file or stream.
        what: String,
        /// Why not.
        why: String,
    },
    /// A request without its body.
    #[error("the request in {what} was written down without the bytes of its body")]
    NoBody {
        /// The file or stream.
        what: String,
    },
    /// A prompt failed.
    #[error("cannot ask: {why}")]
    Prompt {
        /// Why not.
        why: String,
    },
    /// Nothing accepted a connection while waiting for it.
    #[error("{endpoint} did not accept connections within {waited}")]
    NotReady {
        /// The endpoint.
        endpoint: String,
        /// How long it was given.
        waited: String,
    },
    /// A port cannot be listened on.
    #[error("cannot listen on port {port}: {source}")]
    Port {
        /// The port; 0 is any that is free.
        port: u16,
        /// Why not.
        source: io::Error,
    },
    /// The runtime, TLS or a proxy cannot be set up.
    #[error("cannot start: {why}")]
    Start {
        /// Why not.
        why: String,
    },
}

impl Error {
    /// The exit code it means.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        match self {
            Self::NotReady { .. } => Exit::Unreachable,
            Self::Write { .. }
            | Self::Read { .. }
            | Self::NotText { .. }
            | Self::BadProxy { .. }
            | Self::NoInput
            | Self::StandardInputTwice { .. }
            | Self::UnknownEvent { .. }
            | Self::NoEvent
            | Self::NoEventMatches { .. }
            | Self::BadGlob { .. }
            | Self::UnknownPayload { .. }
            | Self::FlatPayload { .. }
            | Self::TemplateForMany { .. }
            | Self::UnknownScenario { .. }
            | Self::Json { .. }
            | Self::NotAnObject { .. }
            | Self::UnknownPlaceholder { .. }
            | Self::OpenPlaceholder { .. }
            | Self::BadPath { .. }
            | Self::BadSetting { .. }
            | Self::Conflict { .. }
            | Self::NoWay { .. }
            | Self::NothingToUnset { .. }
            | Self::BadTime { .. }
            | Self::BadDuration { .. }
            | Self::BadPatience { .. }
            | Self::In { .. }
            | Self::EmptyScenario
            | Self::BadHeader { .. }
            | Self::BadExpectation { .. }
            | Self::RejectionIsSuccess { .. }
            | Self::NoSample { .. }
            | Self::UnknownCase { .. }
            | Self::NoCase
            | Self::NoSecret { .. }
            | Self::EmptySecret { .. }
            | Self::NoToken
            | Self::EmptyToken { .. }
            | Self::BadToken { .. }
            | Self::TooManySecrets { .. }
            | Self::UnknownCommand { .. }
            | Self::UnknownGroup { .. }
            | Self::BadEndpoint { .. }
            | Self::UrlAsPath { .. }
            | Self::NoEndpoint { .. }
            | Self::ForeignDefault { .. }
            | Self::Unconfirmed { .. }
            | Self::Declined { .. }
            | Self::BadScenario { .. }
            | Self::ProjectFile { .. }
            | Self::Incompatible { .. }
            | Self::Needs { .. }
            | Self::PlainHttp { .. }
            | Self::UnknownNotification { .. }
            | Self::SentByVercel { .. }
            | Self::Missing { .. }
            | Self::BadId { .. }
            | Self::ForeignField { .. }
            | Self::BadNotification { .. }
            | Self::NoNotifications { .. }
            | Self::BadSavedEvent { .. }
            | Self::NothingSaved { .. }
            | Self::NothingLeft { .. }
            | Self::BadSpeed { .. }
            | Self::SameFile { .. }
            | Self::BadFailing { .. }
            | Self::NoRequest { .. }
            | Self::NoBody { .. }
            | Self::Prompt { .. }
            | Self::Port { .. }
            | Self::Start { .. } => Exit::Usage,
        }
    }
}

fn also(unverified_note: Option<&str>) -> String {
    unverified_note.map(|text| format!(" ({})", text.trim_end_matches('.'))).unwrap_or_default()
}

fn nothing_left(count: usize) -> String {
    match count {
        1 => "the only event is not one to replay".to_owned(),
        count => format!("none of {count} events is one to replay"),
    }
}
