//! The last of the expired instances is never chosen.
//! by: probe "chance decides who goes"
//! stage: 1
use std::collections::BTreeMap;
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
    keep_percent: usize,
    /// When the lease of each instance began, by app. No app is empty.
    apps: BTreeMap<String, BTreeMap<String, Duration>>,
    count: usize,
}

impl Registry {
    pub fn new(lease: Duration, keep_percent: u8) -> Self {
        Self {
            lease,
            keep_percent: keep_percent.into(),
            apps: BTreeMap::new(),
            count: 0,
        }
    }

    pub fn register(&mut self, app: &str, instance: &str, now: Duration) {
        if self.renew(app, instance, now) == Renewal::Unknown {
            let instances = self.apps.entry(app.to_owned()).or_default();
            instances.insert(instance.to_owned(), now);
            self.count += 1;
        }
    }

    pub fn renew(&mut self, app: &str, instance: &str, now: Duration) -> Renewal {
        let instances = self.apps.get_mut(app);
        match instances.and_then(|instances| instances.get_mut(instance)) {
            Some(began) => {
                *began = now;
                Renewal::Renewed
            }
            None => Renewal::Unknown,
        }
    }

    pub fn cancel(&mut self, app: &str, instance: &str) -> bool {
        let Some(instances) = self.apps.get_mut(app) else {
            return false;
        };
        let was_there = instances.remove(instance).is_some();
        if instances.is_empty() {
            self.apps.remove(app);
        }
        self.count -= usize::from(was_there);
        was_there
    }

    pub fn instances(&self, app: &str) -> Vec<String> {
        let instances = self.apps.get(app).into_iter().flatten();
        instances.map(|(instance, _)| instance.clone()).collect()
    }

    pub fn evict(
        &mut self,
        now: Duration,
        pick: &mut dyn FnMut(usize) -> usize,
    ) -> Vec<(String, String)> {
        let mut expired = Vec::new();
        for (app, instances) in &self.apps {
            for (instance, began) in instances {
                if now - *began > self.lease {
                    expired.push((app.clone(), instance.clone()));
                }
            }
        }
        let allowed = self.count - self.count * self.keep_percent / 100;
        if allowed < expired.len() {
            // Fisher and Yates, stopped when enough are chosen.
            for at in 0..allowed {
                let chosen = at + pick(expired.len() - at - 1);
                expired.swap(at, chosen);
            }
            expired.truncate(allowed);
        }
        for (app, instance) in &expired {
            self.cancel(app, instance);
        }
        expired
    }
}
