//! Sessions know each other without holding each other.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, Weak};
use std::thread;

static LIVE: AtomicUsize = AtomicUsize::new(0);

struct Session {
    peer: Mutex<Weak<Session>>,
}

impl Session {
    fn new() -> Arc<Self> {
        LIVE.fetch_add(1, SeqCst);
        Arc::new(Self {
            peer: Mutex::default(),
        })
    }

    fn connect(self: &Arc<Self>, peer: &Arc<Session>) {
        *self.peer.lock().unwrap() = Arc::downgrade(peer);
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, SeqCst);
    }
}

pub fn scenario() {
    let (one, two) = (Session::new(), Session::new());
    thread::scope(|scope| {
        scope.spawn(|| one.connect(&two));
        two.connect(&one);
    });
    drop((one, two));
    assert_eq!(LIVE.load(SeqCst), 0, "every session ends");
}
