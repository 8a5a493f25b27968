//! CSV: one row for each owner and problem.

use crate::ci::batch::Batch;
use crate::error::JudgingError;
use crate::report::sanitise;

/// The table, with a header.
///
/// # Errors
/// If it cannot be written, which memory can.
pub fn render(batch: &Batch) -> Result<String, JudgingError> {
    const DOING: &str = "write a table";
    let failed = || JudgingError::caused(DOING);
    let mut writer = csv::Writer::from_writer(vec![]);
    writer
        .write_record([
            "owner", "problem", "stage", "path", "verdict", "reason", "summary", "reused",
            "total_ms",
        ])
        .map_err(failed())?;
    for unit in &batch.units {
        let report = unit.report();
        let field = |text: &str| harmless(&sanitise::line(text));
        writer
            .write_record([
                field(&unit.owner),
                field(&unit.problem),
                report.map_or_else(String::new, |report| report.problem.stage.to_string()),
                field(&unit.path),
                unit.word().to_owned(),
                report
                    .and_then(|report| report.reason)
                    .map_or_else(String::new, |reason| reason.text().to_owned()),
                field(unit.summary()),
                report.map_or_else(String::new, |report| report.timings.reused.to_string()),
                report.map_or_else(String::new, |report| {
                    format!("{:.0}", report.timings.total_ms)
                }),
            ])
            .map_err(failed())?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| JudgingError::caused(DOING)(error.into_error()))?;
    String::from_utf8(bytes).map_err(JudgingError::caused(DOING))
}

/// A field that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples;
    use super::*;

    #[test]
    fn there_is_a_row_for_each_unit() {
        insta::assert_snapshot!(render(&examples::mixed()).expect("a table"));
    }

    #[test]
    fn a_field_is_never_a_formula() {
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("put(2, 0)"), "put(2, 0)");
    }

    #[test]
    fn hostile_text_stays_in_its_field() {
        let batch = examples::hostile();
        let table = render(&batch).expect("a table");
        assert!(!table.contains(['\u{1b}', '\u{202e}', '\0', '\r']));
        let mut reader = csv::Reader::from_reader(table.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), batch.units.len());
        assert!(rows.iter().all(|row| row.len() == 9));
        assert!(table.len() < 10_000, "{} bytes", table.len());
    }
}
