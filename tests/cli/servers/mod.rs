//! What holds for every command that listens.

mod abuse;
mod ending;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod starting;

use super::client::{Answer, Request};
use super::emulate;
use super::listen;
use super::running::Running;
use super::support::{Run, vercel_hooks};

/// A command that listens, what is sent to it, and what it makes of that.
struct Command {
    name: &'static str,
    /// Where it receives.
    path: &'static str,
    /// The flag that delays its responses.
    delay: &'static str,
    /// The response to a valid request.
    status: &'static str,
    /// What it says before it listens.
    warning: &'static str,
    /// How its summary of nothing ends.
    idle: &'static str,
    /// A valid request of this number.
    request: fn(usize) -> Request,
    /// A request that prints more JSON than a pipe holds.
    long_request: fn() -> Request,
    /// What it prints of so many valid requests.
    table: fn(usize) -> String,
    /// What it says from the beginning to the end, with these lines before the summary.
    told: fn(&str, usize) -> String,
}

const COMMANDS: [Command; 2] = [
    Command {
        name: "listen",
        path: "/",
        delay: "--delay",
        status: "200 OK",
        warning: listen::NO_SECRET,
        idle: "0 verified",
        request: |number| listen::event(&number.to_string()),
        long_request: || listen::event("a").body(vec![b'x'; 300_000]),
        table: |count| {
            let rows: Vec<_> = (0..count).map(|n| listen::plain_row(&n.to_string())).collect();
            listen::table(rows.iter().map(String::as_str))
        },
        told: |lines, count| listen::notes(lines, &listen::received(count)),
    },
    Command {
        name: "emulate",
        path: emulate::PATH,
        delay: "--latency",
        status: "201 Created",
        warning: "",
        idle: "0 rejected",
        request: |_| Request::valid(),
        long_request: Request::longer_than_a_pipe,
        table: |count| emulate::table(vec![&*emulate::accepted_row(); count]),
        told: |lines, count| emulate::told(lines, &format!("{count} accepted, 0 rejected")),
    },
];

impl Command {
    /// The command at a free port.
    fn run(&self, args: &[&str]) -> Run {
        vercel_hooks([self.name, "--port", "0"]).args(args)
    }

    /// The same, as soon as it listens.
    fn start(&self, args: &[&str]) -> Running {
        self.run(args).listens()
    }

    /// The same, with one request behind it.
    fn start_at_work(&self, args: &[&str]) -> Running {
        let server = self.start(args);
        self.accepts(&server.answer(&(self.request)(0)));
        server.wait_until_it_prints(self.status);
        server
    }

    /// Asserts that a request was accepted.
    #[track_caller]
    fn accepts(&self, answer: &Answer) {
        assert!(self.status.starts_with(&answer.status.to_string()), "{answer:?}");
        if self.name == "emulate" {
            answer.is_created();
        }
    }

    /// Asserts that a server ends by itself after so many requests.
    #[track_caller]
    fn ends_after(&self, server: Running, count: usize) {
        server.gives(0, (self.table)(count), (self.told)("", count));
    }

    /// What it says if nothing was sent to it, with something before it listens.
    fn idle(&self, before: &str) -> String {
        let Self { name, warning, idle, .. } = self;
        format!("{warning}{before}{name}: listening at [..]\n{name}: 0 [..], {idle}\n")
    }
}
