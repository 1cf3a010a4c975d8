//! The sample world: the team, project, deployment, invoice, … that events speak of.
//!
//! A world is made afresh for every round of a run. Everything in it has one value wherever it
//! recurs, and ids have the shape of Vercel's own, as far as they are known.

use super::chance::Chance;

/// A thing of the world that templates can name.
#[derive(Debug)]
pub struct Sample {
    /// Its placeholder's name: `deployment.id`.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Its value in a world.
    pub value: fn(&World) -> &str,
}

/// Declares the world's things, each with its field, its placeholder and what it is.
macro_rules! world {
    ($($field:ident $name:literal $about:literal)*) => {
        /// One consistent set of sample values.
        #[derive(Debug)]
        pub struct World { $($field: String,)* }

        /// Everything in a world, by the name that templates use.
        pub static SAMPLES: &[Sample] = &[
            $(Sample { name: $name, about: $about, value: |world| &world.$field },)*
        ];
    };
}

world! {
    team_id "team.id" "the team that owns everything: `team_` and 24 characters"
    team_slug "team.slug" "the team's slug, as in dashboard addresses"
    new_team_id "newTeam.id" "another team, to which things are transferred"
    account_id "account.id" "the installation's account: 64 hexadecimal digits"
    new_account_id "newAccount.id" "the account of the other team"
    plan "plan" "the team's plan: `hobby`, `pro` or `enterprise`"
    user_id "user.id" "the user who caused the event: 24 characters"
    user_name "user.name" "the user's name"
    user_login "user.login" "the user's name at the Git host"
    user_email "user.email" "the user's address, at example.com"
    global_user_id "globalUser.id" "the user as marketplace members are named"
    member_id "member.id" "a member of an installation"
    project_id "project.id" "the project: `prj_` and 28 characters"
    project_name "project.name" "the project's name, as in host names"
    project_previous_name "project.previousName" "the project's name before it was renamed"
    other_project_id "otherProject.id" "another project of the team"
    deployment_id "deployment.id" "the deployment: `dpl_` and 28 characters"
    deployment_url "deployment.url" "the deployment's host, without a scheme"
    deployment_inspector_url "deployment.inspectorUrl" "the deployment's page in the dashboard"
    previous_deployment_id "previousDeployment.id" "the deployment that served before"
    custom_environment_id "customEnvironment.id" "a custom environment: `env_` and 28 characters"
    region "region" "a region: `iad1`, `fra1`, …"
    commit_sha "commit.sha" "the commit: 40 hexadecimal digits"
    commit_message "commit.message" "the commit's message"
    commit_branch "commit.branch" "the commit's branch"
    repository_id "repository.id" "the repository's number, as text"
    repository_owner "repository.owner" "the repository's owner at the Git host"
    repository_name "repository.name" "the repository's name"
    check_id "check.id" "a check: `check_` and 28 characters"
    check_run_id "checkRun.id" "a run of a check"
    integration_id "integration.id" "the integration: `oac_` and 24 characters"
    installation_id "installation.id" "the installation: `icfg_` and 24 characters"
    resource_id "resource.id" "a resource, in an id of the partner's choosing"
    invoice_id "invoice.id" "a marketplace invoice"
    invoice_external_id "invoice.externalId" "the same invoice in the partner's books"
    invoice_total "invoice.total" "an amount as decimal text: `29.99`"
    domain_name "domain.name" "a domain, under the reserved `.example`"
    env_variable_id "envVariable.id" "an environment variable"
    flag_id "flag.id" "a feature flag"
    flag_slug "flag.slug" "the flag's slug"
    segment_id "segment.id" "a segment of users for flags"
    segment_slug "segment.slug" "the segment's slug"
    alert_id "alert.id" "an alert"
    alert_group_id "alert.groupId" "a group of alerts: `ag_` and 28 characters"
    older_deployment_id "olderDeployment.id" "the deployment that served before that one"
    webhook_id "webhook.id" "the webhook: `account_hook_` and 16 characters"
}

const TEAMS: [&str; 8] =
    ["northwind", "lumen", "tidepool", "basecamp", "juniper", "copper", "harbor", "meadow"];
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

impl World {
    /// Makes a world, drawing everything in it from `chance`.
    #[must_use]
    pub fn new(chance: &mut Chance) -> Self {
        let team = chance.word(&TEAMS);
        let team_slug = chance.lowercase(&format!("{team}-"), 4);
        let project = chance.word(&PROJECTS);
        let project_name = chance.lowercase(&format!("{project}-"), 4);
        let (user_name, user_login) = *chance.pick(&PEOPLE);
        let deployment = chance.id("", 28);
        Self {
            team_id: chance.id("team_", 24),
            new_team_id: chance.id("team_", 24),
            account_id: chance.hex(64),
            new_account_id: chance.hex(64),
            plan: chance.word(&PLANS).to_owned(),
            user_id: chance.id("", 24),
            user_name: user_name.to_owned(),
            user_login: user_login.to_owned(),
            user_email: format!("{user_login}@example.com"),
            global_user_id: chance.id("", 24),
            member_id: chance.id("", 24),
            project_id: chance.id("prj_", 28),
            project_previous_name: format!("{project_name}-old"),
            other_project_id: chance.id("prj_", 28),
            deployment_id: format!("dpl_{deployment}"),
            deployment_url: format!(
                "{}-{team_slug}.vercel.app",
                chance.lowercase(&format!("{project_name}-"), 9)
            ),
            deployment_inspector_url: format!(
                "https://vercel.com/{team_slug}/{project_name}/{deployment}"
            ),
            previous_deployment_id: chance.id("dpl_", 28),
            custom_environment_id: chance.id("env_", 28),
            region: chance.word(&REGIONS).to_owned(),
            commit_sha: chance.hex(40),
            commit_message: chance.word(&MESSAGES).to_owned(),
            commit_branch: chance.word(&BRANCHES).to_owned(),
            repository_id: chance.digits(9),
            repository_owner: team_slug.clone(),
            repository_name: project_name.clone(),
            check_id: chance.id("check_", 28),
            check_run_id: chance.id("", 24),
            integration_id: chance.id("oac_", 24),
            installation_id: chance.id("icfg_", 24),
            resource_id: chance.lowercase("res-", 12),
            invoice_id: chance.id("mi_", 24),
            invoice_external_id: chance.digits(8),
            invoice_total: chance.word(&TOTALS).to_owned(),
            domain_name: format!("{project_name}.example"),
            env_variable_id: chance.id("", 16),
            flag_id: chance.nanoid(),
            flag_slug: chance.word(&FLAGS).to_owned(),
            segment_id: chance.nanoid(),
            segment_slug: chance.word(&SEGMENTS).to_owned(),
            alert_id: chance.id("", 24),
            alert_group_id: chance.id("ag_", 28),
            webhook_id: chance.id("account_hook_", 16),
            older_deployment_id: chance.id("dpl_", 28),
            team_slug,
            project_name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(world: &World, name: &str) -> String {
        let sample = SAMPLES.iter().find(|sample| sample.name == name).unwrap();
        (sample.value)(world).to_owned()
    }

    #[test]
    fn what_recurs_is_the_same_everywhere() {
        let world = World::new(&mut Chance::seeded(1, 0));
        let bare_id = value(&world, "deployment.id").replace("dpl_", "");
        assert!(value(&world, "deployment.inspectorUrl").ends_with(&bare_id));
        assert!(value(&world, "deployment.url").starts_with(&value(&world, "project.name")));
        assert!(value(&world, "deployment.url").contains(&value(&world, "team.slug")));
        assert!(value(&world, "domain.name").contains(&value(&world, "project.name")));
    }

    #[test]
    fn every_id_is_different_and_nothing_is_empty() {
        let world = World::new(&mut Chance::seeded(1, 0));
        let ids: Vec<String> = SAMPLES
            .iter()
            .filter(|sample| sample.name.ends_with("id") || sample.name.ends_with("Id"))
            .map(|sample| value(&world, sample.name))
            .collect();
        let mut distinct = ids.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len());
        assert!(SAMPLES.iter().all(|sample| !(sample.value)(&world).is_empty()));
    }
}
