//! For model.rs: what a method of the model may answer, and where chance comes from.

/// What a call comes to when it may also wait or panic.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step<T> {
    /// It answers this.
    Done(T),
    /// It waits until another call changes something.
    Blocks,
    /// It panics.
    Panics,
}

/// What the model thinks of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// The contract allows it; the model has followed it.
    Legal,
    /// The contract does not allow it, for this reason.
    Illegal(String),
    /// The call should have waited.
    Blocks,
}

/// An opaque value of the submission, by number.
pub type Handle = u32;

/// Named scores of a simulation.
pub type Scores = Vec<(&'static str, f64)>;

/// A small generator of pseudo-random numbers, the same on every machine: xorshift64
/// (Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003, section 3.1,
/// with the shifts 13, 7, 17).
#[derive(Clone, Debug)]
pub struct Rng(
    /// The state; never 0, which would stay 0 for ever.
    pub u64,
);

impl Rng {
    /// A number below `n`; 0 if `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        crate::tape::next(n, || self.draw(n))
    }

    const fn draw(&mut self, n: u64) -> u64 {
        if self.0 == 0 {
            self.0 = 0x9E37_79B9_7F4A_7C15;
        }
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        if n == 0 { 0 } else { self.0 % n }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stay_below_the_bound() {
        let mut rng = Rng(7);
        assert!((0..1000).all(|_| rng.below(6) < 6));
        assert_eq!(rng.below(0), 0);
    }

    #[test]
    fn a_state_of_zero_is_not_stuck() {
        let mut rng = Rng(0);
        let drawn: Vec<u64> = (0..8).map(|_| rng.below(1000)).collect();
        assert!(drawn.iter().any(|number| *number != drawn[0]));
    }
}
