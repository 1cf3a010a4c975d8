//! Prompts, on a pseudoterminal.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

use super::support::vercel_hooks;

const CTRL_C: &[u8] = b"\x03";

/// What `sign` shows on a terminal after this was typed at its prompt, its exit code, and what it
/// prints.
fn sign(typed: &[&[u8]]) -> (String, Option<i32>, String) {
    let keyboard = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&keyboard).unwrap();
    unlockpt(&keyboard).unwrap();
    let name = ptsname(&keyboard, Vec::new()).unwrap().into_string().unwrap();
    let terminal: OwnedFd = File::options().read(true).write(true).open(name).unwrap().into();
    let before = tcgetattr(&terminal).unwrap();
    let mut keyboard = File::from(keyboard);
    let mut run = vercel_hooks(["sign", "body"]).file("body", "{}");
    let command = run.command();
    command.stdin(terminal.try_clone().unwrap()).stderr(terminal.try_clone().unwrap());
    let child = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let mut shown = String::new();
    let mut show_until = |end: &str| {
        while !shown.contains(end) {
            let mut byte = [0];
            keyboard.read_exact(&mut byte).unwrap();
            shown.push(byte[0].into());
        }
    };
    show_until("sign with: ");
    // What is typed before would be discarded.
    while tcgetattr(&terminal).unwrap().local_modes.contains(LocalModes::ECHO) {
        std::thread::yield_now();
    }
    for part in typed {
        keyboard.write_all(part).unwrap();
    }
    let output = child.wait_with_output().unwrap();
    let after = tcgetattr(&terminal).unwrap();
    assert_eq!(after.local_modes, before.local_modes);
    assert!(after.local_modes.contains(LocalModes::ECHO | LocalModes::ISIG));
    keyboard.write_all(b"end").unwrap();
    while !shown.contains("end") {
        let mut byte = [0];
        keyboard.read_exact(&mut byte).unwrap();
        shown.push(byte[0].into());
    }
    (shown, output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn ctrl_c_at_a_hidden_prompt_restores_the_echo() {
    for typed in [&[CTRL_C][..], &[b"hunter2", CTRL_C]] {
        let (shown, code, stdout) = sign(typed);
        assert_eq!((code, &*stdout), (Some(130), ""), "{shown}");
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}

#[test]
fn a_hidden_prompt_shows_nothing_of_what_is_typed() {
    let (shown, code, stdout) = sign(&[b"hunter3\x7f2\n"]);
    assert_eq!((code, stdout.len()), (Some(0), 41), "{shown}");
    assert!(!shown.contains("hunter"), "{shown}");
    let signed = vercel_hooks(["sign", "body", "--secret-file", "secret"])
        .file("body", "{}")
        .file("secret", "hunter2")
        .ends(0);
    assert_eq!(signed.text(), stdout);
}
