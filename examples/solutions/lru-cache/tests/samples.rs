//! The samples of "Least-recently-used cache" as ordinary tests.
//!
//! `greenroom submit` runs these and all the others.

use lru_cache::LruCache;

#[test]
fn what_was_put_can_be_read_back() {
    let mut lru_cache = LruCache::<u32, u32>::new(2);
    assert_eq!(lru_cache.len(), 0);
    assert_eq!(lru_cache.get(&1), None);
    assert_eq!(lru_cache.put(1, 10), None);
    assert_eq!(lru_cache.get(&1), Some(&10));
    assert_eq!(lru_cache.get(&2), None);
    assert_eq!(lru_cache.len(), 1);
}

#[test]
fn the_least_recently_used_entry_leaves() {
    let mut lru_cache = LruCache::<u32, u32>::new(2);
    assert_eq!(lru_cache.put(1, 10), None);
    assert_eq!(lru_cache.put(2, 20), None);
    assert_eq!(lru_cache.put(3, 30), Some((1, 10)));
    assert_eq!(lru_cache.get(&1), None);
    assert_eq!(lru_cache.get(&2), Some(&20));
    assert_eq!(lru_cache.get(&3), Some(&30));
}

#[test]
fn a_read_protects_an_entry() {
    let mut lru_cache = LruCache::<u32, u32>::new(2);
    assert_eq!(lru_cache.put(1, 10), None);
    assert_eq!(lru_cache.put(2, 20), None);
    assert_eq!(lru_cache.get(&1), Some(&10));
    assert_eq!(lru_cache.put(3, 30), Some((2, 20)));
    assert_eq!(lru_cache.get(&2), None);
}

#[test]
fn overwriting_hands_the_old_value_back() {
    let mut lru_cache = LruCache::<u32, u32>::new(2);
    assert_eq!(lru_cache.put(1, 10), None);
    assert_eq!(lru_cache.put(1, 11), Some((1, 10)));
    assert_eq!(lru_cache.get(&1), Some(&11));
    assert_eq!(lru_cache.len(), 1);
}
