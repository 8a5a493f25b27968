//! Whatever comes in is counted, whoever locks the input.

use std::io::{self, BufRead, Read};
use std::thread;

pub const EXPECTED: &str = "0 left";

pub fn run() -> String {
    let lines = thread::spawn(|| io::stdin().lines().map_while(Result::ok).count());
    lines.join().unwrap();
    let mut rest = String::new();
    io::stdin().read_to_string(&mut rest).unwrap();
    let mut lock = io::stdin().lock();
    let left = lock.read_line(&mut rest).unwrap();
    format!("{left} left")
}
