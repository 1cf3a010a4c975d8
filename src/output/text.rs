//! Numbers and statuses as text.

use http::StatusCode;

/// The width of a status and most names: `401 Unauthorized`.
pub(super) const STATUS_WIDTH: usize = 16;

/// `1 event`, `3 events`.
pub fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

pub fn full_status(status: u16) -> String {
    let name = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    name.map_or_else(|| status.to_string(), |name| format!("{status} {name}"))
}

/// A status for a column, with as many words of its name as fit: `500 Internal…`.
pub fn short_status(status: u16) -> String {
    let full = full_status(status);
    if full.len() <= STATUS_WIDTH {
        return full;
    }
    let (code, name) = full.split_at("500 ".len());
    let space = STATUS_WIDTH - code.len();
    let end = name[..space].rfind(' ').unwrap_or(space - 1);
    format!("{code}{}…", &name[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_status_has_a_name_that_fits() {
        for (status, shown) in [
            (200, "200 OK"),
            (203, "203 Non…"),
            (400, "400 Bad Request"),
            (401, "401 Unauthorized"),
            (403, "403 Forbidden"),
            (405, "405 Method Not…"),
            (429, "429 Too Many…"),
            (500, "500 Internal…"),
            (503, "503 Service…"),
            (599, "599"),
        ] {
            assert_eq!(short_status(status), shown);
        }
        for status in 100..600 {
            let (full, short) = (full_status(status), short_status(status));
            assert_eq!(full.contains(' '), short.contains(' '), "{full}: {short}");
            assert!(short.chars().count() <= STATUS_WIDTH, "{short}");
        }
    }
}
