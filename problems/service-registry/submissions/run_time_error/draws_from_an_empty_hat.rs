//! As many are drawn as may go, even if fewer have expired.
//! by: case "a lease expires when more than its time has passed"
//! reason: panic
//! stage: 1
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Bound;
use std::time::Duration;

/// What came of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The lease begins anew.
    Renewed,
    /// There is no such instance.
    Unknown,
}

pub struct Registry {
    lease: Duration,
    keep_percent: u8,
    /// When each lease ends; `None` is never.
    ends: BTreeMap<(String, String), Option<Duration>>,
}

impl Registry {
    pub fn new(lease: Duration, keep_percent: u8) -> Self {
        Self {
            lease,
            keep_percent,
            ends: BTreeMap::new(),
        }
    }

    pub fn register(&mut self, app: &str, instance: &str, now: Duration) {
        let end = now.checked_add(self.lease);
        self.ends
            .insert((app.to_string(), instance.to_string()), end);
    }

    pub fn renew(&mut self, app: &str, instance: &str, now: Duration) -> Renewal {
        match self.ends.entry((app.to_string(), instance.to_string())) {
            Entry::Occupied(mut there) => {
                there.insert(now.checked_add(self.lease));
                Renewal::Renewed
            }
            Entry::Vacant(_) => Renewal::Unknown,
        }
    }

    pub fn cancel(&mut self, app: &str, instance: &str) -> bool {
        let name = (app.to_string(), instance.to_string());
        self.ends.remove(&name).is_some()
    }

    pub fn instances(&self, app: &str) -> Vec<String> {
        let first = (app.to_string(), String::new());
        self.ends
            .range((Bound::Included(first), Bound::Unbounded))
            .take_while(|(name, _)| name.0 == app)
            .map(|(name, _)| name.1.clone())
            .collect()
    }

    pub fn evict(
        &mut self,
        now: Duration,
        pick: &mut dyn FnMut(usize) -> usize,
    ) -> Vec<(String, String)> {
        let count = self.ends.len();
        let stay = count * usize::from(self.keep_percent) / 100;
        let is_over = |end: &Option<Duration>| end.is_some_and(|end| end < now);
        let mut hat: Vec<(String, String)> = self
            .ends
            .iter()
            .filter(|(_, end)| is_over(end))
            .map(|(name, _)| name.clone())
            .collect();
        let mut gone = Vec::new();
        while gone.len() < count - stay {
            let drawn = pick(hat.len());
            gone.push(hat.swap_remove(drawn));
        }
        for name in &gone {
            self.ends.remove(name);
        }
        gone
    }
}
