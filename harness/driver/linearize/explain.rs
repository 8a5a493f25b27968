//! The smallest explanation of a history that no order explains: the first call that comes
//! back with an answer which cannot be, what it could have answered, and which other call
//! would have to go for the answer to be possible.

use super::search::{Search, Searched};
use super::{Broken, Interval};
use crate::Oracle;
use std::hash::Hash;
use wire::{Answer, Objection, Unexplained};

/// So many possible answers are named at most.
const MOST_ANSWERS: usize = 8;

/// Explains why no order of the calls does; `None` if that takes more states than are looked
/// at.
pub(super) fn unexplained<S>(
    empty: &S,
    intervals: &[Interval<'_>],
    in_turn: bool,
) -> Result<Option<Unexplained>, Broken>
where
    S: Oracle + Clone + Eq + Hash,
{
    let mut returns: Vec<(usize, u16)> = intervals
        .iter()
        .filter_map(|interval| Some((interval.returned?.0, interval.number)))
        .collect();
    returns.sort_unstable();
    let mut order = Vec::new();
    for (at, call) in returns {
        let prefix = until(intervals, at);
        match Search::new(&prefix, in_turn, false).run(empty)? {
            Searched::Explained(explained) => order = explained,
            Searched::TooMany => return Ok(None),
            // A model that follows answers cannot say what a call did that has none yet: the
            // same may be explained once it has.
            Searched::Unexplained | Searched::Stuck(_) if is_unsure(empty, &prefix)? => {}
            Searched::Unexplained | Searched::Stuck(_) => {
                return Ok(Some(Unexplained {
                    beside: beside(empty, &prefix, in_turn, call)?,
                    objections: objections(empty, &prefix, in_turn, call)?,
                    order: order.into_iter().filter(|other| *other != call).collect(),
                    call,
                }));
            }
        }
    }
    Ok(None)
}

/// What has happened up to this moment, included.
fn until<'a>(intervals: &[Interval<'a>], at: usize) -> Vec<Interval<'a>> {
    let begun = intervals.iter().filter(|interval| interval.called <= at);
    begun
        .map(|interval| Interval {
            returned: interval.returned.filter(|returned| returned.0 <= at),
            ..*interval
        })
        .collect()
}

/// Whether one of the calls that have not come back is of those whose answers the model
/// follows.
fn is_unsure<S: Oracle + Clone>(empty: &S, intervals: &[Interval<'_>]) -> Result<bool, Broken> {
    let mut pending = intervals.iter().filter(|each| each.returned.is_none());
    Ok(pending.any(|interval| empty.follows_answers(interval.call)))
}

/// Another call that would have to go, or to answer otherwise, for this one's answer to be
/// possible: one that ran at the same time, if there is such a one, and the latest of them.
fn beside<S>(
    empty: &S,
    prefix: &[Interval<'_>],
    in_turn: bool,
    call: u16,
) -> Result<Option<u16>, Broken>
where
    S: Oracle + Clone + Eq + Hash,
{
    let began = prefix.iter().find(|interval| interval.number == call);
    let began = began.map_or(0, |interval| interval.called);
    // The first call makes the subject.
    let others = prefix.iter().skip(1);
    let mut others: Vec<(usize, &Interval<'_>)> = others
        .filter(|interval| interval.number != call)
        .filter_map(|interval| Some((interval.returned?.0, interval)))
        .collect();
    others.sort_by_key(|(returned, _)| std::cmp::Reverse((*returned > began, *returned)));
    for (_, other) in others {
        let without: Vec<Interval<'_>> = prefix
            .iter()
            .map(|interval| Interval {
                returned: interval
                    .returned
                    .filter(|_| interval.number != other.number),
                ..*interval
            })
            .collect();
        if let Searched::Explained(_) = Search::new(&without, in_turn, false).run(empty)? {
            return Ok(Some(other.number));
        }
    }
    Ok(None)
}

/// What the model says against the call's answer: the answers that it could have had, or all
/// that it says if there are none.
fn objections<S>(
    empty: &S,
    prefix: &[Interval<'_>],
    in_turn: bool,
    call: u16,
) -> Result<Vec<Objection>, Broken>
where
    S: Oracle + Clone + Eq + Hash,
{
    let mut search = Search::new(prefix, in_turn, false).with_open(call);
    search.run(empty)?;
    let mut objections = search.objections;
    let mut possible = Vec::new();
    for objection in &objections {
        let answer = match objection {
            Objection::Expected(bytes) => Answer::Returned(bytes.clone()),
            Objection::Panics => Answer::Panicked(Default::default()),
            Objection::Illegal(_) | Objection::Blocks => continue,
        };
        let instead: Vec<Interval<'_>> = prefix
            .iter()
            .map(|interval| Interval {
                returned: interval.returned.map(|(at, given)| {
                    let is_it = interval.number == call;
                    (at, if is_it { &answer } else { given })
                }),
                ..*interval
            })
            .collect();
        if let Searched::Explained(_) = Search::new(&instead, in_turn, false).run(empty)? {
            possible.push(objection.clone());
        }
        if possible.len() == MOST_ANSWERS {
            break;
        }
    }
    if possible.is_empty() {
        objections.truncate(MOST_ANSWERS);
        return Ok(objections);
    }
    Ok(possible)
}
