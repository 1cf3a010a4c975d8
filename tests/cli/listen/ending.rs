//! How a run begins and ends.

use std::process::Stdio;
use std::thread;

use super::super::child::{self, LISTENING, Listening, command_with_small_files, json_lines};
use super::super::client::Request;
use super::super::support::{vercel_hooks, with_secret};
use super::{
    NO_SECRET, event, folder_with, listen, listen_with_stdout, notes, plain_row, received, table,
    takes,
};

#[test]
fn counts_only_events() {
    let listener = listen(&["--count", "2", "--fail-first", "1"]);
    assert_eq!(listener.answer(&Request::bare("GET", "/x")).status, 405);
    assert_eq!(listener.answer(&event("a")).status, 500);
    takes(&listener, "b");
    listener.gives(0, "...\n", "...\nlisten: 2 received, 0 verified, 1 rejected\n");
}

#[test]
fn sends_the_last_response_in_full() {
    for delay in ["0s", "1ms"] {
        let listener = listen(&["--count", "1", "--delay", delay, "--body", "whole"]);
        let mut connection = listener.connect();
        assert_eq!(connection.ask(&event("a")).body, "whole");
        connection.ends();
        listener.gives(0, table([&*plain_row("a")]), notes("", &received(1)));
    }
}

#[test]
fn sends_responses_in_progress_when_the_count_is_reached() {
    let listener = listen(&["--count", "1", "--delay", "500ms"]);
    let statuses: Vec<_> = thread::scope(|scope| {
        let mut clients = [listener.connect(), listener.connect(), listener.connect()];
        for client in &mut clients {
            client.say(&event("").bytes());
        }
        let answers = clients.map(|mut client| scope.spawn(move || client.answer().status));
        answers.into_iter().map(|answer| answer.join().unwrap()).collect()
    });
    assert_eq!(statuses, [200; 3]);
    listener.gives(0, "...\n", "...\nlisten: [..] received, [..]\n");
}

#[test]
fn exits_with_1_if_the_count_is_not_reached_in_time() {
    let args = ["listen", "--port", "0", "--timeout", "50ms", "--count", "1"];
    let notes = notes("✗ received 0 of 1 within 50 ms\n", &received(0));
    vercel_hooks(args).gives(1, table([]), notes);
}

#[test]
fn events_that_do_not_count_do_not_extend_the_timeout() {
    let listener = listen(&["--timeout", "3s", "--count", "2", "--events", "other"]);
    takes(&listener, "a");
    listener.gives(1, table([]), notes("✗ received 0 of 2 within 3.0 s\n", &received(0)));
}

#[test]
fn exits_with_0_after_a_timeout_without_a_count() {
    let args = ["listen", "--port", "0", "--timeout", "50ms"];
    vercel_hooks(args).gives(0, table([]), notes("", &received(0)));
}

#[test]
fn json_has_no_column_titles() {
    let args = ["listen", "--port", "0", "--timeout", "1ms", "--json"];
    vercel_hooks(args).gives(0, LISTENING, notes("", &received(0)));
}

#[test]
fn ends_before_the_timeout_when_the_count_is_reached() {
    let listener = listen(&["--timeout", "1h", "--count", "1"]);
    takes(&listener, "a");
    listener.gives(0, table([&*plain_row("a")]), notes("", &received(1)));
}

#[test]
fn quiet_suppresses_all_messages() {
    let args = ["listen", "--port", "0", "--timeout", "1ms", "--quiet"];
    vercel_hooks(args).gives(0, table([]), "");
    with_secret(["listen", "--port", "0", "--timeout", "1ms", "-q"]).gives(0, table([]), "");
}

#[test]
fn explains_a_port_in_use() {
    let listener = listen(&["--count", "1"]);
    let port = listener.port();
    for flag in ["--port", "-p"] {
        vercel_hooks(["listen", flag, port, "--timeout", "1ms"]).gives(
            2,
            "",
            format!(
                "{NO_SECRET}error: cannot listen on port {port}: [..]\nhint: --port 0 takes any \
                 free port\n"
            ),
        );
    }
    takes(&listener, "a");
    listener.gives(0, table([&*plain_row("a")]), notes("", &received(1)));
}

#[test]
fn two_listeners_get_different_free_ports() {
    let listeners = [listen(&["--count", "1"]), listen(&["--count", "1"])];
    assert_ne!(listeners[0].address, listeners[1].address);
    for listener in listeners {
        takes(&listener, "a");
        listener.gives(0, table([&*plain_row("a")]), notes("", &received(1)));
    }
}

#[test]
fn goes_on_when_standard_output_is_closed() {
    for args in [&["--count", "3", "--record", "r"][..], &["--count=3", "--json", "--record=r"]] {
        let mut listener = listen_with_stdout(args, Stdio::piped());
        drop(listener.child.stdout.take());
        for id in ["a", "b", "c"] {
            takes(&listener, id);
        }
        let ended = listener.gives(0, "", notes("", &received(3)));
        assert_eq!(json_lines(&ended.read("r")).len(), 3);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn exits_with_2_when_standard_output_is_full() {
    let mut command = command_with_small_files(1);
    command.args(["listen", "--port", "0", "--json"]);
    let stdout = tempfile::tempfile().unwrap();
    let listener = Listening::start(command, folder_with(&[]), Some(stdout.into()));
    // Whatever becomes of the output, it is acknowledged.
    assert_eq!(listener.answer(&event("a").body(vec![b'x'; 2000])).status, 200);
    let error = "error: cannot write standard output: [..]\n";
    listener.gives(2, "", format!("{NO_SECRET}listen: listening [..]\n{error}"));
}

#[cfg(target_os = "linux")]
#[test]
fn does_not_start_when_standard_output_is_full() {
    for json in [&[][..], &["--json"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = child::command();
        let output = command.args(["listen", "--port=0"]).args(json).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr.contains("error: cannot write standard output: "), "{stderr}");
    }
}
