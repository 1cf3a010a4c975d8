//! What curl logs besides requests and responses: progress, times and messages.

/// How curl marks its lines.
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

/// The titles of the progress meter.
const METER_TITLES: [&[u8]; 2] = [b"% Total ", b"Dload "];

/// Removes the progress meter, which has no line break, and the time of `--trace-time`.
pub(super) fn strip(line: &[u8]) -> &[u8] {
    let meter = line.iter().position(|byte| !is_meter_byte(*byte)).unwrap_or(line.len());
    let start = (0..=meter).find(|start| starts_with_mark(&line[*start..]));
    start.map_or(line, |start| &line[start..])
}

/// Whether curl printed this line, so that it is not part of a body.
pub(super) fn is_from_curl(line: &[u8]) -> bool {
    let trimmed = line.trim_ascii();
    starts_with_mark(strip(line))
        || METER_TITLES.iter().any(|title| trimmed.starts_with(title))
        || is_meter(trimmed)
}

/// Whether it belongs to neither a request nor a response.
pub(super) fn is_noise(line: &[u8]) -> bool {
    let is_message = |line: &[u8]| line.starts_with(b"> ") || line.starts_with(b"< ");
    is_from_curl(line) && !is_message(strip(line))
}

fn starts_with_mark(line: &[u8]) -> bool {
    MARKS.iter().any(|mark| line.starts_with(mark))
}

/// Columns of numbers, or a bar.
fn is_meter(line: &[u8]) -> bool {
    const COLUMNS: usize = 6;
    let words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count();
    line.iter().all(|byte| is_meter_byte(*byte)) && (words >= COLUMNS || line.contains(&b'#'))
}

/// Numbers with units, times, and the bar of `--progress-bar`.
fn is_meter_byte(byte: u8) -> bool {
    byte.is_ascii_digit() || b" \r:.-kMGTPdhms#%=O[]".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    const METER: &str =
        "100     2    0     0    0     2      0      0 --:--:--  0:00:02 --:--:--    0";

    #[test]
    fn strips_the_meter_and_the_time() {
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
                assert_eq!(strip(whole.as_bytes()), line.as_bytes(), "{whole:?}");
                assert!(is_from_curl(whole.as_bytes()), "{whole:?}");
            }
        }
    }

    #[test]
    fn recognizes_noise_but_not_bodies() {
        for line in [
            "{ [265 bytes data]",
            "} [2 bytes data]",
            "\r100  10  100   8    0     2      3      0  0:00:02  0:00:02 --:--:--     3",
            METER,
            "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current",
            "                                 Dload  Upload   Total   Spent    Left  Speed",
            "curl: (52) Empty reply from server",
        ] {
            assert!(is_noise(line.as_bytes()), "{line:?}");
        }
        for line in ["{}", "{", "  \"a\": \"* > b\"", "[1, 2]", "  1", "a=b", ""] {
            assert!(!is_from_curl(line.as_bytes()), "{line:?}");
            assert_eq!(strip(line.as_bytes()), line.as_bytes());
        }
        for line in ["< HTTP/1.1 200 OK", "> POST / HTTP/1.1"] {
            assert!(!is_noise(line.as_bytes()), "{line:?}");
        }
    }
}
