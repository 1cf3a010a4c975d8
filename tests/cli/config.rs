//! `config`: every setting, and where it comes from.

use super::support::{SECRET, vercel_hooks};

const PROJECT: &str = r#"
endpoint = "localhost:4321"
path = "/api/webhooks"
integration = "oac_1"
installation = "icfg_project"
resource = "db_1"
product = "prod_1"
billing-plan = "plan_1"
"#;

#[test]
fn reports_every_setting_as_not_set() {
    vercel_hooks(["config"]).gives(
        0,
        "SETTING       VALUE                   SOURCE
endpoint      -                       not set
path          -                       not set
secret        -                       not set
token         -                       not set
api-url       https://api.vercel.com  default
integration   -                       not set
installation  -                       not set
resource      -                       not set
product       -                       not set
billing-plan  -                       not set
",
        "",
    );
}

#[test]
fn the_environment_wins_over_env_files_and_those_over_the_project_file() {
    vercel_hooks(["config"])
        .file("vercel-hooks.toml", PROJECT)
        .file(".env.local", "VERCEL_INSTALLATION_ID=icfg_local\nINTEGRATION_SECRET=abc\n")
        .file(".env", "VERCEL_INSTALLATION_ID=icfg_env\nVERCEL_RESOURCE_ID=db_env\n")
        .env("VERCEL_HOOKS_ENDPOINT", ":5000")
        .env("VERCEL_API_URL", "http://localhost:4000")
        .env("VERCEL_INSTALLATION_TOKEN", SECRET)
        .gives(
            0,
            "SETTING       VALUE                  SOURCE
endpoint      :5000                  $VERCEL_HOOKS_ENDPOINT
path          /api/webhooks          vercel-hooks.toml
secret        fingerprint 1d054d65   INTEGRATION_SECRET in .env.local
token         fingerprint [..]   $VERCEL_INSTALLATION_TOKEN
api-url       http://localhost:4000  $VERCEL_API_URL
integration   oac_1                  vercel-hooks.toml
installation  icfg_local             VERCEL_INSTALLATION_ID in .env.local
resource      db_env                 VERCEL_RESOURCE_ID in .env
product       prod_1                 vercel-hooks.toml
billing-plan  plan_1                 vercel-hooks.toml
",
            "",
        );
}

#[test]
fn json_has_one_setting_per_line_and_no_secret() {
    let done = vercel_hooks(["config", "--json"])
        .file("vercel-hooks.toml", PROJECT)
        .env("VERCEL_WEBHOOK_SECRET", SECRET)
        .ends(0);
    let settings = done.json_lines();
    assert_eq!(settings.len(), 10);
    let [endpoint, secret, token] = [0, 2, 3].map(|index: usize| &settings[index]);
    assert_eq!(endpoint["setting"], "endpoint");
    assert_eq!(endpoint["value"], "localhost:4321");
    assert_eq!(endpoint["source"], "vercel-hooks.toml");
    assert!(secret["value"].is_null() && secret["fingerprint"].is_string(), "{secret}");
    assert!(token["fingerprint"].is_null() && token["source"].is_null(), "{token}");
    assert!(!done.text().contains(SECRET));
}

#[test]
fn shows_and_reports_invalid_settings() {
    vercel_hooks(["config"])
        .env("VERCEL_HOOKS_ENDPOINT", "example.com")
        .env("VERCEL_API_URL", "http://api.example.com")
        .env("VERCEL_WEBHOOK_SECRET", "")
        .gives(
            2,
            "...
endpoint      example.com             $VERCEL_HOOKS_ENDPOINT
...
secret        -                       not set
...
api-url       http://api.example.com  $VERCEL_API_URL
...
",
            "error: VERCEL_HOOKS_ENDPOINT names `https://example.com/`, which is not on this machine
hint: endpoints on other machines must be named on the command line
error: the secret from $VERCEL_WEBHOOK_SECRET is empty
hint: anyone can sign with an empty secret; check where it should be set
error: VERCEL_API_URL: refusing to send a token to http://api.example.com/ over plain HTTP
hint: write the URL with https://
",
        );
}

#[test]
fn rejects_an_unknown_key_and_names_the_known_ones() {
    vercel_hooks(["config"]).file("vercel-hooks.toml", "endpont = \"localhost\"\n").gives(
        2,
        "",
        "error: cannot use vercel-hooks.toml: line 1: unknown field `endpont`, expected one of \
         `endpoint`, `path`, `integration`, `installation`, `resource`, `product`, `billing-plan`\n",
    );
}

#[test]
fn rejects_a_secret_in_the_project_file() {
    for key in ["secret", "token", "secret-file"] {
        let file = format!("{key} = \"hunter2\"\n");
        let done = vercel_hooks(["config"]).file("vercel-hooks.toml", file).gives(
            2,
            "",
            format!(
                "error: [..]unknown field `{key}`, [..]
hint: secrets belong in the environment or in .env.local\n"
            ),
        );
        assert!(!done.stderr.contains("hunter2"));
    }
}

#[test]
fn hides_credentials_in_urls() {
    for args in [&["config"][..], &["config", "--json"]] {
        let done = vercel_hooks(args.iter().copied())
            .file("vercel-hooks.toml", "endpoint = \"http://u:hunter2@localhost\"\n")
            .env("VERCEL_API_URL", "https://u:hunter2@x.example")
            .ends(2);
        assert!(!done.text().contains("hunter2"), "{}", done.text());
        assert!(!done.stderr.contains("hunter2"), "{}", done.stderr);
        for shown in ["http://…@localhost", "https://…@x.example"] {
            assert!(done.text().contains(shown), "{}", done.text());
        }
        for place in [
            "error: vercel-hooks.toml: invalid endpoint `http",
            "error: VERCEL_API_URL: invalid endpoint `http",
        ] {
            assert!(done.stderr.contains(place), "{}", done.stderr);
        }
    }
}

#[test]
fn treats_a_blank_setting_as_not_set() {
    let done = vercel_hooks(["config", "--json"])
        .file("vercel-hooks.toml", "endpoint = ''\npath = ' '\ninstallation = ''\nresource = ' r '")
        .env("VERCEL_API_URL", " ")
        .env("VERCEL_HOOKS_ENDPOINT", "")
        .ends(0);
    let settings = done.json_lines();
    for index in [0, 1, 6] {
        assert!(settings[index]["source"].is_null(), "{}", settings[index]);
    }
    assert_eq!(settings[4]["source"], "default");
    assert_eq!(settings[7]["value"], "r");
}

#[test]
fn reports_settings_that_commands_reject_with_their_source() {
    vercel_hooks(["config"])
        .file("vercel-hooks.toml", "installation = '..'")
        .file(".env", "VERCEL_INSTALLATION_ID=.")
        .env("VERCEL_TOKEN", "a\u{1b}b")
        .env("VERCEL_HOOKS_ENDPOINT", "/api")
        .gives(
            2,
            "...",
            "warning: the token from $VERCEL_TOKEN looks wrong: it contains control characters
error: VERCEL_HOOKS_ENDPOINT: invalid endpoint `/api`: [..]
hint: [..]
error: the token from $VERCEL_TOKEN contains characters that no token has
hint: [..]
error: VERCEL_INSTALLATION_ID in .env: invalid installation id `.`
hint: [..]
",
        );
    vercel_hooks(["config"]).file("vercel-hooks.toml", "installation = '..'").gives(
        2,
        "...",
        "error: vercel-hooks.toml: invalid installation id `..`\nhint: [..]\n",
    );
}

#[test]
fn warns_about_suspicious_secrets() {
    vercel_hooks(["config"]).env("VERCEL_WEBHOOK_SECRET", "two words").gives(
        0,
        "...",
        "warning: the secret from $VERCEL_WEBHOOK_SECRET looks wrong: it contains whitespace\n",
    );
}

#[test]
fn reports_equal_errors_once() {
    vercel_hooks(["config"]).file(".env.local", vec![b'#'; 1024 * 1024 + 1]).gives(
        2,
        "...",
        "error: cannot read .env.local: it is larger than 1 MiB\n",
    );
}

#[cfg(unix)]
#[test]
fn rejects_a_variable_that_is_not_utf_8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let no_text = OsStr::from_bytes(b"\xff");
    vercel_hooks(["config"])
        .env("VERCEL_HOOKS_ENDPOINT", no_text)
        .env("VERCEL_API_URL", no_text)
        .env("VERCEL_RESOURCE_ID", no_text)
        .gives(
            2,
            "...",
            "error: VERCEL_HOOKS_ENDPOINT is not valid UTF-8
error: VERCEL_API_URL is not valid UTF-8
error: VERCEL_RESOURCE_ID is not valid UTF-8
",
        );
    let notify = ["notify", "installation.updated", "--installation", "icfg_1", "--dry-run"];
    vercel_hooks(notify).env("VERCEL_API_URL", no_text).gives(
        2,
        "",
        "error: VERCEL_API_URL is not valid UTF-8\n",
    );
}

#[test]
fn shows_a_path_unmasked_unless_it_is_a_url() {
    vercel_hooks(["config"]).file("vercel-hooks.toml", "path = \"/@me/hooks\"\n").gives(
        0,
        "...\npath          /@me/hooks [..]  vercel-hooks.toml\n...\n",
        "",
    );
    vercel_hooks(["config"]).file("vercel-hooks.toml", "path = \"http://a:b@x/y\"\n").gives(
        2,
        "...\npath          http://…@x/y [..]  vercel-hooks.toml\n...\n",
        "error: vercel-hooks.toml: `http://…@x/y` is a URL, not a path\nhint: [..]\n",
    );
}
