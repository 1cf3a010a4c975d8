//! One unit of UTF-16, as JSON escapes it.

/// The case of hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `a` to `f`.
    Lower,
    /// `A` to `F`.
    Upper,
}

/// The escape of a unit of UTF-16.
pub(super) fn push_unit(out: &mut String, unit: u16, case: Case) {
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        let digit = char::from_digit(u32::from(unit >> shift & 0xf), 16).unwrap_or('0');
        out.push(match case {
            Case::Lower => digit,
            Case::Upper => digit.to_ascii_uppercase(),
        });
    }
}
