//! Nodes are pushed with a release: who walks the list sees what is in them.

use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::thread;

struct Node {
    value: u64,
    next: *mut Node,
}

struct Stack {
    head: AtomicPtr<Node>,
}

impl Stack {
    fn push(&self, value: u64) {
        let next = self.head.load(Ordering::Relaxed);
        let node = Box::into_raw(Box::new(Node { value, next }));
        while let Err(head) =
            self.head
                .compare_exchange(unsafe { (*node).next }, node, Ordering::Release, Ordering::Relaxed)
        {
            unsafe { (*node).next = head };
        }
    }

    fn sum(&self) -> u64 {
        let mut node = self.head.load(Ordering::Acquire);
        let mut sum = 0;
        while !node.is_null() {
            sum += unsafe { (*node).value };
            node = unsafe { (*node).next };
        }
        sum
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        let mut node = *self.head.get_mut();
        while !node.is_null() {
            node = unsafe { Box::from_raw(node) }.next;
        }
    }
}

pub fn scenario() {
    let stack = Arc::new(Stack {
        head: AtomicPtr::new(ptr::null_mut()),
    });
    let other = stack.clone();
    let pusher = thread::spawn(move || other.push(1));
    stack.push(2);
    assert!(stack.sum() >= 2);
    pusher.join().unwrap();
    assert_eq!(stack.sum(), 3);
}
