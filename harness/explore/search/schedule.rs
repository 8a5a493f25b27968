//! Schedules: which thread did each event, and what was chosen with it.

use crate::model::clock::MAX_THREADS;
use crate::model::execution::Visible;
use crate::model::thread::ThreadId;
use std::fmt;
use std::str::FromStr;

/// An order of events, short enough to be printed.
///
/// As text: `a3bc!9a` is three events of the main thread `a`, one of `b`, one of `c` with
/// the choice 9, one of `a`. In front may stand what else is an event: `u:` the release of
/// locks, `x:` the end of threads, `ux:` both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// What is an event.
    pub visible: Visible,
    /// The events: whose, and what was chosen with it.
    pub steps: Vec<(ThreadId, u8)>,
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.visible.unlocks, self.visible.exits) {
            (false, false) => {}
            (true, false) => f.write_str("u:")?,
            (false, true) => f.write_str("x:")?,
            (true, true) => f.write_str("ux:")?,
        }
        for run in self.steps.chunk_by(|one, two| one == two) {
            let (thread, label) = run[0];
            let letter = char::from(b'a' + thread.0);
            match (run.len(), label) {
                (1, 0) => write!(f, "{letter}")?,
                (length, 0) => write!(f, "{letter}{length}")?,
                (length, label) => {
                    for _ in 0..length {
                        write!(f, "{letter}!{label}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// A text that is no schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSchedule {
    /// The byte from which on it is none.
    pub at: usize,
}

impl fmt::Display for NoSchedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no schedule from byte {} on", self.at)
    }
}

impl std::error::Error for NoSchedule {}

/// More events than any execution has.
const LONGEST: usize = 60_000;

impl FromStr for Schedule {
    type Err = NoSchedule;

    fn from_str(text: &str) -> Result<Self, NoSchedule> {
        let mut schedule = Self::default();
        let mut rest = text;
        if let Some((head, tail)) = text.split_once(':') {
            schedule.visible = match head {
                "u" => Visible {
                    unlocks: true,
                    exits: false,
                },
                "x" => Visible {
                    unlocks: false,
                    exits: true,
                },
                "ux" => Visible {
                    unlocks: true,
                    exits: true,
                },
                _ => return Err(NoSchedule { at: 0 }),
            };
            rest = tail;
        }
        while let Some(letter) = rest.bytes().next() {
            let fault = NoSchedule {
                at: text.len() - rest.len(),
            };
            let index = letter.wrapping_sub(b'a');
            if usize::from(index) >= MAX_THREADS {
                return Err(fault);
            }
            rest = &rest[1..];
            let is_label = rest.starts_with('!');
            rest = &rest[usize::from(is_label)..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, tail) = rest.split_at(digits);
            rest = tail;
            let (label, length) = match (is_label, digits) {
                (false, 0) => (0, 1),
                (false, _) => (0, number.parse().map_err(|_| fault)?),
                (true, _) => (number.parse().map_err(|_| fault)?, 1),
            };
            if length == 0 || schedule.steps.len() + length > LONGEST {
                return Err(fault);
            }
            let step = (ThreadId(index), label);
            schedule.steps.extend(std::iter::repeat_n(step, length));
        }
        Ok(schedule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schedule_is_read_as_it_is_printed() {
        for text in ["", "a", "a3bc!9a", "u:ab2", "ux:p!1p!1a60", "x:b!255"] {
            let schedule: Schedule = text.parse().unwrap();
            assert_eq!(schedule.to_string(), text);
        }
    }

    #[test]
    fn other_texts_are_refused_where_they_go_wrong() {
        for (text, at) in [
            ("A", 0),
            ("ab?", 2),
            ("a!", 0),
            ("ab!256", 1),
            ("y:a", 0),
            ("ba0", 1),
            ("a99999", 0),
            ("aq", 1),
            ("aä", 1),
        ] {
            assert_eq!(text.parse::<Schedule>(), Err(NoSchedule { at }), "{text}");
        }
    }
}
