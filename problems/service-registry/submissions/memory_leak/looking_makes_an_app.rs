//! Evicting takes the app out, but cancelling an instance leaves an empty one behind.
//! by: memory cancelled_apps
//! stage: 1
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
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
        let count: usize = self.apps.values().map(HashMap::len).sum();
        let may_go = count - count * usize::from(self.keep_percent) / 100;
        let mut expired: Vec<(&String, &String)> = vec![];
        for (app, instances) in &self.apps {
            let over = instances.iter().filter(|each| now - *each.1 > self.lease);
            expired.extend(over.map(|(instance, _)| (app, instance)));
        }
        let chosen = if expired.len() <= may_go {
            (0..expired.len()).collect()
        } else {
            sample(expired.len(), may_go, pick)
        };
        let owned = |at: usize| (expired[at].0.clone(), expired[at].1.clone());
        let gone: Vec<(String, String)> = chosen.into_iter().map(owned).collect();
        for (app, instance) in &gone {
            self.cancel(app, instance);
            if self.apps.get(app).is_some_and(HashMap::is_empty) {
                self.apps.remove(app);
            }
        }
        gone
    }
}

/// `size` different numbers below `bound`, every set of them equally likely.
fn sample(bound: usize, size: usize, pick: &mut dyn FnMut(usize) -> usize) -> HashSet<usize> {
    let mut chosen = HashSet::new();
    for last in bound - size..bound {
        let number = pick(last + 1);
        if !chosen.insert(number) {
            chosen.insert(last);
        }
    }
    chosen
}
