//! What is measured: one plan for a whole fleet.
use kit::{Bench, keep};
use submission::waves;

/// At least as many waves as there are hundreds of services; from the second
/// hundred on, every service has two needs.
pub fn layered(size: u64, bench: &mut Bench) {
    let names: Vec<String> = (0..size).map(|i| format!("s{i:06}")).collect();
    let needs: Vec<Vec<&str>> = (0..names.len())
        .map(|i| match i.checked_sub(100) {
            Some(below) => vec![names[below].as_str(), names[i / 2].as_str()],
            None => vec![],
        })
        .collect();
    let deps: Vec<(&str, &[&str])> = names
        .iter()
        .zip(&needs)
        .map(|(name, needs)| (name.as_str(), needs.as_slice()))
        .collect();
    bench.run(|_| keep(waves(&deps)));
}
