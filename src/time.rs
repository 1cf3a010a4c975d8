//! Times and durations.

use std::fmt;
use std::time::{Duration, SystemTime};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, Result};

/// A point in time, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(Timestamp);

impl Moment {
    pub fn now() -> Self {
        let now = Timestamp::now();
        Self(Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now))
    }

    /// Parses RFC 3339 (`2026-01-31T12:00:00Z`), a date (midnight in UTC) or milliseconds since the
    /// epoch.
    pub fn parse(text: &str) -> Result<Self> {
        let timestamp = match text.parse::<i64>() {
            Ok(millis) => Timestamp::from_millisecond(millis).ok(),
            Err(_) => text.parse::<Timestamp>().ok().or_else(|| midnight(text)),
        };
        let millis = timestamp.map(Timestamp::as_millisecond);
        let timestamp = millis.and_then(|millis| Timestamp::from_millisecond(millis).ok());
        timestamp.map(Self).ok_or_else(|| {
            Error::usage(format!("invalid time `{text}`"))
                .with_hint("write 2026-01-31, 2026-01-31T12:00:00Z or milliseconds since 1970")
        })
    }

    pub fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(SignedDuration::from_millis(millis)).unwrap_or(self.0))
    }

    /// Milliseconds since the Unix epoch.
    pub fn millis(self) -> i64 {
        self.0.as_millisecond()
    }
}

/// ISO 8601 in UTC with milliseconds, as JavaScript's `toISOString` writes it.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}", self.0)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// A longer text would be a time without its zone.
fn midnight(text: &str) -> Option<Timestamp> {
    let date: Date = text.parse().ok().filter(|_| text.len() == "2026-01-31".len())?;
    date.to_zoned(TimeZone::UTC).ok().map(|midnight| midnight.timestamp())
}

/// A hundred years: longer durations are mistakes, and would overflow somewhere.
pub const LONGEST: Duration = Duration::from_secs(100 * 366 * 24 * 60 * 60);

/// Parses a duration with its unit: `250ms`, `30s`, `5m`, `1h30m`, `2d`.
pub fn parse_duration(text: &str) -> Result<Duration> {
    let duration = parse_unbounded(text).filter(|duration| *duration <= LONGEST);
    duration.ok_or_else(|| invalid_duration(text))
}

/// Parses a duration that is not zero.
pub fn parse_timeout(text: &str) -> Result<Duration> {
    let timeout = parse_duration(text)?;
    if timeout.is_zero() { Err(invalid_duration(text)) } else { Ok(timeout) }
}

fn invalid_duration(text: &str) -> Error {
    Error::usage(format!("invalid duration `{text}`"))
        .with_hint("write a number and a unit: 250ms, 30s, 5m, 2h")
}

/// The time from `now` until an HTTP date (RFC 9110), or zero if it has passed.
pub fn time_until_http_date(text: &str, now: Moment) -> Option<Duration> {
    let then = httpdate::parse_http_date(text).ok()?;
    let now = SystemTime::from(now.0);
    Some(then.duration_since(now).unwrap_or_default())
}

/// `37 per second`.
#[expect(clippy::cast_precision_loss, reason = "a rate needs no more digits")]
pub fn show_rate(count: u64, took: Duration) -> String {
    format!("{:.0} per second", count as f64 / took.as_secs_f64().max(1e-6))
}

fn parse_unbounded(text: &str) -> Option<Duration> {
    // A day is 24 hours: nothing here depends on a calendar.
    if let Some(days) = text.strip_suffix('d').and_then(|days| days.parse::<u32>().ok()) {
        return Some(Duration::from_secs(u64::from(days) * 24 * 60 * 60));
    }
    text.parse::<SignedDuration>().ok()?.try_into().ok()
}

/// Milliseconds, rounded to microseconds.
pub fn millis_of(duration: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "nothing here takes ages")]
    let micros = duration.as_micros() as f64;
    micros / 1e3
}

/// `850 µs`, `12 ms`, `1.4 s`, `2 min 5 s`, `3 hours`, `4 days`.
pub fn show_duration(duration: Duration) -> String {
    let micros = duration.as_micros();
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..10_000 => format!("{:.1} ms", duration.as_secs_f64() * 1e3),
        10_000..1_000_000 => format!("{} ms", duration.as_millis()),
        1_000_000..60_000_000 => format!("{:.1} s", duration.as_secs_f64()),
        60_000_000..7_200_000_000 => match (duration.as_secs() / 60, duration.as_secs() % 60) {
            (minutes, 0) => format!("{minutes} min"),
            (minutes, seconds) => format!("{minutes} min {seconds} s"),
        },
        7_200_000_000..172_800_000_000 => format!("{} hours", duration.as_secs() / 3600),
        _ => format!("{} days", duration.as_secs() / 86400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_every_form_and_displays_iso_8601() {
        let moment = Moment::parse("2026-01-31T12:00:00Z").unwrap();
        assert_eq!(moment, Moment::parse("1769860800000").unwrap());
        assert_eq!(moment.to_string(), "2026-01-31T12:00:00.000Z");
        assert_eq!(moment.plus_millis(-1).to_string(), "2026-01-31T11:59:59.999Z");
    }

    #[test]
    fn truncates_to_milliseconds() {
        let moment = Moment::parse("2026-01-31T12:00:00.123456789Z").unwrap();
        assert_eq!(moment, Moment::parse("1769860800123").unwrap());
    }

    #[test]
    fn parses_all_three_forms_of_http_dates() {
        let now = Moment::parse("1994-11-06T08:49:30Z").unwrap();
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(time_until_http_date(text, now), Some(Duration::from_secs(7)), "{text}");
        }
        let past = "Sun, 06 Nov 1994 08:49:00 GMT";
        assert_eq!(time_until_http_date(past, now), Some(Duration::ZERO));
        assert_eq!(time_until_http_date("soon", now), None);
    }

    #[test]
    fn rejects_invalid_times() {
        for text in ["", "yesterday", "2026-13-01T00:00:00Z", "99999999999999999"] {
            assert!(Moment::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn durations_need_a_unit() {
        assert_eq!(parse_duration("250ms").unwrap(), Duration::from_millis(250));
        assert_eq!(parse_duration("30s").unwrap(), Duration::from_secs(30));
        assert_eq!(parse_duration("1h30m").unwrap(), Duration::from_secs(5400));
        assert_eq!(parse_duration("2d").unwrap(), Duration::from_secs(172_800));
        for text in ["30", "", "-5s", "soon", "40000d", "2562047788015215h"] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
    }
}
