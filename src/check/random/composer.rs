//! The sequences of a seed: drawn by their numbers, and composed by the model many at once.

use super::draft::Drafter;
use super::sequence::Sequence;
use super::trial::{Composition, Trials};
use crate::error::JudgingError;
use crate::problem::Problem;
use crate::problem::domain::Random;
use fastrand::Rng;
use std::collections::VecDeque;

/// How many sequences the model composes at once.
const TOGETHER: u32 = 64;

/// Composes the sequences of a seed, as far as they are asked for.
pub struct Composer<'a> {
    drafter: Drafter<'a>,
    random: Random,
    seed: u64,
    /// How many calls are drawn, and how many of them are made at most.
    length: u32,
    most: u32,
    /// The number of the first that is composed and was not asked for yet.
    next: u32,
    composed: VecDeque<Composition>,
}

impl<'a> Composer<'a> {
    /// Those of a problem's own subject.
    pub fn new(problem: &'a Problem, random: Random, seed: u64) -> Self {
        let drafter = Drafter::new(problem);
        let first = drafter.makes_first();
        Self {
            length: drafter.length(random.operations),
            most: random.operations.saturating_add(u32::from(first)),
            drafter,
            random,
            seed,
            next: 0,
            composed: VecDeque::new(),
        }
    }

    /// The sequence with this number, below that of all sequences.
    ///
    /// # Errors
    /// If the model's process cannot be asked, or answers what nobody can read.
    pub fn compose(
        &mut self,
        number: u32,
        trials: &mut Trials<'_, '_>,
    ) -> Result<Composition, JudgingError> {
        while self.next < number && self.composed.pop_front().is_some() {
            self.next += 1;
        }
        if self.next != number || self.composed.is_empty() {
            let ends = (number - number % TOGETHER).saturating_add(TOGETHER);
            let drawn = number..ends.min(self.random.sequences);
            let sequences: Vec<Sequence> = drawn.map(|number| self.draw(number)).collect();
            self.composed = trials.compose(&sequences, self.most)?.into();
        }
        self.next = number + 1;
        self.composed
            .pop_front()
            .ok_or_else(|| JudgingError::new("draw a sequence of calls"))
    }

    fn draw(&self, number: u32) -> Sequence {
        let mut rng = Rng::with_seed(self.seed << 32 ^ u64::from(number));
        self.drafter.draw(self.length, &mut rng)
    }
}
