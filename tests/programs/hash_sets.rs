//! Hash sets, their algebra, and hashers of one's own.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash, Hasher, RandomState};

pub const EXPECTED: &str = "[2, 3] [1, 2, 3, 4] [1] [1, 4] {7} 2 equal";

#[derive(Default)]
struct Sum(u64);

impl Hasher for Sum {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes
            .iter()
            .fold(self.0, |sum, byte| sum.wrapping_add(u64::from(*byte)));
    }
}

fn sorted<'a>(numbers: impl Iterator<Item = &'a i32>) -> Vec<i32> {
    let mut numbers: Vec<i32> = numbers.copied().collect();
    numbers.sort_unstable();
    numbers
}

fn digest(state: &impl BuildHasher, value: impl Hash) -> u64 {
    state.hash_one(value)
}

pub fn run() -> String {
    let left: HashSet<i32> = [1, 2, 3].into();
    let right = HashSet::from_iter([2, 3, 4]);
    let both = sorted(left.intersection(&right));
    let either = sorted((&left | &right).iter());
    let only = sorted(left.difference(&right));
    let one = sorted(left.symmetric_difference(&right));
    assert!(!left.is_subset(&right) && !left.is_disjoint(&right));
    let mut single = HashSet::new();
    assert!(single.insert(7) && !single.insert(7) && single.contains(&7));
    let mut own: HashMap<i32, i32, BuildHasherDefault<Sum>> = HashMap::default();
    own.insert(1, 1);
    own.insert(256, 2);
    assert_eq!(own.get(&256), Some(&2));
    let keyed: HashSet<&str, RandomState> = HashSet::with_hasher(RandomState::new());
    assert!(keyed.is_empty() && keyed.get("x").is_none());
    let state = RandomState::new();
    assert_eq!(digest(&state, "x"), digest(&state, "x"));
    let mut hasher = DefaultHasher::new();
    5u8.hash(&mut hasher);
    let again = digest(&BuildHasherDefault::<DefaultHasher>::default(), 5u8);
    let equal = if hasher.finish() == again {
        "equal"
    } else {
        "unequal"
    };
    format!(
        "{both:?} {either:?} {only:?} {one:?} {single:?} {} {equal}",
        own.len()
    )
}
