//! Which of the cases are run.

use super::super::support::event_types_of_group;
use super::receiver::{all, count_types, forged, genuine};
use super::{CONTROL_NOTE, Server, check, outcomes, report, with_secret};

/// The names of the cases that are run with these arguments.
#[track_caller]
fn run(args: &[&str]) -> Vec<String> {
    let server = Server::answering(|_, received| {
        super::Reply::status(if super::is_genuine(received) { 200 } else { 403 })
    });
    let done = check(&server.at(""), &[args, &["--json", "-q"]].concat()).ends(0);
    let report = super::value(&done);
    outcomes(&report).into_iter().map(|(id, _)| id.to_owned()).collect()
}

#[test]
fn suites_are_named_one_by_one_or_in_a_list() {
    let robustness = (&(&all() - &genuine()) - &forged()).len();
    let skipping = "genuine.type.*,genuine.large-body,genuine.chunked";
    for args in [
        &["--suite", "forged", "--suite", "robustness"][..],
        &["--suite", "forged,robustness"],
        &["--suite", "robustness,forged,forged"],
    ] {
        let names = run(&[args, &["--skip", skipping]].concat());
        assert_eq!(names.len(), 1 + forged().len() + robustness, "{args:?}: {names:?}");
        assert_eq!(names[0], "genuine.valid");
        assert!(names[1..=forged().len()].iter().all(|name| name.starts_with("forged.")));
    }
    assert_eq!(
        run(&["--suite", "genuine", "--skip", skipping]).len(),
        genuine().len() - count_types("must") - count_types("should") - 2
    );
}

#[test]
fn names_and_globs_choose() {
    let cases = [
        (&["--only", "genuine.twice"][..], &["genuine.twice"][..]),
        (
            &["--only", "*.escapes", "--only", "*.key-order"],
            &["genuine.escapes", "genuine.key-order"],
        ),
        (&["--only", "genuine.t*", "--skip", "*.type.*"], &["genuine.twice"]),
        (&["--only", "genuine.valid,genuine.valid,*.valid"], &["genuine.valid"]),
        (&["--only", "robustness.??t"], &["genuine.valid", "robustness.get", "robustness.put"]),
        (
            &["--only", "genuine.twice,forged.base64"],
            &["genuine.valid", "genuine.twice", "forged.base64"],
        ),
    ];
    for (args, expected) in cases {
        assert_eq!(run(args), expected, "{args:?}");
    }
}

#[test]
fn adds_the_control_if_other_cases_need_it() {
    for (only, count) in [("forged.missing", 2), ("robustness.get", 2), ("forged.m*", 3)] {
        let server = super::receiver(403);
        check(&server.at(""), &["--only", only]).gives(
            0,
            "CASE [..]\ngenuine.valid  [..]  passed [..]\n...\n",
            format!(
                "{}{CONTROL_NOTE}{count} cases, {count} requests to http://[..]/, seed [..]\n\
                 ✓ {count} of {count} cases passed ([..])\n",
                super::SECRET_NOTE
            ),
        );
    }
}

#[test]
fn does_not_add_a_control_that_is_selected_or_skipped() {
    for (args, count) in [
        (["--only", "genuine.valid,forged.missing"], "2 cases, 2 requests"),
        (["--only", "genuine.twice"], "1 case, 2 requests"),
    ] {
        let server = super::receiver(403);
        let done = check(&server.at(""), &args).ends(0);
        assert!(!done.stderr.contains("is sent too"), "{}", done.stderr);
        assert!(done.stderr.contains(count), "{}", done.stderr);
    }
    let server = super::receiver(403);
    let args = ["--only", "forged.missing", "--skip", "genuine.valid"];
    let done = check(&server.at(""), &args).ends(0);
    assert!(!done.stderr.contains("is sent too"), "{}", done.stderr);
    assert_eq!(server.only().header("x-vercel-signature"), None);
}

#[test]
fn suggests_the_nearest_case() {
    let all = "hint: `vercel-hooks check --list` shows them all\n";
    for (flag, name, hint) in [
        ("--only", "forged.mising", "hint: did you mean `forged.missing`?\n"),
        ("--skip", "genuine.valide", "hint: did you mean `genuine.valid`?\n"),
        ("--only", "forged.[xyz]", all),
        ("--skip", "nothing-like-it", all),
    ] {
        let server = Server::willing();
        check(&server.at(""), &[flag, name]).gives(
            2,
            "",
            format!("error: unknown case `{name}`\n{hint}"),
        );
        server.was_never_asked();
    }
}

#[test]
fn rejects_bad_selections() {
    for (args, message) in [
        (&["--only", "forged.["][..], "error: --only: invalid glob `forged.[`: [..]\nhint: [..]\n"),
        (
            &["--suite", "forged", "--only", "genuine.*"],
            "error: no case is left to run\nhint: [..]\n",
        ),
        (&["--skip", "*"], "error: no case is left to run\nhint: [..]\n"),
        (
            &["--only", "genuine.valid", "--skip", "*.valid"],
            "error: no case is left[..]\nhint: [..]\n",
        ),
        (
            &["--events", "deployment.redy"],
            "error: unknown event [..]\nhint: [..]deployment.ready[..]\n",
        ),
        (&["--suite", "nope"], "error: invalid value 'nope' [..]\n...\n"),
    ] {
        let server = Server::willing();
        check(&server.at(""), args).gives(2, "", message);
        server.was_never_asked();
    }
}

#[test]
fn events_narrow_the_types_and_choose_the_event_of_the_others() {
    let flags = event_types_of_group("flag").len();
    for (events, types, base) in [
        (&["--events", "project.cre*"][..], 1, "project.created"),
        (&["--events", "flag.created,flag.*", "--events", "flag.cr*"], flags, "flag.created"),
        (&["--events", "deployment-ready,flag.updated"], 2, "flag.updated"),
        // None of these has an envelope of today.
        (&["--events", "deployment-ready"], 1, "deployment.ready"),
        (&["--events", "spend:threshold"], 1, "deployment.ready"),
    ] {
        let server = super::receiver(403);
        let only = ["--only", "genuine.valid,genuine.twice,forged.missing"];
        check(&server.at(""), &[events, &only].concat()).ends(0);
        for event in server.events() {
            assert_eq!(event["type"], base, "{events:?}");
        }
        let listed = [&["check", "--list", "--json", "-q"], events].concat();
        let lines = with_secret(listed).ends(0).json_lines();
        let mut named: Vec<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
        named.retain(|name| name.starts_with("genuine.type."));
        let (count, mut unique) = (named.len(), named.clone());
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), count, "{named:?}");
        assert_eq!(count, types, "{events:?}: {named:?}");
    }
}

#[test]
fn every_type_is_sent_as_itself() {
    let server = super::receiver(403);
    let report = report(&server.at(""), &["--only", "genuine.type.*", "--concurrency", "1"], 0);
    let received = server.received();
    assert_eq!(received.len(), count_types("must") + count_types("should"));
    for ((id, _), request) in outcomes(&report).into_iter().zip(&received) {
        assert!(super::is_genuine(request), "{id}");
        // Spend Management sends a body without an envelope.
        if let Some(name) = request.json().get("type") {
            assert_eq!(*name, id["genuine.type.".len()..], "{id}");
        }
    }
}
