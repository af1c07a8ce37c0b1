//! When a service is asked again.

use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use std::time::Duration;

/// How often, and how patiently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Tries in all; 1 is no second one.
    pub attempts: u32,
    /// The longest pause before the second try; it doubles with every further one.
    pub first_pause: Duration,
    /// No pause is longer. A service that asks for a longer one is not asked again.
    pub longest_pause: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self { attempts: 4, first_pause: Duration::from_secs(1), longest_pause: Duration::from_secs(60) }
    }
}

impl RetryPolicy {
    /// The pause after the try of this number (from 1) failed. What the service asks for holds; otherwise exponential backoff with equal jitter
    /// (half of it fixed, half by chance), so that many clients do not come back together. `None` where another try makes no sense.
    pub fn pause(&self, attempt: u32, asked: Option<Duration>, random: u64) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        if let Some(asked) = asked {
            return (asked <= self.longest_pause).then_some(asked);
        }
        let factor = 1_u32.checked_shl(attempt.saturating_sub(1)).unwrap_or(u32::MAX);
        let full = self.first_pause.saturating_mul(factor).min(self.longest_pause);
        let share = (random % 1_000) as f64 / 1_000.0;
        Some(full / 2 + (full / 2).mul_f64(share))
    }
}

/// Whether the same request may be answered a moment later. 529 is Anthropic's word for a service with too much to do.
pub(super) fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504 | 529)
}

/// `Retry-After` as seconds or as a date (RFC 9110, 10.2.3). A date that is over is no pause at all.
pub(super) fn retry_after(header: &str, now: DateTime<Utc>) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    // Some services give fractions; a number that is no length of time counts as nothing.
    if let Ok(seconds) = header.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = DateTime::parse_from_rfc2822(header).ok()?;
    Some((date.with_timezone(&Utc) - now).to_std().unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_limit_and_end() {
        let policy =
            RetryPolicy { attempts: 5, first_pause: Duration::from_secs(2), longest_pause: Duration::from_secs(10) };
        let pauses: Vec<_> = (1..=5).map(|attempt| policy.pause(attempt, None, 0).map(|it| it.as_secs())).collect();
        assert_eq!(pauses, [Some(1), Some(2), Some(4), Some(5), None]);
        let latest = policy.pause(1, None, 999).unwrap();
        assert!(latest > Duration::from_millis(1_990) && latest < Duration::from_secs(2), "{latest:?}");
        let patient = RetryPolicy { attempts: u32::MAX, ..policy };
        assert_eq!(patient.pause(4_000_000_000, None, 0), Some(Duration::from_secs(5)));
    }

    #[test]
    fn what_the_service_asks_for_holds_unless_it_is_too_long() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.pause(1, Some(Duration::from_secs(7)), 0), Some(Duration::from_secs(7)));
        assert_eq!(policy.pause(1, Some(Duration::from_secs(3_600)), 0), None);
    }

    #[test]
    fn reads_every_form_of_retry_after() {
        let now = DateTime::parse_from_rfc3339("2026-01-31T12:00:00Z").unwrap().with_timezone(&Utc);
        let read = |text| retry_after(text, now).map(|pause| pause.as_millis());
        assert_eq!(read("3"), Some(3_000));
        assert_eq!(read(" 0.5 "), Some(500));
        assert_eq!(read("Sat, 31 Jan 2026 12:00:20 GMT"), Some(20_000));
        assert_eq!(read("Sat, 31 Jan 2026 11:00:00 GMT"), Some(0));
        for nonsense in ["", "soon", "-1", "NaN", "inf", "1e400"] {
            assert_eq!(read(nonsense), None, "{nonsense}");
        }
    }
}
