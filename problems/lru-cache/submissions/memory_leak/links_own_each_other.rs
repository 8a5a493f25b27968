//! A chain of `Rc<RefCell<..>>` links that own each other in both directions.
//! reason: not_given_back
//! by: case "the least recently used entry leaves"
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::mem;
use std::rc::Rc;

type Shared<K> = Rc<RefCell<Link<K>>>;

/// A key's place in the order of use, with both of its neighbours.
struct Link<K> {
    key: K,
    newer: Option<Shared<K>>,
    older: Option<Shared<K>>,
}

struct Chain<K> {
    newest: Option<Shared<K>>,
    oldest: Option<Shared<K>>,
}

impl<K> Chain<K> {
    fn push(&mut self, key: K) -> Shared<K> {
        let link = Rc::new(RefCell::new(Link {
            key,
            newer: None,
            older: None,
        }));
        self.link_as_newest(&link);
        link
    }

    fn pop_oldest(&mut self) -> Option<Shared<K>> {
        let link = self.oldest.clone()?;
        self.unlink(&link);
        Some(link)
    }

    fn touch(&mut self, link: &Shared<K>) {
        self.unlink(link);
        self.link_as_newest(link);
    }

    fn unlink(&mut self, link: &Shared<K>) {
        let newer = link.borrow_mut().newer.take();
        let older = link.borrow_mut().older.take();
        match &older {
            Some(older) => older.borrow_mut().newer = newer.clone(),
            None => self.oldest = newer.clone(),
        }
        match newer {
            Some(newer) => newer.borrow_mut().older = older,
            None => self.newest = older,
        }
    }

    fn link_as_newest(&mut self, link: &Shared<K>) {
        let second = self.newest.replace(Rc::clone(link));
        match &second {
            Some(second) => second.borrow_mut().newer = Some(Rc::clone(link)),
            None => self.oldest = Some(Rc::clone(link)),
        }
        link.borrow_mut().older = second;
    }
}

struct Entry<K, V> {
    /// Not in the link: `get` answers a plain reference, and none can leave a `RefCell`.
    value: V,
    link: Shared<K>,
}

pub struct LruCache<K, V> {
    capacity: usize,
    entries: HashMap<K, Entry<K, V>>,
    chain: Chain<K>,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: HashMap::new(),
            chain: Chain {
                newest: None,
                oldest: None,
            },
        }
    }

    pub fn get(&mut self, key: &K) -> Option<&V> {
        let entry = self.entries.get(key)?;
        self.chain.touch(&entry.link);
        Some(&entry.value)
    }

    pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        if let Some(entry) = self.entries.get_mut(&key) {
            self.chain.touch(&entry.link);
            return Some((key, mem::replace(&mut entry.value, value)));
        }
        let leaving = if self.entries.len() == self.capacity {
            self.evict()
        } else {
            None
        };
        let link = self.chain.push(key.clone());
        self.entries.insert(key, Entry { value, link });
        leaving
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    fn evict(&mut self) -> Option<(K, V)> {
        let link = self.chain.pop_oldest()?;
        let (key, entry) = self.entries.remove_entry(&link.borrow().key)?;
        Some((key, entry.value))
    }
}
