//! Whether an exploration can have come to what the process says of it.

use crate::problem::scenario::Scenario;
use crate::wire::Explored;

/// What would have been expected of an exploration that told of so many histories: as many as it
/// says, and where threads have nothing in common, either could have come first.
pub fn fault(scenario: &Scenario, explored: &Explored, told: u64) -> Option<&'static str> {
    if explored.histories != told {
        return Some("as many histories as were told");
    }
    let callers = scenario.threads.iter().filter(|calls| **calls > 0).count();
    let is_free = callers > 1 && scenario.turns.is_none() && explored.shared_objects == 0;
    let is_short = explored.is_exhaustive && is_free && explored.executions < 2;
    is_short.then_some("every order of what the threads do")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::case::Case;

    fn scenario(threads: &[usize]) -> Scenario {
        Scenario {
            case: Case {
                name: "some".into(),
                sample: false,
                instance: 0,
                lines: vec![],
            },
            before: 1,
            threads: threads.to_vec(),
            spurious: 1,
            executions: None,
            turns: None,
            places: None,
        }
    }

    fn explored(executions: u64, shared_objects: u32) -> Explored {
        Explored {
            executions,
            histories: 1,
            is_exhaustive: true,
            shared_objects,
            ..Explored::default()
        }
    }

    #[test]
    fn nobody_says_more_histories_than_were_told() {
        let explored = explored(30, 2);
        assert_eq!(fault(&scenario(&[1, 1]), &explored, 1), None);
        assert!(fault(&scenario(&[1, 1]), &explored, 0).is_some());
    }

    #[test]
    fn threads_without_anything_in_common_come_in_either_order() {
        assert!(fault(&scenario(&[1, 1]), &explored(1, 0), 1).is_some());
        assert_eq!(fault(&scenario(&[1, 1]), &explored(2, 0), 1), None);
        // Two that hand something over may have but one way to do it.
        assert_eq!(fault(&scenario(&[1, 1]), &explored(1, 1), 1), None);
        assert_eq!(fault(&scenario(&[2, 0]), &explored(1, 0), 1), None);
        let stopped = Explored {
            is_exhaustive: false,
            ..explored(1, 0)
        };
        assert_eq!(fault(&scenario(&[1, 1]), &stopped, 1), None);
    }
}
