//! The channel of the standard library. It has no length, so that is counted beside it; and as
//! it refuses once its receiver is gone, the producer keeps that alive.
use std::cell::Cell;
use std::marker::PhantomData;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

pub struct Producer<T> {
    sender: SyncSender<T>,
    shared: Arc<Shared<T>>,
    not_shared: PhantomData<Cell<()>>,
}

pub struct Consumer<T> {
    shared: Arc<Shared<T>>,
    popped: usize,
    not_shared: PhantomData<Cell<()>>,
}

struct Shared<T> {
    /// Only the consumer takes the lock.
    receiver: Mutex<Receiver<T>>,
    /// How many were put in so far.
    pushed: AtomicUsize,
}

pub fn ring<T: Send>(capacity: usize) -> (Producer<T>, Consumer<T>) {
    let (sender, receiver) = sync_channel(capacity);
    let shared = Arc::new(Shared {
        receiver: Mutex::new(receiver),
        pushed: AtomicUsize::new(0),
    });
    let producer = Producer {
        sender,
        shared: Arc::clone(&shared),
        not_shared: PhantomData,
    };
    let consumer = Consumer {
        shared,
        popped: 0,
        not_shared: PhantomData,
    };
    (producer, consumer)
}

impl<T: Send> Producer<T> {
    pub fn try_push(&mut self, item: T) -> Result<(), T> {
        match self.sender.try_send(item) {
            Ok(()) => {
                self.shared.pushed.fetch_add(1, Ordering::Release);
                Ok(())
            }
            Err(TrySendError::Full(item) | TrySendError::Disconnected(item)) => Err(item),
        }
    }
}

impl<T: Send> Consumer<T> {
    pub fn try_pop(&mut self) -> Option<T> {
        let receiver = self.shared.receiver.lock();
        let item = receiver.unwrap_or_else(PoisonError::into_inner).try_recv();
        self.popped += usize::from(item.is_ok());
        item.ok()
    }

    pub fn len_hint(&self) -> usize {
        // An item may be taken out before it is counted.
        let pushed = self.shared.pushed.load(Ordering::Acquire);
        pushed.saturating_sub(self.popped)
    }
}
