//! Calls that have turns: what a history was like once nothing moved after each of them.

use super::history::pending;
use super::wrong::Wrong;
use crate::problem::scenario::Scenario;
use crate::problem::turns::Look;
use crate::wire::{Ending, History, Moment};

/// A history of calls that have turns.
struct Played<'a> {
    history: &'a History,
    /// The calls in the order of their turns, each with the moment at which it began; nothing
    /// for one that was none.
    calls: Vec<(usize, Option<usize>)>,
}

/// The histories that the model has to explain: what had happened after each turn, in this
/// order, and the whole; only that where the threads run at the same time.
pub fn prefixes(scenario: &Scenario, history: &History) -> Vec<History> {
    let played = Played::new(scenario, history);
    let mut ends: Vec<usize> = (1..=played.made()).map(|turns| played.end(turns)).collect();
    ends.retain(|end| *end < history.moments.len());
    ends.dedup();
    let mut prefixes: Vec<History> = ends.into_iter().map(|end| played.until(end)).collect();
    prefixes.push(history.clone());
    prefixes
}

/// What would have been expected: the calls begin in the order of their turns.
pub fn unsound(scenario: &Scenario, history: &History) -> Option<&'static str> {
    let played = Played::new(scenario, history);
    let mut begun = played.calls.iter().filter_map(|call| call.1);
    (!begun.by_ref().is_sorted()).then_some("calls in their turns")
}

/// What is wrong with a history that the model explains: who waits, as it is written, and should
/// not, who does not and should.
pub fn fault(scenario: &Scenario, history: &History) -> Option<Wrong> {
    let turns = scenario.turns.as_ref()?;
    // What comes after a race means nothing.
    if matches!(history.ending, Ending::Raced(_)) {
        return None;
    }
    let played = Played::new(scenario, history);
    let made = played.made();
    let mut looks: Vec<&Look> = turns.looks.iter().collect();
    looks.retain(|look| look.after <= made);
    // Where somebody came back in another's place, that says more.
    looks.sort_by_key(|look| (look.after, !look.waits));
    for look in looks {
        let call = u16::try_from(look.call).ok()?;
        let begins = history.moments.contains(&Moment::Called(call));
        let prefix = played.until(played.end(look.after));
        let waits = pending(&prefix).contains(&call);
        match look.waits {
            true if begins && !waits => return Some(Wrong::Early(call)),
            false if waits && pending(history).contains(&call) => {
                return Some(Wrong::Stuck(vec![call]));
            }
            false if waits => return Some(Wrong::Late(vec![call])),
            _ => {}
        }
    }
    None
}

/// The first call that was not made, since the one before it on its thread waits.
pub fn left_out(scenario: &Scenario, history: &History) -> Option<usize> {
    let played = Played::new(scenario, history);
    played.calls.get(played.made()).map(|call| call.0)
}

impl<'a> Played<'a> {
    fn new(scenario: &'a Scenario, history: &'a History) -> Self {
        let calls = scenario.in_turn().into_iter().map(|call| {
            let is_it = |moment: &Moment| match moment {
                Moment::Called(number) => usize::from(*number) == call,
                Moment::Returned(..) => false,
            };
            (call, history.moments.iter().position(is_it))
        });
        Self {
            calls: calls.collect(),
            history,
        }
    }

    /// How many turns were given, as far as that shows: those of calls that were none in the
    /// end do not.
    fn made(&self) -> usize {
        let waits = !pending(self.history).is_empty();
        let last = self.calls.iter().rposition(|call| call.1.is_some());
        match last {
            Some(last) if waits => last + 1,
            None if waits => 0,
            _ => self.calls.len(),
        }
    }

    /// Where the history stood after so many turns: the next call began there.
    fn end(&self, turns: usize) -> usize {
        let next = self.calls[turns..].iter().find_map(|call| call.1);
        next.unwrap_or(self.history.moments.len())
    }

    /// What had happened up to there.
    fn until(&self, end: usize) -> History {
        if end == self.history.moments.len() {
            return self.history.clone();
        }
        let mut history = History {
            moments: self.history.moments[..end].to_vec(),
            ending: Ending::Complete,
            schedule: String::new(),
            is_timed: self.history.is_timed,
        };
        if !pending(&history).is_empty() {
            history.ending = Ending::Stuck {
                spins: false,
                waiting: vec![],
            };
        }
        history
    }
}
