//! The schema of reports, held against reports as the judge prints them. That the file in
//! `docs/` is the schema that is printed is tested with the other uses of `report`.

use crate::support::{Scene, judged, place, repository};
use serde_json::{Value, json};

fn schema() -> Value {
    serde_json::from_str(&repository("docs/report.schema.json")).expect("JSON")
}

/// A report on a counter.
fn report(scene: &Scene, command: &str, file: &str) -> Value {
    let judged = judged();
    let ran = scene.run(&[
        command,
        "--format",
        "json",
        "--problems",
        &judged,
        "counter",
        file,
    ]);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr))
}

/// Where a value does not fit a schema, and why; as much of JSON Schema as ours uses.
fn faults(root: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let mut found = vec![];
    let mut fault = |what: String| found.push(format!("{path}: {what}"));
    let Some(keywords) = schema.as_object() else {
        return vec![format!("{path}: {schema} is no schema")];
    };
    let mut inner = vec![];
    for (keyword, given) in keywords {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "format" => {}
            "$ref" => {
                let name = given.as_str().and_then(|name| name.strip_prefix('#'));
                let target = name.and_then(|name| root.pointer(name));
                inner.extend(faults(root, target.unwrap_or(&Value::Null), value, path));
            }
            "const" => {
                if value != given {
                    fault(format!("{value} is not {given}"));
                }
            }
            "type" => {
                let names = given.as_array().cloned().unwrap_or(vec![given.clone()]);
                if !names.iter().any(|name| is(value, name.as_str())) {
                    fault(format!("{value} is not of type {given}"));
                }
            }
            "minimum" => {
                let (number, least) = (value.as_f64(), given.as_f64());
                if number
                    .zip(least)
                    .is_some_and(|(number, least)| number < least)
                {
                    fault(format!("{value} is less than {given}"));
                }
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    inner.extend(faults(root, given, item, &format!("{path}[{index}]")));
                }
            }
            "properties" => {
                for (name, schema) in given.as_object().into_iter().flatten() {
                    if let Some(value) = value.get(name) {
                        inner.extend(faults(root, schema, value, &format!("{path}.{name}")));
                    }
                }
            }
            "required" => {
                for name in given.as_array().into_iter().flatten() {
                    let name = name.as_str().unwrap_or_default();
                    if value.is_object() && value.get(name).is_none() {
                        fault(format!("`{name}` is missing"));
                    }
                }
            }
            "additionalProperties" => {
                for (name, _) in value.as_object().into_iter().flatten() {
                    if schema["properties"].get(name).is_none() {
                        fault(format!("`{name}` is unknown"));
                    }
                }
            }
            "oneOf" | "anyOf" => {
                let fits = |schema: &&Value| faults(root, schema, value, path).is_empty();
                let fitting = given.as_array().into_iter().flatten().filter(fits).count();
                if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
                    fault(format!("{value} fits {fitting} of the forms"));
                }
            }
            other => fault(format!("the keyword `{other}` is not looked at")),
        }
    }
    found.extend(inner);
    found
}

fn is(value: &Value, name: Option<&str>) -> bool {
    match name {
        Some("null") => value.is_null(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_u64() || value.is_i64(),
        Some("number") => value.is_number(),
        Some("string") => value.is_string(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => false,
    }
}

#[test]
fn reports_of_every_kind_fit_the_schema() {
    let scene = Scene::sharing_the_cache();
    let schema = schema();
    scene.write("broken.rs", "pub struct Counter;\nfn f() -> u32 { \"\" }\n");
    let submissions = place("tests/fixtures/judged/counter/submissions");
    let hostile = place("tests/fixtures/hostile");
    for (command, file, verdict) in [
        (
            "submit",
            format!("{submissions}/accepted/as_crate"),
            "accepted",
        ),
        (
            "test",
            format!("{submissions}/accepted/as_crate"),
            "accepted",
        ),
        (
            "submit",
            format!("{submissions}/wrong_answer/forgets_the_start.rs"),
            "wrong_answer",
        ),
        ("submit", "broken.rs".to_owned(), "compile_error"),
        (
            "submit",
            format!("{hostile}/panics_with_escapes.rs"),
            "run_time_error",
        ),
        (
            "submit",
            format!("{hostile}/recurses_for_ever.rs"),
            "run_time_error",
        ),
        ("submit", format!("{hostile}/exits_in_new.rs"), "tampered"),
        (
            "submit",
            format!("{hostile}/keeps_a_static.rs"),
            "wrong_answer",
        ),
    ] {
        let report = report(&scene, command, &file);
        assert_eq!(report["verdict"], verdict, "{file}");
        assert_eq!(
            faults(&schema, &schema, &report, "report"),
            [""; 0],
            "{file}"
        );
    }
}

#[test]
fn what_does_not_fit_the_schema_is_found() {
    let scene = Scene::sharing_the_cache();
    let schema = schema();
    let file = place("tests/fixtures/judged/counter/submissions/wrong_answer/forgets_the_start.rs");
    let report = report(&scene, "submit", &file);
    let told = |pointer: &str, name: &str, value: Option<Value>| {
        let mut report = report.clone();
        let object = report.pointer_mut(pointer).and_then(Value::as_object_mut);
        let object = object.expect("an object");
        match value {
            Some(value) => object.insert(name.to_owned(), value),
            None => object.remove(name),
        };
        faults(&schema, &schema, &report, "report").join("\n")
    };
    assert_eq!(
        told("", "surprise", Some(json!(1))),
        "report: `surprise` is unknown"
    );
    assert_eq!(
        told("", "format", Some(json!(2))),
        "report.format: 2 is not 1"
    );
    assert_eq!(
        told("/checks/1", "passed", Some(json!(-1))),
        "report.checks[1].passed: -1 is less than 0"
    );
    assert_eq!(
        told("/checks/1", "parts", None),
        "report.checks[1]: `parts` is missing"
    );
    assert_eq!(
        told("", "verdict", Some(json!("splendid"))),
        "report.verdict: \"splendid\" fits 0 of the forms"
    );
}
