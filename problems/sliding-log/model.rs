//! Every allowed request is remembered for ever, and every question looks through
//! all of them.
use contract::Verdict;
use std::collections::BTreeSet;
use std::time::Duration;

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model {
    limit: u32,
    window: Duration,
    /// The greatest time given to any call.
    latest: Duration,
    /// Client and time of each allowed request, oldest first.
    allowed: Vec<(u64, Duration)>,
    tracked: BTreeSet<u64>,
}

impl Model {
    pub fn new(limit: u32, window: Duration) -> Self {
        Self {
            limit,
            window,
            latest: Duration::ZERO,
            allowed: vec![],
            tracked: BTreeSet::new(),
        }
    }

    pub fn check(&mut self, client: u64, now: Duration) -> Verdict {
        self.latest = self.latest.max(now);
        if self.limit == 0 {
            return Verdict::Deny {
                retry_after: self.window,
            };
        }
        let recent = self.recent(client);
        if recent.len() < self.limit as usize {
            self.allowed.push((client, self.latest));
            self.tracked.insert(client);
            return Verdict::Allow;
        }
        let age = self.latest - recent[0];
        Verdict::Deny {
            retry_after: self.span() - age,
        }
    }

    pub fn tracked_clients(&self) -> usize {
        self.tracked.len()
    }

    pub fn sweep(&mut self, now: Duration) -> usize {
        self.latest = self.latest.max(now);
        let idle: Vec<u64> = self
            .tracked
            .iter()
            .copied()
            .filter(|client| self.recent(*client).is_empty())
            .collect();
        for client in &idle {
            self.tracked.remove(client);
        }
        idle.len()
    }

    /// When the client's requests in the window were allowed, oldest first.
    fn recent(&self, client: u64) -> Vec<Duration> {
        self.allowed
            .iter()
            .filter(|request| request.0 == client)
            .map(|request| request.1)
            .filter(|at| self.latest - *at < self.span())
            .collect()
    }

    /// Times are whole nanoseconds: a window of 0 holds one of them.
    fn span(&self) -> Duration {
        self.window.max(Duration::from_nanos(1))
    }
}
