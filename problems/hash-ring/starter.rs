//! Consistent hashing: fill in the bodies and the field marked `todo`.

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

/// Nodes on a ring of 2^64 places; a key belongs to the next point.
pub struct Ring {
    todo: (),
}

impl Ring {
    /// A ring without nodes. Each will own `vnodes` points for every unit of its
    /// weight, at most a million.
    pub fn new(vnodes: u32) -> Self {
        todo!()
    }

    /// Puts a node on the ring, or changes its weight if it is there, and answers
    /// whether it is new. Its points lie at
    /// `h64(name ++ [0] ++ (i as u32).to_le_bytes())` for `i` from 0 up to, but
    /// not including, `vnodes * weight`.
    pub fn add(&mut self, node: &str, weight: u32) -> bool {
        todo!()
    }

    /// Takes a node off the ring, and answers whether it was there.
    pub fn remove(&mut self, node: &str) -> bool {
        todo!()
    }

    /// The node of the first point at or after `h64(key)`, going round. Of points
    /// at the same place, that of the smaller name comes first.
    pub fn owner(&self, key: &[u8]) -> Option<&str> {
        todo!()
    }

    /// The first `n` different nodes that own a point, going round from `h64(key)`;
    /// all of them if they are fewer.
    pub fn replicas(&self, key: &[u8], n: usize) -> Vec<&str> {
        todo!()
    }
}
