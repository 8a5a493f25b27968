//! What is measured: reads beside the dead, a sweep that keeps up with what dies, one key
//! that is set over and over, and keys that come once and never again.
use kit::{Bench, keep};
use std::time::Duration;
use submission::TtlCache;

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// The number `i` as a key, so that neighbours are far apart.
fn scattered(i: u64) -> u64 {
    i.wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Reads of sixteen living entries, of as many dead ones, and of keys that are not there,
/// beside `size` dead entries.
pub fn beside_the_dead(size: u64, bench: &mut Bench) {
    let cache = TtlCache::new();
    for i in 0..size {
        cache.set(scattered(i), i, ms(10), ms(0));
    }
    for i in size..size + 16 {
        cache.set(scattered(i), i, ms(1_000), ms(0));
    }
    bench.run(|i| {
        keep(cache.get(&scattered(size + i % 16), ms(20)));
        keep(cache.get(&scattered(i % 16), ms(20)));
        keep(cache.get(&(scattered(i) ^ 1), ms(20)));
    });
}

/// `size` living entries. In every step one is set, one dies, and a sweep finds it.
pub fn keeping_up(size: u64, bench: &mut Bench) {
    let cache = TtlCache::new();
    for i in 0..size {
        cache.set(scattered(i), i, ms(size), ms(i));
    }
    bench.run(|i| {
        let now = size + i;
        cache.set(scattered(now), now, ms(size), ms(now));
        keep(cache.sweep(ms(now), 2));
    });
}

/// Sets the same `size` keys round and round; none of the values ever dies.
pub fn overwrites(size: u64, bench: &mut Bench) {
    let cache = TtlCache::new();
    let step = |i: u64| cache.set(i % size, i, Duration::from_secs(3_600), ms(i));
    let warm_up = 1_000;
    (0..warm_up).for_each(&step);
    bench.run(|i| step(warm_up + i));
}

/// Every step sets a key that nobody asks for again; each lives for `size` steps.
pub fn passers_by(size: u64, bench: &mut Bench) {
    let cache = TtlCache::new();
    let step = |i: u64| {
        cache.set(scattered(i), i, ms(size), ms(i));
        keep(cache.sweep(ms(i), 2));
    };
    let warm_up = 4 * size;
    (0..warm_up).for_each(&step);
    bench.run(|i| step(warm_up + i));
}
