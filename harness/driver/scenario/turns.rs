//! The calls of a case with threads: made one by one, each once nothing else moves.

use explore::ThreadId;
use explore::sync::turn;
use std::cell::Cell;

/// So many waits that end by themselves are waited for after each call: whoever looks again
/// from time to time has seen by then what the call did.
const MOST_NAPS: u32 = 20;

/// Who has a call to make, or makes one.
pub struct Turns {
    /// For each thread whether it makes a call.
    busy: Vec<Cell<bool>>,
    /// Whether nobody gets a turn any more.
    over: Cell<bool>,
}

impl Turns {
    /// Turns of this many threads.
    pub fn new(threads: usize) -> Self {
        Self {
            busy: (0..threads).map(|_| Cell::new(false)).collect(),
            over: Cell::new(false),
        }
    }

    /// Waits for a turn of this thread; says whether there is one.
    pub fn take(&self, thread: usize) -> bool {
        turn::wait();
        let is_mine = !self.over.get();
        self.busy[thread].set(is_mine);
        is_mine
    }

    /// The call of this thread's turn has come back.
    pub fn end(&self, thread: usize) {
        self.busy[thread].set(false);
    }

    /// Gives the turns in this order, up to one of a thread whose call has not come back.
    pub fn play(&self, order: &[u16], threads: &[ThreadId]) {
        turn::settle();
        for thread in order.iter().map(|thread| usize::from(*thread)) {
            if self.busy[thread].get() {
                break;
            }
            turn::give(threads[thread]);
            self.settle();
        }
        self.over.set(true);
        // Whoever looks again from time to time would do so for ever.
        if self.busy.iter().any(Cell::get) {
            turn::stop_time();
        }
        for (thread, busy) in threads.iter().zip(&self.busy) {
            if !busy.get() {
                turn::give(*thread);
            }
        }
    }

    /// Waits until nothing moves. Time passes only where a call has not come back.
    fn settle(&self) {
        for _ in 0..MOST_NAPS {
            let next = turn::settle();
            let is_busy = self.busy.iter().any(Cell::get);
            match next.filter(|_| is_busy) {
                Some(duration) => turn::rest(duration),
                None => return,
            }
        }
        turn::settle();
    }
}
