//! The things of the sample world, and how each is made.

use super::rng::{SeededRng, hash};
use super::sample_data::SampleData;

/// A thing of the world that templates can name.
#[derive(Debug)]
pub struct Sample {
    /// Its placeholder's name: `deployment.id`.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// The number of its name.
    pub(super) hash: u64,
    /// Makes it for a world, from its own source of chance.
    pub(super) make: fn(&SampleData, &mut SeededRng) -> String,
}

const fn sample(
    name: &'static str,
    about: &'static str,
    make: fn(&SampleData, &mut SeededRng) -> String,
) -> Sample {
    Sample { name, about, hash: hash(name), make }
}

/// How many things there are.
pub(super) const COUNT: usize = 46;

/// Everything in a world, by the name that templates use. Ids have the shape of Vercel's own, as
/// far as that is known.
pub static SAMPLES: [Sample; COUNT] = [
    sample("team.id", "the team that owns everything: `team_` and 24 characters", |_, chance| {
        chance.id("team_", 24)
    }),
    sample("team.slug", "the team's slug, as in dashboard addresses", |_, chance| {
        named(chance, &TEAMS)
    }),
    sample("newTeam.id", "another team, to which things are transferred", |_, chance| {
        chance.id("team_", 24)
    }),
    sample("account.id", "the installation's account: 64 hexadecimal digits", |_, chance| {
        chance.hex(64)
    }),
    sample("newAccount.id", "the account of the other team", |_, chance| chance.hex(64)),
    sample("plan", "the team's plan: `hobby`, `pro` or `enterprise`", |_, chance| {
        chance.word(&PLANS).to_owned()
    }),
    sample("user.id", "the user who caused the event: 24 characters", |_, chance| {
        chance.id("", 24)
    }),
    sample("user.name", "the user's name", |world, _| person(world).0.to_owned()),
    sample("user.login", "the user's name at the Git host", |world, _| person(world).1.to_owned()),
    sample("user.email", "the user's address, at example.com", |world, _| {
        [world.get("user.login"), "@example.com"].concat()
    }),
    sample("globalUser.id", "the user as marketplace members are named", |_, chance| {
        chance.id("", 24)
    }),
    sample("member.id", "a member of an installation", |_, chance| chance.id("", 24)),
    sample("project.id", "the project: `prj_` and 28 characters", |_, chance| {
        chance.id("prj_", 28)
    }),
    sample("project.name", "the project's name, as in host names", |_, chance| {
        named(chance, &PROJECTS)
    }),
    sample("project.previousName", "the project's name before it was renamed", |world, _| {
        [world.get("project.name"), "-old"].concat()
    }),
    sample("otherProject.id", "another project of the team", |_, chance| chance.id("prj_", 28)),
    sample("deployment.id", "the deployment: `dpl_` and 28 characters", |_, chance| {
        chance.id("dpl_", 28)
    }),
    sample("deployment.url", "the deployment's host, without a scheme", |world, chance| {
        let (project, team) = (world.get("project.name"), world.get("team.slug"));
        let unique = chance.lowercase("", 9);
        [project, "-", &unique, "-", team, ".vercel.app"].concat()
    }),
    sample("deployment.inspectorUrl", "the deployment's page in the dashboard", |world, _| {
        let (project, team) = (world.get("project.name"), world.get("team.slug"));
        let bare_id = world.get("deployment.id").trim_start_matches("dpl_");
        ["https://vercel.com/", team, "/", project, "/", bare_id].concat()
    }),
    sample("previousDeployment.id", "the deployment that served before", |_, chance| {
        chance.id("dpl_", 28)
    }),
    sample(
        "customEnvironment.id",
        "a custom environment: `env_` and 28 characters",
        |_, chance| chance.id("env_", 28),
    ),
    sample("region", "a region: `iad1`, `fra1`, …", |_, chance| chance.word(&REGIONS).to_owned()),
    sample("commit.sha", "the commit: 40 hexadecimal digits", |_, chance| chance.hex(40)),
    sample("commit.message", "the commit's message", |_, chance| chance.word(&MESSAGES).to_owned()),
    sample("commit.branch", "the commit's branch", |_, chance| chance.word(&BRANCHES).to_owned()),
    sample("repository.id", "the repository's number, as text", |_, chance| chance.digits(9)),
    sample("repository.owner", "the repository's owner at the Git host", |world, _| {
        world.get("team.slug").to_owned()
    }),
    sample("repository.name", "the repository's name", |world, _| {
        world.get("project.name").to_owned()
    }),
    sample("check.id", "a check: `check_` and 28 characters", |_, chance| chance.id("check_", 28)),
    sample("checkRun.id", "a run of a check", |_, chance| chance.id("", 24)),
    sample("integration.id", "the integration: `oac_` and 24 characters", |_, chance| {
        chance.id("oac_", 24)
    }),
    sample("installation.id", "the installation: `icfg_` and 24 characters", |_, chance| {
        chance.id("icfg_", 24)
    }),
    sample("resource.id", "a resource, in an id of the partner's choosing", |_, chance| {
        chance.lowercase("res-", 12)
    }),
    sample("invoice.id", "a marketplace invoice", |_, chance| chance.id("mi_", 24)),
    sample("invoice.externalId", "the same invoice in the partner's books", |_, chance| {
        chance.digits(8)
    }),
    sample("invoice.total", "an amount as decimal text: `29.99`", |_, chance| {
        chance.word(&TOTALS).to_owned()
    }),
    sample("domain.name", "a domain, under the reserved `.example`", |world, _| {
        [world.get("project.name"), ".example"].concat()
    }),
    sample("envVariable.id", "an environment variable", |_, chance| chance.id("", 16)),
    sample("flag.id", "a feature flag", |_, chance| chance.nanoid()),
    sample("flag.slug", "the flag's slug", |_, chance| chance.word(&FLAGS).to_owned()),
    sample("segment.id", "a segment of users for flags", |_, chance| chance.nanoid()),
    sample("segment.slug", "the segment's slug", |_, chance| chance.word(&SEGMENTS).to_owned()),
    sample("alert.id", "an alert", |_, chance| chance.id("", 24)),
    sample("alert.groupId", "a group of alerts: `ag_` and 28 characters", |_, chance| {
        chance.id("ag_", 28)
    }),
    sample("olderDeployment.id", "the deployment that served before that one", |_, chance| {
        chance.id("dpl_", 28)
    }),
    sample("webhook.id", "the webhook: `account_hook_` and 16 characters", |_, chance| {
        chance.id("account_hook_", 16)
    }),
];

const TEAMS: [&str; 8] = [
    "bluefield",
    "evergrove",
    "tidewater",
    "longacre",
    "redwillow",
    "stonebay",
    "farhaven",
    "greenmoor",
];
const PROJECTS: [&str; 8] =
    ["storefront", "dashboard", "docs", "landing", "checkout", "blog", "portal", "api"];
const PEOPLE: [(&str, &str); 8] = [
    ("Ada Moreau", "adamoreau"),
    ("Bo Lindqvist", "bolindqvist"),
    ("Chidi Okafor", "chidio"),
    ("Dana Weiss", "danaweiss"),
    ("Elif Kaya", "elifkaya"),
    ("Femi Balogun", "femib"),
    ("Grace Tanaka", "gtanaka"),
    ("Hugo Silva", "hugosilva"),
];
const BRANCHES: [&str; 6] = ["main", "develop", "fix-login", "new-pricing", "search", "release"];
const MESSAGES: [&str; 6] = [
    "Show prices with tax",
    "Fix the redirect after login",
    "Load product images lazily",
    "Upgrade dependencies",
    "Add an empty state to the search page",
    "Cache the navigation",
];
const REGIONS: [&str; 6] = ["iad1", "fra1", "sfo1", "hnd1", "gru1", "syd1"];
const PLANS: [&str; 3] = ["hobby", "pro", "enterprise"];
const FLAGS: [&str; 5] =
    ["new-checkout", "dark-mode", "fast-search", "beta-editor", "summer-banner"];
const SEGMENTS: [&str; 5] = ["beta-testers", "staff", "paying", "mobile", "early-access"];
const TOTALS: [&str; 5] = ["29.99", "9.00", "149.50", "1200.00", "74.25"];

/// One of `words` and four characters that make it unique.
fn named(chance: &mut SeededRng, words: &[&str]) -> String {
    let word = chance.word(words);
    chance.lowercase(&[word, "-"].concat(), 4)
}

/// The name and the login of one person.
fn person(world: &SampleData) -> (&'static str, &'static str) {
    *world.chance(hash("user")).pick(&PEOPLE)
}
