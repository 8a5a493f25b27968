//! Gives `evict` its chance as a list, and measures lookups, evictions and what is left behind.
use kit::{Bench, Script, keep};
use std::time::Duration;
use submission::Registry;

pub struct Adapter {
    subject: Registry,
}

impl Adapter {
    pub fn new(lease: Duration, keep_percent: u8) -> Self {
        Self {
            subject: Registry::new(lease, keep_percent),
        }
    }

    /// Who went, and what `pick` was asked.
    pub fn evict(&self, now: Duration, picks: Vec<usize>) -> (Vec<(String, String)>, Vec<usize>) {
        let mut script = Script::new(picks);
        let gone = self.subject.evict(now, &mut |k| script.next(k));
        (gone, script.asked)
    }
}

/// Asks for an app of four instances among `size` other apps.
pub fn lookups(size: u64, bench: &mut Bench) {
    let registry = Registry::new(Duration::from_secs(1), 0);
    for i in 0..size {
        registry.register(&format!("app-{i}"), "only", Duration::ZERO);
    }
    for instance in ["d", "b", "a", "c"] {
        registry.register("wanted", instance, Duration::ZERO);
    }
    bench.run(|_| keep(registry.instances("wanted")));
}

/// Registers `size` instances in sixteen apps and evicts half of them when all have expired.
pub fn evictions(size: u64, bench: &mut Bench) {
    let registry = Registry::new(Duration::from_secs(1), 50);
    let names: Vec<(String, String)> = (0..size)
        .map(|i| (format!("app-{}", i % 16), format!("instance-{i}")))
        .collect();
    let mut state = 7_usize;
    let mut pick = |k: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % k
    };
    bench.run(|i| {
        let now = Duration::from_secs(10 * i);
        for (app, instance) in &names {
            registry.register(app, instance, now);
        }
        keep(registry.evict(now + Duration::from_secs(5), &mut pick));
    });
}

/// Every step brings an app that is cancelled again.
pub fn cancelled_apps(size: u64, bench: &mut Bench) {
    let registry = Registry::new(Duration::from_secs(1), 0);
    for i in 0..size {
        registry.register("steady", &i.to_string(), Duration::ZERO);
    }
    bench.run(|i| {
        let app = i.to_string();
        registry.register(&app, "only", Duration::ZERO);
        keep(registry.cancel(&app, "only"));
    });
}

/// Every step brings an app that is evicted in the next one.
pub fn evicted_apps(size: u64, bench: &mut Bench) {
    let registry = Registry::new(Duration::from_secs(1), 0);
    bench.run(|i| {
        let now = Duration::from_secs(2 * i);
        for instance in 0..size {
            registry.register(&i.to_string(), &instance.to_string(), now);
        }
        keep(registry.evict(now, &mut |_| 0));
    });
}
