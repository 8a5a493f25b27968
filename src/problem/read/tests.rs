//! Whole packages: those of the catalogue and the fixtures are read, and every fault of a
//! package is told at its place.

mod faults;
mod packages;

use crate::problem::case::{Case, Expected, Pattern};
use crate::problem::catalogue::Catalogue;
use crate::problem::complaint::Complaints;
use crate::problem::contract::{Operation, Owner};
use crate::problem::domain::Arguments;
use crate::problem::package::Package;
use crate::problem::{ModelForm, Problem};
use crate::value::Value;
use camino::Utf8Path;

fn fixture(name: &str) -> Package {
    let folder = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/problems");
    Package::from_folder(&folder.join(name)).unwrap_or_else(|faults| panic!("{faults}"))
}

fn read(name: &str, stage: Option<u32>) -> Problem {
    Problem::read(&fixture(name), stage).unwrap_or_else(|faults| panic!("{faults}"))
}

fn case<'a>(problem: &'a Problem, name: &str) -> &'a Case {
    problem
        .cases
        .iter()
        .find(|case| case.name == name)
        .expect("a case of this name")
}

fn operations(problem: &Problem) -> Vec<String> {
    let text = |operation: &Operation| {
        let owner = match &operation.owner {
            Owner::Function(_) => "function".to_owned(),
            Owner::Type(opaque) => crate::problem::types::Type::Opaque(opaque.clone()).to_string(),
            Owner::Adapter => "adapter".into(),
            Owner::AdapterSubject(_) => "adapter.subject".into(),
        };
        format!(
            "{owner}: {} => {}",
            operation.signature,
            operation.outcome()
        )
    };
    problem.instances[0].operations.iter().map(text).collect()
}

#[test]
fn every_embedded_problem_is_valid_and_complete() {
    let catalogue = Catalogue::new(&[]).expect("no folders, no faults");
    assert!(catalogue.slugs().contains(&"lru-cache"));
    for slug in catalogue.slugs() {
        let problem = catalogue.load(slug, None).unwrap_or_else(|error| {
            panic!("{}\n{error}", error.detail.clone().unwrap_or_default())
        });
        let package = catalogue.package(slug).expect("it was loaded");
        assert_eq!(problem.completeness(&package), [], "{slug}");
    }
}

#[test]
fn an_embedded_problem_is_read_as_it_is_written() {
    let catalogue = Catalogue::new(&[]).expect("no folders, no faults");
    let problem = catalogue.load("lru-cache", None).expect("it is valid");
    insta::assert_snapshot!(operations(&problem).join("\n"), @r"
    LruCache<u32, u32>: pub fn new(capacity: usize) -> Self => LruCache<u32, u32>
    LruCache<u32, u32>: pub fn get(&mut self, key: &K) -> Option<&V> => Option<u32>
    LruCache<u32, u32>: pub fn put(&mut self, key: K, value: V) -> Option<(K, V)> => Option<(u32, u32)>
    LruCache<u32, u32>: pub fn len(&self) -> usize => usize
    ");
    assert_eq!(
        problem.instances.len(),
        3,
        "u32, String, and counted values"
    );
    assert_eq!(problem.counted, Some(2));
    assert_eq!(
        problem.instances[2].operations[2].answer.to_string(),
        "Option<(u32, Tracked)>"
    );
    assert_eq!(
        problem.instances[1].operations[1].outcome().to_string(),
        "Option<String>"
    );
    assert!(problem.not_judged.is_empty());
    assert_eq!(problem.workloads, ["hot", "reads"]);
    assert_eq!(problem.growth[0].sizes, [512, 2048, 8192, 32768]);
    assert_eq!(problem.memory[0].max_bytes, Some(4096));
    assert_eq!(problem.weights, [1, 4, 4, 1]);
    assert_eq!(problem.random.expect("it has [random]").sequences, 2000);
    let evicts = &case(&problem, "the least recently used entry leaves").lines[3];
    assert_eq!(evicts.text, "put(3, 30)");
    let pair = Value::Tuple(vec![Value::Unsigned(1), Value::Unsigned(10)]);
    let wanted = Expected::Answer(Pattern::Value(Value::wrapped("Some", pair)));
    assert_eq!(evicts.expected, Some(wanted));
}

#[test]
fn generators_are_known_by_the_types_they_make() {
    let catalogue = Catalogue::new(&[]).expect("no folders, no faults");
    let problem = catalogue.load("deploy-order", None).expect("it is valid");
    let texts: Vec<String> = problem
        .generators
        .iter()
        .map(|each| {
            format!(
                "{}{:?} => {}",
                each.name,
                each.parameters.len(),
                each.answer
            )
        })
        .collect();
    insta::assert_snapshot!(texts.join("\n"), @r"
    chain_from_the_top1 => Vec<(String, Vec<String>)>
    chain1 => Vec<(String, Vec<String>)>
    ring_with_tail2 => Vec<(String, Vec<String>)>
    crowd1 => Vec<(String, Vec<String>)>
    hub1 => Vec<(String, Vec<String>)>
    layers2 => Vec<(String, Vec<String>)>
    tower1 => Vec<(String, Vec<String>)>
    ");
    let model = problem.model.as_ref().expect("it has a model");
    assert_eq!(model.operations[0].form, ModelForm::Accepts);
    assert_eq!(model.operations[0].requires, Some(vec![true]));
    let together = Arguments::Together {
        generator: "graph".into(),
        takes_model: false,
    };
    assert_eq!(problem.domains, [together]);
}

#[test]
fn the_version_changes_with_what_bears_on_a_verdict_and_only_then() {
    let mut package = fixture("retry-box");
    let version = |package: &Package| Problem::read(package, None).expect("valid").version;
    let before = version(&package);
    for (file, bears) in [
        ("statement.md", false),
        ("stage2.md", false),
        ("submissions/wrong_answer/forgets.rs", false),
        ("problem.toml", true),
        ("starter2.rs", true),
        ("model.rs", true),
        ("adapter.rs", true),
    ] {
        let text = package.files.get_mut(Utf8Path::new(file)).expect("a file");
        let original = text.clone();
        text.push('\n');
        assert_eq!(version(&package) != before, bears, "{file}");
        package.files.insert(file.into(), original);
    }
}

#[test]
fn a_stage_that_is_not_there_is_told() {
    let faults: Complaints = Problem::read(&fixture("retry-box"), Some(3)).expect_err("two stages");
    assert!(faults.to_string().contains("there is no stage 3"));
}
