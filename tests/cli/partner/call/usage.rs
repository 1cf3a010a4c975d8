//! Flags that cannot be used, and servers on other machines.

use super::{call, partner};

#[test]
fn says_what_is_wrong_with_the_arguments() {
    for (args, stderr) in [
        (
            &["upsert-instalation", "--to", "demo"][..],
            "error: [..]unknown endpoint `upsert-instalation`[..]\nhint: did you mean `upsert-installation`?\n",
        ),
        (
            &["get-resource", "--to", "demo", "--set", "a=b"],
            "error: `get-resource` has no request body to change\n",
        ),
        (
            &["get-resource", "--to", "demo", "--resource", ".."],
            "error: an id is empty, `.` or `..`, which a URL cannot express\n",
        ),
        (
            &["get-resource", "--to", "demo", "--resource", "a\"b"],
            "error: invalid resource.id `a\"b`\nhint: ids have no quotes, backslashes or control characters\n",
        ),
        (
            &["get-resource", "--to", "demo", "--tamper", "role-user"],
            "error: --tamper role-user does not change a system token\nhint: --user and --system choose the kind of the token\n",
        ),
        (
            &["get-resource", "--to", "example.com"],
            "error: https://example.com/ is not on this machine\nhint: to send there, add --yes\n",
        ),
    ] {
        call(args.iter().copied()).gives(2, "", stderr.to_owned());
    }
}

#[test]
fn mistyped_fields_are_pointed_out() {
    let server = partner();
    let args = ["provision-resource", "--to", &server.at(""), "--set", "nmae=x", "--unset", "mame"];
    call(args).gives(
        0,
        "...\nprovision-resource[..] ok\n...",
        "warning: nmae was added (did you mean name?)
warning: mame is not in the request body (did you mean name?)
",
    );
}

#[test]
fn fields_that_the_samples_leave_out_can_be_set() {
    let server = partner();
    let args = ["provision-resource", "--to", &server.at(""), "--set", "externalId=x"];
    call(args).gives(0, "...\nprovision-resource[..] ok\n...", "");
}
