//! A token bucket looks and takes in two steps, and admits too many.
//! Found as: panic.

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
        let admits = self.tokens.load(SeqCst) > 0;
        if admits {
            self.tokens.fetch_sub(1, SeqCst);
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
