//! What operations do to the state, and what may be chosen with them.

use super::clock::Clock;
use super::execution::Execution;
use super::object::ObjectId;
use super::operation::{Kind, NEVER, Operation};
use super::thread::ThreadId;
use crate::order::{self, Side};

/// What happens with an operation beyond the thread that does it. A label means the same
/// wherever it is offered, whatever else is offered there.
pub mod label {
    /// Nothing special.
    pub const NONE: u8 = 0;
    /// A wait ends although nobody ended it.
    pub const SPURIOUS: u8 = 1;
    /// The time is up before anybody else did anything.
    pub const EARLY: u8 = 2;
    /// A weak exchange fails although it could succeed.
    pub const WEAK: u8 = 3;
    /// A thread is woken: this much more than its number.
    pub const WAKES: u8 = 8;
}

/// The argument bit of a choice whether the wait to come ends spuriously.
pub const MAY_WAKE: u64 = 1 << 32;
/// The argument bit of a choice whether the time of the wait to come is up.
pub const MAY_EXPIRE: u64 = 1 << 33;

impl Execution {
    /// The label of the choice with this index, and how many choices there are.
    pub fn choice(&self, operation: &Operation, index: u8) -> (u8, u8) {
        let left = &self.allowance;
        let faults = |spurious: bool, early: bool, weak: bool| {
            let offered = [
                Some(label::NONE),
                (spurious && left.spurious_wakeups > 0).then_some(label::SPURIOUS),
                (early && left.early_timeouts > 0).then_some(label::EARLY),
                (weak && left.weak_failures > 0).then_some(label::WEAK),
            ];
            let count = offered.iter().flatten().count() as u8;
            let chosen = offered.into_iter().flatten().nth(usize::from(index));
            (chosen.unwrap_or(label::NONE), count)
        };
        match operation.kind {
            Kind::Wait => faults(true, operation.limit != NEVER, false),
            Kind::Sleep => faults(false, true, false),
            Kind::ExchangeWeak => faults(false, false, true),
            Kind::Choose if operation.argument >= MAY_WAKE => faults(
                operation.argument & MAY_WAKE != 0,
                operation.argument & MAY_EXPIRE != 0,
                false,
            ),
            Kind::Choose => (index, (operation.argument as u8).max(1)),
            Kind::Notify => {
                let waiters = self.objects[operation.object.index()].condvar();
                match waiters.get(usize::from(index)) {
                    Some(waiter) => (label::WAKES + waiter.0, waiters.len() as u8),
                    None => (label::NONE, 1),
                }
            }
            _ => (label::NONE, 1),
        }
    }

    /// Performs the thread's operation, whose event has this clock. Says whether it had no
    /// effect: a failed try, a notification that nobody waited for.
    pub fn perform(
        &mut self,
        by: ThreadId,
        operation: &Operation,
        label: u8,
        clock: Clock,
    ) -> bool {
        self.current = by;
        let index = self.depth;
        self.depth += 1;
        self.log(operation, index);
        let thread = &mut self.threads[by.index()];
        thread.clock = clock;
        thread.wake = Clock::default();
        thread.deadline = NEVER;
        thread.lap.clear();
        if operation.kind != Kind::Pass {
            thread.outcome = u32::from(label);
        }
        self.spend(operation, label);
        let mut is_idle = false;
        match operation.kind {
            Kind::Lock | Kind::ReadLock | Kind::Unlock | Kind::ReadUnlock => {
                self.move_lock(by, operation.object, operation.kind);
            }
            Kind::TryLock | Kind::TryReadLock => {
                is_idle = self.would_fail(operation);
                self.threads[by.index()].outcome = u32::from(!is_idle);
                if !is_idle {
                    self.move_lock(by, operation.object, operation.kind);
                }
            }
            Kind::Wait => self.wait(by, operation, label),
            Kind::Notify | Kind::NotifyAll => is_idle = self.notify(operation, label, &clock),
            Kind::Park | Kind::TryPark => {
                let token = self.objects[operation.object.index()].token_mut();
                let is_there = token.take().is_some();
                self.threads[by.index()].outcome = u32::from(is_there);
                if is_there {
                    order::acquired(by, operation.object, Side::One);
                }
            }
            Kind::Unpark => {
                order::released(by, operation.object, Side::One);
                let token = self.objects[operation.object.index()].token_mut();
                if token.is_none() {
                    *token = Some(index);
                }
            }
            Kind::Sleep => {
                let thread = &mut self.threads[by.index()];
                if label == label::EARLY {
                    thread.clock.now += operation.limit;
                } else {
                    thread.is_open = false;
                    thread.deadline = thread.clock.now.saturating_add(operation.limit);
                }
            }
            Kind::Choose if label == label::EARLY && operation.argument >= MAY_WAKE => {
                self.threads[by.index()].clock.now += operation.limit;
            }
            Kind::Join => order::joined(by, ThreadId(operation.argument as u8)),
            Kind::IsFinished => {
                let done = self.threads[operation.argument as usize].is_done;
                self.threads[by.index()].outcome = u32::from(done);
            }
            Kind::Exit => {
                self.threads[by.index()].is_done = true;
                self.changed(operation.object);
            }
            Kind::Send | Kind::TrySend => is_idle = !self.send(by, operation, clock),
            Kind::Receive | Kind::TryReceive => self.receive(by, operation, clock),
            Kind::DropSender | Kind::DropReceiver => self.disconnect(by, operation, &clock),
            Kind::Arrive => self.arrive(by, operation, &clock),
            _ => {}
        }
        if is_idle || !matches!(operation.kind, Kind::TryLock | Kind::TryReadLock) {
            self.note(by, operation);
        } else {
            self.threads[by.index()].recent.clear();
        }
        is_idle
    }

    /// Performs an operation of a loop that is watched: it changes nothing and leaves no trace.
    pub(crate) fn do_quietly(&mut self, operation: &Operation) -> u32 {
        match operation.kind {
            Kind::Lock | Kind::ReadLock | Kind::Unlock | Kind::ReadUnlock => {
                self.move_lock(self.current, operation.object, operation.kind);
                0
            }
            Kind::IsFinished => u32::from(self.threads[operation.argument as usize].is_done),
            Kind::Sleep => {
                self.running().clock.now += operation.limit;
                u32::from(label::EARLY)
            }
            _ => 0,
        }
    }

    fn log(&mut self, operation: &Operation, index: u32) {
        for object in [operation.object, operation.lock] {
            if object != ObjectId::NONE {
                self.logs[object.index()].push(index);
            }
        }
        let mut bits = operation.footprint;
        while bits != 0 {
            self.logs[bits.trailing_zeros() as usize + 1].push(index);
            bits &= bits - 1;
        }
    }

    fn spend(&mut self, operation: &Operation, label: u8) {
        let is_fault = operation.kind != Kind::Choose || operation.argument >= MAY_WAKE;
        let left = &mut self.allowance;
        match label {
            label::SPURIOUS if is_fault => left.spurious_wakeups -= 1,
            label::EARLY if is_fault => left.early_timeouts -= 1,
            label::WEAK if is_fault => left.weak_failures -= 1,
            _ => {}
        }
    }

    /// Acquires or releases a lock for a thread.
    pub fn move_lock(&mut self, by: ThreadId, object: ObjectId, kind: Kind) {
        let clock = self.threads[by.index()].clock;
        let lock = self.objects[object.index()].lock_mut();
        match kind {
            Kind::Lock | Kind::TryLock => {
                lock.owner = Some(by);
                order::acquired(by, object, Side::One);
                order::acquired(by, object, Side::Other);
            }
            Kind::ReadLock | Kind::TryReadLock => {
                lock.readers += 1;
                order::acquired(by, object, Side::One);
            }
            Kind::Unlock => {
                lock.owner = None;
                lock.released.join(&clock);
                order::released(by, object, Side::One);
            }
            _ => {
                lock.readers -= 1;
                lock.read_released.join(&clock);
                order::released(by, object, Side::Other);
            }
        }
        self.lock_moved(by, object);
    }

    fn wait(&mut self, by: ThreadId, operation: &Operation, label: u8) {
        let thread = &mut self.threads[by.index()];
        thread.is_timed_out = label == label::EARLY;
        match label {
            label::NONE => {
                thread.is_open = false;
                if operation.limit != NEVER {
                    thread.deadline = thread.clock.now.saturating_add(operation.limit);
                }
                self.objects[operation.object.index()]
                    .condvar_mut()
                    .push(by);
            }
            label::EARLY => thread.clock.now += operation.limit,
            _ => {}
        }
        self.move_lock(by, operation.lock, Kind::Unlock);
    }

    fn notify(&mut self, operation: &Operation, label: u8, clock: &Clock) -> bool {
        let waiters = self.objects[operation.object.index()].condvar_mut();
        let woken: Vec<ThreadId> = if operation.kind == Kind::NotifyAll {
            std::mem::take(waiters)
        } else {
            let chosen = waiters
                .iter()
                .position(|waiter| label::WAKES + waiter.0 == label);
            chosen
                .map(|index| waiters.remove(index))
                .into_iter()
                .collect()
        };
        for waiter in &woken {
            self.threads[waiter.index()].open(clock);
        }
        woken.is_empty()
    }

    /// Puts a message into a channel. Whether it was there for it.
    fn send(&mut self, by: ThreadId, operation: &Operation, clock: Clock) -> bool {
        let channel = self.objects[operation.object.index()].channel_mut();
        let outcome = if channel.receiver_gone {
            outcome::DISCONNECTED
        } else if channel.has_room() {
            channel.messages.push_back((by, clock));
            channel.sent += 1;
            outcome::DONE
        } else {
            outcome::NOT_NOW
        };
        let offers = outcome == outcome::DONE && channel.capacity == Some(0);
        let thread = &mut self.threads[by.index()];
        thread.outcome = outcome;
        thread.is_open = !offers;
        match outcome {
            outcome::DONE => {
                // Room is what a receiver made; what it did before is known then.
                if self.objects[operation.object.index()]
                    .channel_mut()
                    .capacity
                    .is_some()
                {
                    order::acquired(by, operation.object, Side::Other);
                }
                order::sent(by, operation.object);
                self.changed(operation.object);
            }
            outcome::DISCONNECTED => order::acquired(by, operation.object, Side::Other),
            _ => {}
        }
        outcome == outcome::DONE
    }

    fn receive(&mut self, by: ThreadId, operation: &Operation, clock: Clock) {
        let channel = self.objects[operation.object.index()].channel_mut();
        let outcome = match channel.messages.pop_front() {
            Some((sender, _)) => {
                order::received(by, operation.object);
                if channel.capacity.is_some() {
                    order::released(by, operation.object, Side::Other);
                }
                if channel.capacity == Some(0) {
                    self.threads[sender.index()].open(&clock);
                    order::acquired(sender, operation.object, Side::Other);
                } else if channel.capacity.is_some() {
                    channel.taken.push(clock);
                }
                outcome::DONE
            }
            None if channel.senders == 0 => {
                order::acquired(by, operation.object, Side::One);
                outcome::DISCONNECTED
            }
            None => outcome::NOT_NOW,
        };
        self.threads[by.index()].outcome = outcome;
        if outcome == outcome::DONE {
            self.changed(operation.object);
        }
    }

    fn disconnect(&mut self, by: ThreadId, operation: &Operation, clock: &Clock) {
        let side = if operation.kind == Kind::DropSender {
            Side::One
        } else {
            Side::Other
        };
        order::released(by, operation.object, side);
        let channel = self.objects[operation.object.index()].channel_mut();
        channel.disconnected.join(clock);
        if operation.kind == Kind::DropSender {
            channel.senders -= 1;
        } else {
            channel.receiver_gone = true;
            // Whatever it did not take it throws away, and has to know of.
            for _ in &channel.messages {
                order::received(by, operation.object);
            }
            let offers = std::mem::take(&mut channel.messages);
            if channel.capacity == Some(0) {
                for (sender, _) in offers {
                    let thread = &mut self.threads[sender.index()];
                    thread.open(clock);
                    thread.outcome = outcome::DISCONNECTED;
                    order::acquired(sender, operation.object, Side::Other);
                }
            }
        }
        self.changed(operation.object);
    }

    fn arrive(&mut self, by: ThreadId, operation: &Operation, clock: &Clock) {
        let barrier = self.objects[operation.object.index()].barrier_mut();
        barrier.known.join(clock);
        order::released(by, operation.object, Side::One);
        if barrier.arrived.len() as u64 + 1 < operation.argument {
            barrier.arrived.push(by);
            let thread = &mut self.threads[by.index()];
            thread.is_open = false;
            thread.outcome = 0;
            return;
        }
        let (arrived, known) = (std::mem::take(&mut barrier.arrived), barrier.known);
        barrier.known = Clock::default();
        for thread in arrived {
            self.threads[thread.index()].open(&known);
            order::acquired(thread, operation.object, Side::One);
        }
        order::acquired(by, operation.object, Side::One);
        let last = &mut self.threads[by.index()];
        last.clock.join(&known);
        last.outcome = 1;
    }
}

/// What sending and receiving come to.
pub mod outcome {
    /// There is no room, or no message, yet.
    pub const NOT_NOW: u32 = 0;
    /// The message has moved.
    pub const DONE: u32 = 1;
    /// The other side is gone.
    pub const DISCONNECTED: u32 = 2;
}
