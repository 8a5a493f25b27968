//! Threads that start threads; results and closures of many types travel up.

use std::collections::BTreeSet;
use std::sync::mpsc::{self, Sender};
use std::thread;

pub const EXPECTED: &str = "{\"a\", \"aa\", \"ab\"} 2";

fn grow(name: String, out: &Sender<String>, depth: u32) -> usize {
    out.send(name.clone()).unwrap();
    if depth == 0 {
        return 1;
    }
    let children = ["a", "b"].map(|letter| {
        let (name, out) = (format!("{name}{letter}"), out.clone());
        thread::spawn(move || grow(name, &out, depth - 1))
    });
    children
        .into_iter()
        .map(|child| child.join().expect("it does not panic"))
        .sum()
}

pub fn run() -> String {
    let (sender, receiver) = mpsc::channel();
    let leaves = grow("a".to_owned(), &sender, 1);
    drop(sender);
    let names: BTreeSet<String> = receiver.into_iter().collect();
    format!("{names:?} {leaves}")
}
