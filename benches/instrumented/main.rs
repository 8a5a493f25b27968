//! Explores a program to its end, and says how many executions that were and how long it took:
//! a line with both, in nanoseconds.

use explore::{Arena, Config, Coverage, Explorer};
use std::alloc::System;
use std::time::{Duration, Instant};

#[global_allocator]
static ARENA: Arena = Arena(System);

/// Shorter than this means nothing.
const AT_LEAST: Duration = Duration::from_millis(500);

fn main() {
    let config = Config {
        finds_races: std::env::args().any(|argument| argument == "races"),
        ..Config::default()
    };
    let mut executions = 0;
    let begun = Instant::now();
    while begun.elapsed() < AT_LEAST {
        let report = Explorer::new(config.clone()).run(&program::body);
        assert!(report.finding.is_none(), "{:?}", report.finding);
        assert!(matches!(report.coverage, Coverage::Exhaustive(_)));
        executions += report.executions;
    }
    println!("{executions} {}", begun.elapsed().as_nanos());
}
