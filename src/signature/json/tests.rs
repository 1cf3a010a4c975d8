use serde_json::Value;

/// Some JSON of any shape, made from these bytes.
pub fn value(seed: &[u8]) -> Value {
    nested(&mut seed.iter().copied(), 0)
}

fn nested(bytes: &mut impl Iterator<Item = u8>, depth: usize) -> Value {
    const TEXTS: [&str; 8] =
        ["", "a", "é/<b>&\"", "\\", "\u{1}\n", "😀: , ", "}]", "\u{2028}\u{7f}"];
    const NUMBERS: [&str; 4] = ["0", "-1.0", "1e5", "1698397677664"];
    let Some(byte) = bytes.next() else { return Value::Null };
    let text = TEXTS[usize::from(byte >> 3) % TEXTS.len()];
    match byte % 6 {
        0 => Value::Bool(byte > 127),
        1 => serde_json::from_str(NUMBERS[usize::from(byte >> 3) % NUMBERS.len()]).unwrap(),
        2 | 3 if depth < 20 => {
            (0..byte >> 5).map(|_| nested(bytes, depth + 1)).collect::<Vec<_>>().into()
        }
        4 | 5 if depth < 20 => Value::Object(
            (0..byte >> 5).map(|n| (format!("{text}{n}"), nested(bytes, depth + 1))).collect(),
        ),
        _ => Value::String(text.to_owned()),
    }
}
