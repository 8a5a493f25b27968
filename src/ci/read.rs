//! Reading a batch back, with nothing taken on trust.

use super::batch::{Batch, FORMAT, KIND, Outcome};
use crate::report::validate;

/// Whether the document says that it is a batch.
pub fn is_batch(bytes: &[u8]) -> bool {
    let value: Result<serde_json::Value, _> = serde_json::from_slice(bytes);
    value.is_ok_and(|value| value.get("kind").is_some_and(|kind| kind == KIND))
}

/// Reads a batch.
///
/// # Errors
/// Says in one line what is wrong and where.
pub fn batch(bytes: &[u8]) -> Result<Batch, String> {
    let value: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|error| format!("not JSON: {error}"))?;
    if value.get("kind").is_none_or(|kind| kind != KIND) {
        return Err(format!("kind: not `{KIND}`"));
    }
    if value.get("format") != Some(&FORMAT.into()) {
        return Err(format!("format: this version reads {FORMAT} only"));
    }
    let batch: Batch =
        serde_path_to_error::deserialize(&value).map_err(|error| error.to_string())?;
    if batch
        .partition
        .is_some_and(|part| !(1..=part.count).contains(&part.index))
    {
        return Err("partition: no part of a whole".into());
    }
    if !batch.units.is_sorted_by(|a, b| a.key() < b.key()) {
        return Err("units: not in order, or one is there twice".into());
    }
    for (index, unit) in batch.units.iter().enumerate() {
        if let Outcome::Judged(report) = &unit.outcome {
            validate::consistent(report).map_err(|why| format!("units[{index}].{why}"))?;
        }
    }
    Ok(batch)
}

/// The JSON schema of batches, with a line break at its end.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Batch);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}
