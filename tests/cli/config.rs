//! `config`: every setting, and where it comes from.

use super::support::{SECRET, vercel_hooks};

const PROJECT: &str = r#"
endpoint = "localhost:4321"
path = "/api/webhooks"
installation = "icfg_project"
resource = "db_1"
product = "prod_1"
billing-plan = "plan_1"
"#;

#[test]
fn nothing_set_is_said_of_everything() {
    vercel_hooks(["config"]).gives(
        0,
        "SETTING       VALUE                   FROM
endpoint      -                       not set
path          -                       not set
secret        -                       not set
token         -                       not set
api-url       https://api.vercel.com  default
installation  -                       not set
resource      -                       not set
product       -                       not set
billing-plan  -                       not set
",
        "",
    );
}

#[test]
fn the_environment_goes_before_env_files_and_those_before_the_project_file() {
    vercel_hooks(["config"])
        .file("vercel-hooks.toml", PROJECT)
        .file(".env.local", "VERCEL_INSTALLATION_ID=icfg_local\nINTEGRATION_SECRET=abc\n")
        .file(".env", "VERCEL_INSTALLATION_ID=icfg_env\nVERCEL_RESOURCE_ID=db_env\n")
        .env("VERCEL_HOOKS_ENDPOINT", ":5000")
        .env("VERCEL_API_URL", "http://localhost:4000")
        .env("VERCEL_INSTALLATION_TOKEN", SECRET)
        .gives(
            0,
            "SETTING       VALUE                  FROM
endpoint      :5000                  $VERCEL_HOOKS_ENDPOINT
path          /api/webhooks          vercel-hooks.toml
secret        fingerprint 1d054d65   INTEGRATION_SECRET in .env.local
token         fingerprint [..]   $VERCEL_INSTALLATION_TOKEN
api-url       http://localhost:4000  $VERCEL_API_URL
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
    assert_eq!(settings.len(), 9);
    let [endpoint, secret, token] = [0, 2, 3].map(|index: usize| &settings[index]);
    assert_eq!(endpoint["setting"], "endpoint");
    assert_eq!(endpoint["value"], "localhost:4321");
    assert_eq!(endpoint["source"], "vercel-hooks.toml");
    assert!(secret["value"].is_null() && secret["fingerprint"].is_string(), "{secret}");
    assert!(token["fingerprint"].is_null() && token["source"].is_null(), "{token}");
    assert!(!done.text().contains(SECRET));
}

#[test]
fn what_cannot_be_used_is_shown_all_the_same_and_said() {
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
hint: an endpoint elsewhere has to be named on the command line
error: the secret from $VERCEL_WEBHOOK_SECRET is empty
hint: anybody can sign with an empty secret; check where it should be set
error: VERCEL_API_URL: a token may not go to http://api.example.com/ in plain HTTP
hint: write the URL with https://
",
        );
}

#[test]
fn an_unknown_key_is_a_mistake_that_names_the_known_ones() {
    vercel_hooks(["config"]).file("vercel-hooks.toml", "endpont = \"localhost\"\n").gives(
        2,
        "",
        "error: cannot use vercel-hooks.toml: line 1: unknown field `endpont`, expected one of \
         `endpoint`, `path`, `installation`, `resource`, `product`, `billing-plan`\n",
    );
}
