//! A place whose last name is gone keeps its empty list.
//! by: memory come_and_go
use std::collections::{BTreeMap, HashMap};

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
    /// The places of each node's points.
    places: HashMap<String, Vec<u64>>,
    /// The names at each place, the smallest first.
    names: BTreeMap<u64, Vec<String>>,
}

impl Ring {
    pub fn new(vnodes: u32) -> Self {
        Self {
            vnodes,
            places: HashMap::new(),
            names: BTreeMap::new(),
        }
    }

    pub fn add(&mut self, node: &str, weight: u32) -> bool {
        let was_there = self.remove(node);
        let mut places = Vec::new();
        for index in 0..self.vnodes * weight {
            let point = [node.as_bytes(), &[0], &index.to_le_bytes()].concat();
            let place = h64(&point);
            let names = self.names.entry(place).or_default();
            if let Err(at) = names.binary_search_by(|name| name.as_str().cmp(node)) {
                names.insert(at, node.to_owned());
                places.push(place);
            }
        }
        self.places.insert(node.to_owned(), places);
        !was_there
    }

    pub fn remove(&mut self, node: &str) -> bool {
        let Some(places) = self.places.remove(node) else {
            return false;
        };
        for place in places {
            if let Some(names) = self.names.get_mut(&place) {
                names.retain(|name| name != node);
            }
        }
        true
    }

    pub fn owner(&self, key: &[u8]) -> Option<&str> {
        let place = h64(key);
        let mut round = self.names.range(place..).chain(self.names.range(..place));
        round.find_map(|(_, names)| names.first().map(String::as_str))
    }

    pub fn replicas(&self, key: &[u8], n: usize) -> Vec<&str> {
        let place = h64(key);
        let round = self.names.range(place..).chain(self.names.range(..place));
        let mut replicas: Vec<&str> = Vec::new();
        for name in round.flat_map(|(_, names)| names) {
            if replicas.len() >= n || replicas.len() == self.places.len() {
                break;
            }
            if !replicas.contains(&name.as_str()) {
                replicas.push(name);
            }
        }
        replicas
    }
}
