//! Sample data: the team, project, deployment, invoice, … that sample events are about.
//!
//! Every round of a run gets its own. A value is the same wherever it recurs, and is generated when
//! it is first used.

use std::cell::OnceCell;

use super::rng::{SeededRng, hash_name, mix_seeds};

use Generator::{Derived, Digits, Hex, Id, Lowercase, Nanoid, Suffixed, Unique, Word};

/// A value that templates can name.
#[derive(Debug)]
pub struct Sample {
    /// The name of its placeholder: `deployment.id`.
    pub name: &'static str,
    pub about: &'static str,
    hash: u64,
    generator: Generator,
}

#[derive(Debug)]
enum Generator {
    /// A prefix and this many letters and digits.
    Id(&'static str, usize),
    /// A prefix and this many lower-case letters and digits.
    Lowercase(&'static str, usize),
    Hex(usize),
    Digits(usize),
    Nanoid,
    Word(&'static [&'static str]),
    /// A word and four characters that make it unique.
    Unique(&'static [&'static str]),
    /// Another sample and a suffix.
    Suffixed(&'static str, &'static str),
    Derived(fn(&SampleData) -> String),
}

const fn sample(name: &'static str, generator: Generator, about: &'static str) -> Sample {
    Sample { name, about, hash: hash_name(name), generator }
}

/// Every value by the name that templates use. Ids have the form of Vercel's own, as far as that is
/// known.
pub const SAMPLES: &[Sample] = &[
    sample("team.id", Id("team_", 24), "the team that owns everything: `team_` and 24 characters"),
    sample("team.slug", Unique(TEAMS), "the team's slug, as in dashboard URLs"),
    sample("newTeam.id", Id("team_", 24), "another team, the recipient of transfers"),
    sample("account.id", Hex(64), "the installation's account: 64 hexadecimal digits"),
    sample("newAccount.id", Hex(64), "the account of the other team"),
    sample("plan", Word(PLANS), "the team's plan: `hobby`, `pro` or `enterprise`"),
    sample("user.id", Id("", 24), "the user who caused the event: 24 characters"),
    sample("user.name", Derived(|data| data.person().0.to_owned()), "the user's name"),
    sample("user.login", Derived(|data| data.person().1.to_owned()), "the user's Git login"),
    sample("user.email", Suffixed("user.login", "@example.com"), "the user's email address"),
    sample("globalUser.id", Id("", 24), "the user behind a marketplace member"),
    sample("member.id", Id("", 24), "a member of an installation"),
    sample("project.id", Id("prj_", 28), "the project: `prj_` and 28 characters"),
    sample("project.name", Unique(PROJECTS), "the project's name, as in host names"),
    sample("project.previousName", Suffixed("project.name", "-old"), "the project's former name"),
    sample("otherProject.id", Id("prj_", 28), "another project of the team"),
    sample("deployment.id", Id("dpl_", 28), "the deployment: `dpl_` and 28 characters"),
    sample("deployment.url", Derived(deployment_url), "the deployment's host, without a scheme"),
    sample("deployment.inspectorUrl", Derived(inspector_url), "the deployment's dashboard page"),
    sample("previousDeployment.id", Id("dpl_", 28), "the previous production deployment"),
    sample("olderDeployment.id", Id("dpl_", 28), "the production deployment before that one"),
    sample(
        "customEnvironment.id",
        Id("env_", 28),
        "a custom environment: `env_` and 28 characters",
    ),
    sample("region", Word(REGIONS), "a region: `iad1`, `fra1`, …"),
    sample("commit.sha", Hex(40), "the commit's SHA: 40 hexadecimal digits"),
    sample("commit.message", Word(MESSAGES), "the commit's message"),
    sample("commit.branch", Word(BRANCHES), "the commit's branch"),
    sample("repository.id", Digits(9), "the repository's numeric id, as a string"),
    sample("repository.owner", Suffixed("team.slug", ""), "the repository's owner"),
    sample("repository.name", Suffixed("project.name", ""), "the repository's name"),
    sample("check.id", Id("check_", 28), "a check: `check_` and 28 characters"),
    sample("checkRun.id", Id("", 24), "a run of a check"),
    sample("integration.id", Id("oac_", 24), "the integration: `oac_` and 24 characters"),
    sample("installation.id", Id("icfg_", 24), "the installation: `icfg_` and 24 characters"),
    sample("resource.id", Lowercase("res-", 12), "a resource, under the partner's own id"),
    sample("invoice.id", Id("mi_", 24), "a marketplace invoice"),
    sample("invoice.externalId", Digits(8), "the partner's id of that invoice"),
    sample("invoice.total", Word(TOTALS), "an amount as a decimal string: `29.99`"),
    sample("domain.name", Suffixed("project.name", ".example"), "a domain under `.example`"),
    sample("envVariable.id", Id("", 16), "an environment variable"),
    sample("flag.id", Nanoid, "a feature flag"),
    sample("flag.slug", Word(FLAGS), "the flag's slug"),
    sample("segment.id", Nanoid, "a flag segment"),
    sample("segment.slug", Word(SEGMENTS), "the segment's slug"),
    sample("alert.id", Id("", 24), "an alert"),
    sample("alert.groupId", Id("ag_", 28), "a group of alerts: `ag_` and 28 characters"),
    sample("webhook.id", Id("account_hook_", 16), "the webhook: `account_hook_` and 16 characters"),
];

const COUNT: usize = SAMPLES.len();

/// One consistent set of sample values.
#[derive(Debug)]
pub struct SampleData {
    seed: u64,
    values: [OnceCell<String>; COUNT],
}

impl SampleData {
    pub fn new(seed: u64, round: u64) -> Self {
        Self { seed: mix_seeds(seed, round), values: [const { OnceCell::new() }; COUNT] }
    }

    /// The value of the sample at this index of [`SAMPLES`].
    pub fn value(&self, index: usize) -> &str {
        self.values[index].get_or_init(|| {
            let sample = &SAMPLES[index];
            let mut rng = self.rng(sample.hash);
            match sample.generator {
                Id(prefix, length) => rng.id(prefix, length),
                Lowercase(prefix, length) => rng.lowercase(prefix, length),
                Hex(length) => rng.hex(length),
                Digits(length) => rng.digits(length),
                Nanoid => rng.nanoid(),
                Word(words) => (*rng.pick(words)).to_owned(),
                Unique(words) => {
                    let prefix = [*rng.pick(words), "-"].concat();
                    rng.lowercase(&prefix, 4)
                }
                Suffixed(name, suffix) => [self.get(name), suffix].concat(),
                Derived(derive) => derive(self),
            }
        })
    }

    pub fn event_id(&self, index: usize) -> String {
        self.rng(mix_seeds(hash_name("event.id"), index as u64)).nanoid()
    }

    fn get(&self, name: &str) -> &str {
        let hash = hash_name(name);
        let index = SAMPLES.iter().position(|sample| sample.hash == hash);
        self.value(index.expect("a test generates every sample"))
    }

    /// Depends on the seed and one name only, so that new samples do not change the others.
    fn rng(&self, hash: u64) -> SeededRng {
        SeededRng::new(mix_seeds(self.seed, hash))
    }

    /// A name and the matching login.
    fn person(&self) -> (&'static str, &'static str) {
        *self.rng(hash_name("user")).pick(PEOPLE)
    }
}

fn deployment_url(data: &SampleData) -> String {
    let (project, team) = (data.get("project.name"), data.get("team.slug"));
    let unique = data.rng(hash_name("deployment.url")).lowercase("", 9);
    [project, "-", &unique, "-", team, ".vercel.app"].concat()
}

fn inspector_url(data: &SampleData) -> String {
    let (project, team) = (data.get("project.name"), data.get("team.slug"));
    let bare_id = data.get("deployment.id").trim_start_matches("dpl_");
    ["https://vercel.com/", team, "/", project, "/", bare_id].concat()
}

const TEAMS: &[&str] = &[
    "bluefield",
    "evergrove",
    "tidewater",
    "longacre",
    "redwillow",
    "stonebay",
    "farhaven",
    "greenmoor",
];
const PROJECTS: &[&str] =
    &["storefront", "dashboard", "docs", "landing", "checkout", "blog", "portal", "api"];
const PEOPLE: &[(&str, &str)] = &[
    ("Ada Moreau", "adamoreau"),
    ("Bo Lindqvist", "bolindqvist"),
    ("Chidi Okafor", "chidio"),
    ("Dana Weiss", "danaweiss"),
    ("Elif Kaya", "elifkaya"),
    ("Femi Balogun", "femib"),
    ("Grace Tanaka", "gtanaka"),
    ("Hugo Silva", "hugosilva"),
];
const BRANCHES: &[&str] = &["main", "develop", "fix-login", "new-pricing", "search", "release"];
const MESSAGES: &[&str] = &[
    "Show prices with tax",
    "Fix the redirect after login",
    "Load product images lazily",
    "Upgrade dependencies",
    "Add an empty state to the search page",
    "Cache the navigation",
];
const REGIONS: &[&str] = &["iad1", "fra1", "sfo1", "hnd1", "gru1", "syd1"];
const PLANS: &[&str] = &["hobby", "pro", "enterprise"];
const FLAGS: &[&str] =
    &["new-checkout", "dark-mode", "fast-search", "beta-editor", "summer-banner"];
const SEGMENTS: &[&str] = &["beta-testers", "staff", "paying", "mobile", "early-access"];
const TOTALS: &[&str] = &["29.99", "9.00", "149.50", "1200.00", "74.25"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn related_values_agree() {
        let data = SampleData::new(1, 0);
        let bare_id = data.get("deployment.id").replace("dpl_", "");
        assert!(data.get("deployment.inspectorUrl").ends_with(&bare_id));
        assert!(data.get("deployment.url").starts_with(data.get("project.name")));
        assert!(data.get("deployment.url").contains(data.get("team.slug")));
        assert!(data.get("domain.name").contains(data.get("project.name")));
    }

    #[test]
    fn no_value_needs_escaping_in_json() {
        for seed in 0..200 {
            let data = SampleData::new(seed, 0);
            for sample in SAMPLES {
                let value = data.get(sample.name);
                assert_eq!(serde_json::Value::from(value).to_string(), format!("\"{value}\""));
            }
        }
    }

    #[test]
    fn ids_are_unique_and_no_value_is_empty() {
        let data = SampleData::new(1, 0);
        let ids: Vec<String> = SAMPLES
            .iter()
            .filter(|sample| sample.name.ends_with("id") || sample.name.ends_with("Id"))
            .map(|sample| data.get(sample.name).to_owned())
            .collect();
        let mut distinct = ids.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len());
        assert!(SAMPLES.iter().all(|sample| !data.get(sample.name).is_empty()));
    }
}
