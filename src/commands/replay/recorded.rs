//! What `replay` delivers, from its files.

use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use crate::cli::ReplayArgs;
use crate::delivery::{Composer, DeliveryRequest, Repeater, is_confidential};
use crate::error::{Error, Result};
use crate::output::{Output, counted};
use crate::recording::{self, Filter, Saved, SavedRequest, Speed};
use crate::settings::secret::{Kind, Source};
use crate::signature::{HEADER, SigningKey};

use super::super::delivery::{Compose, Load, Way};
use super::super::{input, secrets};

/// What `replay` delivers. All of it is in memory, as large as the files are.
pub struct Recorded {
    events: Vec<Saved>,
    speed: Speed,
    /// Whether recorded signatures are replaced.
    resigns: bool,
}

impl Recorded {
    /// Reads the files to their ends, and keeps what the filter takes.
    ///
    /// # Errors
    /// Whatever cannot be read, and where nothing is left.
    pub fn read(args: &ReplayArgs, filter: &Filter, speed: Speed, output: &Output) -> Result<Self> {
        let mut events = read(&args.files, &args.secret.secret_file, output)?;
        let total = events.len();
        events.retain(is_post);
        let others = total - events.len();
        if others > 0 {
            let requests = counted(others as u64, "request");
            output.warn(format_args!("left out {requests}: only POST is replayed"));
        }
        filter.apply(&mut events);
        if events.is_empty() {
            return Err(Error::usage(match total {
                1 => "the only event is excluded".to_owned(),
                total => format!("all {total} events are excluded"),
            })
            .with_hint(
                "only `POST` is replayed; --type, --id, --since, --until and --failed must all match",
            ));
        }
        if !filter.takes_all() {
            output.note(format_args!("replaying {} of {total} events", events.len()));
        }
        Ok(Self { events, speed, resigns: args.resign })
    }

    fn requests(&self) -> impl Iterator<Item = &SavedRequest> {
        self.events.iter().filter_map(|saved| saved.request.as_ref())
    }
}

impl Load for Recorded {
    fn len(&self) -> u64 {
        self.events.len() as u64
    }

    fn widest_name(&self) -> usize {
        let names =
            self.events.iter().map(|Saved { event, .. }| event.identity.type_or(&event.name));
        names.map(|name| name.chars().count()).max().unwrap_or_default()
    }

    fn needs_secret(&self) -> bool {
        self.resigns || self.events.iter().any(|saved| saved.request.is_none())
    }

    fn repeats_signatures(&self) -> bool {
        !self.resigns && self.requests().any(|it| is_signed(it) && !it.was_forged)
    }

    fn starts(&self) -> Option<Vec<Duration>> {
        self.speed.starts(self.events.iter().map(Saved::time))
    }

    fn credentials(&self) -> Vec<(&HeaderName, &HeaderValue)> {
        let headers = self.requests().filter_map(|it| it.headers.as_ref()).flatten();
        headers.filter(|(name, _)| is_confidential(name.as_str())).collect()
    }

    fn composer(&self, way: &Way<'_>, output: &Output) -> Compose<'_> {
        let keeps_credentials = way.endpoint.is_loopback() && !way.is_for_curl;
        if !keeps_credentials && !self.credentials().is_empty() {
            output.note(if way.is_for_curl {
                "recorded credentials are left out of the commands"
            } else {
                "recorded credentials stay on this machine"
            });
        }
        let is_made = way.secret.is_some_and(|secret| *secret.source() == Source::Made);
        if is_made && self.repeats_signatures() {
            output.hint(
                "recorded signatures verify with their own secret only: give it, or --resign",
            );
        }
        let key = || way.secret.map(|secret| SigningKey::new(secret.expose()));
        let repeater = Repeater {
            endpoint: way.endpoint.clone(),
            keeps_path: !way.is_path_given,
            keeps_credentials,
            key: if self.resigns { key() } else { None },
            extra: way.headers.to_vec(),
        };
        let signer = way
            .secret
            .map(|secret| Composer::new(way.endpoint.clone(), secret.expose(), None, way.headers));
        Box::new(move |number| self.compose(number, &repeater, signer.as_ref()))
    }
}

impl Recorded {
    fn compose(
        &self,
        number: u64,
        repeater: &Repeater,
        signer: Option<&Composer>,
    ) -> DeliveryRequest {
        let place = usize::try_from(number).expect("what is in memory can be counted");
        let Saved { event, request } = self.events[place].clone();
        match request {
            Some(SavedRequest { path, headers, .. }) => repeater.compose(event, &path, headers),
            None => signer.expect("whatever is signed has a secret").compose(event),
        }
    }
}

fn read(files: &[PathBuf], secret_files: &[PathBuf], output: &Output) -> Result<Vec<Saved>> {
    let mut events = Vec::new();
    if files.iter().filter(|path| input::is_standard_input(path)).count() > 1 {
        return Err(Error::usage("standard input cannot be both one file and another"));
    }
    for path in files {
        secrets::leave_standard_input_to("the events", path, Kind::Webhook, secret_files)?;
    }
    for path in files {
        let name = input::name(path);
        let contents = recording::read(&name, &Bytes::from(input::read(path)?))?;
        input::say_if_cut(&name, contents.cut_line, output);
        events.extend(contents.events);
    }
    if events.is_empty() {
        let names: Vec<String> = files.iter().map(|path| input::name(path)).collect();
        return Err(Error::usage(format!("nothing to replay in {}", names.join(", "))));
    }
    Ok(events)
}

fn is_post(saved: &Saved) -> bool {
    saved.request.as_ref().is_none_or(|request| request.is_post)
}

fn is_signed(request: &SavedRequest) -> bool {
    request.headers.as_ref().is_some_and(|headers| headers.contains_key(HEADER))
}
