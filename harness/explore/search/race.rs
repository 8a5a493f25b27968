//! Races: events whose order could have been the other one.
//!
//! The algorithm is source-set dynamic partial order reduction (Abdulla, Aronsson, Jonsson
//! and Sagonas, "Source Sets: A Foundation for Optimal Dynamic Partial Order Reduction",
//! JACM 2017). Two events race if they do not commute, are of different threads, and the
//! second could have come before the first: nothing but the first's own place in the order
//! puts it there. For every race it is made sure that some execution tries the other order.

use super::mutant::{self, Mutant};
use super::node::{Event, Node};
use crate::model::clock::Clock;
use crate::model::execution::Execution;
use crate::model::object::ObjectId;
use crate::model::operation::{Kind, Operation};
use crate::model::thread::{ThreadId, ThreadSet};

/// Looks for races between what happened and the operation of a thread, and notes what has
/// to be tried. The clock of the operation's event.
///
/// The operation need not be possible: what is blocked for ever is looked at as if it ran.
pub fn analyse(
    nodes: &mut [Node],
    execution: &Execution,
    thread: ThreadId,
    operation: &Operation,
    reduces: bool,
) -> Clock {
    let state = execution.thread(thread);
    // What certainly came before, however the races are decided.
    let mut before = state.clock;
    before.join(&state.wake);
    join_cause(&mut before, nodes, execution, operation);
    let mut clock = before;
    join_releases(&mut clock, execution, operation);
    let fails = execution.would_fail(operation);
    let mut races: Vec<usize> = vec![];
    for object in touched(operation) {
        let mut horizon = before;
        for index in execution.logs[object.index()].iter().rev() {
            let index = *index as usize;
            let event = event(nodes, index);
            if event.thread == thread
                || horizon.knows(event.thread, &event.clock)
                || !depends(event, operation, fails)
            {
                continue;
            }
            clock.join(&event.clock);
            if is_reversible(event, operation) {
                races.push(index);
            }
            if was_possible_before(event, operation) {
                horizon.join(&event.clock);
            }
        }
    }
    if reduces {
        for index in races {
            add_backtrack(nodes, index, execution.depth as usize, thread, &clock);
        }
    }
    clock.tick(thread);
    clock
}

/// The event at a node that has one.
pub fn event(nodes: &[Node], index: usize) -> &Event {
    nodes[index]
        .event
        .as_ref()
        .expect("every node above the current one has an event")
}

/// Whether an event does not commute with an operation that another thread could do in the
/// same state.
pub fn depends(event: &Event, operation: &Operation, fails: bool) -> bool {
    let earlier = &event.operation;
    if mutated_away(earlier.kind, operation.kind) {
        return false;
    }
    if !earlier.conflicts(operation) {
        return false;
    }
    if earlier.footprint != 0 || operation.footprint != 0 {
        return true;
    }
    let notifies = |kind| matches!(kind, Kind::Notify | Kind::NotifyAll);
    // Two notifications that wake nobody commute, and so do two tries that fail.
    !(event.is_idle
        && ((notifies(earlier.kind) && notifies(operation.kind))
            || (earlier.kind.tries_lock() && operation.kind.tries_lock() && fails)))
}

/// Whether the operation could have come before the event. One that waits for a lock could
/// not where a try of that lock had just failed.
fn is_reversible(event: &Event, operation: &Operation) -> bool {
    let failed_try = event.is_idle && event.operation.kind.tries_lock();
    let impossible = match operation.kind {
        Kind::Lock => failed_try,
        Kind::ReadLock => failed_try && event.operation.kind == Kind::TryReadLock,
        _ => false,
    };
    !impossible
}

/// Whether the operation was certainly possible before the event. Then races with what
/// happened before that are found when the two are the other way round; otherwise they
/// have to be looked at now.
fn was_possible_before(event: &Event, operation: &Operation) -> bool {
    if operation.footprint != 0 {
        return false;
    }
    if operation.kind.never_waits() {
        return true;
    }
    // Whoever took the only place found it free.
    !event.is_idle
        && matches!(
            event.operation.kind,
            Kind::Lock | Kind::TryLock | Kind::Send | Kind::TrySend
        )
}

/// Adds what the event that made the operation possible knew, if no other could have.
fn join_cause(clock: &mut Clock, nodes: &[Node], execution: &Execution, operation: &Operation) {
    let state = &execution.objects[operation.object.index()];
    match operation.kind {
        Kind::Join => {
            let joined = &execution.threads[operation.argument as usize];
            if joined.is_done {
                clock.join(&joined.clock);
            }
        }
        Kind::Park => {
            if let Some(index) = state.token() {
                clock.join(&event(nodes, *index as usize).clock);
            }
        }
        Kind::Receive => {
            let channel = state.channel();
            match channel.messages.front() {
                Some((_, sent)) => clock.join(sent),
                None if channel.senders == 0 => clock.join(&channel.disconnected),
                None => {}
            }
        }
        _ => {}
    }
}

/// Adds what was known to those who made room for the operation. Whoever had taken the room
/// before races with it all the same.
fn join_releases(clock: &mut Clock, execution: &Execution, operation: &Operation) {
    let state = &execution.objects[operation.object.index()];
    match operation.kind {
        Kind::Lock | Kind::TryLock => {
            clock.join(&state.lock().released);
            clock.join(&state.lock().read_released);
        }
        Kind::ReadLock | Kind::TryReadLock => clock.join(&state.lock().released),
        Kind::Send | Kind::TrySend => {
            let channel = state.channel();
            let room = channel.capacity.filter(|capacity| *capacity > 0);
            let made = room.and_then(|capacity| channel.sent.checked_sub(capacity));
            if let Some(taken) = made.and_then(|index| channel.taken.get(index)) {
                clock.join(taken);
            }
        }
        _ => {}
    }
}

/// The objects an operation touches.
fn touched(operation: &Operation) -> impl Iterator<Item = ObjectId> {
    let footprint = operation.footprint;
    [operation.object, operation.lock]
        .into_iter()
        .filter(|object| *object != ObjectId::NONE)
        .chain(
            (0..64)
                .take_while(move |bit| footprint >> bit != 0)
                .filter(move |bit| footprint >> bit & 1 == 1)
                .map(|bit| ObjectId(bit + 1)),
        )
}

/// Makes sure that some thread is tried at the node that leads to the other order.
///
/// The events after the first of the race that do not depend on it, followed by the second,
/// could run instead of it. Some thread that can begin such a sequence has to be tried.
fn add_backtrack(nodes: &mut [Node], index: usize, depth: usize, thread: ThreadId, clock: &Clock) {
    let first = *event(nodes, index);
    let mut begun = ThreadSet::EMPTY;
    let mut initials = ThreadSet::EMPTY;
    let mut sequence: Vec<(ThreadId, Clock)> = vec![];
    let comes_after_none = |clock: &Clock, sequence: &[(ThreadId, Clock)]| {
        !sequence
            .iter()
            .any(|(thread, event)| clock.knows(*thread, event))
    };
    for later in index + 1..depth {
        let later = event(nodes, later);
        if later.clock.knows(first.thread, &first.clock) {
            continue;
        }
        if !begun.contains(later.thread) {
            begun.insert(later.thread);
            if comes_after_none(&later.clock, &sequence) {
                initials.insert(later.thread);
            }
        }
        sequence.push((later.thread, later.clock));
    }
    if !begun.contains(thread) && comes_after_none(clock, &sequence) {
        initials.insert(thread);
    }
    let node = &mut nodes[index];
    if mutant::is(Mutant::NoInitials) {
        if node.enabled.contains(thread) {
            node.backtrack.insert(thread);
        }
        return;
    }
    // Those asleep have been tried, here or further up.
    if !node.backtrack.or(node.sleep).and(initials).is_empty() {
        return;
    }
    match initials.and(node.enabled).first() {
        Some(initial) => node.backtrack.insert(initial),
        None => node.backtrack = node.backtrack.or(node.enabled),
    }
}

fn mutated_away(earlier: Kind, later: Kind) -> bool {
    let pair = |one: &[Kind], two: &[Kind]| {
        one.contains(&earlier) && two.contains(&later)
            || two.contains(&earlier) && one.contains(&later)
    };
    let sends = [Kind::Send, Kind::TrySend];
    let writes = [Kind::Lock, Kind::TryLock];
    let reads = [Kind::ReadLock, Kind::TryReadLock];
    (mutant::is(Mutant::NotifyMissesWait) && pair(&[Kind::Wait], &[Kind::Notify, Kind::NotifyAll]))
        || (mutant::is(Mutant::ReadsForgotten)
            && earlier == Kind::Load
            && matches!(later, Kind::Store | Kind::Exchange | Kind::ExchangeWeak))
        || (mutant::is(Mutant::SendsCommute) && pair(&sends, &sends))
        || (mutant::is(Mutant::TokensCommute) && pair(&[Kind::Unpark], &[Kind::Park]))
        || (mutant::is(Mutant::ReadersCommute) && pair(&reads, &writes))
        || (mutant::is(Mutant::ReceiveTriesForgotten) && pair(&[Kind::TryReceive], &sends))
}
