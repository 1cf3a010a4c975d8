//! What the commands that deliver have in common: from what is delivered to its report.

mod load;
mod report;
mod route;

use std::path::PathBuf;

use crate::cli::DisplayArgs;
use crate::delivery::{Discretion, Run};
use crate::error::{Error, Exit, Result};
use crate::http::endpoint::{Endpoint, Target};
use crate::http::runtime::{Ending, interrupted, leave_on_second_interrupt};
use crate::output::{Output, counted};
use crate::receiver::Receiver;
use crate::settings::secret::{Kind, Secret};

use super::destination::wait_for;
use super::preview::{Form, Preview};
use super::{prompt, secrets};
use report::DeliveryReport;

pub use load::{Compose, Load, Way};
pub use route::Route;

/// A load on its way.
pub struct Delivery<'a> {
    /// What is delivered.
    pub load: &'a dyn Load,
    /// Where to, and how.
    pub route: Route,
    /// What is shown of it.
    pub display: DisplayArgs,
    /// Where the secret is.
    pub secret_files: &'a [PathBuf],
}

impl Delivery<'_> {
    /// Delivers, or prints what would be delivered.
    ///
    /// # Errors
    /// Whatever keeps it from beginning, and those of printing.
    pub fn run(mut self, may_ask: bool, output: &mut Output) -> Result<Exit> {
        self.route.pace.starts = self.load.starts();
        let form = Form::of_flags(self.display.dry_run, self.display.curl);
        match (self.route.destination.target.clone(), form) {
            (Target::Demo, Some(form)) => Err(Error::conflict(form.flag(), "--to demo")),
            (Target::Demo, None) => self.to_demo(output),
            (Target::Endpoint(endpoint), _) => self.to_server(&endpoint, form, may_ask, output),
        }
    }

    /// Delivers to a receiver of its own.
    fn to_demo(&self, output: &mut Output) -> Result<Exit> {
        let secret = secrets::find_or_make(Kind::Webhook, self.secret_files, output)?;
        let receiver = Receiver::start(secret.expose())?;
        let endpoint = Endpoint::parse(&format!("http://{}", receiver.address()))?;
        let (endpoint, is_path_given) = self.route.destination.at_path(&endpoint);
        output.note(format_args!("demo: a receiver listens at {endpoint} for this run"));
        let exit = self.deliver(&self.way(&endpoint, is_path_given, Some(&secret)), output)?;
        report::say_received(&receiver.log(), output);
        Ok(exit)
    }

    fn to_server(
        &self,
        endpoint: &Endpoint,
        form: Option<Form>,
        may_ask: bool,
        output: &mut Output,
    ) -> Result<Exit> {
        let (endpoint, is_path_given) = self.route.destination.at_path(endpoint);
        if form.is_none() {
            let question = format!("Deliver {} to {endpoint}?", counted(self.load.len(), "event"));
            let is_confirmed = self.route.is_confirmed;
            prompt::before_leaving_this_machine(&question, &endpoint, is_confirmed, may_ask)?;
        }
        let secret = self.secret(may_ask, output)?;
        let way = self.way(&endpoint, is_path_given, secret.as_ref());
        if let Some(form) = form {
            return self.preview(&way, form, output);
        }
        if wait_for(&endpoint, self.route.patience, output)? == Ending::Stopped {
            return Ok(Exit::Interrupted);
        }
        self.deliver(&way, output)
    }

    /// What signs, where anything has to be signed.
    fn secret(&self, may_ask: bool, output: &Output) -> Result<Option<Secret>> {
        if self.load.needs_secret() {
            let found = secrets::require(self.secret_files, "sign", may_ask, output)?;
            return secrets::only(found).map(Some);
        }
        if !self.secret_files.is_empty() {
            output.warn("--secret-file is of no use: nothing is signed");
        }
        Ok(None)
    }

    fn way<'a>(
        &'a self,
        endpoint: &'a Endpoint,
        is_path_given: bool,
        secret: Option<&'a Secret>,
    ) -> Way<'a> {
        let headers = &self.route.headers;
        Way { endpoint, is_path_given, secret, headers, is_for_curl: self.display.curl }
    }

    fn preview(&self, way: &Way<'_>, form: Form, output: &mut Output) -> Result<Exit> {
        let compose = self.load.composer(way, output);
        let mut preview = Preview::new(form, output);
        for number in 0..self.load.len() {
            preview.print(&compose(number).preview())?;
        }
        preview.end()?;
        Ok(Exit::Success)
    }

    fn deliver(&self, way: &Way<'_>, output: &mut Output) -> Result<Exit> {
        let compose = self.load.composer(way, output);
        let tells_all = self.display.verbose || output.is_json();
        let discretion = Discretion { hidden: way.hidden(self.load), tells_all };
        let mut report = DeliveryReport::new(self.load, self.display.verbose, output)?;
        let run = Run {
            endpoint: way.endpoint,
            policy: &self.route.policy,
            discretion: &discretion,
            pace: &self.route.pace,
            total: self.load.len(),
            compose: &*compose,
        };
        leave_on_second_interrupt();
        let ending = run.finish(interrupted, &mut |progress| report.progress(progress))?;
        report.end(ending)
    }
}
