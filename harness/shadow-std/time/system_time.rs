//! The time of day, which begins on the same day in every execution.

use super::{Duration, passed};
use ::std::error::Error;
use ::std::fmt;
use ::std::ops::{Add, AddAssign, Sub, SubAssign};

/// What 1970 is from the earliest time there is, so that earlier times can be had.
const EPOCH: Duration = Duration::from_secs(1 << 40);

/// The first of January 2026.
const BEGIN: Duration = Duration::from_secs(1_767_225_600);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SystemTime(Duration);

#[derive(Clone, Debug)]
pub struct SystemTimeError(Duration);

impl SystemTime {
    pub const UNIX_EPOCH: Self = Self(EPOCH);

    #[track_caller]
    pub fn now() -> Self {
        Self(EPOCH + BEGIN + passed())
    }

    pub fn duration_since(&self, earlier: Self) -> Result<Duration, SystemTimeError> {
        let difference = self.0.checked_sub(earlier.0);
        difference.ok_or_else(|| SystemTimeError(earlier.0 - self.0))
    }

    #[track_caller]
    pub fn elapsed(&self) -> Result<Duration, SystemTimeError> {
        Self::now().duration_since(*self)
    }

    pub fn checked_add(&self, duration: Duration) -> Option<Self> {
        let sum = self.0.checked_add(duration)?;
        i64::try_from(sum.as_secs()).is_ok().then_some(Self(sum))
    }

    pub fn checked_sub(&self, duration: Duration) -> Option<Self> {
        self.0.checked_sub(duration).map(Self)
    }
}

impl SystemTimeError {
    pub fn duration(&self) -> Duration {
        self.0
    }
}

impl fmt::Display for SystemTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("second time provided was later than self")
    }
}

impl Error for SystemTimeError {}

impl Add<Duration> for SystemTime {
    type Output = Self;

    #[track_caller]
    fn add(self, duration: Duration) -> Self {
        let sum = self.checked_add(duration);
        sum.expect("overflow when adding duration to instant")
    }
}

impl Sub<Duration> for SystemTime {
    type Output = Self;

    #[track_caller]
    fn sub(self, duration: Duration) -> Self {
        let difference = self.checked_sub(duration);
        difference.expect("overflow when subtracting duration from instant")
    }
}

impl AddAssign<Duration> for SystemTime {
    fn add_assign(&mut self, duration: Duration) {
        *self = *self + duration;
    }
}

impl SubAssign<Duration> for SystemTime {
    fn sub_assign(&mut self, duration: Duration) {
        *self = *self - duration;
    }
}

impl fmt::Debug for SystemTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since_epoch = i128::from(self.0.as_secs()) - i128::from(EPOCH.as_secs());
        f.debug_struct("SystemTime")
            .field("tv_sec", &since_epoch)
            .field("tv_nsec", &self.0.subsec_nanos())
            .finish()
    }
}
