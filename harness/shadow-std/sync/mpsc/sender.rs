//! The ends that send.

use super::{SendError, Shared, TrySendError};
use ::std::fmt;
use ::std::sync::Arc;
use explore::sync::channel::Transfer;
use explore::sync::thread;

impl<T> Shared<T> {
    #[track_caller]
    fn send(&self, message: T) -> Result<(), SendError<T>> {
        let sender = thread::current();
        let mut message = Some(message);
        let transfer = self.channel.send(|| {
            if let Some(message) = message.take() {
                self.with_messages(|messages| messages.push_back((sender, message)));
            }
        });
        if transfer == Transfer::Done {
            return Ok(());
        }
        let message = message.or_else(|| {
            self.with_messages(|messages| {
                let index = messages.iter().position(|(by, _)| *by == sender)?;
                messages.remove(index).map(|(_, message)| message)
            })
        });
        Err(SendError(message.expect("nobody took it")))
    }

    #[track_caller]
    fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        match self.channel.try_send() {
            Transfer::Done => {
                self.with_messages(|messages| messages.push_back((thread::current(), message)));
                Ok(())
            }
            Transfer::NotNow => Err(TrySendError::Full(message)),
            Transfer::Disconnected => Err(TrySendError::Disconnected(message)),
        }
    }
}

macro_rules! sender {
    ($sender:ident, $name:literal) => {
        pub struct $sender<T> {
            shared: Arc<Shared<T>>,
        }

        impl<T> $sender<T> {
            pub(super) fn new(shared: Arc<Shared<T>>) -> Self {
                Self { shared }
            }

            #[track_caller]
            pub fn send(&self, message: T) -> Result<(), SendError<T>> {
                self.shared.send(message)
            }
        }

        impl<T> Clone for $sender<T> {
            fn clone(&self) -> Self {
                self.shared.channel.add_sender();
                Self::new(self.shared.clone())
            }
        }

        impl<T> Drop for $sender<T> {
            fn drop(&mut self) {
                if explore::is_inside() {
                    self.shared.channel.drop_sender();
                }
            }
        }

        impl<T> fmt::Debug for $sender<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct($name).finish_non_exhaustive()
            }
        }
    };
}

sender!(Sender, "Sender");
sender!(SyncSender, "SyncSender");

impl<T> SyncSender<T> {
    #[track_caller]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.shared.try_send(message)
    }
}
