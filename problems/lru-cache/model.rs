//! The cache as a list in order of use. Every step walks it, which is slow and
//! hard to get wrong.

pub struct Model {
    capacity: usize,
    /// Least recently used first.
    entries: Vec<(u32, u32)>,
}

impl Model {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entries: vec![],
        }
    }

    pub fn get(&mut self, key: u32) -> Option<u32> {
        let entry = self.take(key)?;
        self.entries.push(entry);
        Some(entry.1)
    }

    pub fn put(&mut self, key: u32, value: u32) -> Option<(u32, u32)> {
        if self.capacity == 0 {
            return Some((key, value));
        }
        let full = self.entries.len() == self.capacity;
        let leaving = match self.take(key) {
            Some(replaced) => Some(replaced),
            None if full => Some(self.entries.remove(0)),
            None => None,
        };
        self.entries.push((key, value));
        leaving
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Takes the entry out of the list; putting it back makes it the newest.
    fn take(&mut self, key: u32) -> Option<(u32, u32)> {
        let at = self.entries.iter().position(|entry| entry.0 == key)?;
        Some(self.entries.remove(at))
    }
}
