//! problem.toml: its tables in their form, before the contract is known.

use super::cases;
use super::checks::{self, Case, Growth, Memory, Probe, Scenario};
use super::domains::{self, Entry};
use super::fault::{Faults, did_you_mean};
use super::limits;
use super::table::{Context, Table};
use super::text::{FILE, Text};
use crate::problem::complaint::Complaint;
use crate::problem::domain::Random;
use crate::problem::{Header, Limits};
use std::ops::Range;
use toml::Spanned;
use toml::de::DeTable;

/// The levels of problems.
const LEVELS: [&str; 3] = ["L4", "L5", "L6"];
/// The longest round, in minutes.
const LONGEST_ROUND: u64 = 240;

/// What problem.toml says.
pub(super) struct Manifest<'a> {
    pub header: Header,
    pub subject: Option<Text>,
    pub reference: Option<Text>,
    pub bounds: Vec<Text>,
    pub drops: Option<Text>,
    pub unsafe_code: bool,
    /// Whether orderings count: `ordering = "c11"`.
    pub c11: bool,
    pub limits: Limits,
    /// `None` if there is neither `[random]` nor `[domain]`.
    pub random: Option<Random>,
    /// How many scenarios are generated beside those that are written.
    pub generated_scenarios: u32,
    /// Where that number stands.
    pub generated_place: Range<usize>,
    pub weights: Option<Table<'a>>,
    pub domains: Vec<Entry>,
    pub cases: Vec<Case>,
    pub scenarios: Vec<Scenario>,
    pub probes: Vec<Probe>,
    pub growth: Vec<Growth>,
    pub memory: Vec<Memory>,
    pub stages: Vec<Stage>,
}

/// `[[stage]]`: stage 2, 3, …
pub(super) struct Stage {
    pub title: String,
    pub bounds: Vec<Text>,
    pub unsafe_code: Option<bool>,
}

/// The document, if it is TOML at all.
pub(super) fn parse<'a>(source: &'a str, faults: &Faults) -> Option<Spanned<DeTable<'a>>> {
    let (document, errors) = DeTable::parse_recoverable(source);
    for error in &errors {
        let message = format!("not TOML: {}", error.message());
        faults.push(match error.span() {
            Some(span) => Complaint::at(FILE, span, message, ""),
            None => Complaint::file(FILE, message),
        });
    }
    errors.is_empty().then_some(document)
}

/// The top of the document alone, for `list`.
pub(super) fn header(document: &Spanned<DeTable<'_>>, context: Context<'_>) -> Header {
    read_header(&top(document, context))
}

fn top<'a>(document: &'a Spanned<DeTable<'a>>, context: Context<'a>) -> Table<'a> {
    Table::new(document.get_ref(), 0..0, FILE, context)
}

fn read_header(top: &Table<'_>) -> Header {
    if top
        .required_number("format", 0..=u64::MAX)
        .is_some_and(|format| format != 1)
    {
        let message = "this judge reads packages of format 1";
        top.complain(Complaint::at(FILE, top.place("format"), message, ""));
    }
    let level = top.required_text("level");
    if let Some(level) = &level
        && !LEVELS.contains(&&*level.value)
    {
        top.complain(level.fault("`level` has to be \"L4\", \"L5\" or \"L6\"", ""));
    }
    let words = |texts: Vec<Text>| texts.into_iter().map(|text| text.value).collect();
    let title = top.required_text("title");
    if let Some(title) = &title
        && title.value.chars().any(char::is_control)
    {
        top.complain(title.fault("`title` has to be one line of text", ""));
    }
    Header {
        title: title.map(|text| text.value).unwrap_or_default(),
        level: level.map(|text| text.value).unwrap_or_default(),
        minutes: minutes(top.required_number("minutes", 1..=LONGEST_ROUND)),
        topics: words(top.texts("topics")),
        systems: words(top.texts("systems")),
        stages: u32::try_from(1 + top.tables("stage").len()).unwrap_or(u32::MAX),
    }
}

fn minutes(number: Option<u64>) -> u32 {
    number.map_or(0, |minutes| u32::try_from(minutes).expect("at most 240"))
}

impl<'a> Manifest<'a> {
    /// Reads all tables; what is wrong with them goes to the faults.
    pub fn read(document: &'a Spanned<DeTable<'a>>, context: Context<'a>) -> Self {
        let top = top(document, context);
        let header = read_header(&top);
        let stages = header.stages;
        let ordering = top.text("ordering");
        if let Some(ordering) = &ordering
            && !["sc", "c11"].contains(&&*ordering.value)
        {
            top.complain(ordering.fault("`ordering` has to be \"sc\" or \"c11\"", ""));
        }
        let domain = top.table("domain");
        let random = top.table("random");
        let (generated_scenarios, generated_place) = top
            .table("scenarios")
            .map_or((0, 0..0), |table| read_generated(&table));
        let manifest = Self {
            header,
            subject: top.text("subject"),
            reference: top.text("reference"),
            bounds: top.texts("bounds"),
            drops: top.text("drops"),
            unsafe_code: top.flag("unsafe_code").unwrap_or(false),
            c11: ordering.is_some_and(|ordering| ordering.value == "c11"),
            limits: top
                .table("limits")
                .map_or_else(Limits::default, |table| limits::read(&table)),
            random: (random.is_some() || domain.is_some())
                .then(|| random.map_or_else(Random::default, |table| read_random(&table))),
            generated_scenarios,
            generated_place,
            weights: top.table("weights"),
            domains: domain.map_or_else(Vec::new, |table| domains::entries(&table)),
            cases: each(&top, "case", |table| checks::case(table, stages)),
            scenarios: each(&top, "scenario", |table| checks::scenario(table, stages)),
            probes: each(&top, "probe", |table| checks::probe(table, stages)),
            growth: each(&top, "growth", |table| checks::growth(table, stages)),
            memory: each(&top, "memory", |table| checks::memory(table, stages)),
            stages: each(&top, "stage", stage),
        };
        top.finish();
        unique(&top, manifest.cases.iter().map(|case| &case.name), "case");
        let threaded = manifest
            .cases
            .iter()
            .filter(|case| cases::has_threads(case));
        let scenarios = manifest.scenarios.iter().map(|each| &each.name);
        // A case with threads is a scenario whose calls have turns.
        unique(
            &top,
            scenarios.chain(threaded.map(|case| &case.name)),
            "scenario",
        );
        unique(
            &top,
            manifest.probes.iter().map(|probe| &probe.name),
            "probe",
        );
        manifest
    }
}

/// All tables of one name. One that lacks what it needs has been complained about.
fn each<T>(top: &Table<'_>, key: &'static str, read: impl Fn(&Table<'_>) -> Option<T>) -> Vec<T> {
    let tables = top.tables(key);
    tables
        .iter()
        .filter_map(|table| {
            let value = read(table);
            table.finish();
            value
        })
        .collect()
}

fn unique<'a>(top: &Table<'_>, names: impl Iterator<Item = &'a Text>, what: &str) {
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        if seen.contains(&&*name.value) && !name.value.is_empty() {
            let message = format!("there is another {what} {:?} already", name.value);
            top.complain(name.fault(message, "the same name"));
        }
        seen.push(&name.value);
    }
}

fn read_random(table: &Table<'_>) -> Random {
    let usual = Random::default();
    let number = |key, most, usual| {
        let number = table.number(key, 1..=most);
        number.map_or(usual, |number| {
            u32::try_from(number).expect("within its limits")
        })
    };
    let random = Random {
        sequences: number("sequences", 100_000, usual.sequences),
        operations: number("operations", 10_000, usual.operations),
    };
    table.finish();
    random
}

/// How many, and where that stands.
fn read_generated(table: &Table<'_>) -> (u32, Range<usize>) {
    let number = table.number("generated", 0..=1000).unwrap_or(0);
    table.finish();
    let number = u32::try_from(number).expect("within its limits");
    (number, table.place("generated"))
}

fn stage(table: &Table<'_>) -> Option<Stage> {
    let title = table.required_text("title");
    table.required_number("minutes", 1..=LONGEST_ROUND);
    table.texts("ask");
    let stage = Stage {
        bounds: table.texts("bounds"),
        unsafe_code: table.flag("unsafe_code"),
        title: title.map(|text| text.value).unwrap_or_default(),
    };
    Some(stage)
}

/// Complains about a name that is not among those there are.
pub(super) fn unknown<'a>(
    text: &Text,
    message: String,
    names: impl IntoIterator<Item = &'a str>,
) -> Complaint {
    let complaint = text.fault(message, "");
    match did_you_mean(&text.value, names) {
        Some(help) => complaint.help(help),
        None => complaint,
    }
}
