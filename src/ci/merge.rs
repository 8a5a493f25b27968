//! Putting the parts of a batch together again: all of them, each once, judged alike.

use super::batch::Batch;
use std::collections::BTreeSet;

/// The whole.
///
/// # Errors
/// Says what does not fit: a part that is missing or there twice, or parts that were
/// judged differently.
pub fn merge(batches: Vec<Batch>) -> Result<Batch, String> {
    let mut batches = batches.into_iter();
    let mut whole = batches.next().ok_or("there is nothing to merge")?;
    let Some(first) = whole.partition else {
        return Err("a batch that is no part of another cannot be merged".into());
    };
    let mut indices = BTreeSet::from([first.index]);
    for batch in batches {
        let Some(part) = batch.partition else {
            return Err("a batch that is no part of another cannot be merged".into());
        };
        if part.count != first.count {
            return Err(format!("{part} and {first} are parts of different wholes"));
        }
        if !indices.insert(part.index) {
            return Err(format!("{part} is there twice"));
        }
        alike(&whole, &batch)?;
        whole.made = whole.made.min(batch.made);
        whole.total_ms = whole.total_ms.max(batch.total_ms);
        whole.units.extend(batch.units);
    }
    if let Some(missing) = (1..=first.count).find(|index| !indices.contains(index)) {
        return Err(format!("{missing}/{} is missing", first.count));
    }
    whole.units.sort_by(|a, b| a.key().cmp(&b.key()));
    if let Some(twice) = whole
        .units
        .windows(2)
        .find(|pair| pair[0].key() == pair[1].key())
    {
        return Err(format!("{} is in two parts", twice[0].path));
    }
    if whole.units.len() as u64 != whole.found {
        let (have, found) = (whole.units.len(), whole.found);
        return Err(format!(
            "{have} submissions are here, and {found} were found"
        ));
    }
    whole.partition = None;
    Ok(whole)
}

fn alike(one: &Batch, other: &Batch) -> Result<(), String> {
    let differ = |what: &str| Err(format!("the parts were judged with different {what}"));
    if one.judge != other.judge {
        return differ("judges or compilers");
    }
    if one.strength != other.strength {
        return differ("sandboxes");
    }
    if one.seed != other.seed {
        return differ("seeds");
    }
    if one.reveal != other.reveal {
        return differ("settings of --reveal");
    }
    if one.found != other.found {
        return differ("submissions in the tree");
    }
    let version = |batch: &Batch| -> BTreeSet<(String, u32, String)> {
        let reports = batch.units.iter().filter_map(|unit| unit.report());
        reports
            .map(|report| {
                let problem = &report.problem;
                (problem.slug.clone(), problem.stage, problem.version.clone())
            })
            .collect()
    };
    let mixed: BTreeSet<_> = version(one).union(&version(other)).cloned().collect();
    let problems: BTreeSet<_> = mixed.iter().map(|(slug, stage, _)| (slug, stage)).collect();
    if problems.len() != mixed.len() {
        return differ("versions of a problem");
    }
    Ok(())
}
