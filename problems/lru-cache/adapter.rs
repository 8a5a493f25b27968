//! What is measured: a full cache under a mix of reads and evictions, and one
//! that is only read.
use kit::{Bench, keep};
use submission::LruCache;

fn filled(size: u64) -> LruCache<u32, u64> {
    let mut cache = LruCache::new(size as usize);
    for key in 0..size as u32 {
        cache.put(key, 0);
    }
    cache
}

/// Reads and writes in turn. Keys are scattered; almost every write is of a new
/// key and evicts.
pub fn hot(size: u64, bench: &mut Bench) {
    let mut cache = filled(size);
    bench.run(|i| {
        let key = (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) as u32;
        if i % 2 == 0 {
            keep(cache.get(&(key % size as u32)));
        } else {
            keep(cache.put(key, 1));
        }
    });
}

/// Reads every entry round and round: what is held stays the same.
pub fn reads(size: u64, bench: &mut Bench) {
    let mut cache = filled(size);
    bench.run(|i| keep(cache.get(&((i % size) as u32))));
}
