//! `--set` and `--unset`.

use super::*;

#[test]
fn an_equals_sign_sets_text_and_with_a_colon_json() {
    small(&[
        "--set=payload.name=null",
        "--set=region:=\"iad1\"",
        "--set=payload.list:={\"b\":[1.50,true]}",
    ])
    .gives(
        0,
        "{\"type\":\"my.event\",\"region\":\"iad1\",\
             \"payload\":{\"name\":\"null\",\"list\":{\"b\":[1.50,true]},\"a.b\":true}}\n",
        "warning: payload.list was a list, and is an object now\n",
    );
}

#[test]
fn text_is_taken_as_it_is() {
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
fn what_was_not_there_is_added_and_said_with_the_nearest_path() {
    small(&["--set=payload.nmae=x", "--set=payload.deep.er[0].est:=1"]).gives(
        0,
        "{\"type\":\"my.event\",\"region\":null,\"payload\":{\"name\":\"a\",\"list\":[1,2],\
             \"a.b\":true,\"nmae\":\"x\",\"deep\":{\"er\":[{\"est\":1}]}}}\n",
        "...
warning: payload.nmae is new in this event: added (did you mean payload.name?)
",
    );
}

#[test]
fn of_several_events_those_without_the_path_are_named() {
    let done = vercel_hooks(["generate", "flag.*", "--set=payload.patch.slug=x"]).ends(0);
    assert_eq!(done.json_lines().len(), 6);
    let warnings: Vec<&str> = done.stderr.lines().collect();
    assert!(!warnings.is_empty());
    for warning in warnings {
        assert!(warning.starts_with("warning: flag."), "{warning}");
        assert!(warning.contains(": payload.patch.slug is new in this event: added"));
    }
}

#[test]
fn a_value_of_another_type_is_said() {
    small(&["--set=payload.list=x", "--set=payload.name:=5"]).gives(
        0,
        "{[..]\"payload\":{\"name\":5,\"list\":\"x\",\"a.b\":true}}\n",
        "warning: payload.list was a list, and is text now; `:=` sets JSON
warning: payload.name was text, and is a number now
",
    );
}

#[test]
fn null_may_become_anything_and_anything_null_without_a_word() {
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
fn unsetting_what_is_not_there_is_an_error() {
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
fn of_several_events_some_may_lack_what_is_unset() {
    let done =
        vercel_hooks(["generate", "flag.created", "flag.updated", "--unset=payload.patch"]).ends(0);
    assert!(done.json_lines().iter().all(|it| it["payload"].get("patch").is_none()));
    assert!(
        done.stderr.starts_with("warning: flag.created: payload.patch is not in this event"),
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
fn changes_that_undo_each_other_are_refused() {
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
fn paths_that_cannot_be_read_are_refused() {
    for (path, why) in [
        ("", "a name is empty"),
        ("a..b", "a name is empty"),
        (".a", "a name is empty"),
        ("a.", "a name is empty"),
        ("a[", "an index is digits in brackets: `[0]`"),
        ("a[x]", "an index is digits in brackets: `[0]`"),
        ("a[-1]", "an index is digits in brackets: `[0]`"),
        ("a[99999999999999999999]", "an index is digits in brackets: `[0]`"),
        ("a[0]b", "after an index comes a dot or nothing"),
    ] {
        let stderr = format!(
            "error: invalid path `{path}`: {why}\nhint: a path looks like \
                 `payload.alerts[0].title`\n"
        );
        small(&["--set", &format!("{path}=x")]).gives(2, "", stderr.clone());
        small(&["--unset", path]).gives(2, "", stderr);
    }
    small(&["--set=a]=x"]).gives(2, "", "error: invalid path `a]`: [..]\nhint: [..]\n");
    small(&["--unset=a\\"]).gives(
        2,
        "",
        "error: invalid path [..]: it ends with a backslash\n...\n",
    );
}

#[test]
fn settings_that_cannot_be_read_are_refused() {
    small(&["--set=payload.name"]).gives(
        2,
        "",
        "error: `payload.name` has no `=`
hint: write PATH=TEXT, or PATH:=JSON
",
    );
    for json in ["", "iad1", "{", "[1,]", "1 2", "'x'", "NaN"] {
        small(&["--set", &format!("payload.name:={json}")]).gives(
            2,
            "",
            "error: the value of --set payload.name:= is not valid JSON: [..]
hint: `:=` sets JSON; `=` sets text
",
        );
    }
}

#[test]
fn a_path_through_something_without_an_inside_is_refused() {
    for (path, at, why) in [
        ("payload.name.first", "payload.name", "text"),
        ("payload.name[0]", "payload.name", "text"),
        ("payload[0]", "payload", "an object"),
        ("[0]", "the event", "an object"),
        ("payload.list.first", "payload.list", "a list"),
        ("payload.list[3]", "payload.list", "a list of 2; `[2]` appends to it"),
    ] {
        small(&["--set", &format!("{path}=x")]).gives(
            2,
            "",
            format!("error: cannot set `{path}`: {at} is {why}\n"),
        );
    }
}
