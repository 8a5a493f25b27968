//! What is measured: workloads of adapter.rs, at which sizes, and what they may cost.

/// How the cost of a step may grow with the size: `[[growth]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Growth {
    /// The workload's name.
    pub run: String,
    /// Its number in [`super::Problem::workloads`].
    pub workload: u16,
    /// At least two, rising.
    pub sizes: Vec<u64>,
    /// The steepest slope allowed on logarithmic axes: 1 is linear.
    pub max_slope: f64,
}

/// What the heap may do while a workload runs: `[[memory]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    /// The workload's name.
    pub run: String,
    /// Its number in [`super::Problem::workloads`].
    pub workload: u16,
    /// What the workload is told.
    pub size: u64,
    /// How many steps it makes.
    pub steps: u64,
    /// How far the heap may rise above what it was before the first step, in bytes.
    pub max_bytes: Option<u64>,
    /// How many requests for memory all steps together may make.
    pub max_allocations: Option<u64>,
}

impl Growth {
    /// As reports call the check.
    pub fn name(&self) -> String {
        format!("growth {}", self.run)
    }
}

impl Memory {
    /// As reports call the check.
    pub fn name(&self) -> String {
        format!("memory {}", self.run)
    }
}
