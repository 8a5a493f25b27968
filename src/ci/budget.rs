//! How long judging may take on the clock. It is looked at between cases, and ends the
//! compiler and the making smaller of what fails.

use std::time::{Duration, Instant};

/// What may be used.
#[derive(Clone, Copy, Debug, Default)]
pub struct Budget {
    /// All submissions together; nothing is begun after that.
    pub total: Option<Duration>,
    /// Each submission.
    pub each: Option<Duration>,
}

/// When the judging of a submission ends, and in whose name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// No case is begun after this moment.
    pub until: Instant,
    /// Why it ends then.
    pub why: String,
}

impl Budget {
    /// The end for a submission that begins at `now`, of a batch that began at `begun`.
    pub fn deadline(self, begun: Instant, now: Instant) -> Option<Deadline> {
        let end = |from: Instant, budget: Duration, of: &str| {
            Some(Deadline {
                until: from.checked_add(budget)?,
                why: format!("the budget of {} s{of} was used up", budget.as_secs()),
            })
        };
        let total = self.total.and_then(|total| end(begun, total, ""));
        let each = self
            .each
            .and_then(|each| end(now, each, " for each submission"));
        total
            .into_iter()
            .chain(each)
            .min_by_key(|deadline| deadline.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_first_ends_it() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        let begun = Instant::now();
        let budget = Budget {
            total: seconds(60),
            each: seconds(10),
        };
        let at = |after: u64| {
            let now = begun + Duration::from_secs(after);
            let deadline = budget.deadline(begun, now).expect("there is a budget");
            ((deadline.until - begun).as_secs(), deadline.why)
        };
        let each = "the budget of 10 s for each submission was used up";
        assert_eq!(at(0), (10, each.into()));
        assert_eq!(at(55), (60, "the budget of 60 s was used up".into()));
        assert_eq!(Budget::default().deadline(begun, begun), None);
        let endless = Budget {
            total: Some(Duration::MAX),
            each: None,
        };
        assert_eq!(endless.deadline(begun, begun), None);
    }
}
