//! Histories as the submission's process tells them: whether there can be such a history, and
//! whether its answers are those that are written.

use super::turns;
use super::wrong::Wrong;
use crate::check::case::answer_type;
use crate::problem::Problem;
use crate::problem::case::Expected;
use crate::problem::scenario::Scenario;
use crate::run::codec::Codec;
use crate::wire::{Answer, Ending, History, Moment};
use std::collections::BTreeSet;

/// The calls that began and did not come back.
pub fn pending(history: &History) -> Vec<u16> {
    let mut pending = vec![];
    for moment in &history.moments {
        match moment {
            Moment::Called(call) => pending.push(*call),
            Moment::Returned(call, _) => pending.retain(|each| each != call),
        }
    }
    pending
}

/// What is wrong with a history whatever the model says: it was made up, or an answer is not
/// the one that is written.
pub fn fault(scenario: &Scenario, problem: &Problem, history: &History) -> Option<Wrong> {
    if let Some(expected) = unsound(scenario, history) {
        return Some(Wrong::Forged(expected));
    }
    if let Some(expected) = turns::unsound(scenario, history) {
        return Some(Wrong::Forged(expected));
    }
    let returned = history.moments.iter().filter_map(|moment| match moment {
        Moment::Returned(call, answer) => Some((usize::from(*call), answer)),
        Moment::Called(_) => None,
    });
    for (call, answer) in returned {
        let line = &scenario.case.lines[call];
        let wrong = |want: String| Some(Wrong::Answer { call, want });
        match answer {
            Answer::Returned(bytes) => {
                let ty = answer_type(problem, scenario.case.instance, line);
                let codec = Codec::new(&problem.contract);
                let Ok(value) = codec.decode_all(bytes, &ty) else {
                    return Some(Wrong::Forged("an answer of the contract's type"));
                };
                match &line.expected {
                    Some(Expected::Answer(pattern)) if !pattern.matches(&value) => {
                        return wrong(pattern.to_string());
                    }
                    Some(Expected::Panics) => return wrong("a panic".into()),
                    Some(Expected::Blocks) => return wrong("to wait".into()),
                    _ => {}
                }
            }
            Answer::Panicked(_) => {
                if let Some(Expected::Answer(pattern)) = &line.expected {
                    return wrong(pattern.to_string());
                }
            }
            Answer::Refused(expected) => {
                return Some(Wrong::Author(format!(
                    "the glue does not fit the contract: expected {expected}"
                )));
            }
            Answer::Missing => return Some(Wrong::Forged("a call that was made")),
        }
    }
    None
}

/// What would have been expected: each thread makes its calls one after the other, the main
/// one before and after all others, and who does not wait has come to its end.
fn unsound(scenario: &Scenario, history: &History) -> Option<&'static str> {
    let count = scenario.case.lines.len();
    let threads = scenario.threads.len() + 1;
    let first_after = scenario.before + scenario.size();
    let mut begun = BTreeSet::new();
    let mut running: Vec<Option<u16>> = vec![None; threads];
    let mut last: Vec<Option<u16>> = vec![None; threads];
    for moment in &history.moments {
        let (Moment::Called(call) | Moment::Returned(call, _)) = moment;
        let index = usize::from(*call);
        if index >= count {
            return Some("a call of the scenario");
        }
        let thread = scenario.thread_of(index);
        match moment {
            Moment::Called(_) => {
                let in_order = last[thread].is_none_or(|last| last < *call);
                if running[thread].is_some() || !in_order || !begun.insert(*call) {
                    return Some("calls of a thread one after the other");
                }
                let alone = thread == 0;
                let others = running.iter().flatten().count();
                if alone && others > 0
                    || !alone && last[0].is_some_and(|call| usize::from(call) >= first_after)
                {
                    return Some("calls before and after those of the threads");
                }
                running[thread] = Some(*call);
                last[thread] = Some(*call);
            }
            Moment::Returned(..) => {
                if running[thread].take() != Some(*call) {
                    return Some("the end of a call that began");
                }
            }
        }
    }
    let waits = matches!(history.ending, Ending::Stuck { .. } | Ending::Raced(_));
    if !waits && running.iter().any(Option::is_some) {
        return Some("an end of every call");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::case::{Action, Case, Line};

    fn scenario() -> Scenario {
        let line = || Line {
            text: "call()".into(),
            thread: None,
            action: Action::Await,
            expected: None,
        };
        Scenario {
            case: Case {
                name: "two".into(),
                sample: false,
                instance: 0,
                lines: (0..4).map(|_| line()).collect(),
            },
            before: 1,
            threads: vec![1, 1],
            spurious: 1,
            executions: None,
            turns: None,
            places: None,
        }
    }

    fn history(moments: &[(bool, u16)], ending: Ending) -> History {
        let moments = moments.iter().map(|(ends, call)| match ends {
            false => Moment::Called(*call),
            true => Moment::Returned(*call, Answer::Returned(vec![])),
        });
        History {
            moments: moments.collect(),
            is_timed: true,
            ending,
            schedule: String::new(),
        }
    }

    const B: bool = false;
    const E: bool = true;

    #[test]
    fn a_history_of_the_scenario_is_sound() {
        let moments = [
            (B, 0),
            (E, 0),
            (B, 2),
            (B, 1),
            (E, 1),
            (E, 2),
            (B, 3),
            (E, 3),
        ];
        let whole = history(&moments, Ending::Complete);
        assert_eq!(unsound(&scenario(), &whole), None);
        let stuck = Ending::Stuck {
            spins: false,
            waiting: vec![],
        };
        let waits = history(&moments[..5], stuck);
        assert_eq!(unsound(&scenario(), &waits), None);
        assert_eq!(pending(&waits), [2]);
    }

    #[test]
    fn what_cannot_have_happened_is_not() {
        for moments in [
            &[(B, 4)][..],
            &[(B, 0), (B, 0)],
            &[(E, 0)],
            &[(B, 0)],
            &[(B, 0), (B, 1), (B, 3), (E, 3), (E, 1), (E, 0)],
            &[(B, 0), (E, 0), (B, 3), (E, 3), (B, 1), (E, 1)],
            &[(B, 1), (E, 1), (B, 1), (E, 1)],
        ] {
            let history = history(moments, Ending::Complete);
            assert!(unsound(&scenario(), &history).is_some(), "{moments:?}");
        }
    }
}
