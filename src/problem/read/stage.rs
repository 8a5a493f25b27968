//! A package at one of its stages.

use super::adapter::AdapterFile;
use super::cases;
use super::checks;
use super::domains;
use super::fault::{Fault, Faults};
use super::generators::Generators;
use super::instance::Builder;
use super::manifest::{Manifest, unknown};
use super::model::ModelFile;
use super::own_tests;
use super::promises;
use super::rust;
use super::scenarios;
use super::starter::Starter;
use super::subject;
use super::syntax::Syntax;
use super::text::{FILE, Text};
use crate::problem::bound::Bound;
use crate::problem::case::Case;
use crate::problem::complaint::Complaint;
use crate::problem::contract::{Contract, Instance, Operation};
use crate::problem::domain::Arguments;
use crate::problem::own_test::{OwnTest, OwnTests};
use crate::problem::package::Package;
use crate::problem::probe::Probe;
use crate::problem::scenario::Scenario;
use crate::problem::workload::{Growth, Memory};
use crate::problem::{Adapter, Generator, Model};
use camino::Utf8PathBuf;
use std::cell::Cell;
use std::collections::BTreeMap;

/// What depends on the stage.
pub(super) struct Stage {
    pub contract: Contract,
    pub instances: Vec<Instance>,
    pub counted: Option<u16>,
    pub cases: Vec<Case>,
    pub generators: Vec<Generator>,
    pub domains: Vec<Arguments>,
    pub weights: Vec<u32>,
    pub model: Option<Model>,
    pub adapter: Option<Adapter>,
    pub measured: Measured,
    pub bounds: Vec<Bound>,
    pub own_tests: Option<OwnTests>,
    pub probes: Vec<Probe>,
    pub scenarios: Vec<Scenario>,
    pub not_judged: Vec<String>,
    pub statement: String,
    pub unsafe_code: bool,
    pub finds_races: bool,
}

/// The file that counts at a stage: `model3.rs` at 3 and later, until a later one replaces it.
pub(super) fn file_at(
    package: &Package,
    stem: &str,
    extension: &str,
    stage: u32,
) -> Option<Utf8PathBuf> {
    let numbered = (2..=stage).rev().map(|n| format!("{stem}{n}.{extension}"));
    numbered
        .chain([format!("{stem}.{extension}")])
        .map(Utf8PathBuf::from)
        .find(|file| package.files.contains_key(file))
}

/// Reads the package at a stage; what is wrong goes to the faults.
pub(super) fn read(
    package: &Package,
    manifest: &Manifest<'_>,
    stage: u32,
    faults: &Faults,
) -> Option<Stage> {
    let file = |stem| file_at(package, stem, "rs", stage);
    let parsed = |file: &Utf8PathBuf| {
        let source = package.text(file).expect("the file was found");
        rust::parse(package, file, faults).map(|parsed| (source, parsed))
    };
    let starter_file = file("starter")?;
    let (adapter_file, model_file) = (file("adapter"), file("model"));
    let tests_file = file("tests");
    let starter = parsed(&starter_file);
    let adapter = adapter_file.as_ref().map(parsed);
    let model = model_file.as_ref().map(parsed);
    let tests = tests_file.as_ref().map(parsed);
    // Without one of them, complaints would be about what only looks missing.
    let (starter, adapter, model) = (starter?, flatten(adapter)?, flatten(model)?);
    let tests = flatten(tests)?;
    let starter = Starter::read(&starter_file, starter.0, starter.1, faults);
    let adapter = adapter_file
        .zip(adapter)
        .map(|(file, (source, parsed))| AdapterFile::read(&file, source, &parsed, faults));
    let model = model_file
        .zip(model)
        .map(|(file, (source, parsed))| ModelFile::read(&file, source, &parsed, faults));

    let own_tests = tests_file
        .zip(tests)
        .map(|(file, (source, parsed))| own_tests::read(&file, source, &parsed, faults));

    let subject = match &manifest.subject {
        None => None,
        Some(text) => match subject::read(text, &starter) {
            Ok(subject) => Some(subject),
            Err(complaint) => {
                faults.push(complaint);
                return None;
            }
        },
    };
    let builder = Builder {
        starter: &starter,
        adapter: adapter.as_ref(),
        faults,
        own: true,
        own_tests: own_tests.is_some(),
        incomplete: Cell::new(false),
    };
    let own = builder.build(subject);
    if starter.incomplete || builder.incomplete.get() {
        return None;
    }
    if own_tests.is_none()
        && own.under_test().is_none()
        && !own.operations.iter().any(Operation::is_function)
    {
        let complaint = Complaint::file(FILE, "there is no `subject`, and no function either");
        faults.push(complaint.help("name the type under test: `subject = \"LruCache<u32, u32>\"`"));
        return None;
    }
    let operations = model
        .as_ref()
        .map(|model| model.operations(&own, faults))
        .unwrap_or_default();

    let orders = manifest
        .scenarios
        .iter()
        .any(|each| each.when.includes(stage))
        || manifest
            .cases
            .iter()
            .any(|each| each.when.includes(stage) && cases::has_threads(each));
    if let Some(model) = model.as_ref().filter(|_| orders) {
        model.check_traits(faults);
    }

    if manifest.generated_scenarios > 0 && own.under_test().is_none() {
        let message = "scenarios are generated for a type, and the subject is a function";
        let place = manifest.generated_place.clone();
        let complaint = Complaint::at(FILE, place, message, "nothing would come of it");
        faults.push(complaint.help("write each as a `[[scenario]]`"));
    }

    let generators = Generators::new(model.as_ref(), &starter.names, &starter.contract);
    let domains = domains::read(&manifest.domains, &own, &generators, faults);
    let weights = domains::weights(manifest.weights.as_ref(), &own);
    let bounds = promises::bounds(manifest, stage, &starter, faults);
    let counted = promises::drops(manifest, &starter, own.subject.as_ref(), faults);
    let reader = Reader {
        manifest,
        stage,
        faults,
        cloneable: promises::cloneable(&bounds, &starter),
        generators: &generators,
        adapter: adapter.as_ref(),
        has_model: model.is_some(),
        has_sample_test: own_tests
            .as_ref()
            .is_some_and(|own| own.tests.iter().any(OwnTest::sample)),
    };
    let mut instances = vec![own];
    let read = cases::read(&reader, &starter, &mut instances);
    let mut not_judged = vec![];
    let mut scenarios = scenarios::read(&reader, &instances[0]);
    scenarios.extend(read.in_turn);
    scenarios.sort_by_key(Scenario::size);
    let probes = reader.probes();
    let measured = reader.measured();
    if manifest.random.is_some() && !reader.has_model {
        not_judged.push("random sequences (there is no model)".into());
    }
    let counted = counted.map(|subject| {
        let builder = Builder {
            starter: &starter,
            adapter: None,
            faults,
            own: false,
            own_tests: false,
            incomplete: Cell::new(false),
        };
        builder.build(Some(subject))
    });
    let counted = counted.and_then(|counted| number(counted, &mut instances));
    if manifest.drops.is_some() && counted.is_none() {
        not_judged.push("drops (calls go through adapter.rs)".into());
    }
    if manifest.c11 && scenarios.is_empty() {
        not_judged.push("orderings (there is no scenario)".into());
    }
    let later = &manifest.stages[..stage as usize - 1];
    Some(Stage {
        instances,
        counted,
        cases: read.cases,
        generators: generators.into_inner(),
        domains,
        weights,
        model: model.map(|model| Model {
            source: model.source,
            operations,
            orders,
        }),
        adapter: adapter.map(|adapter| Adapter {
            source: adapter.source,
            has_type: adapter.has_type,
        }),
        measured,
        bounds,
        own_tests,
        probes,
        scenarios,
        not_judged,
        statement: statement(package, stage),
        finds_races: manifest.c11,
        unsafe_code: later
            .iter()
            .rev()
            .find_map(|stage| stage.unsafe_code)
            .unwrap_or(manifest.unsafe_code),
        contract: starter.contract,
    })
}

/// What is measured at a stage.
#[derive(Default)]
pub(super) struct Measured {
    pub workloads: Vec<String>,
    pub growth: Vec<Growth>,
    pub memory: Vec<Memory>,
}

impl Measured {
    /// The number of a workload, which is a new one if it was not named before.
    fn number(&mut self, name: &str) -> u16 {
        let place = self.workloads.iter().position(|each| each == name);
        let place = place.unwrap_or_else(|| {
            self.workloads.push(name.to_owned());
            self.workloads.len() - 1
        });
        u16::try_from(place).expect("problem.toml is not that long")
    }
}

/// Adds the instance with counted values, and answers its number; `None` if the problem's own
/// has other operations, since an adapter makes some of them.
fn number(counted: Instance, instances: &mut Vec<Instance>) -> Option<u16> {
    let names = |instance: &Instance| -> Vec<(String, bool)> {
        let operations = instance.operations.iter();
        operations
            .map(|each| (each.name.clone(), each.receiver.is_some()))
            .collect()
    };
    if names(&counted) != names(&instances[0]) {
        return None;
    }
    let number = u16::try_from(instances.len()).ok()?;
    instances.push(counted);
    Some(number)
}

/// A file that is there has to be readable; one that is not there is fine.
fn flatten<T>(file: Option<Option<T>>) -> Option<Option<T>> {
    match file {
        None => Some(None),
        Some(None) => None,
        Some(read) => Some(read),
    }
}

fn statement(package: &Package, stage: u32) -> String {
    let first = package.text("statement.md").unwrap_or_default();
    let later = (2..=stage).filter_map(|n| package.text(format!("stage{n}.md")));
    let mut parts: Vec<&str> = vec![first.trim_end()];
    parts.extend(later.map(str::trim_end));
    format!("{}\n", parts.join("\n\n"))
}

/// What the readers of checks need.
pub(super) struct Reader<'a> {
    pub manifest: &'a Manifest<'a>,
    pub stage: u32,
    pub faults: &'a Faults,
    /// The opaque types that can be cloned, by name.
    pub cloneable: Vec<String>,
    pub generators: &'a Generators<'a>,
    pub adapter: Option<&'a AdapterFile>,
    pub has_model: bool,
    /// Whether a test of tests.rs is a sample.
    pub has_sample_test: bool,
}

impl Reader<'_> {
    fn probes(&self) -> Vec<Probe> {
        let included = |probe: &&checks::Probe| probe.when.includes(self.stage);
        let probes = self.manifest.probes.iter().filter(included);
        let read = |probe: &checks::Probe| match self.probe(probe) {
            Ok(read) => Some(read),
            Err(fault) => {
                self.faults.push(probe.run.complain(fault));
                None
            }
        };
        probes.filter_map(read).collect()
    }

    fn probe(&self, probe: &checks::Probe) -> Result<Probe, Fault> {
        let place = 0..probe.run.value.len();
        let syntax = Syntax::read(&probe.run.value)?;
        let alone = syntax.binding.is_none() && syntax.answer.is_none();
        let call = syntax
            .call
            .filter(|call| alone && call.receiver.is_none())
            .ok_or_else(|| Fault::new(place.clone(), "not a call of a probe", ""))?;
        let found = self.generators.probe(&call.name, &call.arguments, &place)?;
        if !found.scored && !probe.thresholds.is_empty() {
            let message = format!("`{}` answers no scores", call.name);
            let help = "answer `Result<Scores, String>`, or leave out `score`";
            return Err(Fault::new(place, message, "").help(help));
        }
        Ok(Probe {
            name: probe.name.value.clone(),
            run: probe.run.value.clone(),
            function: call.name,
            parameters: found.parameters,
            arguments: found.arguments,
            scored: found.scored,
            thresholds: probe.thresholds.clone(),
            processes: probe.processes,
        })
    }

    fn measured(&self) -> Measured {
        let mut measured = Measured::default();
        for growth in &self.manifest.growth {
            if growth.when.includes(self.stage) {
                self.workload(&growth.run);
                let workload = measured.number(&growth.run.value);
                measured.growth.push(Growth {
                    run: growth.run.value.clone(),
                    workload,
                    sizes: growth.sizes.clone(),
                    max_slope: growth.max_slope,
                });
            }
        }
        for memory in &self.manifest.memory {
            if memory.when.includes(self.stage) {
                self.workload(&memory.run);
                let workload = measured.number(&memory.run.value);
                measured.memory.push(Memory {
                    run: memory.run.value.clone(),
                    workload,
                    size: memory.size,
                    steps: memory.steps,
                    max_bytes: memory.max_bytes,
                    max_allocations: memory.max_allocations,
                });
            }
        }
        measured
    }

    /// A workload is `pub fn name(size: u64, bench: &mut Bench)` in adapter.rs.
    fn workload(&self, run: &Text) {
        let none = BTreeMap::new();
        let functions = self.adapter.map_or(&none, |adapter| &adapter.functions);
        let known = functions.get(&run.value);
        if known.is_none_or(|signature| signature.inputs.len() != 2) {
            let message = match known {
                None => format!("adapter.rs has no workload `{}`", run.value),
                Some(_) => format!("`{}` in adapter.rs is not a workload", run.value),
            };
            let complaint = unknown(run, message, functions.keys().map(String::as_str));
            self.faults
                .push(if complaint.help.is_some() && known.is_none() {
                    complaint
                } else {
                    let name = &run.value;
                    complaint.help(format!(
                        "write `pub fn {name}(size: u64, bench: &mut Bench)` there"
                    ))
                });
        }
    }
}
