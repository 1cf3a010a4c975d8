//! A command that runs inside the emulated Vercel and leaves nothing behind.

use std::ffi::OsString;
use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use crate::error::{Error, Exit, Result};

use super::Environment;

/// What shells answer for a command that does not exist, and for one that cannot be run.
const NOT_FOUND: u8 = 127;
const NOT_EXECUTABLE: u8 = 126;

/// What shells add to the number of the signal that ended a command.
const SIGNALLED: i32 = 128;

/// How long a command may take to end once it is asked to.
const GRACE: Duration = Duration::from_secs(5);

/// What is left of a command is ended when this is dropped.
pub struct RunningCommand {
    child: Child,
    processes: platform::Processes,
}

impl RunningCommand {
    /// Runs `words` with the streams of this process.
    pub fn start(words: &[OsString], environment: &Environment) -> Result<Self> {
        let (program, args) = words.split_first().expect("a command has a name");
        let spawn = |program: &OsString| {
            let mut command = Command::new(program);
            command.args(args).envs(environment.variables());
            platform::Processes::spawn(command)
        };
        let mut spawned = spawn(program);
        // On Windows, `npm` is a script.
        if cfg!(windows)
            && spawned.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        {
            let mut script = program.clone();
            script.push(".cmd");
            spawned = spawn(&script);
        }
        let (child, processes) = spawned.map_err(|error| {
            let is_missing = error.kind() == io::ErrorKind::NotFound;
            let code = if is_missing { NOT_FOUND } else { NOT_EXECUTABLE };
            let failed =
                Error::command(code, format!("cannot run `{}`: {error}", program.display()));
            if words.len() == 1 && program.to_string_lossy().contains(' ') {
                return failed.with_hint("quotes make one word of it: a shell line needs `sh -c`");
            }
            failed
        })?;
        Ok(Self { child, processes })
    }

    /// Waits for the end of the command, and passes signals to it.
    pub async fn wait(&mut self) -> Result<Exit> {
        loop {
            tokio::select! {
                status = self.child.wait() => {
                    return status.map(exit).map_err(|error| Error::read("the command", &error));
                }
                signal = self.processes.signal() => self.processes.pass(signal),
            }
        }
    }

    /// Asks the command to end, and does not wait forever. Ends what it left behind.
    pub async fn stop(mut self) {
        if self.child.id().is_some() {
            self.processes.terminate();
            if timeout(GRACE, self.child.wait()).await.is_err() {
                // It may just have ended.
                let _ = self.child.kill().await;
            }
        }
        self.processes.end_rest().await;
    }
}

fn exit(status: ExitStatus) -> Exit {
    let signal = platform::signal(status).map(|signal| SIGNALLED + signal);
    let code = status.code().or(signal).and_then(|code| u8::try_from(code).ok());
    match code.unwrap_or(1) {
        0 => Exit::Success,
        code => Exit::Command(code),
    }
}

#[cfg(unix)]
mod platform {
    use std::io::{self, IsTerminal, Write};
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{ExitStatus, Stdio};

    use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process_group};
    use tokio::process::{Child, Command};
    use tokio::signal::unix::{self, SignalKind, signal as listen};

    use super::{Duration, GRACE, sleep, timeout};

    /// How often it is checked whether processes have ended.
    const POLL: Duration = Duration::from_millis(10);

    /// Waits until its standard input ends, which is when this program does, and then ends the
    /// process or the group that it has read; a further line says that there is none any more.
    const WATCH: &str = "read -r target || exit 0
read -r _ && exit 0
kill -TERM \"$target\"; sleep 1; kill -KILL \"$target\"";

    /// The processes of a command: a group of their own, unless they share the terminal. There,
    /// they stay in the foreground, and Ctrl-C reaches them without this program.
    pub struct Processes {
        leader: Pid,
        is_group: bool,
        signals: [(Signal, unix::Signal); 3],
        watch: Option<std::process::Child>,
    }

    impl Processes {
        pub fn spawn(mut command: Command) -> io::Result<(Child, Self)> {
            let is_group = !io::stdin().is_terminal();
            if is_group {
                command.process_group(0);
            }
            // From here on, signals no longer end this program.
            let signals = [
                (Signal::INT, listen(SignalKind::interrupt())?),
                (Signal::TERM, listen(SignalKind::terminate())?),
                (Signal::HUP, listen(SignalKind::hangup())?),
            ];
            let watch = watch().ok();
            let child = command.spawn()?;
            let id = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
            let leader = id.ok_or_else(|| io::Error::other("it has ended"))?;
            let mut processes = Self { leader, is_group, signals, watch };
            let sign = if is_group { "-" } else { "" };
            processes.tell_watch(&format!("{sign}{}\n", leader.as_raw_nonzero()));
            Ok((child, processes))
        }

        fn tell_watch(&mut self, line: &str) {
            // Without it, the command survives if this program is killed.
            if let Some(stdin) = self.watch.as_mut().and_then(|watch| watch.stdin.as_mut()) {
                let _ = stdin.write_all(line.as_bytes());
            }
        }

        pub async fn signal(&mut self) -> Signal {
            let [interrupt, terminate, hangup] = &mut self.signals;
            tokio::select! {
                _ = interrupt.1.recv() => interrupt.0,
                _ = terminate.1.recv() => terminate.0,
                _ = hangup.1.recv() => hangup.0,
            }
        }

        /// Passes a signal to the command, which passes it on itself where it wants to.
        pub fn pass(&self, signal: Signal) {
            // The terminal has already sent these to all processes in the foreground.
            if self.is_group || signal == Signal::TERM {
                // It may just have ended.
                let _ = kill_process(self.leader, signal);
            }
        }

        pub fn terminate(&self) {
            let _ = kill_process(self.leader, Signal::TERM);
        }

        pub async fn end_rest(&mut self) {
            if !self.is_group || kill_process_group(self.leader, Signal::TERM).is_err() {
                return;
            }
            let ended = async {
                while test_kill_process_group(self.leader).is_ok() {
                    sleep(POLL).await;
                }
            };
            if timeout(GRACE, ended).await.is_err() {
                let _ = kill_process_group(self.leader, Signal::KILL);
            }
        }
    }

    impl Drop for Processes {
        fn drop(&mut self) {
            if self.is_group {
                // There are none where all has ended well.
                let _ = kill_process_group(self.leader, Signal::KILL);
            }
            self.tell_watch("over\n");
            let _ = self.watch.take().map(|mut watch| watch.wait());
        }
    }

    /// Starts the process that ends the command if this one is killed.
    fn watch() -> io::Result<std::process::Child> {
        let mut shell = std::process::Command::new("/bin/sh");
        shell.args(["-c", WATCH]).process_group(0);
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    }

    pub fn signal(status: ExitStatus) -> Option<i32> {
        status.signal()
    }
}

#[cfg(not(unix))]
mod platform {
    use std::future::pending;
    use std::io;
    use std::process::ExitStatus;

    use tokio::process::{Child, Command};

    /// The console sends Ctrl-C to the command itself.
    pub struct Processes;

    impl Processes {
        pub fn spawn(mut command: Command) -> io::Result<(Child, Self)> {
            Ok((command.kill_on_drop(true).spawn()?, Self))
        }

        pub async fn signal(&mut self) {
            // With a handler, it does not end this program.
            while tokio::signal::ctrl_c().await.is_ok() {}
            pending().await
        }

        pub fn pass(&self, _signal: ()) {}

        /// There is no signal; the command is killed.
        pub fn terminate(&self) {}

        pub async fn end_rest(&mut self) {}
    }

    pub fn signal(_status: ExitStatus) -> Option<i32> {
        None
    }
}
