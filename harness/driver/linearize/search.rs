//! The search for an order.

use super::{Broken, Interval};
use crate::panics::caught;
use crate::{Fault, Oracle};
use std::collections::HashSet;
use std::hash::Hash;
use std::rc::Rc;
use wire::{Answer, Call, Objection, Opinion};

/// After so many states the search gives up.
const MOST_STATES: usize = 200_000;

/// What a search came to.
pub(super) enum Searched {
    /// This order explains everything.
    Explained(Vec<u16>),
    /// The answers can be explained, but these calls, as few as possible, would have to come
    /// back.
    Stuck(Vec<u16>),
    /// No order explains the answers.
    Unexplained,
    /// There are more states than are looked at.
    TooMany,
}

/// A search over the orders of some calls.
pub(super) struct Search<'a> {
    intervals: &'a [Interval<'a>],
    /// Whether each call began when nothing else moved: then what was under way had begun to
    /// wait before.
    in_turn: bool,
    /// Whether the calls that have not come back wait for ever. Otherwise they may have had
    /// an effect already.
    is_stuck: bool,
    /// A call whose answer is left open, to see what it could be.
    open: Option<u16>,
    /// What the model says to that call, each once.
    pub objections: Vec<Objection>,
    /// The steps of all orders: the one before, and the call.
    trail: Vec<(usize, u16)>,
}

/// How far an order has come: which calls have begun and ended, and the model after them.
#[derive(PartialEq, Eq, Hash)]
struct State<S> {
    /// Two bits for each call: its first moment is over, and it is over.
    done: Vec<u64>,
    model: S,
}

impl<S> State<S> {
    fn is_set(&self, bit: usize) -> bool {
        self.done[bit / 64] >> (bit % 64) & 1 == 1
    }

    fn has_begun(&self, index: usize) -> bool {
        self.is_set(2 * index)
    }

    fn has_ended(&self, index: usize) -> bool {
        self.is_set(2 * index + 1)
    }

    fn with(&self, bit: usize, model: S) -> Self {
        let mut done = self.done.clone();
        done[bit / 64] |= 1 << (bit % 64);
        Self { done, model }
    }
}

/// The start of every trail.
const ROOT: usize = usize::MAX;

/// What the model makes of a call here.
enum Effect {
    /// It takes place, with this answer.
    Takes,
    /// It would wait.
    Waits,
    /// It takes place, but not with this answer.
    Otherwise(Option<Objection>),
}

impl<'a> Search<'a> {
    /// A search over these calls.
    pub const fn new(intervals: &'a [Interval<'a>], in_turn: bool, is_stuck: bool) -> Self {
        Self {
            intervals,
            in_turn,
            is_stuck,
            open: None,
            objections: Vec::new(),
            trail: Vec::new(),
        }
    }

    /// The same with the answer of a call left open. All orders are looked at then.
    pub fn with_open(self, number: u16) -> Self {
        Self {
            open: Some(number),
            ..self
        }
    }

    /// Searches from a model before the first call.
    pub fn run<S>(&mut self, empty: &S) -> Result<Searched, Broken>
    where
        S: Oracle + Clone + Eq + Hash,
    {
        let first = Rc::new(State {
            done: vec![0; (2 * self.intervals.len()).div_ceil(64)],
            model: empty.clone(),
        });
        let mut seen = HashSet::from([Rc::clone(&first)]);
        let mut stack = vec![(first, ROOT)];
        let mut fewest: Option<Vec<u16>> = None;
        let mut explained = None;
        while let Some((state, trail)) = stack.pop() {
            if self.all_that_returned_have_ended(&state) {
                match self.offenders(&state)? {
                    Some(calls) if calls.is_empty() => {
                        if self.open.is_none() {
                            return Ok(Searched::Explained(self.order(trail)));
                        }
                        explained = Some(trail);
                    }
                    Some(calls)
                        if fewest
                            .as_ref()
                            .is_none_or(|fewest| calls.len() < fewest.len()) =>
                    {
                        fewest = Some(calls);
                    }
                    Some(_) | None => {}
                }
            }
            // What is pushed last is looked at first: calls that came back, in the order in
            // which they began.
            let mut next: Vec<usize> = (0..self.intervals.len())
                .filter(|index| !state.has_ended(*index) && self.may_come_next(&state, *index))
                .collect();
            next.sort_by_key(|index| {
                let returned = self.intervals[*index].returned.is_some();
                (returned, std::cmp::Reverse(*index))
            });
            for index in next {
                let Some(child) = self.step(&state, index)? else {
                    continue;
                };
                let child = Rc::new(child);
                if seen.insert(Rc::clone(&child)) {
                    self.trail.push((trail, self.intervals[index].number));
                    stack.push((child, self.trail.len() - 1));
                }
            }
            if seen.len() > MOST_STATES {
                return Ok(Searched::TooMany);
            }
        }
        Ok(match (explained, fewest) {
            (Some(trail), _) => Searched::Explained(self.order(trail)),
            (None, Some(calls)) => Searched::Stuck(calls),
            (None, None) => Searched::Unexplained,
        })
    }

    /// Whether every call that has to come before this one is done. One that did not come
    /// back may be left out.
    fn may_come_next<S>(&self, state: &State<S>, index: usize) -> bool {
        let mut others = self.intervals.iter().enumerate();
        others.all(|(other, interval)| {
            interval.returned.is_none()
                || state.has_ended(other)
                || !interval.precedes(&self.intervals[index])
        })
    }

    fn all_that_returned_have_ended<S>(&self, state: &State<S>) -> bool {
        let mut intervals = self.intervals.iter().enumerate();
        intervals.all(|(index, interval)| interval.returned.is_none() || state.has_ended(index))
    }

    /// The calls that have not come back and would have to; `None` if one of them has not
    /// taken its place yet, which it does next.
    fn offenders<S>(&self, state: &State<S>) -> Result<Option<Vec<u16>>, Broken>
    where
        S: Oracle + Clone,
    {
        let mut calls = Vec::new();
        if !self.is_stuck {
            return Ok(Some(calls));
        }
        for (index, interval) in self.intervals.iter().enumerate() {
            if interval.returned.is_some() {
                continue;
            }
            if state.has_ended(index) {
                calls.push(interval.number);
                continue;
            }
            let mut model = state.model.clone();
            if !state.has_begun(index) && begin(&mut model, interval.call)? {
                return Ok(None);
            }
            if !matches!(effect(&mut model, interval.call, None)?, Effect::Waits) {
                calls.push(interval.number);
            }
        }
        Ok(Some(calls))
    }

    /// Whether every call of two moments that came earlier has begun.
    fn has_its_turn<S>(&self, state: &State<S>, index: usize) -> Result<bool, Broken>
    where
        S: Oracle + Clone,
    {
        let called = self.intervals[index].called;
        for (earlier, interval) in self.intervals.iter().enumerate() {
            let is_open = !state.has_begun(earlier) && !state.has_ended(earlier);
            if interval.called < called
                && is_open
                && begin(&mut state.model.clone(), interval.call)?
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The next moment of a call, if it is possible here.
    fn step<S>(&mut self, state: &State<S>, index: usize) -> Result<Option<State<S>>, Broken>
    where
        S: Oracle + Clone,
    {
        let interval = &self.intervals[index];
        if self.in_turn && !self.has_its_turn(state, index)? {
            return Ok(None);
        }
        let mut model = state.model.clone();
        if !state.has_begun(index) && begin(&mut model, interval.call)? {
            return Ok(Some(state.with(2 * index, model)));
        }
        let answer = interval.returned.map(|returned| returned.1);
        let taken = if self.open == Some(interval.number) {
            self.leave_open(&mut model, interval.call, answer)?
        } else {
            matches!(effect(&mut model, interval.call, answer)?, Effect::Takes)
        };
        Ok(taken.then(|| state.with(2 * index + 1, model)))
    }

    /// Makes the call whatever it answers, and notes what the model says.
    fn leave_open<S>(
        &mut self,
        model: &mut S,
        call: &Call,
        answer: Option<&Answer>,
    ) -> Result<bool, Broken>
    where
        S: Oracle + Clone,
    {
        let objection = match effect(&mut model.clone(), call, answer)? {
            Effect::Takes => None,
            Effect::Waits => Some(Objection::Blocks),
            Effect::Otherwise(objection) => objection,
        };
        let objection = objection.filter(|objection| !self.objections.contains(objection));
        self.objections.extend(objection);
        Ok(matches!(effect(model, call, None)?, Effect::Takes))
    }

    fn order(&self, mut trail: usize) -> Vec<u16> {
        let mut order = Vec::new();
        while let Some((before, number)) = self.trail.get(trail) {
            // Of a call of two moments the later one counts.
            if !order.contains(number) {
                order.push(*number);
            }
            trail = *before;
        }
        order.reverse();
        order
    }
}

/// The first moment of a call that has two; whether it has.
fn begin(model: &mut impl Oracle, call: &Call) -> Result<bool, Broken> {
    match caught(|| model.begin(call)) {
        Ok(Ok(has_two)) => Ok(has_two),
        // What the call is made on is not there: the end of it says so too.
        Ok(Err(Fault::Missing)) => Ok(false),
        Ok(Err(Fault::Refused(expected))) => Err(Broken::refused(expected)),
        Err(report) => Err(Broken::Failed(report)),
    }
}

/// Makes a call, or the second moment of it. Without an answer any will do.
fn effect(model: &mut impl Oracle, call: &Call, answer: Option<&Answer>) -> Result<Effect, Broken> {
    let given = match answer {
        Some(Answer::Returned(bytes)) => Some(bytes.as_slice()),
        _ => None,
    };
    let opinion = match caught(|| model.end(call, given)) {
        Ok(Ok(opinion)) => opinion,
        Ok(Err(Fault::Missing)) => {
            return Ok(match answer {
                Some(Answer::Missing) => Effect::Takes,
                _ => Effect::Otherwise(None),
            });
        }
        Ok(Err(Fault::Refused(expected))) => return Err(Broken::refused(expected)),
        Err(report) => return Err(Broken::Failed(report)),
    };
    Ok(match opinion {
        Opinion::Blocks => Effect::Waits,
        Opinion::Legal => Effect::Takes,
        Opinion::Illegal(reason) => Effect::Otherwise(Some(Objection::Illegal(reason))),
        Opinion::Expected(wanted) => {
            if given.is_some_and(|given| given == wanted) || answer.is_none() {
                Effect::Takes
            } else {
                Effect::Otherwise(Some(Objection::Expected(wanted)))
            }
        }
        Opinion::Panics => match answer {
            None | Some(Answer::Panicked(_)) => Effect::Takes,
            Some(_) => Effect::Otherwise(Some(Objection::Panics)),
        },
        // A model that follows answers says nothing of a call that has none.
        Opinion::Open | Opinion::Outside => Effect::Otherwise(None),
        Opinion::Failed(report) => return Err(Broken::Failed(report)),
        Opinion::Refused(expected) => return Err(Broken::Refused(expected)),
    })
}
