//! Hash maps in the ways people use them.

use std::collections::HashMap;
use std::collections::hash_map::{self, Entry};

pub const EXPECTED: &str = "{a: 3, b: 1} 2 Some(1) 4 [1, 2, 3] true";

fn count<'a>(words: impl IntoIterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    let mut counts = HashMap::new();
    for word in words {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

fn sorted<K: Ord + Copy, V: Copy>(map: &HashMap<K, V>) -> Vec<(K, V)> {
    let mut pairs: Vec<(K, V)> = map.iter().map(|(key, value)| (*key, *value)).collect();
    pairs.sort_by_key(|(key, _)| *key);
    pairs
}

pub fn run() -> String {
    let counts = count("a b a a".split(' '));
    let shown = sorted(&counts)
        .iter()
        .map(|(word, count)| format!("{word}: {count}"))
        .collect::<Vec<_>>()
        .join(", ");
    let mut map: HashMap<u32, u32> = HashMap::with_capacity(8);
    assert!(map.capacity() >= 8 && map.is_empty());
    map.extend([(1, 1), (2, 2), (3, 3)]);
    map.extend(&HashMap::from([(4, 4)]));
    map.retain(|key, _| key % 2 == 1);
    let length = map.len();
    match map.entry(3) {
        Entry::Occupied(mut entry) => *entry.get_mut() += 1,
        Entry::Vacant(entry) => {
            entry.insert(0);
        }
    }
    let removed = map.remove(&1);
    assert_eq!(map.get(&1).or_else(|| map.get(&3)).copied(), Some(map[&3]));
    assert!(map.contains_key(&3) && !map.contains_key(&1));
    let value = map.remove_entry(&3).map_or(0, |(_, value)| value);
    let mut collected: HashMap<char, i32> = "abc".chars().zip(1..).collect();
    for value in collected.values_mut() {
        *value += 0;
    }
    if let Some(value) = collected.get_mut(&'a') {
        *value = 1;
    }
    let again = collected.clone();
    let same = again == collected;
    assert_eq!(collected.keys().count(), collected.values().len());
    let mut values: Vec<i32> = collected.drain().map(|(_, value)| value).collect();
    values.sort_unstable();
    let owned: hash_map::IntoIter<char, i32> = again.into_iter();
    assert_eq!(owned.len(), 3);
    map.clear();
    format!("{{{shown}}} {length} {removed:?} {value} {values:?} {same}")
}
