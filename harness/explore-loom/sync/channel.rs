//! Channels with many senders and one receiver. There is no opinion on a program that uses one:
//! a channel made of loom's locks and condition variables let a right program wait for ever.

use crate::unsupported;
use std::time::Duration;

/// What sending or receiving came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    /// The message may be moved.
    Done,
    /// There is no room, or no message.
    NotNow,
    /// The other side is gone.
    Disconnected,
}

/// A channel.
#[derive(Debug)]
pub struct Channel;

impl Channel {
    /// A channel with room for this many messages; none: for any number.
    pub const fn new(_capacity: Option<usize>) -> Self {
        Self
    }

    /// Waits until there is room, and puts a message in.
    pub fn send(&self, _offer: impl FnOnce()) -> Transfer {
        unsupported("a channel")
    }

    /// Puts a message in if there is room.
    pub fn try_send(&self) -> Transfer {
        unsupported("a channel")
    }

    /// Waits until there is a message, and takes it.
    pub fn receive(&self, _limit: Option<Duration>) -> Transfer {
        unsupported("a channel")
    }

    /// Takes a message if there is one.
    pub fn try_receive(&self) -> Transfer {
        unsupported("a channel")
    }

    /// Adds a sender.
    pub const fn add_sender(&self) {}

    /// Removes a sender.
    pub const fn drop_sender(&self) {}

    /// Removes the receiver.
    pub const fn drop_receiver(&self) {}
}
