//! `report validate` and `report schema`.

use crate::support::{Ran, Scene, repository};
use serde_json::{Value, json};

/// A small report as a judge writes it.
fn report() -> Value {
    json!({
        "format": 1,
        "id": "7f3a0c55d2e19b64",
        "made": "2026-01-02T03:04:05Z",
        "judge": { "version": "0.1.0", "rustc": "rustc 1.95.0", "kit": "0123456789abcdef" },
        "problem": { "slug": "lru-cache", "title": "A cache", "version": "00", "stage": 1, "stages": 1, "cases": 2 },
        "submission": { "origin": ".", "hash": "00", "attempt": 1 },
        "mode": "submit",
        "verdict": "wrong_answer",
        "reason": null,
        "summary": "put(2, 0) after 3 calls",
        "diagnostics": [],
        "checks": [{
            "name": "cases", "status": "failed", "passed": 0, "total": 1, "note": null,
            "parts": [{ "name": "a read protects an entry", "verdict": "wrong_answer", "wall_ms": 0.5 }],
            "findings": [{
                "case": "a read protects an entry", "sample": true, "verdict": "wrong_answer",
                "reason": null, "summary": "put(2, 0)", "details": [], "place": null,
                "transcript": [
                    { "call": "new(2)", "outcome": { "right": { "answer": "" } } },
                    { "call": "put(2, 0)", "outcome": { "wrong": { "want": "None", "got": "Some((0, 0))" } } }
                ],
                "interleaving": null,
                "shrunk_from": 41, "lines": ["new(2)", "put(2, 0)"], "test": null,
                "printed": null
            }]
        }],
        "not_judged": [],
        "limits": { "cpu_ms": 2000, "wall_ms": 10000, "memory_bytes": 268_435_456, "output_bytes": 1_048_576 },
        "seed": null,
        "sandbox": { "strength": "none", "exposed": [] },
        "timings": { "compile_ms": 1.0, "judge_ms": 1.0, "total_ms": 2.0, "reused": false }
    })
}

fn validate(text: &str) -> Ran {
    let scene = Scene::new();
    let mut command = scene.command("");
    let output = command
        .args(["report", "validate", "-"])
        .write_stdin(text)
        .output()
        .expect("it runs");
    Ran::new(&output)
}

#[test]
fn a_report_is_valid_from_standard_input_and_from_a_file() {
    let ran = validate(&report().to_string());
    assert_eq!(
        ran.stdout,
        "valid: report 7f3a0c55d2e19b64, lru-cache, wrong_answer\n"
    );
    assert_eq!(ran.code, 0);
    let scene = Scene::new();
    scene.write("report.json", &report().to_string());
    assert_eq!(scene.run(&["report", "validate", "report.json"]).code, 0);
}

#[test]
fn a_fault_is_told_with_its_path() {
    let mut unknown = report();
    unknown["checks"][0]["findings"][0]["surprise"] = json!(1);
    let mut version = report();
    version["format"] = json!(2);
    for (text, message) in [
        (
            unknown.to_string(),
            "checks[0].findings[0].surprise: unknown field `surprise`",
        ),
        (
            version.to_string(),
            "format: it is 2, and this version reads 1 only",
        ),
        ("{".into(), "not JSON: "),
        (String::new(), "not JSON: "),
    ] {
        let ran = validate(&text);
        assert_eq!(ran.code, 2);
        assert_eq!(ran.stdout, "");
        let expected = format!("error: standard input is not a valid report: {message}");
        assert!(ran.stderr.starts_with(&expected), "{}", ran.stderr);
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let ran = Scene::new().run(&["report", "validate", "no.json"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.starts_with("error: cannot read no.json: "),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_schema_in_the_documentation_is_the_one_that_is_printed() {
    let cases: [(&[&str], &str); 2] = [
        (&["report", "schema"], "docs/report.schema.json"),
        (&["report", "schema", "--batch"], "docs/batch.schema.json"),
    ];
    for (arguments, file) in cases {
        let ran = Scene::new().run(arguments);
        assert!(
            ran.stdout == repository(file),
            "run `greenroom {} > {file}`",
            arguments.join(" ")
        );
    }
}

/// Whether the schema knows every field that the document has, and no others. A schema's
/// own rules are beyond this test; its names are what readers go by.
#[test]
fn the_schema_names_the_fields_of_a_report() {
    let schema: Value = serde_json::from_str(&repository("docs/report.schema.json")).unwrap();
    let names = |value: &Value| {
        let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    assert_eq!(names(&schema["properties"]), names(&report()));
    let finding = &report()["checks"][0]["findings"][0];
    assert_eq!(
        names(&schema["$defs"]["Finding"]["properties"]),
        names(finding)
    );
    assert_eq!(schema["properties"]["format"]["const"], 1);
    assert_eq!(schema["additionalProperties"], false);
}
