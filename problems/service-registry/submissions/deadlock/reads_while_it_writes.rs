//! Asks for the right to write while it still holds that to read.
//! also: time_limit_exceeded
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Mutex, RwLock};
use std::time::Duration;

/// What came of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The lease begins anew.
    Renewed,
    /// There is no such instance.
    Unknown,
}

type Name = (String, String);

fn name(app: &str, instance: &str) -> Name {
    (app.to_owned(), instance.to_owned())
}

/// The list changes under the outer lock; a lease that is on it can be renewed under its own.
pub struct Registry {
    lease: Duration,
    keep_percent: usize,
    /// When each lease began.
    list: RwLock<BTreeMap<Name, Mutex<Duration>>>,
}

impl Registry {
    pub fn new(lease: Duration, keep_percent: u8) -> Self {
        Self {
            lease,
            keep_percent: keep_percent.into(),
            list: RwLock::default(),
        }
    }

    pub fn register(&self, app: &str, instance: &str, now: Duration) {
        let mut list = self.list.write().unwrap();
        list.insert(name(app, instance), Mutex::new(now));
    }

    pub fn renew(&self, app: &str, instance: &str, now: Duration) -> Renewal {
        let list = self.list.read().unwrap();
        match list.get(&name(app, instance)) {
            Some(began) => {
                *began.lock().unwrap() = now;
                Renewal::Renewed
            }
            None => Renewal::Unknown,
        }
    }

    pub fn cancel(&self, app: &str, instance: &str) -> bool {
        let mut list = self.list.write().unwrap();
        list.remove(&name(app, instance)).is_some()
    }

    pub fn instances(&self, app: &str) -> Vec<String> {
        let list = self.list.read().unwrap();
        list.range((Bound::Included(name(app, "")), Bound::Unbounded))
            .take_while(|(name, _)| name.0 == app)
            .map(|(name, _)| name.1.clone())
            .collect()
    }

    pub fn evict(
        &self,
        now: Duration,
        pick: &mut dyn FnMut(usize) -> usize,
    ) -> Vec<(String, String)> {
        let list = self.list.read().unwrap();
        let count = list.len();
        let allowed = count - count * self.keep_percent / 100;
        let mut hat = vec![];
        for (name, began) in list.iter() {
            let ended = began.lock().unwrap().checked_add(self.lease);
            if ended.is_some_and(|end| end < now) {
                hat.push(name.clone());
            }
        }
        let mut gone = vec![];
        while gone.len() < allowed && !hat.is_empty() {
            gone.push(hat.swap_remove(pick(hat.len())));
        }
        let mut list = self.list.write().unwrap();
        for name in &gone {
            list.remove(name);
        }
        gone
    }
}
