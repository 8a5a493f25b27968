//! A stack without locks, whose nodes are freed when it is dropped.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering::SeqCst};
use std::thread;

pub const EXPECTED: &str = "3 in all";

struct Node {
    value: u32,
    next: *mut Node,
}

struct Stack {
    head: AtomicPtr<Node>,
}

impl Stack {
    fn push(&self, value: u32) {
        let node = Box::into_raw(Box::new(Node {
            value,
            next: ptr::null_mut(),
        }));
        let mut head = self.head.load(SeqCst);
        loop {
            unsafe { (*node).next = head };
            match self.head.compare_exchange(head, node, SeqCst, SeqCst) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }

    fn drain(&self) -> Vec<u32> {
        let mut head = self.head.swap(ptr::null_mut(), SeqCst);
        let mut values = vec![];
        while !head.is_null() {
            let node = unsafe { Box::from_raw(head) };
            values.push(node.value);
            head = node.next;
        }
        values
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        self.drain();
    }
}

pub fn run() -> String {
    let stack = Stack {
        head: AtomicPtr::new(ptr::null_mut()),
    };
    let early = thread::scope(|scope| {
        scope.spawn(|| stack.push(1));
        scope.spawn(|| stack.push(2));
        stack.drain()
    });
    let sum: u32 = early.iter().chain(&stack.drain()).sum();
    format!("{sum} in all")
}
