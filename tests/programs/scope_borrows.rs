//! Scoped threads that borrow from the stack and give results back.

use std::thread;

pub const EXPECTED: &str = "10 [2, 4, 6, 8]";

pub fn run() -> String {
    let mut numbers = [1, 2, 3, 4];
    let (left, right) = numbers.split_at(2);
    let sum = thread::scope(|scope| {
        let left = scope.spawn(|| left.iter().sum::<i32>());
        let right = scope.spawn(|| right.iter().sum::<i32>());
        left.join().unwrap() + right.join().unwrap()
    });
    thread::scope(|scope| {
        for half in numbers.chunks_mut(2) {
            scope.spawn(move || half.iter_mut().for_each(|number| *number *= 2));
        }
    });
    format!("{sum} {numbers:?}")
}
