//! Threads of the program.

use super::local;
use crate::registry::{self, Gate, Thread, with};
use crate::{Body, Payload, ThreadId, panics, unsupported};
use std::rc::Rc;
use std::time::Duration;

/// Starts a thread that runs this body.
pub fn spawn(body: Body) -> ThreadId {
    let index = with(|registry| registry.threads.len());
    if index >= loom::MAX_THREADS {
        unsupported("more than five threads");
    }
    let id = ThreadId(u8::try_from(index).expect("loom has few threads"));
    let handle = loom::thread::spawn(move || {
        let ended = panics::catch_unwind(body);
        local::destroy_all(id);
        with(|registry| {
            let thread = &mut registry.threads[index];
            thread.payload = ended.err();
            thread.has_ended = true;
        });
    });
    let mut thread = Thread::new(handle.thread().id());
    thread.handle = Some(handle);
    with(|registry| registry.threads.push(thread));
    id
}

/// The thread that runs.
pub fn current() -> ThreadId {
    registry::current()
}

/// Waits until a thread has ended.
///
/// # Errors
/// The payload, if it panicked and nobody has been given that yet.
pub fn join(thread: ThreadId) -> Result<(), Payload> {
    let index = usize::from(thread.0);
    let handle = with(|registry| registry.threads[index].handle.take());
    if let Some(handle) = handle {
        // Panics of the thread are caught in it.
        let _ = handle.join();
    }
    while !is_finished(thread) {}
    let payload = with(|registry| registry.threads[index].payload.take());
    payload.map_or(Ok(()), Err)
}

/// Whether a thread has ended.
pub fn is_finished(thread: ThreadId) -> bool {
    let has_ended = || with(|registry| registry.threads[usize::from(thread.0)].has_ended);
    has_ended() || {
        pause();
        has_ended()
    }
}

fn token(thread: ThreadId) -> Rc<Gate<bool>> {
    with(|registry| registry.threads[usize::from(thread.0)].token.clone())
}

/// Waits for this thread's token, and takes it.
pub fn park(limit: Option<Duration>) {
    if limit.is_some() {
        unsupported("parking with a time limit");
    }
    token(current()).when(|is_there| std::mem::take(is_there).then_some(()));
}

/// Gives a thread its token.
pub fn unpark(thread: ThreadId) {
    token(thread).now(|is_there| *is_there = true);
}

/// Gives way to other threads.
pub fn pause() {
    if registry::is_inside() {
        loom::thread::yield_now();
    }
}

/// Loom has no time: gives way to other threads.
pub fn sleep(_duration: Duration) {
    pause();
}
