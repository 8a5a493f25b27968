//! As std's, but that the random state is always the same.

use ::std::fmt;
pub use ::std::hash::*;

#[derive(Clone, Default)]
pub struct RandomState(());

impl RandomState {
    pub const fn new() -> Self {
        Self(())
    }
}

impl BuildHasher for RandomState {
    type Hasher = DefaultHasher;

    fn build_hasher(&self) -> DefaultHasher {
        DefaultHasher::new()
    }
}

impl fmt::Debug for RandomState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RandomState").finish_non_exhaustive()
    }
}
