//! Channels with many senders and one receiver.

mod receiver;
mod sender;

use ::std::cell::UnsafeCell;
use ::std::collections::VecDeque;
use ::std::marker::PhantomData;
use ::std::sync::Arc;
use explore::ThreadId;
use explore::sync::channel::Channel;

pub use ::std::sync::mpsc::*;
pub use receiver::{IntoIter, Iter, Receiver, TryIter};
pub use sender::{Sender, SyncSender};

/// What both ends share. The explorer knows how many messages there are; here they are.
struct Shared<T> {
    channel: Channel,
    capacity: Option<usize>,
    /// With who sent them: an offer that nobody takes goes back.
    messages: UnsafeCell<VecDeque<(ThreadId, T)>>,
}

// SAFETY: the queue is accessed right after an operation on the channel, before any other
// thread runs, and no reference to it is kept.
unsafe impl<T: Send> Send for Shared<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Shared<T> {}

impl<T> Shared<T> {
    fn new(capacity: Option<usize>) -> Arc<Self> {
        Arc::new(Self {
            channel: Channel::new(capacity),
            capacity,
            messages: UnsafeCell::new(VecDeque::new()),
        })
    }

    /// Does something short with the queue that runs no code of the program.
    fn with_messages<R>(&self, action: impl FnOnce(&mut VecDeque<(ThreadId, T)>) -> R) -> R {
        let _unseen = explore::unseen();
        // SAFETY: no other reference exists, see above.
        action(unsafe { &mut *self.messages.get() })
    }
}

pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let shared = Shared::new(None);
    (Sender::new(shared.clone()), Receiver::new(shared))
}

pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let shared = Shared::new(Some(bound));
    (SyncSender::new(shared.clone()), Receiver::new(shared))
}

/// Makes a type `!Sync`.
type NotSync = PhantomData<::std::cell::Cell<()>>;
