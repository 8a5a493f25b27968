//! A stack without locks reuses its nodes: the head is what it was, and its successor is not.
//! Found as: panic.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;

const NONE: usize = 9;

/// A stack of the numbers 0 to 2, linked by index: a number that is popped may come back.
struct Stack {
    head: AtomicUsize,
    next: [AtomicUsize; 3],
}

impl Stack {
    const fn full() -> Self {
        let next = [
            AtomicUsize::new(1),
            AtomicUsize::new(2),
            AtomicUsize::new(NONE),
        ];
        Self {
            head: AtomicUsize::new(0),
            next,
        }
    }

    fn push(&self, node: usize) {
        let mut head = self.head.load(SeqCst);
        loop {
            self.next[node].store(head, SeqCst);
            match self.head.compare_exchange(head, node, SeqCst, SeqCst) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }

    fn pop(&self) -> Option<usize> {
        let mut head = self.head.load(SeqCst);
        loop {
            let next = self.next.get(head)?.load(SeqCst);
            match self.head.compare_exchange(head, next, SeqCst, SeqCst) {
                Ok(_) => return Some(head),
                Err(now) => head = now,
            }
        }
    }
}

pub fn scenario() {
    let stack = Stack::full();
    let mut nodes = thread::scope(|scope| {
        let one = scope.spawn(|| stack.pop());
        let first = stack.pop();
        let second = stack.pop();
        if let Some(first) = first {
            stack.push(first);
        }
        vec![one.join().unwrap(), second]
    });
    nodes.extend([stack.pop(), stack.pop()]);
    let mut nodes: Vec<usize> = nodes.into_iter().flatten().collect();
    nodes.sort_unstable();
    assert_eq!(nodes, [0, 1, 2], "each number is somewhere, once");
}
