//! The owner is looked for from the first point on.
//! by: growth lookups

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

struct Node {
    name: String,
    weight: u32,
}

pub struct Ring {
    vnodes: u32,
    /// In the order of their names, so that smaller names have smaller numbers.
    nodes: Vec<Node>,
    /// Place and number of the node.
    points: Vec<(u64, usize)>,
}

impl Ring {
    pub fn new(vnodes: u32) -> Self {
        Self {
            vnodes,
            nodes: vec![],
            points: vec![],
        }
    }

    pub fn add(&mut self, node: &str, weight: u32) -> bool {
        let number = match self.number(node) {
            Ok(number) => {
                self.nodes[number].weight = weight;
                self.points.retain(|point| point.1 != number);
                self.place(number);
                return false;
            }
            Err(number) => number,
        };
        for point in &mut self.points {
            point.1 += usize::from(point.1 >= number);
        }
        let name = node.to_owned();
        self.nodes.insert(number, Node { name, weight });
        self.place(number);
        true
    }

    pub fn remove(&mut self, node: &str) -> bool {
        let Ok(number) = self.number(node) else {
            return false;
        };
        self.nodes.remove(number);
        self.points.retain(|point| point.1 != number);
        for point in &mut self.points {
            point.1 -= usize::from(point.1 > number);
        }
        true
    }

    pub fn owner(&self, key: &[u8]) -> Option<&str> {
        let at = self.first(key);
        let (_, number) = self.points.get(at).or_else(|| self.points.first())?;
        Some(&self.nodes[*number].name)
    }

    pub fn replicas(&self, key: &[u8], n: usize) -> Vec<&str> {
        let mut met = vec![false; self.nodes.len()];
        let mut names = vec![];
        let (before, after) = self.points.split_at(self.first(key));
        for (_, number) in after.iter().chain(before) {
            if names.len() == n {
                break;
            }
            if !met[*number] {
                met[*number] = true;
                names.push(self.nodes[*number].name.as_str());
            }
        }
        names
    }

    /// The number of the node, or the one it would get.
    fn number(&self, node: &str) -> Result<usize, usize> {
        self.nodes
            .binary_search_by(|other| other.name.as_str().cmp(node))
    }

    /// Puts the points of a node where they belong.
    fn place(&mut self, number: usize) {
        let Node { name, weight } = &self.nodes[number];
        let places = places(name, self.vnodes * weight);
        self.points.extend(places.map(|place| (place, number)));
        self.points.sort();
    }

    /// Where the first point at or after the key is in the vector.
    fn first(&self, key: &[u8]) -> usize {
        let place = h64(key);
        let mut points = self.points.iter();
        points
            .position(|point| point.0 >= place)
            .unwrap_or(self.points.len())
    }
}
