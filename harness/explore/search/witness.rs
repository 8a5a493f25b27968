//! The order with the fewest preemptions among those that mean the same.

use super::node::Event;
use crate::model::clock::MAX_THREADS;
use std::collections::{HashSet, VecDeque};

/// How many states of the search are looked at before the order as found has to do.
const MOST_STATES: usize = 200_000;

/// How far each thread has come.
type Progress = [u16; MAX_THREADS];

/// The events in an order with as few preemptions as possible, each with whether it is one,
/// and how many there are. A preemption is a change to another thread although the one
/// before could have gone on.
pub fn fewest_preemptions(trace: &[Event]) -> (Vec<(Event, bool)>, u32) {
    let mut threads: Vec<Vec<&Event>> = vec![vec![]; MAX_THREADS];
    for event in trace {
        threads[event.thread.index()].push(event);
    }
    let best = search(&threads, trace.len());
    let order = best.unwrap_or_else(|| trace.iter().map(|event| event.thread.index()).collect());
    let mut progress = Progress::default();
    let mut last = None;
    let mut events = vec![];
    let mut preemptions = 0;
    for thread in order {
        let event = threads[thread][usize::from(progress[thread])];
        let is_preemption =
            last.is_some_and(|last| last != thread && could_go_on(&threads, &progress, last));
        preemptions += u32::from(is_preemption);
        events.push((*event, is_preemption));
        progress[thread] += 1;
        last = Some(thread);
    }
    (events, preemptions)
}

/// Whether everything that happened before the thread's next event has happened.
fn is_ready(threads: &[Vec<&Event>], progress: &Progress, thread: usize) -> bool {
    let Some(event) = threads[thread].get(usize::from(progress[thread])) else {
        return false;
    };
    (0..MAX_THREADS).all(|other| {
        other == thread || usize::from(progress[other]) >= known(&threads[other], event)
    })
}

/// How many of these events, all of one thread, the event knows of.
fn known(events: &[&Event], event: &Event) -> usize {
    events.partition_point(|other| event.clock.knows(other.thread, &other.clock))
}

/// Whether the thread's next operation could have run. One that may have to wait counts
/// only if the trace lets it run here.
fn could_go_on(threads: &[Vec<&Event>], progress: &Progress, thread: usize) -> bool {
    let next = threads[thread].get(usize::from(progress[thread]));
    next.is_some_and(|event| {
        event.operation.kind.never_waits() || is_ready(threads, progress, thread)
    })
}

/// The shortest way through the orders, by breadth with changes that cost nothing first.
fn search(threads: &[Vec<&Event>], length: usize) -> Option<Vec<usize>> {
    struct Visit {
        progress: Progress,
        thread: usize,
        parent: usize,
    }
    let mut visits = vec![Visit {
        progress: Progress::default(),
        thread: MAX_THREADS,
        parent: 0,
    }];
    let mut seen: HashSet<(Progress, usize)> = HashSet::new();
    let mut queue = VecDeque::from([0_usize]);
    while let Some(index) = queue.pop_front() {
        let (progress, last) = (visits[index].progress, visits[index].thread);
        if !seen.insert((progress, last)) {
            continue;
        }
        let done: usize = progress.iter().map(|count| usize::from(*count)).sum();
        if done == length {
            let mut order = vec![];
            let mut at = index;
            while visits[at].thread != MAX_THREADS {
                order.push(visits[at].thread);
                at = visits[at].parent;
            }
            order.reverse();
            return Some(order);
        }
        if visits.len() > MOST_STATES {
            return None;
        }
        let stays = last < MAX_THREADS && could_go_on(threads, &progress, last);
        for thread in 0..MAX_THREADS {
            if !is_ready(threads, &progress, thread) {
                continue;
            }
            let mut next = progress;
            next[thread] += 1;
            visits.push(Visit {
                progress: next,
                thread,
                parent: index,
            });
            if thread != last && stays {
                queue.push_back(visits.len() - 1);
            } else {
                queue.push_front(visits.len() - 1);
            }
        }
    }
    None
}
