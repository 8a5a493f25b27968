//! The end that receives.

use super::{NotSync, RecvError, RecvTimeoutError, Shared, TryRecvError};
use crate::time::beyond;
use ::std::collections::VecDeque;
use ::std::fmt;
use ::std::marker::PhantomData;
use ::std::sync::Arc;
use ::std::time::Duration;
use explore::sync::channel::Transfer;

pub struct Receiver<T> {
    shared: Arc<Shared<T>>,
    not_sync: NotSync,
}

#[derive(Debug)]
pub struct Iter<'a, T> {
    receiver: &'a Receiver<T>,
}

#[derive(Debug)]
pub struct TryIter<'a, T> {
    receiver: &'a Receiver<T>,
}

#[derive(Debug)]
pub struct IntoIter<T> {
    receiver: Receiver<T>,
}

impl<T> Receiver<T> {
    pub(super) fn new(shared: Arc<Shared<T>>) -> Self {
        Self {
            shared,
            not_sync: PhantomData,
        }
    }

    /// The message that a transfer which is done has freed.
    fn message(&self) -> T {
        let next = self.shared.with_messages(VecDeque::pop_front);
        next.expect("the explorer counts as many").1
    }

    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        match self.shared.channel.receive(None) {
            Transfer::Done => Ok(self.message()),
            Transfer::NotNow | Transfer::Disconnected => Err(RecvError),
        }
    }

    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        match self.shared.channel.try_receive() {
            Transfer::Done => Ok(self.message()),
            Transfer::NotNow => Err(TryRecvError::Empty),
            Transfer::Disconnected => Err(TryRecvError::Disconnected),
        }
    }

    #[track_caller]
    pub fn recv_timeout(&self, limit: Duration) -> Result<T, RecvTimeoutError> {
        match self.shared.channel.receive(Some(beyond(limit))) {
            Transfer::Done => Ok(self.message()),
            Transfer::NotNow => Err(RecvTimeoutError::Timeout),
            Transfer::Disconnected => Err(RecvTimeoutError::Disconnected),
        }
    }

    pub fn iter(&self) -> Iter<'_, T> {
        Iter { receiver: self }
    }

    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter { receiver: self }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        if !explore::is_inside() {
            return;
        }
        self.shared.channel.drop_receiver();
        // Offers stay: whoever waits with one takes it back.
        if self.shared.capacity != Some(0) {
            drop(self.shared.with_messages(::std::mem::take));
        }
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.receiver.recv().ok()
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.receiver.try_recv().ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.receiver.recv().ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter { receiver: self }
    }
}
