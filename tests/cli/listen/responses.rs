//! What is answered.

use std::thread;
use std::time::{Duration, Instant};

use super::super::client::Request;
use super::super::server::{Reply, Server};
use super::{SIGNATURE, body, event, listen, notes, plain_row, received, row, table, takes};

#[test]
fn answers_200_with_an_empty_body() {
    let listener = listen(&["--count", "1"]);
    let answer = listener.answer(&event("a"));
    assert_eq!((answer.status, &*answer.body), (200, ""));
    assert_eq!(answer.header("content-length"), Some("0"));
    listener.gives(0, table([&*plain_row("a")]), notes("", &received(1)));
}

#[test]
fn respond_sets_the_status() {
    for (status, shown) in [
        ("204", "204[..]"),
        ("304", "304[..]"),
        ("404", "404 Not Found"),
        ("503", "503 Service…"),
        ("599", "599"),
    ] {
        let listener = listen(&["--count", "2", "--respond", status]);
        let mut connection = listener.connect();
        for id in ["a", "b"] {
            assert_eq!(connection.ask(&event(id)).status.to_string(), status);
        }
        let rows = ["a", "b"].map(|id| row("deployment.ready", id, "unchecked", shown));
        listener.gives(0, table([&*rows[0], &*rows[1]]), notes("", &received(2)));
    }
}

#[test]
fn body_sets_the_response_body() {
    let listener = listen(&["--respond", "201", "--body", "{\"ok\": \"é\"}\n"]);
    let answer = listener.answer(&event("a"));
    assert_eq!((answer.status, &*answer.body), (201, "{\"ok\": \"é\"}\n"));
}

#[test]
fn delay_slows_down_concurrent_responses() {
    let listener = listen(&["--delay", "50ms", "--count", "2", "--json"]);
    let started = Instant::now();
    thread::scope(|scope| {
        for id in ["a", "b"] {
            scope.spawn(|| takes(&listener, id));
        }
    });
    assert!(started.elapsed() >= Duration::from_millis(50));
    for line in listener.gives(0, "...\n", notes("", &received(2))).json_lines() {
        assert!(line["timeMs"].as_f64().unwrap() >= 50.0, "{line}");
    }
}

#[test]
fn delay_slows_down_every_response() {
    let listener = listen(&["--delay", "30ms", "--fail-first", "1"]);
    for status in [500, 200] {
        let started = Instant::now();
        assert_eq!(listener.answer(&event("a")).status, status);
        assert!(started.elapsed() >= Duration::from_millis(30), "{status}");
    }
}

#[test]
fn fail_first_answers_500() {
    let listener = listen(&["--fail-first", "2", "--count", "3", "--body", "well"]);
    for (status, body) in
        [(500, "failing on purpose\n"), (500, "failing on purpose\n"), (200, "well")]
    {
        let answer = listener.answer(&event(""));
        assert_eq!((answer.status, &*answer.body), (status, body));
    }
    let ended = listener.gives(0, "...\n", "...\nlisten: 3 received, [..]\n");
    let statuses = [" 500", " 500", "200 OK"].map(|item| ended.text().matches(item).count());
    assert_eq!(statuses, [2, 2, 1]);
}

#[test]
fn fail_first_counts_concurrent_requests() {
    let listener = listen(&["--fail-first", "10", "--count", "20", "--json"]);
    thread::scope(|scope| {
        for number in 0..20 {
            let listener = &listener;
            scope.spawn(move || listener.answer(&event(&number.to_string())));
        }
    });
    let lines = listener.gives(0, "...\n", notes("", &received(20))).json_lines();
    assert_eq!(lines.iter().filter(|line| line["status"] == 500).count(), 10);
    assert!(
        lines.iter().all(|item| (item["number"].as_u64() <= Some(10)) == (item["status"] == 500))
    );
}

#[test]
fn accepts_events_at_any_path() {
    let listener = listen(&["--count", "3", "--json"]);
    let paths = ["/", "/api/webhooks?a=b&c=%20", "//x/../y"];
    for path in paths {
        assert_eq!(listener.answer(&event(path).at(path)).status, 200);
    }
    let lines = listener.gives(0, "...\n", notes("", &received(3))).json_lines();
    assert_eq!(lines.iter().map(|line| line["path"].as_str().unwrap()).collect::<Vec<_>>(), paths);
}

#[test]
fn path_limits_events_to_one_path() {
    for path in ["/api/webhooks", "api/webhooks"] {
        let listener = listen(&["--path", path, "--count", "2", "--record", "r"]);
        for other in ["/", "/api/webhooks/", "/api/webhooks/x", "/API/webhooks", "/api%2Fwebhooks"]
        {
            let answer = listener.answer(&event("a").at(other));
            let text = "webhooks are accepted at another path\n";
            assert_eq!((answer.status, &*answer.body), (404, text), "{other}");
        }
        for own in ["/api/webhooks", "/api/webhooks?a=b"] {
            assert_eq!(listener.answer(&event(own).at(own)).status, 200);
        }
        let ended = listener.gives(
            0,
            "TIME [..]\n[..]200 OK\n[..]200 OK\n",
            "warning: [..]
listen: listening at http://127.0.0.1:[..]/api/webhooks
POST /: 404, webhooks are accepted at another path
POST /api/webhooks/: 404, webhooks are accepted at another path
POST /api/webhooks/x: 404, webhooks are accepted at another path
POST /API/webhooks: 404, webhooks are accepted at another path
POST /api%2Fwebhooks: 404, webhooks are accepted at another path
listen: 2 received, 0 verified, 5 rejected
",
        );
        assert_eq!(ended.read_text("r").lines().count(), 2);
    }
}

#[test]
fn accepts_only_post() {
    let listener = listen(&["--count", "1", "--record", "r", "--fail-first", "0"]);
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"] {
        let answer = listener.answer(&event("a").method(method).at("/x?y"));
        assert_eq!((answer.status, &*answer.body), (405, "webhooks are sent with POST\n"));
    }
    takes(&listener, "a");
    let note = |method| format!("{method} /x?y: 405, webhooks are sent with POST\n");
    let turned = ["GET", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"].map(note).concat();
    let summary = "1 received, 0 verified, 6 rejected";
    let ended = listener.gives(0, table([&*plain_row("a")]), notes(&turned, summary));
    assert_eq!(ended.read_text("r").lines().count(), 1);
}

#[test]
fn names_the_allowed_method() {
    let listener = listen(&[]);
    let answer = listener.answer(&Request::bare("GET", "/x"));
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
}

#[test]
fn fail_first_does_not_count_rejected_requests() {
    let listener = listen(&["--fail-first", "1"]);
    assert_eq!(listener.answer(&Request::bare("GET", "/x")).status, 405);
    assert_eq!(listener.answer(&event("a")).status, 500);
    takes(&listener, "b");
}

#[test]
fn rejects_larger_bodies() {
    let largest = body("a").len();
    let listener = listen(&["--max-body", &largest.to_string(), "--count", "1", "--record", "r"]);
    let answer = listener.answer(&event("ab"));
    let text = "the body is larger than --max-body\n";
    assert_eq!((answer.status, &*answer.body), (413, text));
    takes(&listener, "a");
    let note = "POST /: 413, the body is larger than --max-body\n";
    let summary = "1 received, 0 verified, 1 rejected";
    let ended = listener.gives(0, table([&*plain_row("a")]), notes(note, summary));
    assert_eq!(ended.read_text("r").lines().count(), 1);
}

#[test]
fn rejects_larger_bodies_before_they_are_sent() {
    let listener = listen(&[]);
    let mut connection = listener.connect();
    connection.say(b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10485761\r\n\r\n");
    assert_eq!(connection.answer().status, 413);
    for length in ["18446744073709551615", "18446744073709551614"] {
        let mut connection = listener.connect();
        connection.say(format!("POST / HTTP/1.1\r\ncontent-length: {length}\r\n\r\n").as_bytes());
        let status = connection.answer().status;
        assert!([400, 413, 431].contains(&status), "{status}");
    }
}

#[test]
fn rejects_larger_bodies_of_unknown_length() {
    let listener = listen(&["--max-body", "20", "--count", "1"]);
    let head = format!(
        "POST / HTTP/1.1\r\nhost: x\r\nx-vercel-signature: {SIGNATURE}\r\n\
         transfer-encoding: chunked\r\n\r\n"
    );
    for (rest, status) in [("b\r\n01234567890\r\n0\r\n\r\n", 413), ("0\r\n\r\n", 200)] {
        let mut connection = listener.connect();
        connection.say(head.as_bytes());
        connection.say(b"a\r\n0123456789\r\n");
        connection.say(rest.as_bytes());
        assert_eq!(connection.answer().status, status);
    }
    let row = row("-", "-", "unchecked", "200 OK");
    let note = "POST /: 413, the body is larger than --max-body\n";
    let summary = "1 received, 0 verified, 1 rejected";
    listener.gives(0, table([&*row]), notes(note, summary));
}

#[test]
fn max_body_defaults_to_ten_mebibytes() {
    let listener = listen(&[]);
    for (length, status) in [(10 * 1024 * 1024, 100), (10 * 1024 * 1024 + 1, 413)] {
        let mut connection = listener.connect();
        let head = format!("expect: 100-continue\r\ncontent-length: {length}\r\n\r\n");
        connection.say(format!("POST / HTTP/1.1\r\nhost: x\r\n{head}").as_bytes());
        assert_eq!(connection.answer().status, status);
    }
}

#[test]
fn marks_duplicates() {
    let listener = listen(&["--count", "5", "--record", "r"]);
    for id in ["a", "b", "a", "A", "a"] {
        takes(&listener, id);
    }
    let below = "  duplicate: this id was received before";
    let rows = ["a", "b", "A"].map(plain_row);
    let ended = listener.gives(
        0,
        table([&*rows[0], &*rows[1], &*rows[0], below, &*rows[2], &*rows[0], below]),
        notes("", "5 received, 0 verified, 2 duplicate"),
    );
    let duplicates = ended
        .read_text("r")
        .lines()
        .map(|line| line.contains(r#""duplicate":true"#))
        .collect::<Vec<_>>();
    assert_eq!(duplicates, [false, false, true, false, true]);
}

#[test]
fn one_of_several_concurrent_duplicates_is_not_marked() {
    // While they take their time, all of them are under way.
    for delay in ["0s", "300ms"] {
        let listener = listen(&["--count", "20", "--json", "--delay", delay]);
        thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| takes(&listener, "a"));
            }
        });
        let summary = "20 received, 0 verified, 19 duplicate";
        let lines = listener.gives(0, "...\n", notes("", summary)).json_lines();
        assert_eq!(lines.iter().filter(|line| line["duplicate"] == true).count(), 19);
    }
}

#[test]
fn does_not_mark_what_was_rejected_before() {
    let server = Server::in_turn([Reply::status(500), Reply::close(), Reply::status(201)]);
    let listener = listen(&["--count", "5", "--fail-first", "1", "--forward-to", &server.at("")]);
    for status in [500, 500, 502, 201, 201] {
        assert_eq!(listener.answer(&event("a")).status, status);
    }
    let summary =
        "5 received, 0 verified, 1 duplicate\nhint: forwarding failed for 2 requests; [..]";
    let ended = listener.gives(0, "...\n", notes("", summary));
    let (before, after) = ended.text().split_once("duplicate").unwrap();
    assert_eq!((before.matches("201 Created").count(), after.matches("201").count()), (2, 1));
}

/// Asserts that a client that sends all of its body before it reads sees the answer.
#[track_caller]
fn says_so_after_a_large_body(head: &str, body: &[u8], status: u16) {
    let listener = listen(&["--max-body", "1000", "--path", "/x"]);
    let mut connection = listener.connect();
    connection.say(format!("{head}\r\nhost: x\r\n").as_bytes());
    connection.say(body);
    assert_eq!(connection.answer().status, status, "{head}");
    // It can go on over the same connection.
    assert_eq!(connection.ask(&event("a").at("/x")).status, 200, "{head}");
}

#[test]
fn a_client_that_sends_a_large_body_sees_why_it_is_rejected() {
    // More than the system keeps for whoever reads later.
    let large = vec![b'x'; 20 * 1024 * 1024];
    let declared = format!("content-length: {}\r\n\r\n", large.len()).into_bytes();
    let declared = [declared, large.clone()].concat();
    let chunked = format!("transfer-encoding: chunked\r\n\r\n{:x}\r\n", large.len()).into_bytes();
    let chunked = [chunked, large, b"\r\n0\r\n\r\n".to_vec()].concat();
    for body in [&declared, &chunked] {
        says_so_after_a_large_body("POST /x HTTP/1.1", body, 413);
        says_so_after_a_large_body("POST /y HTTP/1.1", body, 404);
        says_so_after_a_large_body("PUT /x HTTP/1.1", body, 405);
    }
}

#[test]
fn does_not_mark_events_without_an_id() {
    let listener = listen(&["--count", "2"]);
    for _ in 0..2 {
        listener.answer(&event("").body(r#"{"type":"x"}"#));
    }
    let row = row("x", "-", "unchecked", "200 OK");
    listener.gives(0, table([&*row, &*row]), notes("", &received(2)));
}
