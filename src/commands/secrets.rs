//! The secrets of a command: from its flags, else from the environment, else from a prompt.

use std::path::{Path, PathBuf};

use crate::cli::SecretArgs;
use crate::error::{Error, Result};
use crate::output::Output;
use crate::settings::environment::ENV_FILES;
use crate::settings::secret::{Secret, SecretKind, SecretSource};

use super::{input, prompt};

/// Finds the webhook secrets or prompts for one. `purpose` is what they are for: "sign".
pub fn require(
    args: &SecretArgs,
    purpose: &str,
    may_ask: bool,
    output: &Output,
) -> Result<Vec<Secret>> {
    let mut secrets = load_webhook(args)?;
    if secrets.is_empty() {
        if !prompt::can_ask(may_ask) {
            let hint = unused_hint().unwrap_or_else(|| {
                "use --secret-file PATH (`-` reads standard input), or set VERCEL_WEBHOOK_SECRET"
                    .to_owned()
            });
            return Err(Error::usage(format!("no secret to {purpose} with")).with_hint(hint));
        }
        let typed = prompt::hidden(&format!("Webhook secret to {purpose} with"))?;
        secrets.push(Secret::new(SecretKind::Webhook, typed, SecretSource::Prompt)?);
    }
    announce(SecretKind::Webhook, &secrets, output);
    Ok(secrets)
}

/// Finds the webhook secrets of a command that does not need one: a `.env` file that cannot be read
/// is skipped.
pub fn find_readable(args: &SecretArgs, output: &Output) -> Result<Vec<Secret>> {
    let secrets = match load_webhook(args) {
        Err(_) if args.flags().next().is_none() => Vec::new(),
        found => found?,
    };
    announce(SecretKind::Webhook, &secrets, output);
    Ok(secrets)
}

/// Finds the token of an installation or prompts for it, and returns whether it was typed.
pub fn require_token(
    file: Option<&PathBuf>,
    may_ask: bool,
    output: &Output,
) -> Result<(Secret, bool)> {
    let found = load(SecretKind::Token, file.map_or(&[], std::slice::from_ref))?.pop();
    let is_typed = found.is_none();
    let token = match found {
        Some(token) => token,
        None if prompt::can_ask(may_ask) => {
            let typed = prompt::hidden("Access token of the installation")?;
            Secret::new(SecretKind::Token, typed, SecretSource::Prompt)?
        }
        None => return Err(Error::usage("no access token for Vercel").with_hint(
            "use --token-file PATH (`-` reads standard input), or set VERCEL_INSTALLATION_TOKEN",
        )),
    };
    announce(SecretKind::Token, std::slice::from_ref(&token), output);
    Ok((token, is_typed))
}

pub fn read_tokens(files: &[PathBuf], output: &Output) -> Result<Vec<Secret>> {
    let tokens = read(SecretKind::Token, files)?;
    announce(SecretKind::Token, &tokens, output);
    Ok(tokens)
}

pub fn find(args: &SecretArgs, output: &Output) -> Result<Vec<Secret>> {
    let secrets = load_webhook(args)?;
    announce(SecretKind::Webhook, &secrets, output);
    Ok(secrets)
}

/// What to do about a secret under a name that is not read by default.
pub fn unused_hint() -> Option<String> {
    let unused = Secret::find_unused(SecretKind::Webhook, Path::new("."));
    let shortest = unused.iter().min_by_key(|source| source.name().len())?;
    let name = shortest.name();
    Some(format!("{shortest} is not read by default: if it is the secret, use --secret-env {name}"))
}

pub fn find_or_generate(args: &SecretArgs, output: &Output) -> Result<Secret> {
    or_generate(SecretKind::Webhook, load_webhook(args)?, output)
}

pub fn find_or_generate_token(file: Option<&PathBuf>, output: &Output) -> Result<Secret> {
    or_generate(
        SecretKind::Token,
        load(SecretKind::Token, file.map_or(&[], std::slice::from_ref))?,
        output,
    )
}

fn or_generate(kind: SecretKind, mut secrets: Vec<Secret>, output: &Output) -> Result<Secret> {
    if secrets.is_empty() {
        secrets.push(Secret::generate());
    }
    announce(kind, &secrets, output);
    only(secrets)
}

/// Rejects several secrets for one signature.
pub fn only(mut secrets: Vec<Secret>) -> Result<Secret> {
    match (secrets.len(), secrets.pop()) {
        (1, Some(secret)) => Ok(secret),
        (count, _) => {
            Err(Error::usage(format!("{count} secrets were given, but there is one signature"))
                .with_hint("use --secret-file or --secret-env once"))
        }
    }
}

/// Rejects reading both `what`, which is at `path`, and a secret from standard input.
pub fn reject_shared_stdin(
    what: &str,
    path: &Path,
    kind: SecretKind,
    files: &[PathBuf],
) -> Result<()> {
    if input::is_dash(path) && files.iter().any(|file| input::is_dash(file)) {
        let noun = kind.noun();
        return Err(Error::usage(format!("standard input cannot be both {what} and the {noun}")));
    }
    Ok(())
}

/// Refuses to overwrite a secret: one of `files`, or a `.env` file of the current folder.
pub fn protect(kind: SecretKind, files: &[PathBuf], written: (&'static str, &Path)) -> Result<()> {
    let given = files.iter().map(|file| (kind.flag(), file.as_path()));
    let env_files = ENV_FILES.into_iter().map(|file| (file, Path::new(file)));
    given.chain(env_files).try_for_each(|read| input::differ(read, written))
}

fn load_webhook(args: &SecretArgs) -> Result<Vec<Secret>> {
    if args.secret_env.is_empty() {
        return load(SecretKind::Webhook, &args.secret_file);
    }
    let mut secrets = read(SecretKind::Webhook, &args.secret_file)?;
    for name in &args.secret_env {
        secrets.push(Secret::from_variable(SecretKind::Webhook, name, Path::new("."))?);
    }
    Ok(secrets)
}

fn load(kind: SecretKind, files: &[PathBuf]) -> Result<Vec<Secret>> {
    if files.is_empty() {
        return Ok(Secret::find(kind, Path::new("."))?.into_iter().collect());
    }
    read(kind, files)
}

fn read(kind: SecretKind, files: &[PathBuf]) -> Result<Vec<Secret>> {
    if files.iter().filter(|file| input::is_dash(file)).count() > 1 {
        return Err(Error::usage("standard input cannot be both one secret and another"));
    }
    files.iter().map(|path| Secret::read(kind, path)).collect()
}

fn announce(kind: SecretKind, secrets: &[Secret], output: &Output) {
    let noun = kind.noun();
    for secret in secrets {
        let origin = match secret.source() {
            SecretSource::Generated => "generated for this run".to_owned(),
            source => format!("from {source}"),
        };
        output.note(format_args!("{noun}: {origin}, fingerprint {}", secret.fingerprint()));
        warn(kind, secret, output);
    }
}

pub fn warn(kind: SecretKind, secret: &Secret, output: &Output) {
    for suspicion in secret.suspicions() {
        let (noun, source) = (kind.noun(), secret.source());
        output.warn(format_args!("the {noun} from {source} looks wrong: {suspicion}"));
    }
}
