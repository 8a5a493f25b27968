//! What threads do that other threads can notice.

use super::object::ObjectId;
use std::panic::Location;

/// The kinds of operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A thread that has not run yet.
    Start,
    /// Going on after a wait that something else ends.
    Pass,
    /// `yield_now` or `spin_loop`.
    Pause,
    /// Reading the virtual time; never an event.
    Now,
    /// A choice that nobody else notices: a value, or the faults a later wait meets.
    Choose,
    /// Going to sleep.
    Sleep,
    /// Acquiring a lock for writing.
    Lock,
    /// Acquiring a lock for reading.
    ReadLock,
    /// Acquiring a lock for writing if that is possible at once.
    TryLock,
    /// Acquiring a lock for reading if that is possible at once.
    TryReadLock,
    /// Releasing a lock held for writing; only an event where locks are tried.
    Unlock,
    /// Releasing a lock held for reading; only an event where locks are tried.
    ReadUnlock,
    /// Reading an atomic.
    Load,
    /// Writing an atomic, whatever it was.
    Store,
    /// Comparing and exchanging.
    Exchange,
    /// Comparing and exchanging, which may fail without a reason.
    ExchangeWeak,
    /// Releasing a lock and waiting on a condition variable.
    Wait,
    /// Waking one waiter.
    Notify,
    /// Waking all waiters.
    NotifyAll,
    /// Waiting for the thread's token.
    Park,
    /// Taking the thread's token if it is there: the time for parking is over.
    TryPark,
    /// Giving a thread its token.
    Unpark,
    /// Waiting for a thread's end.
    Join,
    /// Asking for a thread's end.
    IsFinished,
    /// A thread's end; only an event where it is asked for.
    Exit,
    /// Putting a message into a channel when there is room.
    Send,
    /// Putting a message into a channel if there is room.
    TrySend,
    /// Taking a message when there is one.
    Receive,
    /// Taking a message if there is one.
    TryReceive,
    /// One sender less.
    DropSender,
    /// The receiver is gone.
    DropReceiver,
    /// Arriving at a barrier.
    Arrive,
    /// An operation of the history begins.
    Invoke,
    /// An operation of the history ends.
    Return,
    /// The execution ends here, by a failure that is recorded elsewhere.
    Halt,
}

use Kind::{
    Arrive, DropReceiver, DropSender, Exchange, ExchangeWeak, Exit, Invoke, IsFinished, Load, Lock,
    Notify, NotifyAll, Park, ReadLock, ReadUnlock, Receive, Return, Send, Store, TryLock, TryPark,
    TryReadLock, TryReceive, TrySend, Unlock, Unpark, Wait,
};

/// Pairs of kinds that do not commute on one object although either could come first. A
/// release and the blocking acquisition it allows are not among them: the second cannot
/// be moved before the first.
const CONFLICTS: &[(Kind, &[Kind])] = &[
    (Lock, &[Lock, ReadLock, TryLock, TryReadLock]),
    (ReadLock, &[TryLock]),
    (TryLock, &[TryLock, TryReadLock, Unlock, ReadUnlock]),
    (TryReadLock, &[Unlock]),
    (Load, &[Store, Exchange, ExchangeWeak]),
    (Store, &[Store, Exchange, ExchangeWeak]),
    (Exchange, &[Exchange, ExchangeWeak]),
    (ExchangeWeak, &[ExchangeWeak]),
    (Wait, &[Wait, Notify, NotifyAll]),
    (Notify, &[Notify, NotifyAll]),
    (NotifyAll, &[NotifyAll]),
    (Unpark, &[Unpark, Park, TryPark]),
    (IsFinished, &[Exit]),
    (Send, &[Send, TrySend, TryReceive, DropReceiver]),
    (TrySend, &[TrySend, Receive, TryReceive, DropReceiver]),
    (Receive, &[Receive, TryReceive, DropReceiver]),
    (TryReceive, &[TryReceive, DropSender, DropReceiver]),
    (Arrive, &[Arrive]),
    (Invoke, &[Return]),
];

const KINDS: usize = Kind::Halt as usize + 1;

/// `CONFLICTS` in both directions, a bit for each kind.
const TABLE: [u64; KINDS] = {
    let mut table = [0; KINDS];
    let mut row = 0;
    while row < CONFLICTS.len() {
        let (one, others) = CONFLICTS[row];
        let mut column = 0;
        while column < others.len() {
            table[one as usize] |= 1 << others[column] as usize;
            table[others[column] as usize] |= 1 << one as usize;
            column += 1;
        }
        row += 1;
    }
    table
};

impl Kind {
    /// Whether the two do not commute on one object.
    pub const fn conflicts(self, other: Self) -> bool {
        TABLE[self as usize] >> other as usize & 1 == 1
    }

    /// Whether the operation can fail because a lock is held.
    pub const fn tries_lock(self) -> bool {
        matches!(self, TryLock | TryReadLock)
    }

    /// Whether an operation of this kind never has to wait.
    pub const fn never_waits(self) -> bool {
        !matches!(
            self,
            Kind::Pass | Lock | ReadLock | Park | Kind::Join | Send | Receive
        )
    }

    /// Whether other threads could see another state of the object afterwards.
    pub const fn may_change(self) -> bool {
        !matches!(
            self,
            Kind::Start
                | Kind::Pass
                | Kind::Pause
                | Kind::Now
                | Kind::Choose
                | Kind::Sleep
                | Kind::Join
                | Load
                | IsFinished
                | Kind::Halt
        )
    }
}

/// What a thread is about to do.
#[derive(Clone, Copy, Debug)]
pub struct Operation {
    /// What it does.
    pub kind: Kind,
    /// What it does it to.
    pub object: ObjectId,
    /// The lock that a wait releases.
    pub lock: ObjectId,
    /// Depends on the kind: the thread joined, how many choices or threads there are.
    pub argument: u64,
    /// After how many nanoseconds a wait ends by itself.
    pub limit: u64,
    /// Objects whose change a spinning thread waits for, a bit for each.
    pub footprint: u64,
    /// Where the program says so.
    pub location: &'static Location<'static>,
}

/// The limit of a wait that does not end by itself.
pub const NEVER: u64 = u64::MAX;

impl Operation {
    /// An operation on one object.
    #[track_caller]
    pub fn on(kind: Kind, object: ObjectId) -> Self {
        Self {
            kind,
            object,
            lock: ObjectId::NONE,
            argument: 0,
            limit: NEVER,
            footprint: 0,
            location: Location::caller(),
        }
    }

    /// An operation on no object, or on one that the argument names.
    #[track_caller]
    pub fn with(kind: Kind, argument: u64) -> Self {
        Self {
            argument,
            ..Self::on(kind, ObjectId::NONE)
        }
    }

    /// Whether the two do not commute, as far as that can be told without the state.
    pub fn conflicts(&self, other: &Self) -> bool {
        (self.object == other.object
            && self.object != ObjectId::NONE
            && self.kind.conflicts(other.kind))
            || (self.lock != ObjectId::NONE
                && self.lock == other.object
                && Unlock.conflicts(other.kind))
            || (other.lock != ObjectId::NONE
                && other.lock == self.object
                && Unlock.conflicts(self.kind))
            || (self.footprint != 0 && other.disturbs(self.footprint))
            || (other.footprint != 0 && self.disturbs(other.footprint))
    }

    fn disturbs(&self, footprint: u64) -> bool {
        (self.kind.may_change() && footprint & self.object.bit() != 0)
            || footprint & self.lock.bit() != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflicts_go_both_ways() {
        assert!(Send.conflicts(TryReceive) && TryReceive.conflicts(Send));
        assert!(!Lock.conflicts(Unlock) && !Unlock.conflicts(Lock));
        assert!(!Invoke.conflicts(Invoke) && Return.conflicts(Invoke));
    }
}
