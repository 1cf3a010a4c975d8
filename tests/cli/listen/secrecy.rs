//! Secrets stay secret.

use super::super::server::{Reply, Server};
use super::super::support::SECRET;
use super::{event, folder_with, listen_in, signature_of, signed};

const OTHER: &str = "another-secret-of-some-length";

#[test]
fn shows_no_secret() {
    let server = Server::always(Reply::with_body(500, "no"));
    for further in [
        &["--verbose"][..],
        &["--json", "--reject-invalid"],
        &["--expect-valid", "--forward-to", &server.at("")],
    ] {
        let folder = folder_with(&[("one", SECRET), ("two", OTHER)]);
        let fixed = ["--secret-file", "one", "--secret-file", "two", "--record", "r"];
        let count = ["--count", "4"];
        let listener = listen_in(&folder, &[&fixed[..], &count, further].concat());
        let signature = signature_of(b"{\"a\":1}");
        let mut told = Vec::new();
        for request in [
            signed(b"{\"a\":1}"),
            signed(b"{\"a\":1}").body("{ \"a\": 1 }"),
            event("a").without("x-vercel-signature"),
            event("a").with("x-vercel-signature", "short"),
        ] {
            told.push(format!("{:?}", listener.answer(&request)));
        }
        let code = i32::from(further.contains(&"--expect-valid"));
        let ended = listener.gives(code, "...\n", "...\n");
        let record = ended.read_text("r");
        assert!(record.contains(&signature), "{record}");
        told.extend([ended.text().to_owned(), ended.stderr, record]);
        told.extend(server.received().iter().map(|request| format!("{request:?}")));
        for told in told {
            assert!(!told.contains(SECRET) && !told.contains(OTHER), "{told}");
        }
    }
}

#[test]
fn shows_no_secret_that_was_sent_as_a_signature() {
    let folder = folder_with(&[("one", SECRET)]);
    let listener = listen_in(&folder, &["--secret-file", "one", "--count", "1"]);
    let answer = listener.answer(&event("a").with("x-vercel-signature", SECRET));
    assert!(!answer.body.contains(SECRET), "{answer:?}");
    let ended = listener.gives(0, "...\n", "...\n");
    for told in [ended.text(), &ended.stderr] {
        assert!(!told.contains(SECRET), "{told}");
    }
}
