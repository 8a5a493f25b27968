//! Memory: an execution's goes when its owners do, as outside of it.

/// Nothing has to be kept apart.
#[must_use]
#[derive(Debug)]
pub struct Outside(());

/// What is allocated from here on outlives the execution, as everything does here.
pub const fn outside() -> Outside {
    Outside(())
}
