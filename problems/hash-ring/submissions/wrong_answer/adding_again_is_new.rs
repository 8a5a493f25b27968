//! Adding a node again answers `true`, since it was taken off just before.
//! by: case "the weight of a node can change"
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A fixed hash: the same on every machine and in every run. Mixes the input word
/// by word with the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
pub fn h64(bytes: &[u8]) -> u64 {
    const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |mut word: u64| {
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    };
    let mut hash = mix(bytes.len() as u64 ^ GOLDEN);
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        let word = u64::from_le_bytes(word);
        hash = mix(hash.wrapping_add(word).wrapping_mul(GOLDEN));
    }
    hash
}

/// The places of a node's points.
fn places(node: &str, count: u32) -> impl Iterator<Item = u64> {
    let mut bytes = node.as_bytes().to_vec();
    bytes.push(0);
    let length = bytes.len();
    (0..count).map(move |index| {
        bytes.truncate(length);
        bytes.extend(index.to_le_bytes());
        h64(&bytes)
    })
}

pub struct Ring {
    vnodes: u32,
    weights: BTreeMap<Rc<str>, u32>,
    points: BTreeSet<(u64, Rc<str>)>,
}

impl Ring {
    pub fn new(vnodes: u32) -> Self {
        Self {
            vnodes,
            weights: BTreeMap::new(),
            points: BTreeSet::new(),
        }
    }

    pub fn add(&mut self, node: &str, weight: u32) -> bool {
        self.remove(node);
        let is_new = !self.weights.contains_key(node);
        let node: Rc<str> = node.into();
        for place in places(&node, self.vnodes * weight) {
            self.points.insert((place, Rc::clone(&node)));
        }
        self.weights.insert(node, weight);
        is_new
    }

    pub fn remove(&mut self, node: &str) -> bool {
        let Some((node, weight)) = self.weights.remove_entry(node) else {
            return false;
        };
        for place in places(&node, self.vnodes * weight) {
            self.points.remove(&(place, Rc::clone(&node)));
        }
        true
    }

    pub fn owner(&self, key: &[u8]) -> Option<&str> {
        self.round(key).next()
    }

    pub fn replicas(&self, key: &[u8], n: usize) -> Vec<&str> {
        let mut met = BTreeSet::new();
        let different = self.round(key).filter(|node| met.insert(*node));
        // The first node that is one too many would be looked for in vain.
        different.take(n.min(self.weights.len())).collect()
    }

    /// The nodes of all points, once round from the place of the key.
    fn round(&self, key: &[u8]) -> impl Iterator<Item = &str> {
        let start = (h64(key), Rc::from(""));
        let before = self.points.range(..start.clone());
        self.points
            .range(start..)
            .chain(before)
            .map(|point| &*point.1)
    }
}
