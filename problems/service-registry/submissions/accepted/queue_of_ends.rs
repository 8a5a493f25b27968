//! Leases in the order in which they began, so that the expired ones are the first; those that
//! stay are drawn out of the end of their list.
//! stage: 1
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

/// What came of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The lease begins anew.
    Renewed,
    /// There is no such instance.
    Unknown,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    app: Rc<str>,
    instance: Rc<str>,
}

impl Name {
    fn new(app: &str, instance: &str) -> Self {
        Self {
            app: app.into(),
            instance: instance.into(),
        }
    }
}

pub struct Registry {
    lease: Duration,
    keep_percent: u8,
    began: BTreeMap<Name, Duration>,
    by_age: BTreeSet<(Duration, Name)>,
}

impl Registry {
    pub fn new(lease: Duration, keep_percent: u8) -> Self {
        Self {
            lease,
            keep_percent,
            began: BTreeMap::new(),
            by_age: BTreeSet::new(),
        }
    }

    pub fn register(&mut self, app: &str, instance: &str, now: Duration) {
        let name = Name::new(app, instance);
        self.remove(&name);
        self.by_age.insert((now, name.clone()));
        self.began.insert(name, now);
    }

    pub fn renew(&mut self, app: &str, instance: &str, now: Duration) -> Renewal {
        if !self.began.contains_key(&Name::new(app, instance)) {
            return Renewal::Unknown;
        }
        self.register(app, instance, now);
        Renewal::Renewed
    }

    pub fn cancel(&mut self, app: &str, instance: &str) -> bool {
        self.remove(&Name::new(app, instance))
    }

    pub fn instances(&self, app: &str) -> Vec<String> {
        let from = self.began.range(Name::new(app, "")..);
        let of_app = from.take_while(|(name, _)| *name.app == *app);
        of_app.map(|(name, _)| name.instance.to_string()).collect()
    }

    pub fn evict(
        &mut self,
        now: Duration,
        pick: &mut dyn FnMut(usize) -> usize,
    ) -> Vec<(String, String)> {
        let total = self.began.len();
        let most = total - total * usize::from(self.keep_percent) / 100;
        let first = self.by_age.iter();
        let expired = first.take_while(|(began, _)| now.saturating_sub(*began) > self.lease);
        let mut expired: Vec<Name> = expired.map(|(_, name)| name.clone()).collect();
        let count = expired.len();
        // The chosen ones gather at the end. The very last choice is none.
        for chosen in 0..most.min(count) {
            let left = count - chosen;
            if left > 1 {
                expired.swap(pick(left), left - 1);
            }
        }
        let gone = expired.split_off(count.saturating_sub(most));
        let evicted = gone.into_iter().map(|name| {
            self.remove(&name);
            (name.app.to_string(), name.instance.to_string())
        });
        evicted.collect()
    }

    fn remove(&mut self, name: &Name) -> bool {
        let Some(began) = self.began.remove(name) else {
            return false;
        };
        self.by_age.remove(&(began, name.clone()))
    }
}
