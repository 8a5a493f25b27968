//! Takes an instance off the list first, and out of the order of ends when the lock is given back:
//! an eviction in between finds it there.
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
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

pub struct Registry {
    lease: Duration,
    keep_percent: usize,
    /// When each lease ends; `None` is never.
    list: Mutex<BTreeMap<Name, Option<Duration>>>,
    /// Those that end, the first one first.
    ends: Mutex<BTreeSet<(Duration, Name)>>,
}

impl Registry {
    pub fn new(lease: Duration, keep_percent: u8) -> Self {
        Self {
            lease,
            keep_percent: keep_percent.into(),
            list: Mutex::default(),
            ends: Mutex::default(),
        }
    }

    pub fn register(&self, app: &str, instance: &str, now: Duration) {
        let name = (app.to_owned(), instance.to_owned());
        let mut list = self.list.lock().unwrap();
        let before = list.insert(name.clone(), now.checked_add(self.lease));
        self.moved(name, before.flatten(), now.checked_add(self.lease));
    }

    pub fn renew(&self, app: &str, instance: &str, now: Duration) -> Renewal {
        let name = (app.to_owned(), instance.to_owned());
        let mut list = self.list.lock().unwrap();
        let Some(end) = list.get_mut(&name) else {
            return Renewal::Unknown;
        };
        let before = std::mem::replace(end, now.checked_add(self.lease));
        self.moved(name, before, now.checked_add(self.lease));
        Renewal::Renewed
    }

    pub fn cancel(&self, app: &str, instance: &str) -> bool {
        let name = (app.to_owned(), instance.to_owned());
        let Some(end) = self.list.lock().unwrap().remove(&name) else {
            return false;
        };
        self.moved(name, end, None);
        true
    }

    pub fn instances(&self, app: &str) -> Vec<String> {
        let list = self.list.lock().unwrap();
        let of_app = list
            .range((app.to_owned(), String::new())..)
            .take_while(|(name, _)| name.0 == app);
        of_app.map(|(name, _)| name.1.clone()).collect()
    }

    pub fn evict(
        &self,
        now: Duration,
        pick: &mut dyn FnMut(usize) -> usize,
    ) -> Vec<(String, String)> {
        let mut list = self.list.lock().unwrap();
        let mut ends = self.ends.lock().unwrap();
        let allowed = list.len() - list.len() * self.keep_percent / 100;
        let due = ends.iter().take_while(|(end, _)| *end < now);
        let mut gone: Vec<(Duration, Name)> = due.cloned().collect();
        if gone.len() > allowed {
            for at in 0..allowed {
                let chosen = at + pick(gone.len() - at);
                gone.swap(at, chosen);
            }
            gone.truncate(allowed);
        }
        for lease in &gone {
            ends.remove(lease);
            list.remove(&lease.1);
        }
        gone.into_iter().map(|(_, name)| name).collect()
    }

    /// With the list locked: an end is another one now.
    fn moved(&self, name: Name, before: Option<Duration>, after: Option<Duration>) {
        let mut ends = self.ends.lock().unwrap();
        if let Some(before) = before {
            ends.remove(&(before, name.clone()));
        }
        if let Some(after) = after {
            ends.insert((after, name));
        }
    }
}
