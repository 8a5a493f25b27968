//! What is measured: one client at its limit, a crowd of clients, clients that
//! come once and never again, and clients that ask for twice their share.
use kit::{Bench, keep};
use std::time::Duration;
use submission::SlidingLog;

/// One client with a window full of `size` requests. In every step one request
/// leaves the window, the next is allowed in its place, and one more is refused.
pub fn full_window(size: u64, bench: &mut Bench) {
    let limiter = SlidingLog::new(size as u32, Duration::from_millis(size));
    for at in 0..size {
        keep(limiter.check(7, Duration::from_millis(at)));
    }
    bench.run(|i| {
        let now = Duration::from_millis(size + i);
        keep(limiter.check(7, now));
        keep(limiter.check(7, now));
    });
}

/// `size` clients that ask in no order, each about twice in a window.
pub fn crowd(size: u64, bench: &mut Bench) {
    let limiter = SlidingLog::new(4, Duration::from_micros(2 * size));
    for client in 0..size {
        keep(limiter.check(client, Duration::from_micros(client)));
    }
    bench.run(|i| {
        let client = (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) % size;
        keep(limiter.check(client, Duration::from_micros(size + i)));
    });
}

/// Every step brings a client that never comes back; a sweep follows each `size`
/// of them. Nothing may be left of those who are gone.
pub fn passers_by(size: u64, bench: &mut Bench) {
    let limiter = SlidingLog::new(10, Duration::from_secs(1));
    let step = |i: u64| {
        let now = Duration::from_secs(i);
        keep(limiter.check(i, now));
        if i % size == 0 {
            keep(limiter.sweep(now));
        }
    };
    let warm_up = 4 * size;
    (0..warm_up).for_each(step);
    bench.run(|i| step(warm_up + i));
}

/// Four clients that ask twice as often as they may: half of the requests are
/// refused, and those allowed keep leaving the window.
pub fn over_the_limit(size: u64, bench: &mut Bench) {
    let limiter = SlidingLog::new(size as u32, Duration::from_millis(8 * size));
    let step = |i: u64| keep(limiter.check(i % 4, Duration::from_millis(i)));
    let warm_up = 16 * size;
    (0..warm_up).for_each(step);
    bench.run(|i| step(warm_up + i));
}
