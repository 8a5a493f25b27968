//! What operations are done to: locks, condition variables, atomics, tokens, channels, barriers.

use super::clock::Clock;
use super::thread::ThreadId;
use std::collections::VecDeque;

/// An object of the current execution, numbered in the order of first use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId(pub u32);

impl ObjectId {
    /// No object.
    pub const NONE: Self = Self(0);

    /// The object's bit in a footprint; none for objects beyond those that fit.
    pub const fn bit(self) -> u64 {
        if self.0 == 0 || self.0 > 64 {
            0
        } else {
            1 << (self.0 - 1)
        }
    }

    /// Where it is in tables.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A lock, for one writer or several readers.
#[derive(Clone, Default)]
pub struct LockState {
    /// Who holds it for writing.
    pub owner: Option<ThreadId>,
    /// How many hold it for reading.
    pub readers: u32,
    /// What the writers knew when they released it.
    pub released: Clock,
    /// What the readers knew when they released it.
    pub read_released: Clock,
    /// A fingerprint of what it guards, from when it was acquired.
    pub print: Option<u64>,
}

impl LockState {
    /// Whether it can be held for writing.
    pub fn is_free(&self) -> bool {
        self.owner.is_none() && self.readers == 0
    }

    /// Whether it can be held for reading.
    pub fn is_readable(&self) -> bool {
        self.owner.is_none()
    }
}

/// A channel. The messages themselves lie with the program; here is what decides who waits.
#[derive(Clone, Default)]
pub struct ChannelState {
    /// How many messages it holds; nothing if that is unbounded. A channel without room
    /// holds offers, and whoever made one waits until it is taken.
    pub capacity: Option<usize>,
    /// How many senders there are.
    pub senders: usize,
    /// Whether the receiver is gone.
    pub receiver_gone: bool,
    /// For each message that lies in it, who sent it and what they knew.
    pub messages: VecDeque<(ThreadId, Clock)>,
    /// What the receiver knew when it took each message so far; only where room is limited.
    pub taken: Vec<Clock>,
    /// How many messages were ever sent.
    pub sent: usize,
    /// What the senders knew that are gone.
    pub disconnected: Clock,
}

impl ChannelState {
    /// Whether sending ends at once.
    pub fn has_room(&self) -> bool {
        self.receiver_gone
            || match self.capacity {
                None | Some(0) => true,
                Some(capacity) => self.messages.len() < capacity,
            }
    }

    /// Whether receiving ends at once.
    pub fn has_news(&self) -> bool {
        !self.messages.is_empty() || self.senders == 0
    }
}

/// A barrier.
#[derive(Clone, Default)]
pub struct BarrierState {
    /// Who has arrived.
    pub arrived: Vec<ThreadId>,
    /// What they knew.
    pub known: Clock,
}

/// What an object is.
#[derive(Clone, Default)]
pub enum State {
    /// An atomic, a history, a thread's end: what matters is only who came when.
    #[default]
    Plain,
    /// A mutex or a lock for readers and writers.
    Lock(LockState),
    /// Who waits on a condition variable, the longest first.
    Condvar(Vec<ThreadId>),
    /// A thread's token: the event that gave it.
    Token(Option<u32>),
    /// A channel.
    Channel(ChannelState),
    /// A barrier.
    Barrier(BarrierState),
}

macro_rules! view {
    ($variant:ident, $type:ty, $name_mut:ident $(, $name:ident)?) => {
        impl State {
            $(
                /// The state of an object of this kind.
                pub fn $name(&self) -> &$type {
                    match self {
                        Self::$variant(state) => state,
                        _ => panic!("an object is used as what it is not"),
                    }
                }
            )?

            /// The state of an object of this kind.
            pub fn $name_mut(&mut self) -> &mut $type {
                match self {
                    Self::$variant(state) => state,
                    _ => panic!("an object is used as what it is not"),
                }
            }
        }
    };
}

view!(Lock, LockState, lock_mut, lock);
view!(Condvar, Vec<ThreadId>, condvar_mut, condvar);
view!(Token, Option<u32>, token_mut, token);
view!(Channel, ChannelState, channel_mut, channel);
view!(Barrier, BarrierState, barrier_mut);
