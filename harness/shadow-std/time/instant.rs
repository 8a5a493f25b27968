//! Instants of the explorer's time.

use super::{Duration, passed};
use ::std::fmt;
use ::std::ops::{Add, AddAssign, Sub, SubAssign};

/// What the clock shows when the program begins: there is time before it.
const BEGIN: Duration = Duration::from_secs(1 << 20);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Duration);

impl Instant {
    #[track_caller]
    pub fn now() -> Self {
        Self(BEGIN + passed())
    }

    pub fn duration_since(&self, earlier: Self) -> Duration {
        self.saturating_duration_since(earlier)
    }

    pub fn checked_duration_since(&self, earlier: Self) -> Option<Duration> {
        self.0.checked_sub(earlier.0)
    }

    pub fn saturating_duration_since(&self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }

    #[track_caller]
    pub fn elapsed(&self) -> Duration {
        Self::now().saturating_duration_since(*self)
    }

    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        let sum = self.0.checked_add(duration)?;
        // An instant of the real clock ends with 63 bits of seconds.
        i64::try_from(sum.as_secs()).is_ok().then_some(Self(sum))
    }

    pub fn checked_sub(&self, duration: Duration) -> Option<Self> {
        self.0.checked_sub(duration).map(Self)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    #[track_caller]
    fn add(self, duration: Duration) -> Self {
        let sum = self.checked_add(duration);
        sum.expect("overflow when adding duration to instant")
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;

    #[track_caller]
    fn sub(self, duration: Duration) -> Self {
        let difference = self.checked_sub(duration);
        difference.expect("overflow when subtracting duration from instant")
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, other: Self) -> Duration {
        self.duration_since(other)
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl SubAssign<Duration> for Instant {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instant")
            .field("tv_sec", &self.0.as_secs())
            .field("tv_nsec", &self.0.subsec_nanos())
            .finish()
    }
}
