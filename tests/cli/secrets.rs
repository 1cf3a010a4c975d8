//! Where secrets come from, and that none is ever shown.

use super::server::{ClosedPort, Reply, Server};
use super::support::{Run, vercel_hooks};

/// Part of every secret of these tests, so that one look finds any of them.
const MARK: &str = "sesame";

/// Asserts like [`Run::gives`], and that nothing printed holds a secret.
#[track_caller]
fn keeps_secret(run: Run, code: i32, stdout: &str, stderr: &str) {
    let done = run.gives(code, stdout, stderr);
    let printed = format!("{}{}", String::from_utf8_lossy(&done.stdout), done.stderr);
    assert!(!printed.contains(MARK), "a secret is shown:\n{printed}");
}

/// `sign` with these further arguments, of the body `{}` in a file.
fn sign(args: &[&str]) -> Run {
    vercel_hooks(["sign", "body"].into_iter().chain(args.iter().copied())).file("body", "{}")
}

/// The strongest first.
const ENV_FILES: [&str; 4] = [".env.development.local", ".env.local", ".env.development", ".env"];

/// Every source, the strongest first: its fingerprint and the signature of `{}` with its secret,
/// which is `sesame-` and its position.
const SOURCES: [(&str, &str, &str); 10] = [
    ("the flag", "8a28153a", "2d64dcd4b61c68fb8b0d2ad4f8959a636522650b"),
    ("$VERCEL_WEBHOOK_SECRET", "37f49562", "0d67aed7fc62225de7391dc20950317373130925"),
    ("$INTEGRATION_SECRET", "4cecaa6c", "e2317d380dd1a501b094674de20f248c81dd67ae"),
    ("$INTEGRATION_CLIENT_SECRET", "401a062d", "f5a98513b80d61619ae23194a3cb989701a4f9bc"),
    ("VERCEL_WEBHOOK_SECRET in .env.local", "7f8c2f28", "96182e1d623bf0c9fdec64c24d762f5960cfeec7"),
    ("INTEGRATION_SECRET in .env.local", "d4d59009", "0bc02e66a0092e077b48697cd9b2777e07ef23c3"),
    (
        "INTEGRATION_CLIENT_SECRET in .env.local",
        "a2a64d2f",
        "91760f54840e3d74cd02713dcc3f293488553a8e",
    ),
    ("VERCEL_WEBHOOK_SECRET in .env", "72a3cdba", "0608ec76563a7bb33e1c61e63d5f7cc28b68624c"),
    ("INTEGRATION_SECRET in .env", "068d2b71", "08174792c87c322f12f0c7a95bd257985749c636"),
    ("INTEGRATION_CLIENT_SECRET in .env", "1a0d8255", "b17050da675ff0b137ebc7825e14ea609f8ad972"),
];

#[test]
fn sources_follow_their_precedence() {
    for (strongest, (origin, fingerprint, signature)) in SOURCES.into_iter().enumerate() {
        // The weakest come first, as the order of lines must not matter.
        let rest = || SOURCES.into_iter().enumerate().skip(strongest).rev();
        let lines = |place: &str| -> String {
            rest()
                .filter_map(|(index, (source, ..))| Some((index, source.strip_suffix(place)?)))
                .map(|(index, name)| [name, "=sesame-", &index.to_string(), "\n"].concat())
                .collect()
        };
        let mut run = if strongest == 0 {
            sign(&["--secret-file", "the flag"]).file("the flag", "sesame-0")
        } else {
            sign(&[])
        };
        for (index, (source, ..)) in rest() {
            if let Some(name) = source.strip_prefix('$') {
                run = run.env(name, &format!("sesame-{index}"));
            }
        }
        let run = run.file(".env.local", lines(" in .env.local")).file(".env", lines(" in .env"));
        let stderr = format!("secret: from {origin}, fingerprint {fingerprint}\n");
        keeps_secret(run, 0, &format!("{signature}\n"), &stderr);
    }
}

#[test]
fn reads_the_secret_from_standard_input() {
    keeps_secret(
        sign(&["--secret-file", "-"]).stdin("sesame\n"),
        0,
        "8d3e3efcf66c87529309426731d7635136905bdc\n",
        "secret: from standard input, fingerprint cf09b029\n",
    );
}

#[test]
fn quiet_hides_the_source_of_the_secret() {
    let run = sign(&["--quiet"]).env("INTEGRATION_SECRET", "\"sesame\"");
    keeps_secret(run, 0, "04c50a3fe05ade42ac5bbcf7e4c1323f08931252\n", "");
}

#[test]
fn rejects_an_empty_secret_from_every_source() {
    let refuses = |run: Run, origin: &str| {
        let stderr = format!(
            "error: the secret from {origin} is empty\n\
             hint: anyone can sign with an empty secret; check where it should be set\n"
        );
        keeps_secret(run, 2, "", &stderr);
    };
    for nothing in ["", "\n", "\r\n"] {
        refuses(sign(&["--secret-file", "s.txt"]).file("s.txt", nothing), "s.txt");
        refuses(sign(&["--secret-file", "-"]).stdin(nothing), "standard input");
    }
    for name in ["VERCEL_WEBHOOK_SECRET", "INTEGRATION_SECRET", "INTEGRATION_CLIENT_SECRET"] {
        refuses(sign(&[]).env(name, "").file(".env", "OTHER=sesame"), &format!("${name}"));
        for file in ENV_FILES {
            for line in [format!("{name}=\n"), format!("{name}=\"\"\n")] {
                refuses(sign(&[]).file(file, line), &format!("{name} in {file}"));
            }
        }
    }
}

#[test]
fn rejects_one_empty_secret_among_several() {
    let zeros = "0".repeat(40);
    let args =
        ["verify", "body", "--signature", &zeros, "--secret-file", "a", "--secret-file", "b"];
    keeps_secret(
        vercel_hooks(args).file("body", "{}").file("a", "sesame").file("b", ""),
        2,
        "",
        "error: the secret from b is empty\nhint: [..]\n",
    );
}

#[test]
fn drops_exactly_one_trailing_line_break_of_a_secret_file() {
    let plain = "8d3e3efcf66c87529309426731d7635136905bdc\n";
    for contents in ["sesame", "sesame\n", "sesame\r\n"] {
        let run = sign(&["--secret-file", "s.txt"]).file("s.txt", contents);
        keeps_secret(run, 0, plain, "secret: from s.txt, fingerprint cf09b029\n");
    }
    keeps_secret(
        sign(&["--secret-file", "s.txt"]).file("s.txt", "sesame\n\n"),
        0,
        "a082749093971c22ba2401d6c85b539a4cf407ac\n",
        "secret: from s.txt, fingerprint 00420019
warning: the secret from s.txt looks wrong: it contains whitespace
",
    );
}

#[test]
fn warns_about_values_that_other_tools_read_differently() {
    let run = || sign(&[]).stdin("{}");
    run().file(".env.local", "INTEGRATION_SECRET=a$BASE\n").gives(
        0,
        "...\n",
        "secret: [..]\nwarning: [..] looks wrong: `$` is literal here, [..]\n",
    );
    run().env("INTEGRATION_SECRET", "a$BASE").gives(0, "...\n", "secret: [..]\n");
    sign(&["--secret-file", ".env.local"])
        .file(".env.local", "VERCEL_WEBHOOK_SECRET=a\n")
        .stdin("{}")
        .gives(0, "...\n", "secret: [..]\nwarning: [..] it looks like `NAME=value`, [..]\n");
}

#[test]
fn warns_about_suspicious_secrets_and_uses_them_unchanged() {
    for (secret, signature, oddity) in [
        (" sesame ", "71584817d35469a933bab19546f733214f7f37c2", "it contains whitespace"),
        (
            "sesame with blanks",
            "7d77fdaaf996c655e2cae1e92175d49630a5ba03",
            "it contains whitespace",
        ),
        (
            "\"sesame\"",
            "04c50a3fe05ade42ac5bbcf7e4c1323f08931252",
            "it is in quotes, which are part of it",
        ),
        (
            "'sesame'",
            "9853875eb38dabd1ad011844cee1b4e70c45cacb",
            "it is in quotes, which are part of it",
        ),
        (
            "\u{feff}sesame",
            "6266fce572ca5aebf19bc5f698631234f9cc0f71",
            "it starts with a byte-order mark",
        ),
        (
            "sesame\u{1b}",
            "d41090f2627b3eec454248cb99261cee168d0ce5",
            "it contains control characters",
        ),
    ] {
        let warning = |origin: &str| {
            format!(
                "secret: from {origin}, fingerprint [..]\n\
                 warning: the secret from {origin} looks wrong: {oddity}\n"
            )
        };
        let signature = format!("{signature}\n");
        let from_file = sign(&["--secret-file", "s.txt"]).file("s.txt", format!("{secret}\n"));
        keeps_secret(from_file, 0, &signature, &warning("s.txt"));
        let from_environment = sign(&[]).env("INTEGRATION_SECRET", secret);
        keeps_secret(from_environment, 0, &signature, &warning("$INTEGRATION_SECRET"));
    }
}

#[test]
fn a_secret_can_be_any_bytes() {
    keeps_secret(
        sign(&["--secret-file", "s.bin", "--quiet"]).file("s.bin", b"\xff\x00sesame"),
        0,
        "24fff4f2b131b8bfb383994b8089bc4e01dd4d12\n",
        "",
    );
}

#[test]
fn rejects_reading_standard_input_twice() {
    let zeros = "0".repeat(40);
    let verify = ["verify", "--signature", &zeros, "--secret-file", "-"];
    for args in [&["sign", "--secret-file", "-"][..], &["sign", "-", "--secret-file", "-"], &verify]
    {
        keeps_secret(
            vercel_hooks(args.iter().copied()).stdin("sesame"),
            2,
            "",
            "error: standard input cannot be both the body and the secret\n",
        );
    }
    let two = ["verify", "body", "--signature", &zeros, "--secret-file=-", "--secret-file=-"];
    keeps_secret(
        vercel_hooks(two).file("body", "{}").stdin("sesame"),
        2,
        "",
        "error: standard input cannot be both [..]\n",
    );
}

#[test]
fn does_not_prompt_for_a_secret_without_a_terminal() {
    for args in [&[][..], &["--no-input"]] {
        keeps_secret(
            sign(args).stdin("sesame\n"),
            2,
            "",
            "error: no secret to sign with
hint: use --secret-file PATH (`-` reads standard input), or set VERCEL_WEBHOOK_SECRET
",
        );
    }
    let zeros = "0".repeat(40);
    keeps_secret(
        vercel_hooks(["verify", "--no-input", "--signature", &zeros]).stdin("sesame"),
        2,
        "",
        "error: no secret to verify with\nhint: use --secret-file PATH [..]\n",
    );
}

#[test]
fn names_a_secret_file_that_cannot_be_used() {
    keeps_secret(
        sign(&["--secret-file", "missing.txt"]).env("INTEGRATION_SECRET", MARK),
        2,
        "",
        "error: cannot read missing.txt: [..]\n",
    );
    keeps_secret(
        sign(&["--secret-file", "s.txt"]).file("s.txt", MARK.repeat(20_000)),
        2,
        "",
        "error: cannot read s.txt: it is too large for a secret\n",
    );
}

#[test]
fn verdicts_and_json_show_only_the_fingerprint() {
    let zeros = "0".repeat(40);
    let verify = |args: &[&'static str]| {
        vercel_hooks(
            ["verify", "body", "--signature", &zeros].into_iter().chain(args.iter().copied()),
        )
        .file("body", "{}")
        .env("VERCEL_WEBHOOK_SECRET", MARK)
    };
    let said = "secret: from $VERCEL_WEBHOOK_SECRET, fingerprint cf09b029\n...\n";
    keeps_secret(verify(&[]), 1, "invalid\n", said);
    keeps_secret(verify(&["--json"]), 1, "{\"valid\":false,[..]}\n", said);
    keeps_secret(
        sign(&["--json", "--quiet"]).env("VERCEL_WEBHOOK_SECRET", MARK),
        0,
        "{[..]\"secretFingerprint\":\"cf09b029\"}\n",
        "",
    );
}

#[test]
fn help_and_usage_errors_do_not_show_the_environment() {
    for command in ["sign", "verify", "send", "generate", "notify", "emulate"] {
        for help in ["-h", "--help"] {
            let run = vercel_hooks([command, help])
                .env("VERCEL_WEBHOOK_SECRET", MARK)
                .env("INTEGRATION_SECRET", MARK)
                .file(".env", format!("INTEGRATION_CLIENT_SECRET={MARK}"));
            keeps_secret(run, 0, "...\nUsage: [..]\n...\n", "");
        }
        let run = vercel_hooks([command, "--no-such-flag"]).env("VERCEL_WEBHOOK_SECRET", MARK);
        keeps_secret(run, 2, "", "error: [..]\n...\n");
    }
}

#[test]
fn no_command_shows_a_secret_or_token_from_any_source() {
    const NAMES: [&str; 5] = [
        "VERCEL_WEBHOOK_SECRET",
        "INTEGRATION_SECRET",
        "INTEGRATION_CLIENT_SECRET",
        "VERCEL_INSTALLATION_TOKEN",
        "VERCEL_TOKEN",
    ];
    let notify = "notify resource.updated --installation icfg_1 --resource r";
    let demo = format!("{notify} --api-url demo");
    let refusing = Server::always(Reply::with_body(403, r#"{"error":{"code":"forbidden"}}"#));
    let closed = ClosedPort::new();
    for (code, command) in [
        (0, "sign body --json"),
        (0, "sign body --secret-file secret"),
        (1, "verify body --signature 5d61605c3feea9799210ddcb71307d4ba264225f"),
        (0, "generate flag.created"),
        (0, "send flag.created --to demo"),
        (0, "send flag.created --to demo --json"),
        (0, "send flag.created --to :1 --dry-run"),
        (0, "send flag.created --to :1 --curl"),
        (1, "send flag.created --to demo --tamper wrong-secret --verbose"),
        (0, &demo),
        (0, &format!("{demo} --json --token-file secret")),
        (0, &format!("{notify} --dry-run")),
        (0, &format!("{notify} --dry-run --json --token-file secret")),
        (0, &format!("{notify} --curl")),
        (1, &format!("{notify} --api-url {}", refusing.url("/"))),
        (1, &format!("{notify} --api-url {} --json", refusing.url("/"))),
        (3, &format!("{notify} --api-url http://{} --max-wait 0s", closed.endpoint())),
        (2, &format!("{notify} --api-url http://192.0.2.1")),
        (2, "notify --from body"),
        (0, "emulate --port 0 --token-file secret --timeout 1ms"),
    ] {
        let lines = |place: &str| -> String {
            NAMES.map(|name| format!("{name}={MARK}-{place}\n")).concat()
        };
        let mut run = vercel_hooks(command.split(' '))
            .file("body", "{}")
            .file("secret", format!("{MARK}-file"))
            .file(".env.local", lines("local"))
            .file(".env", lines("env"));
        for name in NAMES {
            run = run.env(name, &format!("{MARK}-variable"));
        }
        keeps_secret(run, code, "...\n", "...\n");
    }
}

#[test]
fn skips_lines_that_other_tools_understand() {
    let lines = "\
# VERCEL_WEBHOOK_SECRET=commented
this is no assignment
=
OTHER='single' words
export VERCEL_WEBHOOK_SECRET=\"sesame\" # the real one
";
    keeps_secret(
        sign(&[]).file(".env", lines),
        0,
        "8d3e3efcf66c87529309426731d7635136905bdc\n",
        "secret: from VERCEL_WEBHOOK_SECRET in .env, fingerprint cf09b029\n",
    );
}

#[test]
fn env_files_can_have_windows_line_breaks_and_other_encodings_in_other_lines() {
    keeps_secret(
        sign(&[]).file(".env", b"OTHER=\xff\xfe\r\nVERCEL_WEBHOOK_SECRET=sesame\r\n"),
        0,
        "8d3e3efcf66c87529309426731d7635136905bdc\n",
        "secret: from VERCEL_WEBHOOK_SECRET in .env, fingerprint cf09b029\n",
    );
}

#[test]
fn ignores_an_env_file_that_is_a_folder() {
    let run = sign(&["--quiet"]);
    std::fs::create_dir(run.folder().join(".env")).unwrap();
    keeps_secret(run, 2, "", "error: [..]\n...\n");
}

#[test]
fn reads_env_lines_as_node_does() {
    for (line, secret) in [
        ("VERCEL_WEBHOOK_SECRET=sesame#1", "sesame"),
        ("VERCEL_WEBHOOK_SECRET=sesame ", "sesame"),
        ("VERCEL_WEBHOOK_SECRET=`sesame`", "sesame"),
        ("VERCEL_WEBHOOK_SECRET=sesame's", "sesame's"),
        ("VERCEL_WEBHOOK_SECRET=a\\nb", "a\\nb"),
        ("VERCEL_WEBHOOK_SECRET=sesame\nNOTE=\"\nVERCEL_WEBHOOK_SECRET=example\n\"", "sesame"),
    ] {
        let expected = sign(&["--secret-file", "s", "-q"]).file("s", secret).ends(0).stdout;
        let read = sign(&["-q"]).file(".env", line).ends(0).stdout;
        assert_eq!(read, expected, "{line}");
    }
}

#[test]
fn an_unclosed_quote_above_does_not_hide_the_secret() {
    let lines = "OTHER=\"unclosed\nVERCEL_WEBHOOK_SECRET=sesame\n";
    let stdout = "8d3e3efcf66c87529309426731d7635136905bdc\n";
    keeps_secret(sign(&["--quiet"]).file(".env", lines), 0, stdout, "");
}

#[test]
fn an_env_file_can_start_with_a_byte_order_mark() {
    let stdout = "8d3e3efcf66c87529309426731d7635136905bdc\n";
    let run = sign(&["--quiet"]).file(".env", "\u{feff}VERCEL_WEBHOOK_SECRET=sesame\n");
    keeps_secret(run, 0, stdout, "");
}

#[test]
fn reads_the_env_files_of_development_in_the_order_of_next() {
    for (strongest, file) in ENV_FILES.into_iter().enumerate() {
        let rest = ENV_FILES.into_iter().skip(strongest);
        let run = rest.fold(sign(&[]), |run, other| {
            let value = if other == file { "sesame" } else { "other" };
            run.file(other, format!("VERCEL_WEBHOOK_SECRET={value}\n"))
        });
        let stderr =
            format!("secret: from VERCEL_WEBHOOK_SECRET in {file}, fingerprint cf09b029\n");
        keeps_secret(run, 0, "8d3e3efcf66c87529309426731d7635136905bdc\n", &stderr);
    }
}

#[test]
fn reads_the_secret_of_a_named_variable() {
    let run = || sign(&["--secret-env", "MY_SECRET"]).env("VERCEL_WEBHOOK_SECRET", "another");
    let signature = "8d3e3efcf66c87529309426731d7635136905bdc\n";
    keeps_secret(
        run().env("MY_SECRET", "sesame").file(".env", "MY_SECRET=another"),
        0,
        signature,
        "secret: from $MY_SECRET, fingerprint cf09b029\n",
    );
    keeps_secret(
        run().file(".env.local", "MY_SECRET='sesame'").file(".env", "MY_SECRET=another"),
        0,
        signature,
        "secret: from MY_SECRET in .env.local, fingerprint cf09b029\n",
    );
    keeps_secret(
        run().file(".env", "MY_SECRET="),
        2,
        "",
        "error: the secret from MY_SECRET in .env is empty\nhint: [..]\n",
    );
    // A secret instead of a name is not shown.
    keeps_secret(
        sign(&["--secret-env", MARK]),
        2,
        "",
        "error: the variable of --secret-env is not set\nhint: it takes the name of a variable, [..]\n",
    );
}

#[test]
fn named_variables_and_files_are_secrets_of_one_rotation() {
    let signature = "8d3e3efcf66c87529309426731d7635136905bdc";
    let args =
        ["verify", "body", "--signature", signature, "--secret-file=old", "--secret-env=NEW"];
    let run = || vercel_hooks(args).file("body", "{}");
    run().file("old", "sesame").env("NEW", "another").ends(0);
    run().file("old", "another").env("NEW", "sesame").ends(0);
    sign(&["--secret-file=old", "--secret-env=NEW"]).file("old", "a").env("NEW", "b").gives(
        2,
        "",
        "...\nerror: 2 secrets were given, but there is one signature\n\
         hint: use --secret-file or --secret-env once\n",
    );
}

#[test]
fn names_a_variable_that_may_hold_the_secret() {
    let hint = |place: &str, name: &str| {
        format!(
            "error: no secret to sign with\n\
             hint: {place} is not read by default: if it is the secret, use --secret-env {name}\n"
        )
    };
    keeps_secret(
        sign(&[]).file(".env.local", "PORT=1\nWEBHOOK_SECRET=sesame\n"),
        2,
        "",
        &hint("WEBHOOK_SECRET in .env.local", "WEBHOOK_SECRET"),
    );
    keeps_secret(
        sign(&[]).env("MY_WEBHOOK_SECRET", MARK),
        2,
        "",
        &hint("$MY_WEBHOOK_SECRET", "MY_WEBHOOK_SECRET"),
    );
    for line in ["SECRET=sesame", "WEBHOOK_URL=sesame"] {
        let hint = "hint: use --secret-file PATH [..]\n";
        let stderr = format!("error: no secret to sign with\n{hint}");
        keeps_secret(sign(&[]).file(".env", line), 2, "", &stderr);
    }
}

#[test]
fn reads_a_value_below_its_name_and_lines_that_end_with_a_carriage_return() {
    for lines in
        ["VERCEL_WEBHOOK_SECRET=\n\"sesame\"\n", "OTHER=1\rVERCEL_WEBHOOK_SECRET=sesame\rMORE=2\r"]
    {
        let stdout = "8d3e3efcf66c87529309426731d7635136905bdc\n";
        keeps_secret(sign(&["--quiet"]).file(".env", lines), 0, stdout, "");
    }
}
