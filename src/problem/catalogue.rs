//! A stand-in for the catalogue, to be replaced by the package reader: it knows the
//! embedded packages' headers and texts, and no cases.

use super::{Limits, Origin, Problem, contract::Contract};
use crate::error::{Exit, UserError};
use camino::Utf8PathBuf;

const SLUGS: [&str; 3] = ["deploy-order", "lru-cache", "sliding-log"];

/// The problems that can be judged.
pub struct Catalogue;

/// What `list` shows of a problem.
pub struct Header {
    /// Its title.
    pub title: String,
    /// `L4`, `L5` or `L6`.
    pub level: String,
    /// How long a round takes, in minutes.
    pub minutes: u32,
    /// What it is about.
    pub topics: Vec<String>,
    /// The systems it is taken from.
    pub systems: Vec<String>,
    /// How many stages it has.
    pub stages: u32,
}

impl Catalogue {
    /// The embedded problems.
    pub fn new(_folders: &[Utf8PathBuf]) -> Result<Self, UserError> {
        Ok(Self)
    }

    /// Their names, sorted.
    pub fn slugs(&self) -> Vec<&str> {
        SLUGS.to_vec()
    }

    fn texts(slug: &str) -> Result<[&'static str; 3], UserError> {
        Ok(match slug {
            "deploy-order" => [
                include_str!("../../problems/deploy-order/problem.toml"),
                include_str!("../../problems/deploy-order/starter.rs"),
                include_str!("../../problems/deploy-order/statement.md"),
            ],
            "lru-cache" => [
                include_str!("../../problems/lru-cache/problem.toml"),
                include_str!("../../problems/lru-cache/starter.rs"),
                include_str!("../../problems/lru-cache/statement.md"),
            ],
            "sliding-log" => [
                include_str!("../../problems/sliding-log/problem.toml"),
                include_str!("../../problems/sliding-log/starter.rs"),
                include_str!("../../problems/sliding-log/statement.md"),
            ],
            _ => {
                let near = SLUGS
                    .into_iter()
                    .max_by(|a, b| strsim::jaro(a, slug).total_cmp(&strsim::jaro(b, slug)))
                    .expect("three of them");
                return Err(
                    UserError::new(Exit::Usage, format!("there is no problem `{slug}`"))
                        .help(format!("did you mean `{near}`?")),
                );
            }
        })
    }

    /// What `list` shows.
    pub fn header(&self, slug: &str) -> Result<Header, UserError> {
        let table: toml::Table = Self::texts(slug)?[0].parse().expect("a shipped package");
        let texts = |key: &str| -> Vec<String> {
            let array = table[key].as_array().expect("a list");
            array
                .iter()
                .map(|text| text.as_str().expect("a text").into())
                .collect()
        };
        Ok(Header {
            title: table["title"].as_str().expect("a text").into(),
            level: table["level"].as_str().expect("a text").into(),
            minutes: table["minutes"]
                .as_integer()
                .map_or(0, |minutes| minutes as u32),
            topics: texts("topics"),
            systems: texts("systems"),
            stages: 1,
        })
    }

    /// The problem without its cases.
    pub fn load(&self, slug: &str, stage: Option<u32>) -> Result<Problem, UserError> {
        let header = self.header(slug)?;
        let [_, starter, statement] = Self::texts(slug)?;
        Ok(Problem {
            slug: slug.into(),
            origin: Origin::Embedded,
            title: header.title,
            level: header.level,
            minutes: header.minutes,
            topics: header.topics,
            systems: header.systems,
            statement: statement.into(),
            stage: stage.unwrap_or(1),
            later_stages: Vec::new(),
            contract: Contract {
                starter: starter.into(),
                given_types: Vec::new(),
                given_items: Vec::new(),
                opaque_types: Vec::new(),
                functions: Vec::new(),
            },
            instances: Vec::new(),
            limits: Limits::default(),
            unsafe_code: false,
            cases: Vec::new(),
            generators: Vec::new(),
            model: None,
            adapter: None,
            not_judged: Vec::new(),
            reference: None,
            submissions: Vec::new(),
            version: String::new(),
        })
    }
}
