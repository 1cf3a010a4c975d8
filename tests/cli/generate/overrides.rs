//! `--set` and `--unset`.

use super::super::support::event_types_of_group;
use super::*;

#[test]
fn sets_text_with_an_equals_sign_and_json_with_a_colon() {
    small(&[
        "--set=payload.name=null",
        "--set=region:=\"iad1\"",
        "--set=payload.list:={\"b\":[1.50,true]}",
    ])
    .gives(
        0,
        "{\"type\":\"my.event\",\"region\":\"iad1\",\
             \"payload\":{\"name\":\"null\",\"list\":{\"b\":[1.50,true]},\"a.b\":true}}\n",
        "warning: payload.list was an array and is now an object\n",
    );
}

#[test]
fn sets_text_unchanged() {
    for (setting, value) in [
        ("payload.name=", ""),
        ("payload.name=a=b:=c", "a=b:=c"),
        ("payload.name= \"x\" ", " \"x\" "),
        ("payload.name={{now}}", "{{now}}"),
        ("payload.name=ž\u{1}\\", "ž\u{1}\\"),
    ] {
        let event = small(&["--set", setting]).ends(0).json_lines().remove(0);
        assert_eq!(event["payload"]["name"], value, "{setting}");
    }
}

#[test]
fn paths_have_indexes_and_escaped_dots() {
    small(&[
        "--set=payload.list[1]:=5",
        "--set=payload.list[2]:=6",
        r"--set=payload.a\.b:=false",
        "--quiet",
    ])
    .gives(
        0,
        "{\"type\":\"my.event\",\"region\":null,\
             \"payload\":{\"name\":\"a\",\"list\":[1,5,6],\"a.b\":false}}\n",
        "",
    );
}

#[test]
fn adds_a_new_field_with_a_warning_and_the_nearest_path() {
    small(&["--set=payload.nmae=x", "--set=payload.deep.er[0].est:=1"]).gives(
        0,
        "{\"type\":\"my.event\",\"region\":null,\"payload\":{\"name\":\"a\",\"list\":[1,2],\
             \"a.b\":true,\"nmae\":\"x\",\"deep\":{\"er\":[{\"est\":1}]}}}\n",
        "...
warning: payload.nmae is not a field of this event; it was added (did you mean payload.name?)
",
    );
}

#[test]
fn names_the_events_without_the_path() {
    let done = vercel_hooks(["generate", "flag.*", "--set=payload.patch.slug=x"]).ends(0);
    assert_eq!(done.json_lines().len(), event_types_of_group("flag").len());
    let warnings: Vec<&str> = done.stderr.lines().collect();
    assert!(!warnings.is_empty());
    for warning in warnings {
        assert!(warning.starts_with("warning: flag."), "{warning}");
        assert!(
            warning.contains(": payload.patch.slug is not a field of this event; it was added")
        );
    }
}

#[test]
fn warns_about_a_value_of_another_type() {
    small(&["--set=payload.list=x", "--set=payload.name:=5"]).gives(
        0,
        "{[..]\"payload\":{\"name\":5,\"list\":\"x\",\"a.b\":true}}\n",
        "warning: payload.list was an array and is now a string; use `:=` to set JSON
warning: payload.name was a string and is now a number
",
    );
}

#[test]
fn does_not_warn_about_null() {
    small(&["--set=region=iad1", "--set=payload:=null"]).gives(
        0,
        "{\"type\":\"my.event\",\"region\":\"iad1\",\"payload\":null}\n",
        "",
    );
}

#[test]
fn unset_removes_fields_and_items() {
    small(&["--unset=region", "--unset=payload.list[0]", r"--unset=payload.a\.b"]).gives(
        0,
        "{\"type\":\"my.event\",\"payload\":{\"name\":\"a\",\"list\":[2]}}\n",
        "",
    );
}

#[test]
fn several_items_of_one_list_can_be_unset() {
    small(&["--unset=payload.list[0]", "--unset=payload.list[1]"]).gives(
        0,
        "{\"type\":\"my.event\",\"region\":null,\
             \"payload\":{\"name\":\"a\",\"list\":[],\"a.b\":true}}\n",
        "",
    );
}

#[test]
fn rejects_unsetting_an_absent_field() {
    small(&["--unset=payload.nmae"]).gives(
        2,
        "",
        "error: cannot unset `payload.nmae`: it is not in the event
hint: did you mean `payload.name`?
",
    );
    small(&["--unset=something.quite.different"]).gives(
        2,
        "",
        "error: cannot unset `something.quite.different`: it is not in the event
hint: `vercel-hooks events show TYPE` shows the fields
",
    );
}

#[test]
fn unsets_a_field_that_some_events_lack() {
    let done =
        vercel_hooks(["generate", "flag.created", "flag.updated", "--unset=payload.patch"]).ends(0);
    assert!(done.json_lines().iter().all(|item| item["payload"].get("patch").is_none()));
    assert!(
        done.stderr
            .starts_with("warning: flag.created: payload.patch is not a field of this event"),
        "{}",
        done.stderr
    );
    vercel_hooks(["generate", "flag.*", "--unset=payload.pach"]).gives(
        2,
        "",
        "error: cannot unset `payload.pach`: it is not in the event\nhint: [..]\n",
    );
}

#[test]
fn rejects_overlapping_changes() {
    for (args, first, second) in [
        (["--set=a=1", "--set=a=2"], "a", "a"),
        (["--set=payload.name=1", "--set=payload:={}"], "payload.name", "payload"),
        (["--set=payload.list[0]=1", "--unset=payload.list"], "payload.list[0]", "payload.list"),
        (["--unset=region", "--unset=region"], "region", "region"),
    ] {
        small(&args).gives(
            2,
            "",
            format!(
                "error: `{first}` and `{second}` cannot both be changed: one contains the \
                 other\n"
            ),
        );
    }
}

#[test]
fn rejects_invalid_paths() {
    for (path, why) in [
        ("", "a name is empty"),
        ("a..b", "a name is empty"),
        (".a", "a name is empty"),
        ("a.", "a name is empty"),
        ("a[", "an index is digits in brackets: `[0]`"),
        ("a[x]", "an index is digits in brackets: `[0]`"),
        ("a[-1]", "an index is digits in brackets: `[0]`"),
        ("a[99999999999999999999]", "an index is digits in brackets: `[0]`"),
        ("a[0]b", "only a dot can follow an index"),
    ] {
        let stderr = |flag| {
            format!(
                "error: {flag}: invalid path `{path}`: {why}\nhint: a path looks like \
                 `payload.alerts[0].title`\n"
            )
        };
        small(&["--set", &format!("{path}=x")]).gives(2, "", stderr("--set"));
        small(&["--unset", path]).gives(2, "", stderr("--unset"));
    }
    small(&["--set=a]=x"]).gives(2, "", "error: --set: invalid path `a]`: [..]\nhint: [..]\n");
    small(&["--unset=a\\"]).gives(
        2,
        "",
        "error: --unset: invalid path [..]: it ends with a backslash\n...\n",
    );
}

#[test]
fn rejects_invalid_settings() {
    small(&["--set=payload.name"]).gives(
        2,
        "",
        "error: --set: `payload.name` has no `=`
hint: write PATH=TEXT or PATH:=JSON
",
    );
    for json in ["", "iad1", "{", "[1,]", "1 2", "'x'", "NaN"] {
        small(&["--set", &format!("payload.name:={json}")]).gives(
            2,
            "",
            "error: --set: the value of payload.name is not valid JSON: [..]
hint: `:=` sets JSON; `=` sets text
",
        );
    }
}

#[test]
fn rejects_a_path_through_a_scalar() {
    for (path, at, why) in [
        ("payload.name.first", "payload.name", "a string"),
        ("payload.name[0]", "payload.name", "a string"),
        ("payload[0]", "payload", "an object"),
        ("[0]", "the event", "an object"),
        ("payload.list.first", "payload.list", "an array"),
        ("payload.list[3]", "payload.list", "an array of 2; `[2]` appends to it"),
    ] {
        small(&["--set", &format!("{path}=x")]).gives(
            2,
            "",
            format!("error: cannot set `{path}`: {at} is {why}\n"),
        );
    }
}
