//! The ring cut into sectors, about one for each point; a table says where in the sorted
//! points each of them begins. Built anew with every change: O(1) on average.
use std::collections::BTreeMap;
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
    points: Vec<(u64, Rc<str>)>,
    /// For each sector the first point in it or after it.
    sectors: Vec<usize>,
    /// How far to shift a place to the right to find its sector.
    shift: u32,
}

impl Ring {
    pub fn new(vnodes: u32) -> Self {
        Self {
            vnodes,
            weights: BTreeMap::new(),
            points: vec![],
            sectors: vec![0; 2],
            shift: 63,
        }
    }

    pub fn add(&mut self, node: &str, weight: u32) -> bool {
        let is_new = self.weights.insert(node.into(), weight).is_none();
        if !is_new {
            self.points.retain(|point| *point.1 != *node);
        }
        let name: Rc<str> = node.into();
        for place in places(node, self.vnodes * weight) {
            self.points.push((place, Rc::clone(&name)));
        }
        self.points.sort();
        self.build();
        is_new
    }

    pub fn remove(&mut self, node: &str) -> bool {
        let was_there = self.weights.remove(node).is_some();
        self.points.retain(|point| *point.1 != *node);
        self.build();
        was_there
    }

    pub fn owner(&self, key: &[u8]) -> Option<&str> {
        self.round(key).next()
    }

    pub fn replicas(&self, key: &[u8], n: usize) -> Vec<&str> {
        let mut missing: Vec<&str> = self.weights.keys().map(|name| &**name).collect();
        let mut replicas = vec![];
        let mut round = self.round(key);
        while replicas.len() < n
            && !missing.is_empty()
            && let Some(name) = round.next()
        {
            if let Some(at) = missing.iter().position(|other| *other == name) {
                missing.swap_remove(at);
                replicas.push(name);
            }
        }
        replicas
    }

    fn round(&self, key: &[u8]) -> impl Iterator<Item = &str> {
        let place = h64(key);
        let mut first = self.sectors[(place >> self.shift) as usize];
        while self.points.get(first).is_some_and(|point| point.0 < place) {
            first += 1;
        }
        let (before, after) = self.points.split_at(first);
        after.iter().chain(before).map(|point| &*point.1)
    }

    fn build(&mut self) {
        let sectors = self.points.len().next_power_of_two().max(2);
        self.shift = 64 - sectors.trailing_zeros();
        self.sectors.clear();
        for (at, point) in self.points.iter().enumerate() {
            let sector = (point.0 >> self.shift) as usize;
            while self.sectors.len() <= sector {
                self.sectors.push(at);
            }
        }
        self.sectors.resize(sectors, self.points.len());
    }
}
