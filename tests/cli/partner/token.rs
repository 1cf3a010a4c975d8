//! `partner token` and `partner keys`. The expected signature is that of
//! `openssl dgst -sha256 -sign tests/data/issuer-key.pem`.

use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::support::{Run, vercel_hooks};

/// Made with `openssl genpkey`; used by nothing but these tests.
const KEY: &str = include_str!("../../data/issuer-key.pem");
const KID: &str = "zGWvRL-q4iMOruZOzw4_hPybNuD7yeT3PzdKMp5zXak";
const NOW: &str = "2026-01-31T12:00:00Z";

/// The installation of seed 1, which `send` and `generate` use as well.
const INSTALLATION: &str = "icfg_mFR7ZHFN6DHkYdbUZms6aHD9";

/// A system token of [`KEY`] for `oac_1` and `icfg_1`, at [`NOW`].
const TOKEN: &str = "\
eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InpHV3ZSTC1xNGlNT3J1Wk96dzRfaFB5Yk51RDd5ZVQzUH\
pkS01wNXpYYWsifQ.eyJpc3MiOiJodHRwczovL21hcmtldHBsYWNlLnZlcmNlbC5jb20iLCJhdWQiOiJvYWNfMSIsI\
nN1YiI6ImFjY291bnQ6YWJjIiwiYWNjb3VudF9pZCI6ImFiYyIsImluc3RhbGxhdGlvbl9pZCI6ImljZmdfMSIsIml\
hdCI6MTc2OTg2MDgwMCwibmJmIjoxNzY5ODYwODAwLCJleHAiOjE3Njk4NjQ0MDB9.COq2mBoNg93XPyXVdHINAU8G\
xXW_2ErE8UMcDhHMHnJwXVczvxioG1iv5qiEvJjFhOyld1gENlpuEKABH17zNjo45ehkZblBRgnT8SM7IjXz5Gwp44\
_IL03peJvJHQbTOAiCHu1k8WTEV0zDuiJboEhDH5Zcm3tFRaeip2edMEiAF4YG6hgY74u_CgO2I4hK2fxVV0Xj7uV_\
qzyHtkYchah1TXgzfU5VvuYCT5h4T9kaa7ZRsl0S-MT4RND8lF7_AMFeQzgvQISDQXrQd1YNkpfonHqDbBA7K_KNFk\
k4WuXZuIXSoMuLVRJ7WjrEsf5f7xO8Yrh24W2aBTN7Qsl7rg";

/// Runs `partner` with [`KEY`] in its state folder.
fn partner<'a>(args: impl IntoIterator<Item = &'a str>) -> Run {
    let args = ["partner"].into_iter().chain(args).chain(["--state-dir", "state"]);
    with_key(vercel_hooks(args), "state")
}

fn with_key(run: Run, folder: &str) -> Run {
    std::fs::create_dir_all(run.folder().join(folder)).unwrap();
    set_mode(&run, folder, 0o700);
    let path = format!("{folder}/issuer-key.pem");
    let run = run.file(&path, KEY);
    set_mode(&run, &path, 0o600);
    run
}

#[cfg(unix)]
fn set_mode(run: &Run, path: &str, mode: u32) {
    use std::os::unix::fs::PermissionsExt;

    let permissions = std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(run.folder().join(path), permissions).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_run: &Run, _path: &str, _mode: u32) {}

fn made(args: &[&str]) -> Value {
    let fixed = ["token", "--seed", "1", "--now", NOW, "--json", "--quiet"];
    partner(fixed.into_iter().chain(args.iter().copied())).ends(0).json_lines().remove(0)
}

fn decoded(token: &str, args: &[&str]) -> Run {
    let fixed = ["token", "--decode", "--now", NOW];
    partner(fixed.into_iter().chain(args.iter().copied())).stdin(token)
}

#[test]
fn a_token_is_the_same_to_the_byte_and_signed_as_openssl_signs() {
    partner([
        "token",
        "--system",
        "--integration",
        "oac_1",
        "--installation",
        "icfg_1",
        "--set",
        "account_id=abc",
        "--set",
        "sub=account:abc",
        "--now",
        NOW,
    ])
    .gives(
        0,
        format!("{TOKEN}\n"),
        "system token: integration oac_1, installation icfg_1, expires in 60 min\n",
    );
}

#[test]
fn prints_the_public_key_alone() {
    let printed = partner(["keys"]).ends(0);
    let jwks: Value = serde_json::from_slice(&printed.stdout).unwrap();
    let key = jwks["keys"][0].as_object().unwrap();
    assert!(key.keys().eq(["kty", "use", "alg", "kid", "n", "e"]));
    assert_eq!(key["kid"], KID);
    assert_eq!(partner(["keys", "--json"]).ends(0).json_lines(), [jwks]);
}

#[test]
fn a_user_token_has_the_claims_that_vercel_documents() {
    let made = made(&["--integration", "oac_1"]);
    let claims = made["claims"].as_object().unwrap();
    let (account, user) = (claims["account_id"].as_str(), claims["user_id"].as_str());
    let (account, user) = (account.unwrap(), user.unwrap());
    assert_eq!(
        made["claims"],
        json!({
            "iss": "https://marketplace.vercel.com",
            "aud": "oac_1",
            "sub": format!("account:{account}:user:{user}"),
            "account_id": account,
            "installation_id": INSTALLATION,
            "user_id": user,
            "user_role": "ADMIN",
            "user_email": "adamoreau@example.com",
            "user_name": "Ada Moreau",
            "type": "access_token",
            "iat": 1_769_860_800,
            "nbf": 1_769_860_800,
            "exp": 1_769_864_400,
        })
    );
    assert_eq!(made, self::made(&["--user", "--role", "admin", "--integration", "oac_1"]));
}

#[test]
fn a_token_from_before_the_installation_has_none() {
    let made = made(&["--pre-install", "--integration", "oac_1", "--expires-in", "5m"]);
    let claims = json!({
        "iss": "https://marketplace.vercel.com",
        "aud": "oac_1",
        "sub": null,
        "installation_id": null,
        "iat": 1_769_860_800,
        "nbf": 1_769_860_800,
        "exp": 1_769_861_100,
    });
    assert_eq!(made["claims"], claims);
}

#[test]
fn ids_come_from_the_settings() {
    let settings = |args: &[&str]| {
        let fixed = ["token", "--json", "--quiet"];
        let run = partner(fixed.into_iter().chain(args.iter().copied()));
        let run = run.env("VERCEL_INSTALLATION_ID", "icfg_env");
        let run = run.file("vercel-hooks.toml", "integration = 'oac_file'\n");
        let claims = run.ends(0).json_lines()[0]["claims"].clone();
        [claims["aud"].clone(), claims["installation_id"].clone()]
    };
    assert_eq!(settings(&[]), ["oac_file", "icfg_env"]);
    assert_eq!(
        settings(&["--integration", "oac_1", "--installation", "icfg_1"]),
        ["oac_1", "icfg_1"]
    );
    assert_eq!(settings(&["--pre-install"]), [json!("oac_file"), Value::Null]);
}

#[test]
fn claims_can_be_set_and_removed() {
    let made = made(&["--set", "extra:={\"a\":[1]}", "--set", "user_role=OWNER", "--unset", "exp"]);
    assert_eq!(made["claims"]["extra"], json!({ "a": [1] }));
    assert_eq!(made["claims"]["user_role"], "OWNER");
    assert_eq!(made["claims"].get("exp"), None);
}

#[test]
fn a_mistyped_word_gets_the_nearest_known_one() {
    for (args, error, nearest) in [
        (["--set", "user_rol=USER"], "unknown claim `user_rol`", "user_role"),
        (["--unset", "instalation_id"], "unknown claim `instalation_id`", "installation_id"),
        (["--role", "ADMNI"], "--role: unknown role `ADMNI`", "ADMIN"),
    ] {
        let args = ["token"].into_iter().chain(args);
        partner(args).gives(2, "", format!("error: {error}\nhint: did you mean `{nearest}`?\n"));
    }
}

#[test]
fn a_genuine_token_is_valid() {
    let report = format!(
        "\
valid: a system token
header
  alg  RS256
  typ  JWT
  kid  {KID}
claims
  iss              https://marketplace.vercel.com
  aud              oac_1
  sub              account:abc
  account_id       abc
  installation_id  icfg_1
  iat              1769860800  2026-01-31T12:00:00.000Z, now
  nbf              1769860800  2026-01-31T12:00:00.000Z, now
  exp              1769864400  2026-01-31T13:00:00.000Z, in 60 min
"
    );
    for text in
        [TOKEN.to_owned(), format!("Bearer {TOKEN}\n"), format!("Authorization: bearer {TOKEN}")]
    {
        decoded(&text, &["--integration", "oac_1"]).gives(0, &report, "");
    }
    partner(["token", "--now", NOW, "--decode", TOKEN]).gives(0, &report, "");
}

#[test]
fn says_what_is_wrong_with_a_token() {
    let user = made(&["--integration", "oac_1"])["token"].as_str().unwrap().to_owned();
    let (message, _) = TOKEN.rsplit_once('.').unwrap();
    let deployment = made(&["--set", "iss=https://oidc.vercel.com/acme", "--unset", "exp"]);
    for (token, args, problems) in [
        (TOKEN, &["--integration", "oac_2"][..], &["aud is `oac_1`, not `oac_2`"][..]),
        (
            TOKEN,
            &["--now", "2026-01-31T16:00:00Z"],
            &["it expired 3 hours ago, at 2026-01-31T13:00:00.000Z"],
        ),
        (
            TOKEN,
            &["--now", "2026-01-31T11:50:00Z"],
            &["it is not valid for another 10 min, until 2026-01-31T12:00:00.000Z"],
        ),
        (
            &user,
            &["--endpoint", "get-resource"],
            &["it is a user token: Vercel calls get-resource with a system token"],
        ),
        (
            deployment["token"].as_str().unwrap(),
            &[],
            &[
                "iss is `https://oidc.vercel.com/acme`, that of a deployment's own token, not \
                 `https://marketplace.vercel.com`",
                "exp is missing: it never expires",
            ],
        ),
        (message, &[], &["it has only two parts: a token has three parts, separated by dots"]),
    ] {
        // The time that a case names replaces the fixed one.
        let fixed: &[&str] = if args.contains(&"--now") { &[] } else { &["--now", NOW] };
        let all = ["token", "--decode"].iter().chain(fixed).chain(args).copied();
        let stderr = format!("✗ {}\n", problems.join("\n✗ "));
        partner(all).stdin(token).gives(1, "invalid\n...", stderr);
    }
}

#[test]
fn json_has_each_problem_with_its_code() {
    let done = decoded("a.b", &["--json"]).ends(1);
    let report = &done.json_lines()[0];
    assert_eq!(report["valid"], false);
    assert_eq!(report["header"], Value::Null);
    assert_eq!(report["problems"][0]["code"], "malformed");
    let report = &decoded(TOKEN, &["--json"]).ends(0).json_lines()[0];
    assert_eq!((&report["valid"], &report["kind"]), (&json!(true), &json!("system")));
    assert_eq!(report["header"], json!({ "alg": "RS256", "typ": "JWT", "kid": KID }));
}

#[test]
fn a_jwks_replaces_the_own_key() {
    let jwks = partner(["keys", "--json"]).ends(0).stdout;
    let check =
        |jwks: &str| vercel_hooks(["partner", "token", "--decode", "--now", NOW, "--jwks", jwks]);
    check("jwks.json").file("jwks.json", &jwks).stdin(TOKEN).gives(
        0,
        "valid: a system token\n...",
        "",
    );
    let server = Server::always(Reply::with_body(200, jwks));
    let url = server.url("/.well-known/jwks");
    check(&url).stdin(TOKEN).gives(0, "valid: a system token\n...", "");
    assert_eq!(server.only().target, "/.well-known/jwks");
    let other = vercel_hooks(["partner", "keys", "--json"]).ends(0).stdout;
    let run = check("other.json").file("other.json", other);
    let unknown = format!("✗ kid `{KID}` is unknown: other.json has `[..]`\n");
    run.stdin(TOKEN).gives(1, "invalid\n...", unknown);
}

#[test]
fn an_unusable_jwks_is_an_error() {
    let check = |jwks: &str| vercel_hooks(["partner", "token", "--decode", TOKEN, "--jwks", jwks]);
    let like = "hint: a JWKS looks like the output of `vercel-hooks partner keys`\n";
    for (content, error) in [
        ("<html>", "error: f is not valid JSON: expected value at line 1 column 1\n".to_owned()),
        ("{}", format!("error: cannot use f: it is not a JWKS: it has no array `keys`\n{like}")),
        ("{\"keys\":[]}", format!("error: cannot use f: it holds no RSA key\n{like}")),
    ] {
        check("f").file("f", content).gives(2, "", error);
    }
    check("none").gives(2, "", "error: cannot read none: there is no such file\n");
    check("http://192.0.2.1/jwks").gives(
        2,
        "",
        "\
error: --jwks: anybody on the way could change the keys of http://192.0.2.1/jwks
hint: use https, or a server on this machine
",
    );
    let elsewhere = Server::always(Reply::redirect(302, "http://127.0.0.1:9/"));
    check(&elsewhere.url("/")).gives(
        2,
        "",
        "\
error: cannot use http://127.0.0.1:[..]/: it responded 302
hint: a JWKS is a 200 without a redirect
",
    );
}

#[test]
fn warns_of_a_foreign_token_on_the_command_line() {
    partner(["token", "--decode", "a.b.c"]).gives(
        1,
        "invalid\n",
        "\
✗ the header is not base64url
✗ the payload is not base64url
✗ the signature is not base64url
warning: other users of this machine can see a token on the command line: pass one that is not your \
own through standard input
",
    );
    decoded("", &[]).gives(2, "", "error: there is no token to decode\n");
}

#[test]
fn makes_the_key_once_for_its_owner_alone() {
    let keys = || vercel_hooks(["partner", "keys", "--json"]).env("XDG_STATE_HOME", "");
    let run = keys();
    let home = run.folder().join("home");
    let done = run.env("HOME", &home).ends(0);
    let state = "home/.local/state/vercel-hooks";
    assert_eq!(done.files(state), ["issuer-key.pem"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        for (path, mode) in [
            (home.join(".local/state/vercel-hooks"), 0o700),
            (home.join(".local/state/vercel-hooks/issuer-key.pem"), 0o600),
        ] {
            let permissions = std::fs::metadata(path).unwrap().permissions();
            assert_eq!(permissions.mode() & 0o777, mode);
        }
    }
    let again = keys().env("HOME", &home).ends(0);
    assert_eq!(again.stdout, done.stdout);
    let run = keys().env("HOME", &home);
    let moved = run.folder().join("moved");
    let other = run.env("XDG_STATE_HOME", &moved).ends(0);
    assert_ne!(other.stdout, done.stdout);
    assert_eq!(other.files("moved/vercel-hooks"), ["issuer-key.pem"]);
}

#[test]
fn processes_that_start_at_once_share_the_first_key() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("a/b");
    let keys = || {
        let args = ["partner", "keys", "--json", "--state-dir", state.to_str().unwrap()];
        vercel_hooks(args).ends(0).stdout
    };
    let all: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..4).map(|_| scope.spawn(keys)).collect();
        started.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(all.iter().all(|keys| *keys == all[0]));
    assert_eq!(std::fs::read_dir(&state).unwrap().count(), 1);
}

#[test]
fn a_file_that_is_no_key_is_refused_and_kept() {
    for (content, why) in [
        ("", "it holds no `PRIVATE KEY` in PEM"),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
            "it holds no `PRIVATE KEY` in PEM",
        ),
        (
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            "it holds no RSA key of 2048 bits or more (InvalidEncoding)",
        ),
    ] {
        let run = partner(["token"]).file("state/issuer-key.pem", content);
        let stderr = format!(
            "\
error: state/issuer-key.pem is not a signing key: {why}
hint: move it away, and the next token makes a new one; or name another folder with --state-dir
"
        );
        assert_eq!(run.gives(2, "", stderr).read("state/issuer-key.pem"), content.as_bytes());
    }
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_refused() {
    for mode in [0o640, 0o604, 0o620] {
        let run = partner(["token"]);
        set_mode(&run, "state/issuer-key.pem", mode);
        run.gives(
            2,
            "",
            format!(
                "\
error: other users can access the signing key state/issuer-key.pem (mode {mode:04o})
hint: run `chmod 600 state/issuer-key.pem`
"
            ),
        );
    }
}

#[cfg(unix)]
#[test]
#[cfg(unix)]
fn a_folder_that_others_can_write_to_is_refused() {
    for mode in [0o770, 0o707, 0o777] {
        let run = partner(["keys"]);
        set_mode(&run, "state", mode);
        run.gives(
            2,
            "",
            format!(
                "\
error: other users can write to the folder state (mode {mode:04o})
hint: run `chmod go-w state`
"
            ),
        );
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    vercel_hooks(["partner", "token", "--state-dir", "file/state"]).file("file", "").gives(
        2,
        "",
        "\
error: cannot create the folder file/state: Not a directory (os error 20)
hint: name another folder with --state-dir
",
    );
}
