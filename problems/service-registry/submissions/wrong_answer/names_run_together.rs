//! App and instance are one key without anything between them.
//! by: case "names that only differ where they are cut"
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
    ends: BTreeMap<String, (String, String, Option<Duration>)>,
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
        self.ends.insert(
            format!("{app}{instance}"),
            (app.to_string(), instance.to_string(), end),
        );
    }

    pub fn renew(&mut self, app: &str, instance: &str, now: Duration) -> Renewal {
        match self.ends.entry(format!("{app}{instance}")) {
            Entry::Occupied(mut there) => {
                there.get_mut().2 = now.checked_add(self.lease);
                Renewal::Renewed
            }
            Entry::Vacant(_) => Renewal::Unknown,
        }
    }

    pub fn cancel(&mut self, app: &str, instance: &str) -> bool {
        let name = format!("{app}{instance}");
        self.ends.remove(&name).is_some()
    }

    pub fn instances(&self, app: &str) -> Vec<String> {
        let first = app.to_string();
        self.ends
            .range((Bound::Included(first), Bound::Unbounded))
            .take_while(|(name, _)| name.starts_with(app))
            .filter(|(_, each)| each.0 == app)
            .map(|(_, each)| each.1.clone())
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
            .filter(|(_, each)| is_over(&each.2))
            .map(|(_, each)| (each.0.clone(), each.1.clone()))
            .collect();
        let mut gone = Vec::new();
        while gone.len() < count - stay && !hat.is_empty() {
            let drawn = pick(hat.len());
            gone.push(hat.swap_remove(drawn));
        }
        for (app, instance) in &gone {
            self.ends.remove(&format!("{app}{instance}"));
        }
        gone
    }
}
