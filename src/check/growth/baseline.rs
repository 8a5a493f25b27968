//! What references cost, measured once for many submissions that are judged in the same run
//! on the same machine.
//!
//! Only what lies within its limit is told beside it. Before anything else is said, the
//! reference is measured anew in the same run.

use crate::wire::Measured;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Measurements of references: by size, and for each size by round.
#[derive(Debug, Default)]
pub struct Baseline {
    kept: Mutex<BTreeMap<Key, Vec<Vec<Measured>>>>,
}

/// Whose measurements they are: a stage of a version of a problem, and a workload.
pub type Key = (String, u32, u16);

impl Baseline {
    /// What was measured.
    pub(super) fn find(&self, key: &Key) -> Option<Vec<Vec<Measured>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key).cloned()
    }

    /// Keeps what was measured; nothing else may be running meanwhile.
    pub(super) fn keep(&self, key: Key, measured: Vec<Vec<Measured>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key, measured);
    }
}
