//! The lock for reading is given back before the one for writing is taken.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::thread;

#[derive(Default)]
struct Registry {
    names: RwLock<HashMap<u32, String>>,
}

impl Registry {
    fn name(&self, id: u32) -> String {
        let known = self.names.read().unwrap().get(&id).cloned();
        known.unwrap_or_else(|| {
            let mut names = self.names.write().unwrap();
            names.entry(id).or_insert_with(|| format!("n{id}")).clone()
        })
    }
}

pub fn scenario() {
    let registry = Arc::new(Registry::default());
    let other = registry.clone();
    let there = thread::spawn(move || other.name(7));
    assert_eq!(registry.name(7), "n7");
    assert_eq!(there.join().unwrap(), "n7");
}
