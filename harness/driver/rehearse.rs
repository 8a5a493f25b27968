//! A scenario on the model alone, in every order of its calls: whether the model can get
//! stuck, and whether the contract allows every call.

use crate::panics::caught;
use crate::{Fault, Oracle};
use std::collections::HashSet;
use std::hash::Hash;
use std::rc::Rc;
use wire::{Call, Opinion, Rehearsal, Scenario};

/// After so many states the rehearsal gives up.
const MOST_STATES: usize = 100_000;

/// Rehearses scenarios. `empty` is a model before the first call.
pub fn rehearse<S>(empty: &S, scenarios: &[Scenario]) -> Vec<Rehearsal>
where
    S: Oracle + Clone + Eq + Hash,
{
    let one = |scenario: &Scenario| match Stage::new(scenario).run(empty) {
        Ok(rehearsal) | Err(rehearsal) => rehearsal,
    };
    scenarios.iter().map(one).collect()
}

/// The calls of a scenario by who makes them: the main thread before, the threads, the main
/// thread after.
struct Stage<'a> {
    threads: Vec<Vec<(u16, &'a Call)>>,
    /// The calls that are made after the threads have ended.
    after: Vec<(u16, &'a Call)>,
    before: Vec<(u16, &'a Call)>,
    /// The calls of all orders: the one before, and the call.
    trail: Vec<(usize, u16)>,
}

/// How far each thread has come, and the model.
#[derive(PartialEq, Eq, Hash)]
struct State<S> {
    made: Vec<usize>,
    /// Whether the first moment of the next call is over.
    begun: Vec<bool>,
    model: S,
}

/// What became of one moment of a call.
enum Moment {
    Made,
    Begun,
    Waits,
}

const ROOT: usize = usize::MAX;

impl<'a> Stage<'a> {
    fn new(scenario: &'a Scenario) -> Self {
        let mut numbers = 0_u16..;
        let mut numbered = |calls: &'a [Call]| {
            let calls = calls.iter().map(|call| {
                let number = numbers.next().expect("a scenario has fewer calls");
                (number, call)
            });
            calls.collect::<Vec<_>>()
        };
        Self {
            before: numbered(&scenario.before),
            threads: scenario
                .threads
                .iter()
                .map(|calls| numbered(calls))
                .collect(),
            after: numbered(&scenario.after),
            trail: Vec::new(),
        }
    }

    fn run<S>(&mut self, empty: &S) -> Result<Rehearsal, Rehearsal>
    where
        S: Oracle + Clone + Eq + Hash,
    {
        let mut model = empty.clone();
        alone(&mut model, &self.before, &[])?;
        let first = Rc::new(State {
            made: vec![0; self.threads.len()],
            begun: vec![false; self.threads.len()],
            model,
        });
        let mut seen = HashSet::from([Rc::clone(&first)]);
        let mut stack = vec![(first, ROOT)];
        while let Some((state, trail)) = stack.pop() {
            let mut waiting = Vec::new();
            let mut goes_on = false;
            for (thread, calls) in self.threads.iter().enumerate() {
                let Some((number, call)) = calls.get(state.made[thread]).copied() else {
                    continue;
                };
                let mut next = State {
                    made: state.made.clone(),
                    begun: state.begun.clone(),
                    model: state.model.clone(),
                };
                match moment(&mut next.model, number, call, next.begun[thread])? {
                    Moment::Waits => {
                        waiting.push(number);
                        continue;
                    }
                    Moment::Begun => next.begun[thread] = true,
                    Moment::Made => {
                        next.begun[thread] = false;
                        next.made[thread] += 1;
                    }
                }
                goes_on = true;
                let next = Rc::new(next);
                if seen.insert(Rc::clone(&next)) {
                    self.trail.push((trail, number));
                    stack.push((next, self.trail.len() - 1));
                }
            }
            if !goes_on && !waiting.is_empty() {
                return Ok(Rehearsal::Stuck {
                    order: self.order(trail, &waiting),
                    waiting,
                });
            }
            if !goes_on {
                let mut model = state.model.clone();
                let order = self.order(trail, &[]);
                alone(&mut model, &self.after, &order)?;
            }
            if seen.len() > MOST_STATES {
                return Ok(Rehearsal::TooMany);
            }
        }
        Ok(Rehearsal::Ends)
    }

    /// The calls made on the way, each once, without those that wait.
    fn order(&self, mut trail: usize, waiting: &[u16]) -> Vec<u16> {
        let mut order = Vec::new();
        while let Some((before, number)) = self.trail.get(trail) {
            if !order.contains(number) && !waiting.contains(number) {
                order.push(*number);
            }
            trail = *before;
        }
        order.extend(self.before.iter().rev().map(|(number, _)| *number));
        order.reverse();
        order
    }
}

/// Makes calls one after the other, after those of `order`; nobody else is there.
fn alone<S: Oracle>(model: &mut S, calls: &[(u16, &Call)], order: &[u16]) -> Result<(), Rehearsal> {
    let mut order = order.to_vec();
    for (number, call) in calls {
        let mut made = moment(model, *number, call, false)?;
        if matches!(made, Moment::Begun) {
            made = moment(model, *number, call, true)?;
        }
        if matches!(made, Moment::Waits) {
            return Err(Rehearsal::Stuck {
                order,
                waiting: vec![*number],
            });
        }
        order.push(*number);
    }
    Ok(())
}

/// Makes the next moment of a call.
fn moment(
    model: &mut impl Oracle,
    number: u16,
    call: &Call,
    has_begun: bool,
) -> Result<Moment, Rehearsal> {
    if model.follows_answers(call) {
        return Err(Rehearsal::Open(number));
    }
    let made = caught(|| {
        if !has_begun {
            if !model.allows(call)? {
                return Ok(Some(Opinion::Outside));
            }
            if model.begin(call)? {
                return Ok(None);
            }
        }
        model.end(call, None).map(Some)
    });
    match made {
        Ok(Ok(None)) => Ok(Moment::Begun),
        Ok(Ok(Some(Opinion::Blocks))) => Ok(Moment::Waits),
        Ok(Ok(Some(Opinion::Outside))) => Err(Rehearsal::Outside(number)),
        // A call whose handle was never made is not made either.
        Ok(Ok(Some(_)) | Err(Fault::Missing)) => Ok(Moment::Made),
        Ok(Err(Fault::Refused(expected))) => Err(Rehearsal::Refused(expected.into())),
        Err(report) => Err(Rehearsal::Failed(report)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::toys::{
        Line, NEW, OPEN, POP, PUSH, Picks, Queue, Register, TRY_POP, Toys, WAIT, WRITE, call,
    };

    fn scenario(before: &[Call], threads: &[&[Call]], after: &[Call]) -> Scenario {
        Scenario {
            instance: 0,
            before: before.to_vec(),
            threads: threads.iter().map(|calls| calls.to_vec()).collect(),
            after: after.to_vec(),
            turns: vec![],
        }
    }

    fn said<S: Oracle + Clone + Eq + Hash + Default>(scenario: Scenario) -> Rehearsal {
        rehearse(&S::default(), &[scenario]).remove(0)
    }

    #[test]
    fn a_queue_that_everybody_can_get_past_ends() {
        let (push, pop) = (call(PUSH, 1), call(POP, 0));
        let threads: [&[Call]; 2] = [&[push.clone(), push], &[pop.clone(), pop]];
        let scenario = scenario(&[call(NEW, 1)], &threads, &[]);
        assert_eq!(said::<Toys<Queue>>(scenario), Rehearsal::Ends);
    }

    #[test]
    fn a_way_to_get_stuck_is_told_with_who_waits() {
        let (push, pop) = (call(PUSH, 1), call(POP, 0));
        let threads: [&[Call]; 2] = [&[call(POP, 0)], &[push, pop]];
        let scenario = scenario(&[call(NEW, 1)], &threads, &[]);
        let Rehearsal::Stuck { order, waiting } = said::<Toys<Queue>>(scenario) else {
            panic!("there is one value for two");
        };
        assert_eq!(order.first(), Some(&0), "the constructor comes first");
        assert!(order.contains(&2), "the value was put in: {order:?}");
        assert!(waiting == [1] || waiting == [3], "{waiting:?}");
    }

    #[test]
    fn calls_before_and_after_are_made_by_one_thread() {
        let lonely = scenario(&[call(NEW, 1), call(POP, 0)], &[], &[]);
        let stuck = |order, waiting| Rehearsal::Stuck { order, waiting };
        assert_eq!(said::<Toys<Queue>>(lonely), stuck(vec![0], vec![1]));
        let push = [call(PUSH, 1)];
        let late = scenario(&[call(NEW, 1)], &[&push], &[call(POP, 0), call(POP, 0)]);
        assert_eq!(said::<Toys<Queue>>(late), stuck(vec![0, 1, 2], vec![3]));
    }

    #[test]
    fn a_call_of_two_moments_can_be_between_them() {
        let waits: [&[Call]; 3] = [&[call(WAIT, 1)], &[call(WAIT, 2)], &[call(OPEN, 0)]];
        let opened = scenario(&[call(NEW, 0)], &waits, &[]);
        assert_eq!(said::<Toys<Line>>(opened), Rehearsal::Ends);
        let closed = scenario(&[call(NEW, 0)], &waits[..2], &[]);
        let Rehearsal::Stuck { waiting, .. } = said::<Toys<Line>>(closed) else {
            panic!("nobody opens");
        };
        assert_eq!(waiting, [1, 2]);
    }

    #[test]
    fn what_the_model_cannot_follow_is_said() {
        let picks: [&[Call]; 1] = [&[call(1, 0)]];
        let open = scenario(&[call(NEW, 0)], &picks, &[]);
        assert_eq!(said::<Toys<Picks>>(open), Rehearsal::Open(1));
        // A register has no call that is not allowed, and panics are no failure.
        let writes: [&[Call]; 2] = [&[call(WRITE, 1)], &[call(WRITE, 2)]];
        let both = scenario(&[call(NEW, 0)], &writes, &[]);
        assert_eq!(said::<Toys<Register>>(both), Rehearsal::Ends);
        let empty: [&[Call]; 1] = [&[call(TRY_POP, 0)]];
        let panics = scenario(&[call(NEW, 1)], &empty, &[]);
        assert_eq!(said::<Toys<Queue>>(panics), Rehearsal::Ends);
    }
}
