//! Channels with many senders and one receiver. The messages are the stand-in's: it puts
//! one into its queue after a send that is done, and takes one out after a receive.

use super::choice;
use super::tag::{Tag, Whole};
use super::time::nanoseconds;
use crate::model::execution::Execution;
use crate::model::object::{ObjectId, State};
use crate::model::operation::{Kind, Operation};
use crate::model::perform::{label, outcome};
use crate::runtime::{self, announce};
use std::time::Duration;

/// What sending or receiving came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    /// The message may be moved.
    Done,
    /// There is no room, no message, or no time left.
    NotNow,
    /// The other side is gone.
    Disconnected,
}

impl Transfer {
    fn of(outcome: u32) -> Self {
        match outcome {
            outcome::DONE => Self::Done,
            outcome::DISCONNECTED => Self::Disconnected,
            _ => Self::NotNow,
        }
    }
}

/// A channel, with one sender at first.
pub struct Channel {
    tag: Tag,
    capacity: Option<usize>,
}

impl Channel {
    /// A channel with room for this many messages; none: for any number.
    pub const fn new(capacity: Option<usize>) -> Self {
        Self {
            tag: Tag::new(),
            capacity,
        }
    }

    fn object(&self) -> ObjectId {
        let fresh = || Execution::fresh_channel(self.capacity);
        self.tag.object(Whole::of(self), fresh)
    }

    /// Waits until there is room, and puts a message in. Without room for any message it
    /// waits until the message, put into the queue by `offer`, has been taken; then it may
    /// be disconnected and the message still there.
    #[track_caller]
    pub fn send(&self, offer: impl FnOnce()) -> Transfer {
        let sent = Transfer::of(announce(Operation::on(Kind::Send, self.object())));
        if sent != Transfer::Done {
            return sent;
        }
        offer();
        if self.capacity != Some(0) {
            return sent;
        }
        Transfer::of(announce(Operation::with(Kind::Pass, 0)))
    }

    /// Puts a message in if there is room.
    ///
    /// Whether a channel without room has a receiver that waits is not explored: such a
    /// program ends here.
    #[track_caller]
    pub fn try_send(&self) -> Transfer {
        if self.capacity == Some(0) {
            unsupported("`try_send` on a channel without room");
        }
        Transfer::of(announce(Operation::on(Kind::TrySend, self.object())))
    }

    /// Waits until there is a message, for at most this long, and takes it.
    #[track_caller]
    pub fn receive(&self, limit: Option<Duration>) -> Transfer {
        let nanoseconds = limit.map(nanoseconds);
        let object = self.object();
        let kind = if choice::faults(0, nanoseconds) == label::EARLY {
            Kind::TryReceive
        } else {
            if let Some(nanoseconds) = nanoseconds {
                runtime::with(|execution| {
                    let thread = execution.running();
                    thread.deadline = thread.clock.now.saturating_add(nanoseconds);
                });
            }
            Kind::Receive
        };
        Transfer::of(announce(Operation::on(kind, object)))
    }

    /// Takes a message if there is one.
    #[track_caller]
    pub fn try_receive(&self) -> Transfer {
        Transfer::of(announce(Operation::on(Kind::TryReceive, self.object())))
    }

    /// Adds a sender.
    pub fn add_sender(&self) {
        let object = self.object();
        runtime::with(|execution| {
            if let State::Channel(channel) = &mut execution.objects[object.index()] {
                channel.senders += 1;
            }
        });
    }

    /// Removes a sender.
    pub fn drop_sender(&self) {
        announce(Operation::on(Kind::DropSender, self.object()));
    }

    /// Removes the receiver. Messages that wait are the caller's to drop.
    pub fn drop_receiver(&self) {
        announce(Operation::on(Kind::DropReceiver, self.object()));
    }
}

/// Ends the execution: the program uses what cannot be explored.
pub fn unsupported(what: &str) -> ! {
    let what = {
        let _outside = crate::arena::outside();
        what.to_owned()
    };
    runtime::halt(crate::report::Failure::Unsupported(what))
}
