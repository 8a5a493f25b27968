//! JSON: the document itself.

use crate::ci::batch::Batch;
use crate::report::render::json;

/// The batch as JSON, with a line break at its end.
pub fn render(batch: &Batch) -> String {
    json::pretty(batch)
}
