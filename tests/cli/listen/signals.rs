//! Ctrl-C.

use std::thread;
use std::time::Duration;

use super::super::server::{Reply, Server};
use super::{event, listen, notes, received, table, takes, verifying};

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
fn ctrl_c_exits_with_130_after_invalid_signatures() {
    let listener = verifying(&["--expect-valid", "--count", "2"]);
    takes(&listener, "a");
    listener.wait_until_it_prints("200 OK\n");
    listener.interrupt();
    listener.gives(130, "...\n", "...\nlisten: 1 received, 0 verified, 1 invalid\n");
}
