//! Histories by chance, judged by trying all orders as well.

use super::{Planned, returned, say, stuck};
use crate::toys::{PUSH, Queue, TRY_POP, Toy};
use wire::{Answer, Ending, Linearity, Opinion, PanicReport};

/// Whether some order of the calls explains the history: all of them are tried.
fn naive<T: Toy>(model: &T, calls: &[Planned], left: &[usize], is_stuck: bool) -> bool {
    if left.iter().all(|index| calls[*index].to.is_none()) {
        let waits = |index: &usize| {
            let call = &calls[*index];
            let opinion = model.clone().call(call.operation, call.argument, None);
            opinion == Opinion::Blocks
        };
        if !is_stuck || left.iter().all(waits) {
            return true;
        }
    }
    left.iter().any(|index| {
        let call = &calls[*index];
        let too_early = left.iter().any(|other| {
            let ended = calls[*other].to.as_ref();
            other != index && ended.is_some_and(|(to, _)| *to < call.from)
        });
        // Who waits for ever has not taken effect.
        if too_early || (is_stuck && call.to.is_none()) {
            return false;
        }
        let mut after = model.clone();
        let opinion = after.call(call.operation, call.argument, None);
        let agrees = match (&call.to, opinion) {
            (_, Opinion::Blocks) => false,
            (None, _) | (Some((_, Answer::Panicked(_))), Opinion::Panics) => true,
            (Some((_, Answer::Returned(got))), Opinion::Expected(wanted)) => *got == wanted,
            _ => false,
        };
        let rest: Vec<usize> = left
            .iter()
            .copied()
            .filter(|other| other != index)
            .collect();
        agrees && naive(&after, calls, &rest, is_stuck)
    })
}

/// A small generator: xorshift64 (Marsaglia 2003).
struct Rng(u64);

impl Rng {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// Calls of two or three threads on a queue, with answers as they could be, or not.
fn random_calls(rng: &mut Rng, ends: bool) -> Vec<Planned> {
    let mut calls = vec![];
    let threads = 2 + rng.below(2);
    let mut now = vec![0; threads];
    let mut slots: Vec<usize> = (1..20).collect();
    for _ in 0..2 + rng.below(4) {
        let thread = rng.below(threads);
        if now[thread] == usize::MAX {
            continue;
        }
        let later: Vec<usize> = slots
            .iter()
            .copied()
            .filter(|at| *at > now[thread])
            .collect();
        let [from, to] = [rng.below(3), 3 + rng.below(4)].map(|at| later.get(at).copied());
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        slots.retain(|at| *at != from && *at != to);
        let operation = 1 + rng.below(3) as u16;
        let argument = 1 + rng.below(2) as u8;
        let answer = match operation {
            PUSH => returned(&[]),
            TRY_POP if rng.below(3) == 0 => Answer::Panicked(PanicReport::default()),
            _ => returned(&[1 + rng.below(2) as u8]),
        };
        let comes_back = ends || rng.below(4) > 0;
        now[thread] = if comes_back { to } else { usize::MAX };
        calls.push(Planned {
            operation,
            argument,
            from,
            to: comes_back.then_some((to, answer)),
        });
    }
    calls
}

#[test]
fn random_histories_are_judged_as_by_trying_all_orders() {
    let mut rng = Rng(0x5EED);
    let mut counts = [[0; 2]; 2];
    for round in 0..6_000 {
        let is_stuck = round % 2 == 1;
        let calls = random_calls(&mut rng, !is_stuck);
        if is_stuck && calls.iter().all(|call| call.to.is_some()) {
            continue;
        }
        let capacity = 1 + rng.below(2) as u8;
        let ending = if is_stuck { stuck() } else { Ending::Complete };
        let said = say::<Queue>(capacity, &calls, ending);
        let queue = Queue {
            capacity: usize::from(capacity),
            values: vec![],
        };
        let all: Vec<usize> = (0..calls.len()).collect();
        let can_be = naive(&queue, &calls, &all, is_stuck);
        assert_eq!(said == Linearity::Explained, can_be, "{calls:?}: {said:?}");
        counts[usize::from(is_stuck)][usize::from(can_be)] += 1;
    }
    assert!(
        counts.iter().flatten().all(|count| *count > 50),
        "{counts:?}"
    );
}
