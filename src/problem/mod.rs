//! Problem packages: what can be judged, read once and valid from then on.

pub mod bound;
pub mod case;
pub mod catalogue;
pub mod complaint;
pub mod contract;
pub mod domain;
pub mod own_test;
pub mod package;
pub mod parsed;
pub mod probe;
mod read;
pub mod scenario;
pub mod subject;
pub mod turns;
pub mod types;
pub mod workload;

use crate::verdict::Verdict;
use bound::Bound;
use camino::Utf8PathBuf;
use case::Case;
use contract::{Contract, Instance};
use domain::{Arguments, Random};
use own_test::OwnTests;
use probe::Probe;
use scenario::Scenario;
use std::collections::BTreeMap;
use types::Type;
use workload::{Growth, Memory};

/// A valid package at one of its stages.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The folder's name.
    pub slug: String,
    /// What `list` shows.
    pub title: String,
    /// `L4`, `L5` or `L6`.
    pub level: String,
    /// How long a round takes, in minutes.
    pub minutes: u32,
    /// What it is about.
    pub topics: Vec<String>,
    /// The systems it is taken from.
    pub systems: Vec<String>,
    /// The statement in Markdown.
    pub statement: String,
    /// The stage this value is about, from 1, and all stages' titles.
    pub stage: u32,
    /// The titles of stages 2, 3, …
    pub later_stages: Vec<String>,
    /// What starter.rs asks for.
    pub contract: Contract,
    /// The contract's instances; the first is the problem's own.
    pub instances: Vec<Instance>,
    /// The instance with counted values, by its number; its operations have the numbers that
    /// they have in the problem's own.
    pub counted: Option<u16>,
    /// What a submission may use.
    pub limits: Limits,
    /// Whether submissions may say `unsafe`.
    pub unsafe_code: bool,
    /// Whether orderings count: scenarios look for data races.
    pub finds_races: bool,
    /// The cases of this stage that can be judged.
    pub cases: Vec<Case>,
    /// The functions of model.rs that lines call: `@name(…)`.
    pub generators: Vec<Generator>,
    /// How much is tried by chance; `None` if the package has neither `[random]` nor
    /// `[domain]`.
    pub random: Option<Random>,
    /// What arguments are drawn from, by operation of the first instance.
    pub domains: Vec<Arguments>,
    /// How often an operation is drawn in comparison with the others, by operation of the
    /// first instance.
    pub weights: Vec<u32>,
    /// model.rs, if there is one.
    pub model: Option<Model>,
    /// The text of adapter.rs, if there is one.
    pub adapter: Option<Adapter>,
    /// The workloads of adapter.rs that are measured, by name; a workload's number is its
    /// place here.
    pub workloads: Vec<String>,
    /// How cost may grow.
    pub growth: Vec<Growth>,
    /// What the heap may do.
    pub memory: Vec<Memory>,
    /// What the candidate's types have to be, and must not be.
    pub bounds: Vec<Bound>,
    /// tests.rs, if there is one.
    pub own_tests: Option<OwnTests>,
    /// The probes of this stage.
    pub probes: Vec<Probe>,
    /// The scenarios of this stage.
    pub scenarios: Vec<Scenario>,
    /// How many more are generated, at most.
    pub generated_scenarios: u32,
    /// The checks of this stage that this judge cannot make yet, in words: "drops".
    pub not_judged: Vec<String>,
    /// The name of the accepted submission that cost is compared with.
    pub reference: Option<String>,
    /// The submissions that come with the package.
    pub submissions: Vec<PackagedSubmission>,
    /// blake3 over all files that bear on a verdict, in hex.
    pub version: String,
}

impl Problem {
    /// How many stages the problem has.
    pub fn stages(&self) -> u32 {
        1 + u32::try_from(self.later_stages.len()).expect("few stages")
    }

    /// The package's submissions that this stage accepts.
    pub fn accepted(&self) -> impl Iterator<Item = &PackagedSubmission> + Clone {
        self.submissions.iter().filter(|submission| {
            submission.expected == Verdict::Accepted
                && submission.stage.unwrap_or_else(|| self.stages()) == self.stage
        })
    }

    /// The accepted submission that cost is compared with: the one that the package names
    /// or, at a stage that it is not for, the first that is.
    pub fn reference(&self) -> Option<&PackagedSubmission> {
        let named = format!("accepted/{}", self.reference.as_ref()?);
        let mut accepted = self.accepted();
        accepted
            .clone()
            .find(|submission| submission.name == named)
            .or_else(|| accepted.next())
    }
}

impl PackagedSubmission {
    /// Its sources.
    pub fn submission(&self) -> crate::submission::Submission {
        let root = self
            .files
            .keys()
            .find(|file| file.components().count() == 1)
            .cloned()
            .unwrap_or_else(|| "src/lib.rs".into());
        crate::submission::Submission::from_files(self.name.clone(), self.files.clone(), root)
    }
}

/// What `list` shows of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The title.
    pub title: String,
    /// `L4`, `L5` or `L6`.
    pub level: String,
    /// How long a round takes, in minutes.
    pub minutes: u32,
    /// What it is about.
    pub topics: Vec<String>,
    /// The systems it is taken from.
    pub systems: Vec<String>,
    /// How many stages there are.
    pub stages: u32,
}

/// Where a package comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Inside the judge.
    Embedded,
    /// A folder.
    Folder(Utf8PathBuf),
}

/// What a submission may use for one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// CPU time over all threads, in milliseconds, whatever the reference needs.
    pub cpu_ms: u64,
    /// How many times as much CPU time as the reference.
    pub cpu_ratio: u32,
    /// Time on the clock, in milliseconds.
    pub wall_ms: u64,
    /// Memory, in bytes.
    pub memory: u64,
    /// What it may print to either stream, in bytes.
    pub output: u64,
    /// The stack of the thread that makes the calls, in bytes.
    pub stack: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cpu_ms: 2_000,
            cpu_ratio: 10,
            wall_ms: 10_000,
            memory: 256 << 20,
            output: 1 << 20,
            stack: 8 << 20,
        }
    }
}

/// A public function of model.rs that makes values.
#[derive(Clone, Debug)]
pub struct Generator {
    /// Its name.
    pub name: String,
    /// Its parameters' types, in plain form.
    pub parameters: Vec<Type>,
    /// The type it answers, which is that of the argument it stands for, in plain form.
    pub answer: Type,
}

/// model.rs: the naive oracle.
#[derive(Clone, Debug)]
pub struct Model {
    /// Its text.
    pub source: String,
    /// How the model judges each operation of the first instance, by the operation's number.
    pub operations: Vec<ModelOperation>,
    /// Whether it is asked about calls of several threads, and can be: it is looked at in
    /// many states then.
    pub orders: bool,
}

/// How the model judges an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelOperation {
    /// The name of its method in model.rs without prefix.
    pub name: String,
    /// The form it has.
    pub form: ModelForm,
    /// Its `requires_` method, by parameter whether it is taken by reference.
    pub requires: Option<Vec<bool>>,
    /// Its `partition_` method, by parameter whether it is taken by reference.
    pub partition: Option<Vec<bool>>,
}

/// The forms of FORMAT.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelForm {
    /// `op(…) -> T`.
    Answers,
    /// `op(…) -> Step<T>`.
    Steps,
    /// `accept_op(…, answer: T) -> Check`.
    Accepts,
    /// `op_begin(…)` and `op_end(…) -> Step<T>`.
    Moments,
}

/// adapter.rs.
#[derive(Clone, Debug)]
pub struct Adapter {
    /// Its text.
    pub source: String,
    /// Whether it has a type `Adapter` whose methods are operations.
    pub has_type: bool,
}

/// A submission that comes with the package, to show that the problem judges rightly.
#[derive(Clone, Debug)]
pub struct PackagedSubmission {
    /// `wrong_answer/get_does_not_touch`.
    pub name: String,
    /// The folder's verdict.
    pub expected: Verdict,
    /// Its files by path; a single `name.rs`, or a crate folder.
    pub files: BTreeMap<Utf8PathBuf, String>,
    /// `//! stage: n`.
    pub stage: Option<u32>,
    /// `//! reason: …`.
    pub reason: Option<String>,
    /// `//! by: …`: the check and name that must find it, e.g. `case "text keys"`.
    pub by: Option<String>,
    /// `//! also: …`: a further verdict that would be right too.
    pub also: Vec<Verdict>,
}
