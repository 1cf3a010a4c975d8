//! `partner token` and `partner keys`.

mod decode;

use std::path::Path;

use serde_json::{Map, Value, json};

use crate::cli::partner::{ClaimsArgs, KeysArgs, StateArgs, TokenArgs};
use crate::error::{Error, Exit, Result};
use crate::event::{
    EventContext, Layout, Node, OverrideWarning, Overrides, Reproduction, SampleData, Segments,
};
use crate::marketplace::issuer::{Issuer, TokenSpec, state_folder};
use crate::marketplace::partner_api::TokenKind;
use crate::output::Output;
use crate::settings::project::{INSTALLATION, INTEGRATION, IdSetting, Project};
use crate::time::{Moment, show_duration};

pub fn run(args: &TokenArgs, output: &mut Output) -> Result<Exit> {
    match &args.decode.decode {
        Some(token) => decode::run(token, args, output),
        None => make(args, output),
    }
}

pub fn keys(args: &KeysArgs, output: &mut Output) -> Result<Exit> {
    let jwks = open(&args.state)?.jwks();
    if output.is_json() {
        output.json(&jwks)?;
    } else {
        output.line(format_args!("{jwks:#}"))?;
    }
    Ok(Exit::Success)
}

fn make(args: &TokenArgs, output: &mut Output) -> Result<Exit> {
    let now = args.claims.now.unwrap_or_else(Moment::now);
    let issuer = open(&args.state)?;
    let claims = claims(&args.claims, now, output)?;
    let token = issuer.sign(&claims);
    if output.is_json() {
        output.json(&json!({ "token": token, "claims": claims }))?;
    } else {
        output.line(token)?;
    }
    Ok(Exit::Success)
}

pub fn open(args: &StateArgs) -> Result<Issuer> {
    Issuer::open(&state_folder(args.state_dir.as_deref())?)
}

fn claims(args: &ClaimsArgs, now: Moment, output: &Output) -> Result<Map<String, Value>> {
    let is_system = args.system || args.pre_install;
    let spec = TokenSpec {
        kind: if is_system { TokenKind::System } else { TokenKind::User },
        role: args.role.unwrap_or_default(),
        integration: id(args.integration.as_ref(), &INTEGRATION)?,
        installation: if args.pre_install {
            None
        } else {
            id(args.installation.as_ref(), &INSTALLATION)?
        },
        pre_install: args.pre_install,
    };
    let data = SampleData::new(args.seed.unwrap_or_else(Reproduction::fresh_seed), 0);
    let claims = changed(spec.claims(&data, now, args.expires_in), args, &data, now, output)?;
    let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or("none");
    output.note(format_args!(
        "{} token: integration {}, installation {}, expires in {}",
        spec.kind.name(),
        text("aud"),
        text("installation_id"),
        show_duration(args.expires_in)
    ));
    Ok(claims)
}

/// An id from its flag, or else from the settings.
pub fn id(flag: Option<&String>, setting: &IdSetting) -> Result<Option<String>> {
    if let Some(id) = flag {
        return Ok(Some(id.clone()));
    }
    let folder = Path::new(".");
    let found = Project::read(folder)?.id(setting, folder)?;
    found.map(|found| found.read_as(|id| setting.check(id))).transpose()
}

/// Applies `--set` and `--unset`. Tokens may have any claim, but not one that is mistyped.
fn changed(
    claims: Map<String, Value>,
    args: &ClaimsArgs,
    data: &SampleData,
    now: Moment,
    output: &Output,
) -> Result<Map<String, Value>> {
    let overrides = Overrides::new(args.set.clone(), args.unset.clone())?;
    let mut node = Node::literal("the token", Value::from(claims).to_string().as_bytes())?;
    for warning in overrides.apply(&mut node)? {
        match &warning {
            OverrideWarning::Added { nearest: None, .. } => {}
            OverrideWarning::Added { path, nearest }
            | OverrideWarning::Absent { path, nearest } => {
                let otherwise = "`partner token --json` shows the claims of a token";
                return Err(Error::unknown("claim", path, nearest.as_deref(), otherwise));
            }
            OverrideWarning::Retyped { .. } => output.warn(&warning),
        }
    }
    let context = EventContext { data, event_id: "", time: now };
    let text = Segments::new(&node, Layout::Compact).fill(&context);
    serde_json::from_str(&text)
        .map_err(|error| Error::usage(format!("the claims are no JSON object: {error}")))
}
