//! What is measured: calls and reports with a full window, and calls nobody reports.
use kit::{Bench, keep};
use std::time::Duration;
use submission::{Breaker, Config};

/// A breaker with a window of `size` that never sees failures only, so it stays closed.
fn patient(size: u64) -> Breaker {
    Breaker::new(Config {
        window: size as u32,
        min_calls: 1,
        failure_percent: 100,
        open_for: Duration::from_secs(1),
        probes: 1,
    })
}

/// Calls and their outcomes, a quarter of them failures, once the window is full.
pub fn full_window(size: u64, bench: &mut Bench) {
    let breaker = patient(size);
    let step = |i: u64| {
        let now = Duration::from_millis(i);
        if let Some(ticket) = breaker.try_call(now) {
            breaker.report(ticket, i % 4 != 1, now);
        }
    };
    (0..size).for_each(step);
    bench.run(|i| step(size + i));
}

/// Every step admits a call whose ticket is dropped.
pub fn unreported(size: u64, bench: &mut Bench) {
    let breaker = patient(size);
    bench.run(|i| keep(breaker.try_call(Duration::from_millis(i))));
}
