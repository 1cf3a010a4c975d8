//! Sample data: the team, project, deployment, invoice, … that sample events are about.
//!
//! Every round of a run gets its own. A value is the same wherever it recurs, and is generated when
//! it is first used.

use std::cell::OnceCell;

use crate::error::{Error, Result};

use super::rng::{SeededRng, hash_name, mix_seeds};

use Generator::{Derived, Digits, Hex, Id, Lowercase, Nanoid, Suffixed, Unique, Word};

#[derive(Debug)]
pub struct Sample {
    /// The name of its placeholder: `deployment.id`.
    pub name: &'static str,
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

const fn sample(name: &'static str, generator: Generator) -> Sample {
    Sample { name, hash: hash_name(name), generator }
}

/// Every value by the name that templates use. Ids have the form of Vercel's own, as far as that is
/// known.
pub const SAMPLES: &[Sample] = &[
    sample("team.id", Id("team_", 24)),
    sample("team.slug", Unique(TEAMS)),
    sample("newTeam.id", Id("team_", 24)),
    sample("account.id", Hex(64)),
    sample("newAccount.id", Hex(64)),
    sample("accountUser.id", Hex(64)),
    sample("plan", Word(PLANS)),
    sample("user.id", Id("", 24)),
    sample("user.name", Derived(|data| data.person().0.to_owned())),
    sample("user.login", Derived(|data| data.person().1.to_owned())),
    sample("user.email", Suffixed("user.login", "@example.com")),
    sample("globalUser.id", Id("", 24)),
    sample("member.id", Id("", 24)),
    sample("project.id", Id("prj_", 28)),
    sample("project.name", Unique(PROJECTS)),
    sample("project.previousName", Suffixed("project.name", "-old")),
    sample("otherProject.id", Id("prj_", 28)),
    sample("deployment.id", Id("dpl_", 28)),
    sample("deployment.url", Derived(deployment_url)),
    sample("deployment.inspectorUrl", Derived(inspector_url)),
    sample("previousDeployment.id", Id("dpl_", 28)),
    sample("olderDeployment.id", Id("dpl_", 28)),
    sample("customEnvironment.id", Id("env_", 28)),
    sample("region", Word(REGIONS)),
    sample("commit.sha", Hex(40)),
    sample("commit.message", Word(MESSAGES)),
    sample("commit.branch", Word(BRANCHES)),
    sample("repository.id", Digits(9)),
    sample("repository.owner", Suffixed("team.slug", "")),
    sample("repository.name", Suffixed("project.name", "")),
    sample("check.id", Id("check_", 28)),
    sample("checkRun.id", Id("", 24)),
    sample("integration.id", Id("oac_", 24)),
    sample("installation.id", Id("icfg_", 24)),
    sample("accessToken", Id("", 24)),
    sample("product.id", Word(PRODUCTS)),
    sample("resource.id", Lowercase("res-", 12)),
    sample("resource.name", Suffixed("project.name", "-data")),
    sample("billingPlan.id", Word(BILLING_PLANS)),
    sample("transferClaim.id", Lowercase("claim-", 12)),
    sample("invoice.id", Id("mi_", 24)),
    sample("invoice.externalId", Digits(8)),
    sample("invoice.total", Word(TOTALS)),
    sample("domain.name", Suffixed("project.name", ".example")),
    sample("envVariable.id", Id("", 16)),
    sample("flag.id", Nanoid),
    sample("flag.slug", Word(FLAGS)),
    sample("segment.id", Nanoid),
    sample("segment.slug", Word(SEGMENTS)),
    sample("alert.id", Id("", 24)),
    sample("alert.groupId", Id("ag_", 28)),
    sample("webhook.id", Id("account_hook_", 16)),
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

    /// Replaces a value that was not yet used. Values are written into JSON as they are.
    pub fn with(mut self, name: &str, value: &str) -> Result<Self> {
        if serde_json::Value::from(value).to_string().len() != value.len() + 2 {
            return Err(Error::usage(format!("invalid {name} `{value}`"))
                .with_hint("ids have no quotes, backslashes or control characters"));
        }
        self.values[index_of(name)] = OnceCell::from(value.to_owned());
        Ok(self)
    }

    /// The value of the sample at this index of `SAMPLES`.
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

    pub fn get(&self, name: &str) -> &str {
        self.value(index_of(name))
    }

    /// Depends on the seed and one name only, so that new samples do not change the others.
    fn rng(&self, hash: u64) -> SeededRng {
        SeededRng::new(mix_seeds(self.seed, hash))
    }

    fn person(&self) -> (&'static str, &'static str) {
        *self.rng(hash_name("user")).pick(PEOPLE)
    }
}

fn index_of(name: &str) -> usize {
    let hash = hash_name(name);
    let index = SAMPLES.iter().position(|sample| sample.hash == hash);
    index.expect("a test generates every sample")
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
const PRODUCTS: &[&str] = &["postgres", "redis", "search", "vectors"];
const BILLING_PLANS: &[&str] = &["free", "hobby50", "pro200", "scale500"];
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
    fn a_given_value_is_used_in_place_of_the_generated_one() {
        let data = SampleData::new(1, 0).with("installation.id", "icfg_mine").unwrap();
        assert_eq!(data.get("installation.id"), "icfg_mine");
        assert_eq!(data.get("resource.id"), SampleData::new(1, 0).get("resource.id"));
        for value in ["a\"b", "a\\b", "a\nb"] {
            assert!(SampleData::new(1, 0).with("resource.id", value).is_err(), "{value}");
        }
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
