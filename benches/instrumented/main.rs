//! Explores a program to its end, over and over, and says how many executions the fastest of
//! these explorations made and how long it took: a line with both, in nanoseconds. The fastest
//! was disturbed the least.

use explore::{Arena, Config, Coverage, Explorer};
use std::alloc::System;
use std::time::{Duration, Instant};

#[global_allocator]
static ARENA: Arena = Arena(System);

/// For how long.
const AT_LEAST: Duration = Duration::from_millis(500);

fn main() {
    let config = Config {
        finds_races: std::env::args().any(|argument| argument == "races"),
        ..Config::default()
    };
    let mut executions = 0;
    let mut shortest = Duration::MAX;
    let begun = Instant::now();
    while begun.elapsed() < AT_LEAST {
        let one = Instant::now();
        let report = Explorer::new(config.clone()).run(&program::body);
        shortest = shortest.min(one.elapsed());
        assert!(report.finding.is_none(), "{:?}", report.finding);
        assert!(matches!(report.coverage, Coverage::Exhaustive(_)));
        // All of them make the same number.
        executions = report.executions;
    }
    println!("{executions} {}", shortest.as_nanos());
}
