//! The script for Elvish, with what the generated one leaves out.

/// Every word before the first flag is taken for a command.
const FINDING: &str = "    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
";

/// A word is a command where one of that name is known.
const FINDING_KNOWN: &str = "    for word $words[1..-1] {
        if (has-key $completions $command';'$word) {
            set command = $command';'$word
        }
    }
";

const END: &str = "    $completions[$command]\n}\n";

/// The program itself takes a command, and no file.
const FILES: &str =
    "    if (not (or (eq $command 'vercel-hooks') (str:has-prefix $words[-1] '-'))) {
        edit:complete-filename $words[-1]
    }
}
";

/// The generated script, with flags behind arguments, and with the names of files.
pub fn mended(generated: &str) -> String {
    let script = generated.replace(FINDING, "");
    let end = END.replace("}\n", "");
    script.replace(END, &[FINDING_KNOWN, &end, FILES].concat())
}
