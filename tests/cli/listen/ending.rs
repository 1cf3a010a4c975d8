//! How a run begins and ends.

use std::thread;

use super::super::client::Request;
#[cfg(target_os = "linux")]
use super::super::support::with_small_files;
#[cfg(target_os = "linux")]
use super::{NO_SECRET, command};
use super::{event, listen, notes, received, table, takes};

#[test]
fn counts_only_events() {
    let listener = listen(&["--count", "2", "--fail-first", "1"]);
    assert_eq!(listener.answer(&Request::bare("GET", "/x")).status, 405);
    assert_eq!(listener.answer(&event("a")).status, 500);
    takes(&listener, "b");
    listener.gives(0, "...\n", "...\nlisten: 2 received, 0 verified, 1 rejected\n");
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
fn events_that_do_not_count_do_not_extend_the_timeout() {
    let listener = listen(&["--timeout", "3s", "--count", "2", "--events", "other"]);
    takes(&listener, "a");
    listener.gives(1, table([]), notes("✗ received 0 of 2 within 3.0 s\n", &received(0)));
}

#[cfg(target_os = "linux")]
#[test]
fn exits_with_2_when_standard_output_is_full() {
    let run = with_small_files(1, ["listen", "--port", "0", "--json"]);
    let listener = run.stdout(tempfile::tempfile().unwrap()).listens();
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
        let mut run = command(json);
        let output = run.command().stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr.contains("error: cannot write standard output: "), "{stderr}");
    }
}
