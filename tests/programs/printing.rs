//! Output from several threads, by macros and by hand.

use std::io::{self, Write};
use std::thread;

pub const EXPECTED: &str = "4 bytes, Ok(())";

pub fn run() -> String {
    let other = thread::spawn(|| println!("from a thread"));
    print!("no end of line");
    println!();
    eprintln!("an error: {}", 1);
    eprint!("");
    other.join().unwrap();
    let mut out = io::stdout().lock();
    let written = out.write(b"text").unwrap();
    writeln!(out).unwrap();
    drop(out);
    let flushed = io::stdout().flush();
    writeln!(io::stderr(), "done").unwrap();
    let twice = dbg!(written * 2) / 2;
    format!("{twice} bytes, {flushed:?}")
}
