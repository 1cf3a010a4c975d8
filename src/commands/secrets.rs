//! The secrets of a command: from its flags, else from where they usually are, else by asking.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::output::Output;
use crate::settings::environment::ENV_FILES;
use crate::settings::secret::{Kind, Secret, Source};

use super::{input, prompt};

/// Finds the webhook secrets and says where they came from. `purpose` completes "a secret to …
/// with".
///
/// # Errors
/// [`Error::NoSecret`] where there is none and nobody to ask, and those of reading one.
pub fn require(
    files: &[PathBuf],
    purpose: &'static str,
    may_ask: bool,
    output: &Output,
) -> Result<Vec<Secret>> {
    let mut secrets = find(Kind::Webhook, files)?;
    if secrets.is_empty() {
        if !prompt::can_ask(may_ask) {
            return Err(Error::usage(format!("no secret to {purpose} with")).with_hint(
                "use --secret-file PATH (`-` reads standard input), or set VERCEL_WEBHOOK_SECRET",
            ));
        }
        let typed = prompt::hidden(&format!("Webhook secret to {purpose} with"))?;
        secrets.push(Secret::new(Kind::Webhook, typed.into_bytes(), Source::Prompt)?);
    }
    announce(Kind::Webhook, &secrets, output);
    Ok(secrets)
}

/// The same where none is needed: nobody is asked, and a place that cannot be read is none.
///
/// # Errors
/// Those of reading one of the files.
pub fn look_for(files: &[PathBuf], output: &Output) -> Result<Vec<Secret>> {
    let secrets = match find(Kind::Webhook, files) {
        Err(_) if files.is_empty() => Vec::new(),
        found => found?,
    };
    announce(Kind::Webhook, &secrets, output);
    Ok(secrets)
}

/// The same as [`require`] for the token of an installation, and whether somebody typed it.
///
/// # Errors
/// [`Error::NoToken`] where there is none and nobody to ask, and those of reading one.
pub fn require_token(
    file: Option<&PathBuf>,
    may_ask: bool,
    output: &Output,
) -> Result<(Secret, bool)> {
    let found = find(Kind::Token, file.map_or(&[], std::slice::from_ref))?.pop();
    let is_typed = found.is_none();
    let token = match found {
        Some(token) => token,
        None if prompt::can_ask(may_ask) => {
            let typed = prompt::hidden("Access token of the installation")?;
            Secret::new(Kind::Token, typed.into_bytes(), Source::Prompt)?
        }
        None => return Err(Error::usage("no access token for Vercel").with_hint(
            "use --token-file PATH (`-` reads standard input), or set VERCEL_INSTALLATION_TOKEN",
        )),
    };
    announce(Kind::Token, std::slice::from_ref(&token), output);
    Ok((token, is_typed))
}

/// The tokens in these files.
///
/// # Errors
/// Those of reading one.
pub fn read_tokens(files: &[PathBuf], output: &Output) -> Result<Vec<Secret>> {
    let tokens = read(Kind::Token, files)?;
    announce(Kind::Token, &tokens, output);
    Ok(tokens)
}

/// The secrets of a command that can do without, and where they came from is said.
///
/// # Errors
/// Those of reading one.
pub fn find_and_say(kind: Kind, files: &[PathBuf], output: &Output) -> Result<Vec<Secret>> {
    let secrets = find(kind, files)?;
    announce(kind, &secrets, output);
    Ok(secrets)
}

/// The one secret of a command that can make its own.
///
/// # Errors
/// [`Error::TooManySecrets`], and those of reading one.
pub fn find_or_make(kind: Kind, files: &[PathBuf], output: &Output) -> Result<Secret> {
    let mut secrets = find(kind, files)?;
    if secrets.is_empty() {
        secrets.push(Secret::made());
    }
    announce(kind, &secrets, output);
    only(secrets)
}

/// The one secret of a command that makes one signature.
///
/// # Errors
/// [`Error::TooManySecrets`].
pub fn only(mut secrets: Vec<Secret>) -> Result<Secret> {
    match (secrets.len(), secrets.pop()) {
        (1, Some(secret)) => Ok(secret),
        (count, _) => {
            Err(Error::usage(format!("{count} secrets were given, but there is one signature"))
                .with_hint("give --secret-file once"))
        }
    }
}

/// Refuses to read `what`, which is at `path`, and a secret both from standard input.
///
/// # Errors
/// [`Error::StandardInputTwice`].
pub fn leave_standard_input_to(
    what: &'static str,
    path: &Path,
    kind: Kind,
    files: &[PathBuf],
) -> Result<()> {
    let second = match kind {
        Kind::Webhook => "the secret",
        Kind::Token => "the token",
    };
    if input::is_standard_input(path) && files.iter().any(|file| input::is_standard_input(file)) {
        return Err(Error::usage(format!("standard input cannot be both {what} and {second}")));
    }
    Ok(())
}

/// Refuses to write a file that holds secrets: one of `files`, or one of the `.env` files of the
/// current folder. The other comes with the flag that names it.
///
/// # Errors
/// [`Error::SameFile`].
pub fn leave_alone(kind: Kind, files: &[PathBuf], written: (&'static str, &Path)) -> Result<()> {
    let flag = match kind {
        Kind::Webhook => "--secret-file",
        Kind::Token => "--token-file",
    };
    let named = files.iter().map(|file| (flag, file.as_path()));
    let usual = ENV_FILES.into_iter().map(|file| (file, Path::new(file)));
    named.chain(usual).try_for_each(|read| input::differ(read, written))
}

fn find(kind: Kind, files: &[PathBuf]) -> Result<Vec<Secret>> {
    if files.is_empty() {
        return Ok(Secret::find(kind, Path::new("."))?.into_iter().collect());
    }
    read(kind, files)
}

fn read(kind: Kind, files: &[PathBuf]) -> Result<Vec<Secret>> {
    if files.iter().filter(|file| input::is_standard_input(file)).count() > 1 {
        return Err(Error::usage("standard input cannot be both one secret and another"));
    }
    files.iter().map(|path| Secret::read(kind, path)).collect()
}

fn announce(kind: Kind, secrets: &[Secret], output: &Output) {
    let noun = kind.noun();
    for secret in secrets {
        let origin = match secret.source() {
            Source::Made => "made for this run".to_owned(),
            source => format!("from {source}"),
        };
        output.note(format_args!("{noun}: {origin}, fingerprint {}", secret.fingerprint()));
        warn(kind, secret, output);
    }
}

/// Says what about a secret looks like a mistake.
pub fn warn(kind: Kind, secret: &Secret, output: &Output) {
    for suspicion in secret.suspicions() {
        let (noun, source) = (kind.noun(), secret.source());
        output.warn(format_args!("the {noun} from {source} looks odd: {suspicion}"));
    }
}
