//! A list of nodes. Every question makes all points and sorts them.
use contract::h64;
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
