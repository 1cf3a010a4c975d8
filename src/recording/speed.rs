//! How fast recorded events follow each other when they are delivered again.

use std::str::FromStr;
use std::time::Duration;

use crate::error::Error;
use crate::time::{LONGEST, Moment};

/// What becomes of the recorded gaps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// They are dropped.
    Max,
    /// They are divided by this, which is more than nothing.
    Times(f64),
}

impl FromStr for Speed {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text == "max" {
            return Ok(Self::Max);
        }
        let factor = text.parse().ok().filter(|factor: &f64| factor.is_finite() && *factor > 0.0);
        factor.map(Self::Times).ok_or_else(|| {
            Error::usage(format!("invalid speed `{text}`"))
                .with_hint("write a factor (`1` keeps the gaps, `10` makes them a tenth) or `max`")
        })
    }
}

impl Speed {
    /// When each event is due, counted from the first, given when each was recorded. Where that is
    /// not known, it is due with the one before; where time went back, there is no gap.
    #[must_use]
    pub fn starts(self, times: impl Iterator<Item = Option<Moment>>) -> Option<Vec<Duration>> {
        let Self::Times(factor) = self else { return None };
        let mut before: Option<Moment> = None;
        let mut due = Duration::ZERO;
        let start = |time: Option<Moment>| {
            if let (Some(before), Some(time)) = (before, time) {
                due = (due + scaled(time.millis() - before.millis(), factor)).min(LONGEST);
            }
            before = time.or(before);
            due
        };
        Some(times.map(start).collect())
    }
}

fn scaled(millis: i64, factor: f64) -> Duration {
    let gap = Duration::from_millis(millis.try_into().unwrap_or_default());
    Duration::try_from_secs_f64(gap.as_secs_f64() / factor).unwrap_or(LONGEST).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(speed: &str, times: &[i64]) -> Vec<u128> {
        let moment = |time: &i64| Moment::parse(&time.to_string()).ok().filter(|_| *time >= 0);
        let starts = speed.parse::<Speed>().unwrap().starts(times.iter().map(moment)).unwrap();
        starts.iter().map(Duration::as_millis).collect()
    }

    #[test]
    fn gaps_are_kept_and_scaled() {
        assert_eq!(starts("1", &[1000, 1020, 1020, 1100]), [0, 20, 20, 100]);
        assert_eq!(starts("10", &[1000, 1020, 1100]), [0, 2, 10]);
        assert_eq!(starts("0.5", &[1000, 1020, 1100]), [0, 40, 200]);
        assert_eq!(starts("1", &[]), [0; 0]);
    }

    #[test]
    fn time_that_goes_back_is_no_gap() {
        assert_eq!(starts("1", &[1000, 500, 520, 1000]), [0, 0, 20, 500]);
    }

    #[test]
    fn an_event_without_a_time_has_no_gap_and_makes_none() {
        assert_eq!(starts("1", &[-1, 1000, -1, 1020, -1]), [0, 0, 0, 20, 20]);
    }

    #[test]
    fn gaps_without_bounds_are_bounded() {
        let longest = LONGEST.as_millis();
        assert_eq!(starts("1e-300", &[0, 1, 2]), [0, longest, longest]);
        assert_eq!(starts("1e300", &[0, 1_000_000_000]), [0, 0]);
    }

    #[test]
    fn a_speed_is_a_factor_or_max() {
        assert_eq!("max".parse::<Speed>().unwrap(), Speed::Max);
        assert_eq!(Speed::Max.starts([None].into_iter()), None);
        for text in ["", "0", "-1", "inf", "NaN", "fast", "2x", "MAX"] {
            assert!(text.parse::<Speed>().is_err(), "{text}");
        }
    }
}
