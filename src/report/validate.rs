//! Reading a report back, with nothing taken on trust.

use super::document::{FORMAT, Level, Report, Status};
use crate::verdict::Verdict;
use serde::Deserialize;

/// Reads a report.
///
/// # Errors
///
/// Says in one line what is wrong and where: not JSON, another format, a missing, unknown
/// or ill-typed field, or fields that contradict each other.
pub fn read(bytes: &[u8]) -> Result<Report, String> {
    let value: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|error| format!("not JSON: {error}"))?;
    match value.get("format").map(serde_json::Value::as_u64) {
        Some(Some(format)) if format == u64::from(FORMAT) => {}
        Some(Some(format)) => {
            return Err(format!(
                "format: it is {format}, and this version reads {FORMAT} only"
            ));
        }
        Some(None) => return Err("format: not a number".into()),
        None => return Err("format: missing, so this is no report".into()),
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let report = Report::deserialize(tracked).map_err(|error| {
        let path = track.path().to_string();
        if path == "." {
            error.to_string()
        } else {
            format!("{path}: {error}")
        }
    })?;
    consistent(&report)?;
    Ok(report)
}

/// Whether the fields do not contradict each other.
///
/// # Errors
///
/// Says in one line which ones do.
pub fn consistent(report: &Report) -> Result<(), String> {
    let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if report.id.len() != 16 || !report.id.bytes().all(hex) {
        return Err("id: not 16 hex digits".into());
    }
    let stages = 1..=report.problem.stages;
    if !stages.contains(&report.problem.stage) {
        return Err("problem.stage: not one of the problem's stages".into());
    }
    for (index, check) in report.checks.iter().enumerate() {
        let pictures = check.findings.iter().map(|finding| &finding.interleaving);
        for picture in pictures.flatten() {
            if (picture.rows.iter()).any(|row| row.thread >= picture.threads.len()) {
                return Err(format!("checks[{index}].findings: a row without a thread"));
            }
        }
        if check.passed > check.total {
            return Err(format!("checks[{index}].passed: more than there are"));
        }
        if check.status == Status::Passed && check.passed < check.total {
            return Err(format!(
                "checks[{index}].status: passed, but not all parts did"
            ));
        }
        if check.status == Status::Passed && !check.findings.is_empty() {
            return Err(format!("checks[{index}].findings: of a check that passed"));
        }
    }
    if report.verdict == Verdict::Accepted {
        let failed = |status| status == Status::Failed;
        if let Some(index) = report.checks.iter().position(|check| failed(check.status)) {
            return Err(format!("verdict: accepted, but checks[{index}] failed"));
        }
        let error = |level| level == Level::Error;
        let errors = &report.diagnostics;
        if let Some(index) = errors.iter().position(|diagnostic| error(diagnostic.level)) {
            return Err(format!(
                "verdict: accepted, but diagnostics[{index}] is an error"
            ));
        }
    }
    Ok(())
}

/// The JSON schema of reports, with a line break at its end.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Report);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::examples;
    use crate::report::render::json;
    use serde_json::{Value, json};

    /// The complaint about the accepted example after a change.
    fn complaint(change: impl FnOnce(&mut Value)) -> String {
        let mut value = serde_json::to_value(examples::accepted()).unwrap();
        change(&mut value);
        read(value.to_string().as_bytes()).unwrap_err()
    }

    #[test]
    fn every_example_reads_back_as_it_was() {
        for report in examples::all() {
            assert_eq!(read(json::render(&report).as_bytes()).as_ref(), Ok(&report));
        }
    }

    #[test]
    fn faults_are_told_with_their_path() {
        let faults = [
            complaint(|report| report["format"] = json!(2)),
            complaint(|report| report["format"] = json!("1")),
            complaint(|report| drop(report.as_object_mut().unwrap().remove("format"))),
            complaint(|report| report["surprise"] = json!(true)),
            complaint(|report| report["checks"][0]["surprise"] = json!(true)),
            complaint(|report| report["checks"][1]["parts"][0]["verdict"] = json!("fine")),
            complaint(|report| report["problem"]["stages"] = json!(-1)),
            complaint(|report| report["made"] = json!("yesterday")),
            complaint(|report| drop(report["judge"].as_object_mut().unwrap().remove("kit"))),
        ];
        // Where in a single line it stands says nothing and moves with every field.
        insta::with_settings!({filters => [(r" at line \d+ column \d+", "")]}, {
        insta::assert_snapshot!(faults.join("\n"), @r"
        format: it is 2, and this version reads 1 only
        format: not a number
        format: missing, so this is no report
        surprise: unknown field `surprise`, expected one of `format`, `id`, `made`, `judge`, `problem`, `submission`, `mode`, `verdict`, `reason`, `summary`, `diagnostics`, `checks`, `not_judged`, `limits`, `seed`, `sandbox`, `timings`
        checks[0].surprise: unknown field `surprise`, expected one of `name`, `status`, `passed`, `total`, `note`, `parts`, `findings`, `figures`
        checks[1].parts[0].verdict: unknown variant `fine`, expected one of `judging_error`, `compile_error`, `rejected`, `tampered`, `run_time_error`, `memory_limit_exceeded`, `time_limit_exceeded`, `output_limit_exceeded`, `deadlock`, `livelock`, `data_race`, `not_linearizable`, `wrong_answer`, `memory_leak`, `complexity_exceeded`, `busy_wait`, `below_threshold`, `inconclusive`, `accepted`
        problem.stages: invalid value: integer `-1`, expected u32
        made: failed to parse four digit integer as year: invalid digit, expected 0-9 but got y
        judge: missing field `kit`
        ");
        });
    }

    #[test]
    fn contradictions_are_refused() {
        let faults = [
            complaint(|report| report["id"] = json!("7f3a")),
            complaint(|report| report["problem"]["stage"] = json!(4)),
            complaint(|report| report["checks"][0]["passed"] = json!(5)),
            complaint(|report| report["checks"][0]["passed"] = json!(3)),
            complaint(|report| report["checks"][0]["status"] = json!("failed")),
            complaint(|report| {
                let wrong = serde_json::to_value(examples::wrong_answer()).unwrap();
                report["checks"][1]["findings"] = wrong["checks"][1]["findings"].clone();
            }),
            complaint(|report| {
                let broken = serde_json::to_value(examples::compile_error()).unwrap();
                report["diagnostics"] = broken["diagnostics"].clone();
            }),
        ];
        insta::assert_snapshot!(faults.join("\n"), @r"
        id: not 16 hex digits
        problem.stage: not one of the problem's stages
        checks[0].passed: more than there are
        checks[0].status: passed, but not all parts did
        verdict: accepted, but checks[0] failed
        checks[1].findings: of a check that passed
        verdict: accepted, but diagnostics[1] is an error
        ");
    }

    #[test]
    fn what_is_no_json_or_goes_on_is_refused() {
        assert!(read(b"accepted").unwrap_err().starts_with("not JSON: "));
        let mut twice = json::render(&examples::accepted());
        twice.push_str("{}");
        assert!(
            read(twice.as_bytes())
                .unwrap_err()
                .starts_with("not JSON: trailing")
        );
        assert!(read(b"[1]").unwrap_err().starts_with("format: missing"));
    }
}
