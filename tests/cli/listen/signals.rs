//! Ctrl-C.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use super::super::child::{Listening, json_lines, skip_announcement};
use super::super::server::{Reply, Server};
use super::{
    event, listen, listen_with_stdout, notes, plain_row, received, table, takes, verifying,
};

/// A listener that is surely past its beginning.
fn at_work(args: &[&str]) -> Listening {
    let listener = listen(args);
    takes(&listener, "a");
    wait_for_row(&listener);
    listener
}

/// Waits until a row is printed: that may be a little after the answer.
fn wait_for_row(listener: &Listening) {
    while !listener.printed().ends_with("200 OK\n") {
        thread::sleep(Duration::from_millis(1));
    }
}

/// Presses Ctrl-C, which ends with the summary.
#[track_caller]
fn interrupted(listener: Listening) {
    listener.interrupt();
    listener.gives(130, table([&*plain_row("a")]), notes("", &received(1)));
}

#[test]
fn ctrl_c_ends_with_the_summary() {
    interrupted(at_work(&[]));
    interrupted(at_work(&["--count", "2", "--timeout", "1h"]));
}

#[test]
fn ctrl_c_closes_idle_connections() {
    let listener = listen(&[]);
    let mut connection = listener.connect();
    assert_eq!(connection.ask(&event("a")).status, 200);
    wait_for_row(&listener);
    interrupted(listener);
    connection.ends();
}

#[test]
fn ctrl_c_does_not_wait_for_silent_clients() {
    let listener = at_work(&[]);
    let _silent = listener.connect();
    interrupted(listener);
}

#[test]
fn ctrl_c_does_not_wait_for_incomplete_requests() {
    let bytes = event("b").bytes();
    for length in [10, bytes.len() - 10] {
        let listener = listen(&[]);
        let mut slow = listener.connect();
        slow.say(&bytes[..length]);
        // The listener has surely begun to read it when it has answered another one.
        takes(&listener, "a");
        wait_for_row(&listener);
        interrupted(listener);
    }
}

#[test]
fn ctrl_c_does_not_wait_for_delayed_responses() {
    let listener = listen(&["--delay", "1h"]);
    let mut waiting = listener.connect();
    waiting.say(&event("a").bytes());
    listener.interrupt();
    listener.gives(130, table([]), notes("", &received(0)));
}

#[test]
fn ctrl_c_does_not_wait_for_a_slow_server() {
    let server = Server::always(Reply::silence());
    let listener = listen(&["--forward-to", &server.at("")]);
    let mut waiting = listener.connect();
    waiting.say(&event("a").bytes());
    server.wait_for(1);
    listener.interrupt();
    listener.gives(130, table([]), notes("", &received(0)));
}

#[test]
fn everything_answered_before_ctrl_c_is_reported() {
    for _ in 0..30 {
        let listener = listen(&["--json"]);
        // Ctrl-C while answers go out, of which each is told before.
        let answered = thread::scope(|scope| {
            let clients = [(); 4].map(|()| {
                let mut connection = listener.connect();
                scope.spawn(move || {
                    let answers = (0..).map(|_| connection.try_ask(&event("")));
                    answers.take_while(Result::is_ok).count()
                })
            });
            thread::sleep(Duration::from_millis(20));
            listener.interrupt();
            clients.into_iter().map(|client| client.join().unwrap()).sum::<usize>()
        });
        let ended = listener.gives(130, "...\n", "...\n");
        let told = ended.json_lines().len();
        assert!(told >= answered, "{told} of {answered}");
    }
}

#[test]
fn ctrl_c_keeps_the_recording() {
    let listener = at_work(&["--record", "r"]);
    listener.interrupt();
    let ended = listener.gives(130, table([&*plain_row("a")]), notes("", &received(1)));
    assert_eq!(json_lines(&ended.read("r")).len(), 1);
}

#[test]
fn ctrl_c_exits_with_130_after_invalid_signatures() {
    let listener = verifying(&["--expect-valid", "--count", "2"]);
    takes(&listener, "a");
    wait_for_row(&listener);
    listener.interrupt();
    listener.gives(130, "...\n", "...\nlisten: 1 received, 0 verified, 1 invalid\n");
}

#[test]
fn ctrl_c_works_once_the_address_is_announced() {
    for _ in 0..20 {
        let listener = listen(&["--json"]);
        listener.interrupt();
        listener.gives(130, "", notes("", &received(0)));
    }
}

#[test]
fn a_second_ctrl_c_ends_it_if_nobody_reads_the_output() {
    let mut listener = listen_with_stdout(&["--json"], Stdio::piped());
    let mut stdout = BufReader::new(listener.child.stdout.take().unwrap());
    skip_announcement(&mut stdout);
    let mut client = listener.connect();
    client.say(&event("a").body(vec![b'x'; 300_000]).bytes());
    assert!(!stdout.fill_buf().unwrap().is_empty());
    // Signals that come too fast are one.
    while listener.child.try_wait().unwrap().is_none() {
        listener.interrupt();
    }
    listener.gives(130, "", "warning: [..]\nlisten: listening [..]\n");
}
