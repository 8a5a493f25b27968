//! Whether some order of a history's calls explains their answers.
//!
//! A history is linearizable if its calls can be put one after the other, each somewhere
//! between its beginning and its end, so that the model gives the very answers (Herlihy and
//! Wing, "Linearizability: A Correctness Condition for Concurrent Objects", TOPLAS 12(3),
//! 1990). The search is that of Wing and Gong ("Testing and Verifying Concurrent Objects",
//! JPDC 17, 1993), which remembers what it has visited, as Lowe proposes ("Testing for
//! Linearizability", CCPE 29(4), 2017): the calls that are done, and the model after them.
//! Calls that belong to different partitions are looked at apart.
//!
//! Where nobody can tell which thread came first, only the order of each thread's own calls has
//! to be kept (sequential consistency: Lamport, "How to Make a Multiprocessor Computer That
//! Correctly Executes Multiprocess Programs", IEEE TC C-28(9), 1979). Whatever that does not
//! explain is not linearizable either.

mod explain;
mod search;
#[cfg(test)]
mod tests;

use crate::{Fault, Oracle};
use search::{Search, Searched};
use std::collections::BTreeMap;
use std::hash::Hash;
use wire::{Answer, Call, Ending, History, Linearity, Moment, PanicReport, Scenario};

/// Says of each history of the scenario whether the model can explain it. `empty` is a model
/// before the first call.
pub fn linearize<S>(empty: &S, scenario: &Scenario, histories: &[History]) -> Vec<Linearity>
where
    S: Oracle + Clone + Eq + Hash,
{
    let calls: Vec<&Call> = scenario.calls().collect();
    let one = |history: &History| match judge(empty, scenario, &calls, history) {
        Ok(linearity) => linearity,
        Err(Broken::Failed(report)) => Linearity::Failed(report),
        Err(Broken::Refused(expected)) => Linearity::Refused(expected),
    };
    histories.iter().map(one).collect()
}

/// Why the model cannot be asked.
enum Broken {
    /// It panicked where that is no answer.
    Failed(PanicReport),
    /// The request does not fit the contract.
    Refused(String),
}

impl Broken {
    fn refused(expected: &str) -> Self {
        Self::Refused(expected.into())
    }
}

/// A call of a history: from when to when it ran.
#[derive(Clone, Copy)]
struct Interval<'a> {
    number: u16,
    call: &'a Call,
    called: usize,
    /// When it came back, and with what; `None` if it did not.
    returned: Option<(usize, &'a Answer)>,
    /// Where it is in the scenario, if nothing else says what comes before it.
    turn: Option<Turn>,
}

/// Who makes a call, for all that is known of when.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// The main thread, before the others begin.
    Before,
    /// One of the others.
    Thread(usize),
    /// The main thread, once the others have ended.
    After,
}

impl Turn {
    /// The turn of the call with this number.
    fn new(scenario: &Scenario, number: u16) -> Self {
        let mut left = usize::from(number);
        if left < scenario.before.len() {
            return Self::Before;
        }
        left -= scenario.before.len();
        for (thread, calls) in scenario.threads.iter().enumerate() {
            if left < calls.len() {
                return Self::Thread(thread);
            }
            left -= calls.len();
        }
        Self::After
    }
}

impl Interval<'_> {
    /// Whether this call has to take its place before the other one.
    fn precedes(&self, other: &Self) -> bool {
        match (self.turn, other.turn) {
            (Some(turn), Some(of_other)) => {
                let is_known = turn == of_other || turn == Turn::Before || of_other == Turn::After;
                is_known && self.number < other.number
            }
            _ => self
                .returned
                .is_some_and(|(returned, _)| returned < other.called),
        }
    }
}

fn judge<S>(
    empty: &S,
    scenario: &Scenario,
    calls: &[&Call],
    history: &History,
) -> Result<Linearity, Broken>
where
    S: Oracle + Clone + Eq + Hash,
{
    let in_turn = !scenario.turns.is_empty();
    let mut intervals = intervals(calls, history)?;
    if !history.is_timed {
        for interval in &mut intervals {
            interval.turn = Some(Turn::new(scenario, interval.number));
        }
    }
    let is_stuck = matches!(history.ending, Ending::Stuck { .. });
    if is_stuck && intervals.iter().all(|each| each.returned.is_some()) {
        // No call waits, but what comes after them does: the model cannot want that.
        let whole = judge_part(empty, &intervals, in_turn, false)?;
        return Ok(match whole {
            Linearity::Explained => Linearity::Stuck { calls: vec![] },
            other => other,
        });
    }
    for part in partitions(empty, intervals)? {
        let linearity = judge_part(empty, &part, in_turn, is_stuck)?;
        if linearity != Linearity::Explained {
            return Ok(linearity);
        }
    }
    Ok(Linearity::Explained)
}

fn judge_part<S>(
    empty: &S,
    part: &[Interval<'_>],
    in_turn: bool,
    is_stuck: bool,
) -> Result<Linearity, Broken>
where
    S: Oracle + Clone + Eq + Hash,
{
    Ok(match Search::new(part, in_turn, is_stuck).run(empty)? {
        Searched::Explained(_) => Linearity::Explained,
        Searched::TooMany => Linearity::TooMany,
        Searched::Stuck(calls) => Linearity::Stuck { calls },
        Searched::Unexplained => match explain::unexplained(empty, part, in_turn)? {
            Some(unexplained) => Linearity::Unexplained(unexplained),
            None => Linearity::TooMany,
        },
    })
}

/// The calls of a history, in the order in which they began.
fn intervals<'a>(calls: &[&'a Call], history: &'a History) -> Result<Vec<Interval<'a>>, Broken> {
    let mut intervals: Vec<Interval<'a>> = Vec::new();
    for (at, moment) in history.moments.iter().enumerate() {
        match moment {
            Moment::Called(number) => {
                let call = calls.get(usize::from(*number));
                let is_new = intervals.iter().all(|each| each.number != *number);
                let call = call.filter(|_| is_new);
                intervals.push(Interval {
                    number: *number,
                    call: call.ok_or_else(|| Broken::refused("a call that begins once"))?,
                    called: at,
                    returned: None,
                    turn: None,
                });
            }
            Moment::Returned(number, answer) => {
                if let Answer::Refused(expected) = answer {
                    return Err(Broken::refused(expected));
                }
                let mut begun = intervals.iter_mut();
                let interval = begun.find(|each| each.number == *number);
                let interval = interval.filter(|each| each.returned.is_none());
                interval
                    .ok_or_else(|| Broken::refused("a call that began and ends once"))?
                    .returned = Some((at, answer));
            }
        }
    }
    Ok(intervals)
}

/// The calls by their partition. Without one for every call all belong together; only the
/// first, which makes the subject, belongs to each of them.
fn partitions<'a, S: Oracle>(
    empty: &S,
    intervals: Vec<Interval<'a>>,
) -> Result<Vec<Vec<Interval<'a>>>, Broken> {
    let mut parts: BTreeMap<u64, Vec<Interval<'a>>> = BTreeMap::new();
    let (first, rest) = match intervals.split_first() {
        Some((first, rest)) if first.number == 0 && first.returned.is_some() => (first, rest),
        _ => return Ok(vec![intervals]),
    };
    for interval in rest {
        let partition = match empty.partition(interval.call) {
            Ok(partition) => partition,
            Err(Fault::Missing) => None,
            Err(Fault::Refused(expected)) => return Err(Broken::refused(expected)),
        };
        match partition {
            None => return Ok(vec![intervals]),
            Some(key) => parts
                .entry(key)
                .or_insert_with(|| vec![*first])
                .push(*interval),
        }
    }
    if parts.is_empty() {
        return Ok(vec![intervals]);
    }
    Ok(parts.into_values().collect())
}
