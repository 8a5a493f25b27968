//! The tape: what a generator of model.rs asks of its [`Rng`], and what it is told.
//!
//! The judge makes a generated value smaller by making the numbers smaller that it was made
//! from, so whatever it tries is a value that the generator can make (`MacIver` and Donaldson,
//! "Test-Case Reduction via Test-Case Generation: Insights from the Hypothesis Reducer",
//! ECOOP 2020).

use crate::Rng;
use std::cell::RefCell;

thread_local! {
    /// The tape of the generator that runs now.
    static TAPE: RefCell<Option<Tape>> = const { RefCell::new(None) };
}

struct Tape {
    /// What is played back; `None` while chance decides.
    played: Option<Vec<u64>>,
    /// What was told so far.
    told: Vec<u64>,
}

/// Takes the tape off again, also if the generator panics.
struct Playing;

impl Drop for Playing {
    fn drop(&mut self) {
        TAPE.take();
    }
}

/// Runs a generator; its [`Rng`] begins with `seed`, or plays the numbers back. Answers what
/// it made, and the numbers it was told.
pub fn record<T>(
    seed: u64,
    played: Option<Vec<u64>>,
    generator: impl FnOnce(&mut Rng) -> T,
) -> (T, Vec<u64>) {
    TAPE.set(Some(Tape {
        played,
        told: Vec::new(),
    }));
    let playing = Playing;
    let made = generator(&mut Rng(seed));
    let told = TAPE.take().map_or_else(Vec::new, |tape| tape.told);
    drop(playing);
    (made, told)
}

/// The number below `n` that the tape has next; `draw` makes one where chance decides.
/// Without a tape this is `draw`.
pub(crate) fn next(n: u64, draw: impl FnOnce() -> u64) -> u64 {
    TAPE.with_borrow_mut(|tape| {
        let Some(tape) = tape else {
            return draw();
        };
        let number = match &tape.played {
            None => draw(),
            Some(played) => {
                let next = played.get(tape.told.len()).copied().unwrap_or(0);
                next.min(n.saturating_sub(1))
            }
        };
        tape.told.push(number);
        number
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three(rng: &mut Rng) -> [u64; 3] {
        [rng.below(10), rng.below(100), rng.below(5)]
    }

    #[test]
    fn what_was_told_plays_back_as_it_was() {
        let (made, told) = record(7, None, three);
        assert_eq!(told, made);
        assert_eq!(made, three(&mut Rng(7)));
        assert_eq!(record(0, Some(told.clone()), three), (made, told));
    }

    #[test]
    fn a_tape_that_ends_goes_on_with_zeros_and_stays_in_bounds() {
        assert_eq!(record(7, Some(vec![99]), three), ([9, 0, 0], vec![9, 0, 0]));
    }

    #[test]
    fn a_panic_leaves_no_tape_behind() {
        let panicked = std::panic::catch_unwind(|| record(7, Some(vec![]), |_| panic!("no")));
        assert!(panicked.is_err());
        assert_eq!(three(&mut Rng(7)), record(7, None, three).0);
    }
}
