//! What curl says besides the request: its progress, and what it does.

/// What a line of curl's own begins with.
const MARKS: [&[u8]; 10] = [
    b"* ",
    b"< ",
    b"> ",
    b"{ [",
    b"} [",
    b"== Info: ",
    b"=> Send ",
    b"<= Recv ",
    b"curl: (",
    b"Warning: ",
];

/// The heads of the progress meter.
const METER_HEADS: [&[u8]; 2] = [b"% Total ", b"Dload "];

/// A line without the progress meter, which ends none, and without the clock of `--trace-time`.
pub(super) fn bare(line: &[u8]) -> &[u8] {
    let meter = line.iter().position(|byte| !is_of_meter(*byte)).unwrap_or(line.len());
    let start = (0..=meter).find(|start| begins_with_mark(&line[*start..]));
    start.map_or(line, |start| &line[start..])
}

/// Whether it is curl that says this, so that it is no part of a body.
pub(super) fn is_of_curl(line: &[u8]) -> bool {
    let trimmed = line.trim_ascii();
    begins_with_mark(bare(line))
        || METER_HEADS.iter().any(|head| trimmed.starts_with(head))
        || is_meter(trimmed)
}

/// Whether it says something besides the requests and their answers.
pub(super) fn is_remark(line: &[u8]) -> bool {
    let is_shown = |line: &[u8]| line.starts_with(b"> ") || line.starts_with(b"< ");
    is_of_curl(line) && !is_shown(bare(line))
}

fn begins_with_mark(line: &[u8]) -> bool {
    MARKS.iter().any(|mark| line.starts_with(mark))
}

/// Columns of numbers, or a bar.
fn is_meter(line: &[u8]) -> bool {
    const COLUMNS: usize = 6;
    let words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count();
    line.iter().all(|byte| is_of_meter(*byte)) && (words >= COLUMNS || line.contains(&b'#'))
}

/// What the meter is made of: numbers with units, times, and the bar of `--progress-bar`.
fn is_of_meter(byte: u8) -> bool {
    byte.is_ascii_digit() || b" \r:.-kMGTPdhms#%=O[]".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    const METER: &str =
        "100     2    0     0    0     2      0      0 --:--:--  0:00:02 --:--:--    0";

    #[test]
    fn the_meter_and_the_clock_are_taken_off() {
        for before in [
            "",
            METER,
            &format!("\r 92  195k    0     0   92  180k      0  61402  0:00:03\r{METER}"),
            "09:26:00.038764 ",
            &format!("\r{METER}09:26:00.038764 "),
            "09:26:00.038764 [0-0] ",
            "\r################################ 100.0%",
        ] {
            for line in ["< HTTP/1.1 200 OK", "* Connected", "=> Send data, 2 bytes (0x2)"] {
                let whole = format!("{before}{line}");
                assert_eq!(bare(whole.as_bytes()), line.as_bytes(), "{whole:?}");
                assert!(is_of_curl(whole.as_bytes()), "{whole:?}");
            }
        }
    }

    #[test]
    fn what_is_not_of_curl_may_be_of_a_body() {
        for line in [
            "{ [265 bytes data]",
            "} [2 bytes data]",
            "\r100  10  100   8    0     2      3      0  0:00:02  0:00:02 --:--:--     3",
            METER,
            "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current",
            "                                 Dload  Upload   Total   Spent    Left  Speed",
            "curl: (52) Empty reply from server",
        ] {
            assert!(is_remark(line.as_bytes()), "{line:?}");
        }
        for line in ["{}", "{", "  \"a\": \"* > b\"", "[1, 2]", "  1", "a=b", ""] {
            assert!(!is_of_curl(line.as_bytes()), "{line:?}");
            assert_eq!(bare(line.as_bytes()), line.as_bytes());
        }
        for line in ["< HTTP/1.1 200 OK", "> POST / HTTP/1.1"] {
            assert!(!is_remark(line.as_bytes()), "{line:?}");
        }
    }
}
