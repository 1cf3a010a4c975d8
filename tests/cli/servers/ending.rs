//! How a run begins and ends.

use std::process::Stdio;

use super::super::running::{LISTENING, json_lines};
use super::super::support::{vercel_hooks, with_secret};
use super::COMMANDS;

#[test]
fn sends_the_last_response_in_full() {
    for command in COMMANDS {
        for delay in ["0s", "1ms"] {
            let (flags, body) = match command.name {
                "listen" => (&["--body", "whole"][..], "whole"),
                _ => (&[][..], ""),
            };
            let args = [&["--count", "1", command.delay, delay], flags].concat();
            let server = command.start(&args);
            let mut connection = server.connect();
            let answer = connection.ask(&(command.request)(0));
            command.accepts(&answer);
            assert_eq!(answer.body, body);
            connection.ends();
            command.ends_after(server, 1);
        }
    }
}

#[test]
fn exits_with_1_if_the_count_is_not_reached_in_time() {
    for command in COMMANDS {
        let told = (command.told)("✗ received 0 of 1 within 50 ms\n", 0);
        let run = command.run(&["--timeout", "50ms", "--count", "1"]);
        run.gives(1, (command.table)(0), told);
    }
}

#[test]
fn exits_with_0_after_a_timeout_without_a_count() {
    for command in COMMANDS {
        let run = command.run(&["--timeout", "50ms"]);
        run.gives(0, (command.table)(0), (command.told)("", 0));
    }
}

#[test]
fn the_first_line_of_json_is_the_url() {
    for command in COMMANDS {
        let run = command.run(&["--timeout", "1ms", "--json"]);
        run.gives(0, LISTENING, (command.told)("", 0));
    }
}

#[test]
fn ends_before_the_timeout_when_the_count_is_reached() {
    for command in COMMANDS {
        let server = command.start_at_work(&["--timeout", "1h", "--count", "1"]);
        command.ends_after(server, 1);
    }
}

#[test]
fn quiet_suppresses_all_messages() {
    for command in COMMANDS {
        let run = command.run(&["--timeout", "1ms", "--quiet"]);
        run.gives(0, (command.table)(0), "");
    }
    let [listen, emulate] = COMMANDS;
    let args = ["--port", "0", "--timeout", "1ms", "-q"];
    with_secret(["listen"]).args(args).gives(0, (listen.table)(0), "");
    let run = vercel_hooks(["emulate", "--token-file", "token"]).args(args).file("token", "t");
    run.gives(0, (emulate.table)(0), "");
}

#[test]
fn explains_a_port_in_use() {
    for command in COMMANDS {
        let server = command.start(&["--count", "1"]);
        let port = server.port();
        for flag in ["--port", "-p"] {
            vercel_hooks([command.name, flag, port, "--timeout", "1ms"]).gives(
                2,
                "",
                format!(
                    "{}error: cannot listen on port {port}: [..]\nhint: --port 0 takes any free \
                     port\n",
                    command.warning
                ),
            );
        }
        command.accepts(&server.answer(&(command.request)(0)));
        command.ends_after(server, 1);
    }
}

#[test]
fn two_servers_get_different_free_ports() {
    for command in COMMANDS {
        let servers = [command.start(&["--count", "1"]), command.start(&["--count", "1"])];
        assert_ne!(servers[0].address, servers[1].address);
        for server in servers {
            command.accepts(&server.answer(&(command.request)(0)));
            command.ends_after(server, 1);
        }
    }
}

#[test]
fn goes_on_when_standard_output_is_closed() {
    for command in COMMANDS {
        for json in [&[][..], &["--json"]] {
            let args = [&["--count", "3", "--record", "r"], json].concat();
            let mut server = command.run(&args).stdout(Stdio::piped()).listens();
            drop(server.child.stdout.take());
            for number in 0..3 {
                if command.name == "emulate" {
                    let events = server.events().json();
                    assert_eq!(events.as_array().unwrap().len(), number);
                }
                command.accepts(&server.answer(&(command.request)(number)));
            }
            let done = server.gives(0, "", (command.told)("", 3));
            assert_eq!(json_lines(&done.read_text("r")).len(), 3);
        }
    }
}
