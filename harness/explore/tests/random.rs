//! Random programs over all primitives.

use super::mini::{Atomic, Condvar, Mutex, Queue, RwLock, spawn};
use crate::sync::barrier::Barrier;
use crate::sync::history::History;
use crate::sync::local::Local;
use crate::sync::{choice, thread, time};
use crate::{Allowance, ThreadId, arena};
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::time::Duration;

/// A small generator (xorshift64*), so that a seed means the same program for ever.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) % bound
    }
}

/// What a thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Load,
    Store,
    Add,
    Exchange,
    ExchangeWeak,
    Lock,
    LockBoth,
    LockBothBackwards,
    TryLock,
    WaitOnce,
    WaitUntil,
    WaitTimeout,
    Notify,
    NotifyAll,
    WaitOther,
    NotifyOther,
    Read,
    ReadAround,
    Write,
    TryRead,
    TryWrite,
    Park,
    ParkTimeout,
    Unpark,
    Sleep,
    Send,
    TrySend,
    Receive,
    ReceiveTimeout,
    TryReceive,
    CloseSender,
    CloseReceiver,
    Barrier,
    Invoke,
    Choose,
    IsFinished,
    Spin,
    Poll,
    Local,
    Now,
}

use Act::{
    Add, CloseReceiver, CloseSender, Exchange, ExchangeWeak, Invoke, Load, Lock, LockBoth,
    LockBothBackwards, Notify, NotifyAll, NotifyOther, Poll, Read, ReadAround, Receive,
    ReceiveTimeout, Send, Spin, Store, TryLock, TryRead, TryReceive, TrySend, TryWrite, WaitOnce,
    WaitOther, WaitTimeout, WaitUntil, Write,
};

/// Acts that meet each other. A program is made of a few groups, so that its threads do.
const GROUPS: &[&[Act]] = &[
    &[Load, Store, Add, Exchange, ExchangeWeak],
    &[Lock, LockBoth, LockBothBackwards, Lock],
    &[Lock, TryLock, LockBoth, LockBothBackwards],
    &[WaitOnce, Notify, NotifyAll, WaitUntil, Lock, WaitTimeout],
    &[WaitOther, NotifyOther, Notify, WaitOnce],
    &[Read, ReadAround, Write, Load],
    &[Read, TryRead, TryWrite, Write, ReadAround],
    &[Act::Park, Act::ParkTimeout, Act::Unpark, Act::Unpark, Store],
    &[Act::Sleep, Store, Load, WaitTimeout, Act::Now],
    &[Send, Receive, Send, CloseSender, CloseReceiver],
    &[Send, TrySend, Receive, TryReceive, ReceiveTimeout, Send],
    &[Act::Barrier, Add, Load],
    &[Invoke, Invoke, Load, Store],
    &[Act::Choose, Store, Load],
    &[Act::IsFinished, Load, Store],
    &[Spin, Store, Add, Poll, Lock],
    &[Act::Local, Load, Store],
];

/// A program: what each of its threads does, and what it shares.
#[derive(Clone, Debug)]
pub struct Program {
    pub threads: Vec<Vec<Act>>,
    pub capacity: Option<usize>,
    pub allowance: Allowance,
}

impl Program {
    pub fn random(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let mut fault = |rarity| u8::from(rng.below(rarity) == 0);
        let allowance = Allowance {
            spurious_wakeups: fault(3),
            weak_failures: fault(3),
            early_timeouts: fault(3),
        };
        let groups: Vec<&[Act]> = (0..1 + rng.below(2))
            .map(|_| GROUPS[rng.below(GROUPS.len() as u64) as usize])
            .collect();
        let capacity = [None, Some(0), Some(1), Some(2)][rng.below(4) as usize];
        let count = 2 + rng.below(2);
        let threads = (0..count)
            .map(|thread| {
                let length = 1 + rng.below(if count == 2 { 4 } else { 3 });
                let mut acts = vec![];
                while acts.len() < length as usize {
                    let group = groups[rng.below(groups.len() as u64) as usize];
                    let act = group[rng.below(group.len() as u64) as usize];
                    // A channel has one receiver; without room nothing can be tried.
                    let receives =
                        matches!(act, Receive | ReceiveTimeout | TryReceive | CloseReceiver);
                    let fits = (!receives || thread == 0)
                        && (act != TrySend || capacity != Some(0))
                        && (act != CloseSender || thread != 0);
                    acts.push(if fits { act } else { Send });
                }
                acts
            })
            .collect();
        Self {
            threads,
            capacity,
            allowance,
        }
    }

    /// Runs the program as the body of an exploration; afterwards [`seen`] says what its
    /// threads saw.
    pub fn run(&self) {
        LOGS.with_borrow_mut(|logs| {
            let _outside = arena::outside();
            *logs = vec![vec![]; self.threads.len() + 1];
        });
        let shared = Arc::new(Shared::new(self));
        let mut handles = vec![];
        for index in 0..self.threads.len() {
            let shared = Arc::clone(&shared);
            let acts = self.threads[index].clone();
            handles.push(spawn(move || shared.live(index, &acts)));
        }
        thread::unpark(ThreadId(1));
        for handle in handles {
            assert!(handle.join().is_ok());
        }
        log(self.threads.len(), shared.first.load());
        log(self.threads.len(), shared.second.load());
        log(self.threads.len(), *shared.mutexes[0].lock());
        log(self.threads.len(), *shared.mutexes[1].lock());
        log(self.threads.len(), shared.rwlock.read());
    }
}

thread_local! {
    static LOGS: RefCell<Vec<Vec<usize>>> = const { RefCell::new(vec![]) };
}

/// What the threads of the last execution saw.
pub fn seen() -> Vec<Vec<usize>> {
    LOGS.with_borrow(Clone::clone)
}

fn log(thread: usize, value: usize) {
    let _outside = arena::outside();
    LOGS.with_borrow_mut(|logs| logs[thread].push(value));
}

struct Shared {
    first: Atomic,
    second: Atomic,
    mutexes: [Mutex<usize>; 2],
    condvars: [Condvar; 2],
    rwlock: RwLock,
    queue: Queue,
    barrier: Barrier,
    history: History,
    threads: usize,
}

static LOCAL: Local<Cell<usize>> = Local::new(|| Cell::new(0));

impl Shared {
    fn new(program: &Program) -> Self {
        let queue = Queue::new(program.capacity);
        for _ in 1..program.threads.len() {
            queue.channel.add_sender();
        }
        Self {
            first: Atomic::new(0),
            second: Atomic::new(0),
            mutexes: [Mutex::new(0), Mutex::new(0)],
            condvars: [Condvar::new(), Condvar::new()],
            rwlock: RwLock::new(0),
            queue,
            barrier: Barrier::new(2),
            history: History::new(),
            threads: program.threads.len(),
        }
    }

    fn live(&self, index: usize, acts: &[Act]) {
        let (mut sends, mut receives) = (true, true);
        for act in acts {
            match act {
                CloseSender | Send | TrySend if !sends => {}
                CloseSender => {
                    self.queue.channel.drop_sender();
                    sends = false;
                }
                Receive | ReceiveTimeout | TryReceive | CloseReceiver if !receives => {}
                CloseReceiver => {
                    self.queue.channel.drop_receiver();
                    receives = false;
                }
                act => self.act(index, *act),
            }
        }
    }

    fn act(&self, index: usize, act: Act) {
        let say = |value: usize| log(index, value);
        let [mutex, other] = &self.mutexes;
        let [condvar, other_condvar] = &self.condvars;
        let limit = Duration::from_nanos(10 + index as u64);
        match act {
            Load => say(self.first.load()),
            Store => self.first.store(1 + index),
            Add => say(self.second.add(1)),
            Exchange => say(usize::from(self.first.exchange(0, 7, false).is_ok())),
            ExchangeWeak => say(usize::from(self.first.exchange(0, 8, true).is_ok())),
            Lock => *mutex.lock() += 1,
            LockBoth => {
                let first = mutex.lock();
                *other.lock() += 1 + *first;
            }
            LockBothBackwards => {
                let second = other.lock();
                *mutex.lock() += *second;
            }
            TryLock => match mutex.try_lock() {
                Some(mut guard) => {
                    *guard += 5;
                    say(1);
                }
                None => say(0),
            },
            WaitOnce => {
                let mut guard = condvar.wait(mutex.lock());
                say(*guard);
                *guard = 0;
            }
            WaitUntil => {
                let mut guard = mutex.lock();
                if *guard == 0 {
                    guard = condvar.wait(guard);
                }
                say(*guard);
                *guard = 0;
            }
            WaitTimeout => {
                let (guard, is_late) = condvar.wait_for(mutex.lock(), Some(limit));
                say(*guard + 10 * usize::from(is_late));
            }
            Notify => {
                *mutex.lock() += 1;
                condvar.notify_one();
            }
            NotifyAll => condvar.notify_all(),
            WaitOther => drop(other_condvar.wait(other.lock())),
            NotifyOther => other_condvar.notify_one(),
            Read => say(self.rwlock.read()),
            ReadAround => self.rwlock.read_around(|| say(self.first.load())),
            Write => say(self.rwlock.write()),
            TryRead => say(self.rwlock.try_read().unwrap_or(99)),
            TryWrite => say(self.rwlock.try_write().unwrap_or(99)),
            Act::Park => thread::park(None),
            Act::ParkTimeout => thread::park(Some(limit)),
            Act::Unpark => {
                thread::unpark(ThreadId(((index + 1) % self.threads) as u8 + 1));
            }
            Act::Sleep => thread::sleep(limit),
            Send => say(self.queue.send(index + 1) as usize),
            TrySend => say(self.queue.try_send(index + 1) as usize),
            Receive => say(coded(self.queue.receive(None))),
            ReceiveTimeout => say(coded(self.queue.receive(Some(limit)))),
            TryReceive => say(coded(self.queue.try_receive())),
            CloseSender | CloseReceiver => {}
            Act::Barrier => say(usize::from(self.barrier.wait())),
            Invoke => {
                self.history.invoke(0);
                say(self.second.add(1));
                self.history.respond(0);
            }
            Act::Choose => say(choice::choose(2).into()),
            Act::IsFinished => {
                let next = ThreadId(((index + 1) % self.threads) as u8 + 1);
                say(usize::from(thread::is_finished(next)));
            }
            Spin => {
                while self.first.load() == 0 {
                    thread::pause();
                }
            }
            Poll => {
                while *mutex.lock() == 0 {
                    thread::pause();
                }
            }
            Act::Local => {
                LOCAL.try_with(|local| {
                    local.set(local.get() + 1);
                    say(local.get());
                });
            }
            Act::Now => say(time::now().as_nanos() as usize),
        }
    }
}

fn coded(received: Result<usize, crate::sync::channel::Transfer>) -> usize {
    match received {
        Ok(message) => 100 + message,
        Err(transfer) => transfer as usize,
    }
}
