//! What is measured: a full cache under a mix of reads and evictions, and one
//! that is only read.
use kit::{Bench, keep};
use submission::LruCache;

fn filled(size: u64) -> LruCache<u32, u32> {
    let mut cache = LruCache::new(size as usize);
    for key in 0..size as u32 {
        cache.put(key, 0);
    }
    cache
}

/// The key of the write with this number: no two of them are alike, and they come in no
/// order.
fn key(write: u64) -> u32 {
    (write.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) as u32
}

/// Reads and writes in turn. Every write is of a new key and evicts; a read is of one of
/// the keys that half of the entries were written under last, so that it is there.
pub fn hot(size: u64, bench: &mut Bench) {
    let mut cache: LruCache<u32, u32> = LruCache::new(size as usize);
    for write in 0..size {
        cache.put(key(write), 0);
    }
    let recent = (size / 2).max(1);
    bench.run(|i| {
        let next = size + i / 2;
        if i % 2 == 0 {
            let back = 1 + u64::from(key(i)) % recent;
            keep(cache.get(&key(next - back)));
        } else {
            keep(cache.put(key(next), 1));
        }
    });
}

/// Reads every entry round and round: what is held stays the same.
pub fn reads(size: u64, bench: &mut Bench) {
    let mut cache = filled(size);
    bench.run(|i| keep(cache.get(&((i % size) as u32))));
}
