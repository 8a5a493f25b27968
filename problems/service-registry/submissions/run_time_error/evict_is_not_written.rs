//! `evict` is still to be written.
//! by: case "a lease expires when more than its time has passed"
//! reason: not_written
//! stage: 1
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::time::Duration;

/// What came of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The lease begins anew.
    Renewed,
    /// There is no such instance.
    Unknown,
}

type Instances = HashMap<String, Duration>;

pub struct Registry {
    lease: Duration,
    keep_percent: u8,
    apps: HashMap<String, Instances>,
}

impl Registry {
    pub fn new(lease: Duration, keep_percent: u8) -> Self {
        Self {
            lease,
            keep_percent,
            apps: HashMap::new(),
        }
    }

    pub fn register(&mut self, app: &str, instance: &str, now: Duration) {
        let instances = self.apps.entry(app.into()).or_default();
        instances.insert(instance.into(), now);
    }

    pub fn renew(&mut self, app: &str, instance: &str, now: Duration) -> Renewal {
        if let Some(instances) = self.apps.get_mut(app)
            && let Some(began) = instances.get_mut(instance)
        {
            *began = now;
            return Renewal::Renewed;
        }
        Renewal::Unknown
    }

    pub fn cancel(&mut self, app: &str, instance: &str) -> bool {
        let Entry::Occupied(mut of_app) = self.apps.entry(app.into()) else {
            return false;
        };
        let removed = of_app.get_mut().remove(instance);
        if of_app.get().is_empty() {
            of_app.remove();
        }
        removed.is_some()
    }

    pub fn instances(&self, app: &str) -> Vec<String> {
        let Some(instances) = self.apps.get(app) else {
            return vec![];
        };
        let mut names: Vec<String> = instances.keys().cloned().collect();
        names.sort_unstable();
        names
    }

    pub fn evict(
        &mut self,
        now: Duration,
        pick: &mut dyn FnMut(usize) -> usize,
    ) -> Vec<(String, String)> {
        let _ = (now, pick, self.lease, self.keep_percent);
        todo!()
    }
}
