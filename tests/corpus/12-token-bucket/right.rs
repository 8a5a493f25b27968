//! A token bucket takes a token in one step, if there is one.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

struct TokenBucket {
    tokens: AtomicU32,
    admitted: Mutex<u32>,
}

static BUCKET: TokenBucket = TokenBucket {
    tokens: AtomicU32::new(1),
    admitted: Mutex::new(0),
};

impl TokenBucket {
    fn admit(&self) -> bool {
        let taken = self
            .tokens
            .fetch_update(SeqCst, SeqCst, |tokens| tokens.checked_sub(1));
        let admits = taken.is_ok();
        if admits {
            *self.admitted.lock().unwrap() += 1;
        }
        admits
    }
}

pub fn scenario() {
    let other = thread::spawn(|| BUCKET.admit());
    BUCKET.admit();
    other.join().unwrap();
    assert_eq!(*BUCKET.admitted.lock().unwrap(), 1, "one token admits one");
}
