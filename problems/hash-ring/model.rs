//! A list of nodes. Every question makes all points and sorts them.
use contract::h64;
use judge::Candidate;
use kit::Rng;
use std::collections::BTreeMap;

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model {
    vnodes: u32,
    weights: BTreeMap<String, u32>,
}

impl Model {
    pub fn new(vnodes: u32) -> Self {
        Self {
            vnodes,
            weights: BTreeMap::new(),
        }
    }

    pub fn add(&mut self, node: String, weight: u32) -> bool {
        self.weights.insert(node, weight).is_none()
    }

    pub fn remove(&mut self, node: String) -> bool {
        self.weights.remove(&node).is_some()
    }

    pub fn owner(&self, key: Vec<u8>) -> Option<String> {
        self.replicas(key, 1).pop()
    }

    pub fn replicas(&self, key: Vec<u8>, n: usize) -> Vec<String> {
        let mut points = vec![];
        for (node, weight) in &self.weights {
            for index in 0..self.vnodes * weight {
                points.push((h64(&point(node.clone(), index)), node));
            }
        }
        points.sort();
        let place = h64(&key);
        let first = points.iter().filter(|point| point.0 >= place);
        let round = first.chain(points.iter().filter(|point| point.0 < place));
        let mut nodes: Vec<String> = vec![];
        for &(_, node) in round {
            if nodes.len() < n && !nodes.contains(node) {
                nodes.push(node.clone());
            }
        }
        nodes
    }
}

/// A text as a key.
pub fn title(text: String) -> Vec<u8> {
    text.into_bytes()
}

/// What is hashed for a point of a node. As a key it lies at the very place of the point.
pub fn point(node: String, index: u32) -> Vec<u8> {
    let mut bytes = node.into_bytes();
    bytes.push(0);
    bytes.extend(index.to_le_bytes());
    bytes
}

/// A short text, or the place of a point.
pub fn key(rng: &mut Rng) -> Vec<u8> {
    if rng.below(3) < 2 {
        return title(format!("t{}", rng.below(40)));
    }
    let nodes = ["a", "b", "c", "ctjlrocd", "dh1cwxsi"];
    let node = nodes[rng.below(nodes.len() as u64) as usize];
    point(node.into(), rng.below(4) as u32)
}

/// A node that joins takes keys over, and nobody else gets any; when it leaves again,
/// everything is as it was.
pub fn little_moves(candidate: &mut Candidate, keys: u32) -> Result<(), String> {
    let keys = || (0..keys).map(|number| title(format!("title {number}")));
    candidate.new(100);
    for number in 0..10 {
        candidate.add(format!("edge-{number}"), 1);
    }
    let before = candidate.owner_each(keys());
    candidate.add("newcomer", 1);
    let joined = candidate.owner_each(keys());
    for ((key, before), joined) in keys().zip(&before).zip(&joined) {
        if before != joined && joined.as_deref() != Some("newcomer") {
            let key = String::from_utf8_lossy(&key);
            return Err(format!(
                "`newcomer` joins, and {key:?} goes from {before:?} to {joined:?}"
            ));
        }
    }
    candidate.remove("newcomer");
    if candidate.owner_each(keys()) != before {
        return Err("`newcomer` leaves, and not everything is as before it came".into());
    }
    Ok(())
}

/// With 200 points for each unit of weight, every node owns about as many keys as its weight
/// says: within a quarter.
pub fn shares_follow_weights(candidate: &mut Candidate, keys: u32) -> Result<(), String> {
    let weights = [("a", 1), ("b", 2), ("c", 3), ("d", 1), ("e", 5)];
    candidate.new(200);
    for (node, weight) in weights {
        candidate.add(node, weight);
    }
    let keys_of_all = (0..keys).map(|number| title(format!("title {number}")));
    let owners = candidate.owner_each(keys_of_all);
    for (node, weight) in weights {
        let owned = owners.iter().filter(|owner| owner.as_deref() == Some(node));
        let (owned, due) = (owned.count() as u32, keys * weight / 12);
        if owned.abs_diff(due) * 4 > due {
            return Err(format!(
                "{node} of weight {weight} owns {owned} of {keys} keys, not about {due}"
            ));
        }
    }
    Ok(())
}
