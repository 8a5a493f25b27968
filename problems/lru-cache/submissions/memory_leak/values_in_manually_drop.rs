//! Moves values through `ManuallyDrop` and never drops those that are left at the end.
//! reason: not_dropped
//! by: drops
use std::collections::HashMap;
use std::hash::Hash;
use std::mem::{self, ManuallyDrop};

struct Node<K, V> {
    key: K,
    value: ManuallyDrop<V>,
    /// The neighbour that was used just after this one.
    newer: Option<usize>,
    /// The neighbour that was used just before this one.
    older: Option<usize>,
}

pub struct LruCache<K, V> {
    capacity: usize,
    /// Where each key's node is in `nodes`.
    slots: HashMap<K, usize>,
    /// Never shrinks and has no holes: an entry leaves only when another takes its slot.
    nodes: Vec<Node<K, V>>,
    newest: Option<usize>,
    oldest: Option<usize>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            slots: HashMap::new(),
            nodes: Vec::new(),
            newest: None,
            oldest: None,
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let slot = *self.slots.get(key)?;
        self.touch(slot);
        Some(&self.nodes[slot].value)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        if let Some(&slot) = self.slots.get(&key) {
            self.touch(slot);
            let old = mem::replace(&mut self.nodes[slot].value, ManuallyDrop::new(value));
            return Some((key, ManuallyDrop::into_inner(old)));
        }
        let node = Node {
            key: key.clone(),
            value: ManuallyDrop::new(value),
            newer: None,
            older: None,
        };
        if self.nodes.len() < self.capacity {
            let slot = self.nodes.len();
            self.nodes.push(node);
            self.slots.insert(key, slot);
            self.link_as_newest(slot);
            return None;
        }
        let slot = self.oldest.expect("a full cache has an oldest entry");
        self.unlink(slot);
        let leaving = mem::replace(&mut self.nodes[slot], node);
        self.slots.remove(&leaving.key);
        self.slots.insert(key, slot);
        self.link_as_newest(slot);
        Some((leaving.key, ManuallyDrop::into_inner(leaving.value)))
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    fn touch(&mut self, slot: usize) {
        if self.newest != Some(slot) {
            self.unlink(slot);
            self.link_as_newest(slot);
        }
    }

    /// Joins the neighbours of a node; the node's own links are left as they were.
    fn unlink(&mut self, slot: usize) {
        let Node { newer, older, .. } = self.nodes[slot];
        match newer {
            Some(newer) => self.nodes[newer].older = older,
            None => self.newest = older,
        }
        match older {
            Some(older) => self.nodes[older].newer = newer,
            None => self.oldest = newer,
        }
    }

    fn link_as_newest(&mut self, slot: usize) {
        let second = self.newest.replace(slot);
        self.nodes[slot].newer = None;
        self.nodes[slot].older = second;
        match second {
            Some(second) => self.nodes[second].newer = Some(slot),
            None => self.oldest = Some(slot),
        }
    }
}
