//! A reference count that is counted down relaxed: the last one destroys what others read.
//! Found as: data race.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::thread;

struct Shared {
    count: AtomicUsize,
    value: UnsafeCell<u64>,
}

struct Handle(*mut Shared);

// SAFETY: the count says when nobody else has a handle.
unsafe impl Send for Handle {}

impl Handle {
    fn read(&self) -> u64 {
        unsafe { *(*self.0).value.get() }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let shared = unsafe { &*self.0 };
        if shared.count.fetch_sub(1, Ordering::Relaxed) == 1 {
            fence(Ordering::Acquire);
            unsafe { *shared.value.get() = 0 };
            drop(unsafe { Box::from_raw(self.0) });
        }
    }
}

pub fn scenario() {
    let shared = Box::into_raw(Box::new(Shared {
        count: AtomicUsize::new(2),
        value: UnsafeCell::new(7),
    }));
    let (one, other) = (Handle(shared), Handle(shared));
    let reader = thread::spawn(move || other.read());
    assert_eq!(one.read(), 7);
    drop(one);
    assert_eq!(reader.join().unwrap(), 7);
}
