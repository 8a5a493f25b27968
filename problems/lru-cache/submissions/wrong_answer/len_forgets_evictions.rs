//! Counts by hand, up for each new key and never down for one that leaves.
//! by: case "the length never passes the capacity"
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::mem;
use std::rc::{Rc, Weak};

type Shared<K> = Rc<RefCell<Link<K>>>;

/// A key's place in the order of use. It owns its older neighbour; the way back to the
/// newer one is weak, or the two would keep each other alive for ever.
struct Link<K> {
    key: K,
    newer: Weak<RefCell<Link<K>>>,
    older: Option<Shared<K>>,
}

struct Chain<K> {
    newest: Option<Shared<K>>,
    oldest: Weak<RefCell<Link<K>>>,
}

impl<K> Chain<K> {
    fn push(&mut self, key: K) -> Shared<K> {
        let link = Rc::new(RefCell::new(Link {
            key,
            newer: Weak::new(),
            older: None,
        }));
        self.link_as_newest(&link);
        link
    }

    fn pop_oldest(&mut self) -> Option<Shared<K>> {
        let link = self.oldest.upgrade()?;
        self.unlink(&link);
        Some(link)
    }

    fn touch(&mut self, link: &Shared<K>) {
        self.unlink(link);
        self.link_as_newest(link);
    }

    fn unlink(&mut self, link: &Shared<K>) {
        let newer = mem::take(&mut link.borrow_mut().newer);
        let older = link.borrow_mut().older.take();
        match &older {
            Some(older) => older.borrow_mut().newer = newer.clone(),
            None => self.oldest = newer.clone(),
        }
        match newer.upgrade() {
            Some(newer) => newer.borrow_mut().older = older,
            None => self.newest = older,
        }
    }

    fn link_as_newest(&mut self, link: &Shared<K>) {
        let second = self.newest.replace(Rc::clone(link));
        match &second {
            Some(second) => second.borrow_mut().newer = Rc::downgrade(link),
            None => self.oldest = Rc::downgrade(link),
        }
        link.borrow_mut().older = second;
    }
}

impl<K> Drop for Chain<K> {
    /// Takes the chain apart link by link. Left alone, each link would drop the next one
    /// from inside its own drop, and a long chain would overflow the stack.
    fn drop(&mut self) {
        let mut next = self.newest.take();
        while let Some(link) = next {
            next = link.borrow_mut().older.take();
        }
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
    len: usize,
}

impl<K: Hash + Eq + Clone, V> LruCache<K, V> {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: HashMap::new(),
            chain: Chain {
                newest: None,
                oldest: Weak::new(),
            },
            len: 0,
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
        self.len += 1;
        leaving
    }

    pub fn len(&self) -> usize {
        self.len
    }

    fn evict(&mut self) -> Option<(K, V)> {
        let link = self.chain.pop_oldest()?;
        let (key, entry) = self.entries.remove_entry(&link.borrow().key)?;
        Some((key, entry.value))
    }
}
