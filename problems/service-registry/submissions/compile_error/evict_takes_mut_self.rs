//! Nobody may use the registry while it evicts, the compiler would see to that.
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

/// What came of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The lease begins anew.
    Renewed,
    /// There is no such instance.
    Unknown,
}

#[derive(Default)]
struct Leases {
    /// When the lease of each instance began, by app. No app is empty.
    apps: BTreeMap<String, BTreeMap<String, Duration>>,
    count: usize,
}

impl Leases {
    fn put(&mut self, app: &str, instance: &str, now: Duration) {
        let instances = self.apps.entry(app.to_owned()).or_default();
        let is_new = instances.insert(instance.to_owned(), now).is_none();
        self.count += usize::from(is_new);
    }

    fn renew(&mut self, app: &str, instance: &str, now: Duration) -> Renewal {
        let instances = self.apps.get_mut(app);
        match instances.and_then(|instances| instances.get_mut(instance)) {
            Some(began) => {
                *began = now;
                Renewal::Renewed
            }
            None => Renewal::Unknown,
        }
    }

    fn take(&mut self, app: &str, instance: &str) -> bool {
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

    fn expired(&self, now: Duration, lease: Duration) -> Vec<(String, String)> {
        let mut expired = vec![];
        for (app, instances) in &self.apps {
            for (instance, began) in instances {
                if now.saturating_sub(*began) > lease {
                    expired.push((app.clone(), instance.clone()));
                }
            }
        }
        expired
    }
}

pub struct Registry {
    lease: Duration,
    keep_percent: usize,
    leases: Mutex<Leases>,
}

impl Registry {
    pub fn new(lease: Duration, keep_percent: u8) -> Self {
        Self {
            lease,
            keep_percent: keep_percent.into(),
            leases: Mutex::default(),
        }
    }

    pub fn register(&self, app: &str, instance: &str, now: Duration) {
        self.lock().put(app, instance, now);
    }

    pub fn renew(&self, app: &str, instance: &str, now: Duration) -> Renewal {
        self.lock().renew(app, instance, now)
    }

    pub fn cancel(&self, app: &str, instance: &str) -> bool {
        self.lock().take(app, instance)
    }

    pub fn instances(&self, app: &str) -> Vec<String> {
        let leases = self.lock();
        let instances = leases.apps.get(app).into_iter().flatten();
        instances.map(|(instance, _)| instance.clone()).collect()
    }

    pub fn evict(
        &mut self,
        now: Duration,
        pick: &mut dyn FnMut(usize) -> usize,
    ) -> Vec<(String, String)> {
        let mut leases = self.lock();
        let expired = leases.expired(now, self.lease);
        let gone = draw(expired, self.allowed(leases.count), pick);
        for (app, instance) in &gone {
            leases.take(app, instance);
        }
        gone
    }

    /// How many of so many may go.
    fn allowed(&self, count: usize) -> usize {
        count - count * self.keep_percent / 100
    }

    fn lock(&self) -> MutexGuard<'_, Leases> {
        self.leases.lock().expect("no call panics under the lock")
    }
}

/// Some of the expired, each set of them as likely as any other: Fisher and Yates, stopped
/// when enough are chosen.
fn draw(
    mut expired: Vec<(String, String)>,
    allowed: usize,
    pick: &mut dyn FnMut(usize) -> usize,
) -> Vec<(String, String)> {
    if allowed < expired.len() {
        for at in 0..allowed {
            let chosen = at + pick(expired.len() - at);
            expired.swap(at, chosen);
        }
        expired.truncate(allowed);
    }
    expired
}
