//! The line to the judge: a request comes, a reply goes, and so on.

use crate::process::leave;
use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use wire::{Nonce, Query, Reply, Request, frame};

/// Exit code when the protocol cannot go on: the judge is gone or made a mistake.
pub(crate) const LOST: i32 = 70;

/// The line to the judge. Clones are the same line.
#[derive(Clone)]
pub struct Line(Arc<Mutex<Conversation>>);

struct Conversation {
    socket: File,
    /// Of the request that is not answered yet.
    nonce: Nonce,
}

impl Line {
    pub(crate) fn new(socket: File) -> Self {
        Self(Arc::new(Mutex::new(Conversation {
            socket,
            nonce: Nonce::default(),
        })))
    }

    fn conversation(&self) -> MutexGuard<'_, Conversation> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next request; leaves if there is none.
    pub(crate) fn listen(&self) -> Query {
        let mut conversation = self.conversation();
        let Ok(Some(bytes)) = frame::read(&mut conversation.socket) else {
            leave(LOST)
        };
        let Ok(Request { nonce, query }) = Request::from_bytes(&bytes) else {
            leave(LOST)
        };
        conversation.nonce = nonce;
        query
    }

    /// Answers the last request; leaves if that is not possible.
    pub(crate) fn say(&self, reply: &Reply) {
        let mut conversation = self.conversation();
        let bytes = reply.to_bytes(&conversation.nonce);
        if frame::write(&mut conversation.socket, &bytes).is_err() {
            leave(LOST);
        }
    }
}
