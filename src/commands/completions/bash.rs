//! The script for Bash, with what the generated one does not know of Bash.

use std::fmt::Write;

use clap::Command;

use super::candidates::names;

/// What the generated script registers.
const GENERATED: &str = "complete -F _vercel__hooks ";

const WHOLE_WORDS: &str = r#"
_vercel__hooks__whole_words() {
    local line="${COMP_LINE:0:COMP_POINT}" cur="$2" prev="$3" word kept=()

    # Bash ends words at `:` and `=`, but `spend:threshold`, `:3000` and `--color=never` are read
    # whole here.
    word="${line##*[[:space:]]}"
    if [[ "${word}" == *[:=]* && "${word}" != *[\"\'\\]* ]]; then
        if [[ "${word}" == --*=* ]]; then
            prev="${word%%=*}"
            cur="${word#*=}"
        else
            cur="${word}"
            line="${line%"${word}"}"
            line="${line%"${line##*[![:space:]]}"}"
            prev="${line##*[[:space:]]}"
        fi
    fi

    _vercel__hooks "$1" "${cur}" "${prev}"

    # Behind a command, `man` takes only what is below it.
    if [[ "${COMP_WORDS[1]}" == man && "${COMP_CWORD}" -gt 2 && "${cur}${prev}" != *-* ]]; then
        case "${COMP_WORDS[*]:2:COMP_CWORD-2}" in
BELOW            *) COMPREPLY=() ;;
        esac
    fi

    # Flags are offered once a `-` is typed: else they would hide the names of files.
    if [[ "${cur}" != -* ]]; then
        for word in "${COMPREPLY[@]}"; do
            [[ "${word}" == -* ]] || kept+=("${word}")
        done
        COMPREPLY=("${kept[@]}")
    fi

    # Only what is behind the last `:` is replaced.
    if [[ "${cur}" == *:* && "${COMP_WORDBREAKS}" == *:* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*:}"}"}")
    fi
}
"#;

/// The generated script, with words taken as the program reads them.
pub fn mended(generated: &str, command: &Command) -> String {
    let mut below = String::new();
    for outer in command.get_subcommands().filter(|it| it.has_subcommands()) {
        let (name, words) = (outer.get_name(), names(outer).join(" "));
        let _ = writeln!(
            below,
            "            {name}) COMPREPLY=($(compgen -W \"{words}\" -- \"${{cur}}\")) ;;"
        );
    }
    let whole_words = WHOLE_WORDS.replace("BELOW", &below);
    // The hyphen of the program's name is written in two ways, so that no command was found.
    let generated = generated.replace("vercel__subcmd__hooks", "vercel__hooks");
    let (functions, registration) = generated
        .split_once("\nif [[ \"${BASH_VERSINFO[0]}\" -eq 4 ")
        .expect("Bash 4 is asked for");
    let registration = registration.replace(GENERATED, "complete -F _vercel__hooks__whole_words ");
    format!("{functions}{whole_words}\nif [[ \"${{BASH_VERSINFO[0]}}\" -eq 4 {registration}")
}
