//! Channels with many senders and one receiver. The messages are the stand-in's.

use crate::registry::{self, Gate, forget, is_inside};
use crate::unsupported;
use std::rc::Rc;
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

struct State {
    messages: usize,
    senders: usize,
    is_received: bool,
}

/// A channel, with one sender at first. It is known by its address.
#[derive(Debug)]
pub struct Channel {
    capacity: Option<usize>,
}

impl Channel {
    /// A channel with room for this many messages; none: for any number.
    pub const fn new(capacity: Option<usize>) -> Self {
        Self { capacity }
    }

    fn gate(&self) -> Rc<Gate<State>> {
        if self.capacity == Some(0) {
            unsupported("a channel without room");
        }
        registry::gate(&raw const self.capacity as usize, || State {
            messages: 0,
            senders: 1,
            is_received: true,
        })
    }

    fn put(&self, state: &mut State, offer: &mut Option<impl FnOnce()>) -> Option<Transfer> {
        if !state.is_received {
            return Some(Transfer::Disconnected);
        }
        if self.capacity.is_some_and(|room| state.messages >= room) {
            return None;
        }
        state.messages += 1;
        if let Some(offer) = offer.take() {
            offer();
        }
        Some(Transfer::Done)
    }

    fn take(state: &mut State) -> Option<Transfer> {
        if state.messages > 0 {
            state.messages -= 1;
            return Some(Transfer::Done);
        }
        (state.senders == 0).then_some(Transfer::Disconnected)
    }

    /// Waits until there is room, and puts a message in.
    pub fn send(&self, offer: impl FnOnce()) -> Transfer {
        let mut offer = Some(offer);
        self.gate().when(|state| self.put(state, &mut offer))
    }

    /// Puts a message in if there is room.
    pub fn try_send(&self) -> Transfer {
        let put = self.gate().now(|state| self.put(state, &mut Some(|| ())));
        put.unwrap_or(Transfer::NotNow)
    }

    /// Waits until there is a message, and takes it.
    pub fn receive(&self, limit: Option<Duration>) -> Transfer {
        if limit.is_some() {
            unsupported("receiving with a time limit");
        }
        self.gate().when(Self::take)
    }

    /// Takes a message if there is one.
    pub fn try_receive(&self) -> Transfer {
        self.gate().now(Self::take).unwrap_or(Transfer::NotNow)
    }

    /// Adds a sender.
    pub fn add_sender(&self) {
        if is_inside() {
            self.gate().now(|state| state.senders += 1);
        }
    }

    /// Removes a sender.
    pub fn drop_sender(&self) {
        if is_inside() {
            self.gate().now(|state| state.senders -= 1);
        }
    }

    /// Removes the receiver.
    pub fn drop_receiver(&self) {
        if is_inside() {
            self.gate().now(|state| state.is_received = false);
        }
    }
}

impl Drop for Channel {
    /// Another one may be made at this address.
    fn drop(&mut self) {
        if is_inside() {
            forget(&raw const self.capacity as usize);
        }
    }
}
