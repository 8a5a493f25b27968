//! The lock for writing is taken while the one for reading is held.
//! Found as: deadlock.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::thread;

#[derive(Default)]
struct Registry {
    names: RwLock<HashMap<u32, String>>,
}

impl Registry {
    fn name(&self, id: u32) -> String {
        let names = self.names.read().unwrap();
        match names.get(&id) {
            Some(name) => name.clone(),
            None => {
                let name = format!("n{id}");
                self.names.write().unwrap().insert(id, name.clone());
                name
            }
        }
    }
}

pub fn scenario() {
    let registry = Arc::new(Registry::default());
    let other = registry.clone();
    let there = thread::spawn(move || other.name(7));
    assert_eq!(registry.name(7), "n7");
    assert_eq!(there.join().unwrap(), "n7");
}
