//! A list of leases. Which of the expired ones go is the submission's choice, and the model
//! follows it.
use contract::Renewal;
use judge::Candidate;
use kit::{Check, Rng};
use std::time::Duration;

#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model {
    lease: Duration,
    keep_percent: usize,
    leases: Vec<Lease>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Lease {
    app: String,
    instance: String,
    began: Duration,
}

impl Model {
    pub fn new(lease: Duration, keep_percent: u8) -> Self {
        Self {
            lease,
            keep_percent: keep_percent.into(),
            leases: vec![],
        }
    }

    pub fn register(&mut self, app: String, instance: String, now: Duration) {
        self.cancel(app.clone(), instance.clone());
        self.leases.push(Lease {
            app,
            instance,
            began: now,
        });
    }

    pub fn renew(&mut self, app: String, instance: String, now: Duration) -> Renewal {
        match self.find(&app, &instance) {
            Some(at) => {
                self.leases[at].began = now;
                Renewal::Renewed
            }
            None => Renewal::Unknown,
        }
    }

    pub fn cancel(&mut self, app: String, instance: String) -> bool {
        let found = self.find(&app, &instance);
        found.is_some_and(|at| {
            self.leases.remove(at);
            true
        })
    }

    pub fn instances(&self, app: String) -> Vec<String> {
        let of_app = self.leases.iter().filter(|lease| lease.app == app);
        let mut instances: Vec<String> = of_app.map(|lease| lease.instance.clone()).collect();
        instances.sort();
        instances
    }

    /// The answer is who went, and what `pick` was asked.
    pub fn accept_evict(
        &mut self,
        now: Duration,
        _picks: Vec<usize>,
        (gone, asked): (Vec<(String, String)>, Vec<usize>),
    ) -> Check {
        let total = self.leases.len();
        let is_expired = |lease: &Lease| now.saturating_sub(lease.began) > self.lease;
        let expired = self.leases.iter().filter(|lease| is_expired(lease)).count();
        let due = expired.min(total - total * self.keep_percent / 100);
        if gone.len() != due {
            return Check::Illegal(format!(
                "of {total} instances {expired} have expired, and {due} of them go"
            ));
        }
        if asked.len() > due || (due < expired && asked.len() < due) {
            let times = asked.len();
            return Check::Illegal(format!("`pick` was asked {times} times, and {due} go"));
        }
        if let Some(wrong) = asked.iter().find(|k| !(1..=expired).contains(*k)) {
            return Check::Illegal(format!("`pick({wrong})`, with {expired} expired"));
        }
        for (app, instance) in &gone {
            match self.find(app, instance) {
                Some(at) if is_expired(&self.leases[at]) => {
                    self.leases.remove(at);
                }
                Some(_) => return Check::Illegal(format!("{app}/{instance} has not expired")),
                None => return Check::Illegal(format!("{app}/{instance} is not on the list")),
            }
        }
        Check::Legal
    }

    fn find(&self, app: &str, instance: &str) -> Option<usize> {
        let is_it = |lease: &Lease| lease.app == app && lease.instance == instance;
        self.leases.iter().position(is_it)
    }
}

/// Two apps of ten expired instances, and ten of the twenty may go. Over many runs every
/// instance, and every two of them, go about as often as chance would have it. The limits
/// are seven standard deviations of 5,000 runs.
pub fn fair_eviction(candidate: &mut Candidate, runs: u32) -> Result<(), String> {
    const COUNT: usize = 20;
    let mut rng = Rng(7);
    let names: Vec<(&str, String)> = (0..COUNT)
        .map(|number| (["api", "web"][number / 10], format!("i{:02}", number % 10)))
        .collect();
    let mut together = vec![[0_u32; COUNT]; COUNT];
    for _ in 0..runs {
        candidate.new(Duration::ZERO, 50);
        for (app, instance) in &names {
            candidate.register(app, instance, Duration::ZERO);
        }
        let picks = (0..COUNT).map(|_| rng.below(1 << 40) as usize).collect();
        let (gone, _) = candidate.evict(Duration::from_secs(1), picks);
        let mut numbers = vec![];
        for (app, instance) in gone {
            let is_it = |name: &(&str, String)| name.0 == app && name.1 == instance;
            let number = names.iter().position(is_it);
            numbers.push(number.ok_or(format!("{app}/{instance} was never registered"))?);
        }
        for first in &numbers {
            for second in &numbers {
                together[*first][*second] += 1;
            }
        }
    }
    let share = |count: u32| f64::from(count) / f64::from(runs);
    for (first, (app, instance)) in names.iter().enumerate() {
        let went = share(together[first][first]);
        if (went - 0.5).abs() > 0.05 {
            let percent = went * 100.0;
            return Err(format!(
                "{app}/{instance} went in {percent:.1} % of {runs} evictions, not in about 50 %"
            ));
        }
        for (second, (other_app, other)) in names.iter().enumerate().skip(first + 1) {
            let went = share(together[first][second]);
            if (went - 90.0 / 380.0).abs() > 0.042 {
                let percent = went * 100.0;
                return Err(format!(
                    "{app}/{instance} and {other_app}/{other} went together in {percent:.1} % of \
                     {runs} evictions, not in about 23.7 %"
                ));
            }
        }
    }
    Ok(())
}
