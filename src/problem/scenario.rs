//! Scenarios: calls that threads make at the same time, to be made in every order.

use super::case::Case;
use super::turns::Turns;
use std::ops::Range;

/// How many threads a scenario has at most, beside the main one.
pub const MOST_THREADS: usize = 15;

/// A scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name, and its lines: those before, those of each thread, those after. Its instance
    /// is the problem's own, and no line of it belongs to a named thread.
    pub case: Case,
    /// How many lines come before.
    pub before: usize,
    /// How many lines each thread has.
    pub threads: Vec<usize>,
    /// How many waits of an execution may end although nobody ended them.
    pub spurious: u8,
    /// After how many executions it may end without having seen all, if it may.
    pub executions: Option<u64>,
    /// In which order the threads' calls are made if one waits for the other: it is a case with
    /// threads.
    pub turns: Option<Turns>,
    /// Where it stands in problem.toml; nothing if it is generated.
    pub places: Option<Places>,
}

/// Where a scenario stands in problem.toml, in bytes.
#[derive(Clone, Debug)]
pub struct Places {
    /// Its name.
    pub name: Range<usize>,
    /// Its lines, in their order.
    pub lines: Vec<Range<usize>>,
}

impl Scenario {
    /// The thread that makes the call of a line, from 1; 0 for the main one.
    pub fn thread_of(&self, line: usize) -> usize {
        let mut end = self.before;
        for (index, count) in self.threads.iter().enumerate() {
            if line < end {
                break;
            }
            end += count;
            if line < end {
                return index + 1;
            }
        }
        0
    }

    /// The threads' calls in the order of their turns, by line; nothing without turns.
    pub fn in_turn(&self) -> Vec<usize> {
        let mut next = self.before;
        let mut firsts: Vec<usize> = vec![];
        for count in &self.threads {
            firsts.push(next);
            next += count;
        }
        let order = self.turns.iter().flat_map(|turns| &turns.order);
        let calls = order.map(|thread| {
            firsts[*thread] += 1;
            firsts[*thread] - 1
        });
        calls.collect()
    }

    /// How many calls its threads make.
    pub fn size(&self) -> usize {
        self.threads.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_its_thread() {
        let scenario = Scenario {
            case: Case {
                name: String::new(),
                sample: false,
                instance: 0,
                lines: vec![],
            },
            before: 1,
            threads: vec![2, 0, 1],
            spurious: 1,
            executions: None,
            turns: None,
            places: None,
        };
        let threads: Vec<usize> = (0..5).map(|line| scenario.thread_of(line)).collect();
        assert_eq!(threads, [0, 1, 1, 3, 0]);
        assert_eq!(scenario.size(), 3);
        assert_eq!(scenario.in_turn(), [0; 0]);
        let turns = Turns {
            names: vec![Some("a".into()), None, Some("b".into())],
            order: vec![2, 0, 0],
            looks: vec![],
        };
        let turns = Some(turns);
        assert_eq!(Scenario { turns, ..scenario }.in_turn(), [3, 1, 2]);
    }
}
