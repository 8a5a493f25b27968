//! Data races in words.

use crate::build::symbols::Symbols;
use crate::report::document::Place;
use crate::wire::{self, Access, Race, Spot};

/// The folder that a submission is compiled in, as debug information calls it. Generic code is
/// compiled together with the glue, and then the glue's folder stands before it.
const FOLDERS: [&str; 2] = ["./submission/", "./glue/./submission/"];

/// Where what stands in for std is compiled from. Its code that is inlined seems to lie in the
/// submission's folder.
const STAND_IN: [&str; 3] = [
    "harness/shadow-std/",
    "harness/shadow-core/",
    "harness/explore/",
];

/// A race in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaceWords {
    /// In one line.
    pub summary: String,
    /// Both accesses, and what would have ordered them.
    pub details: Vec<String>,
    /// The second access.
    pub place: Option<Place>,
}

impl RaceWords {
    /// Words for a race; lines are known where the program's symbols are. `thread` names
    /// threads.
    pub fn new(race: &Race, symbols: Option<&Symbols>, thread: impl Fn(u8) -> String) -> Self {
        let place = |spot: &Spot| own_place(spot, symbols);
        let (first, second) = (place(&race.first.spot), place(&race.second.spot));
        let at = |place: &Option<Place>| match place {
            Some(place) => format!(" at {}:{}", place.file, place.line),
            None => String::new(),
        };
        let summary = format!(
            "{}{} and {}{}: nothing orders them",
            what(&race.first),
            at(&first),
            what(&race.second),
            at(&second),
        );
        let access = |access: &Access, place: &Option<Place>| {
            let bytes = match access.size {
                1 => "1 byte".to_owned(),
                size => format!("{size} bytes"),
            };
            let who = thread(access.thread);
            format!("{who}: {} of {bytes}{}", what(access), at(place))
        };
        let mut details = vec![access(&race.first, &first), access(&race.second, &second)];
        details.push(match &race.missing {
            None => "between the two there is no lock, no channel, no atomic that was read".into(),
            Some(missing) if !missing.store_releases => format!(
                "the store{} is {}: it publishes nothing of what its thread did before",
                at(&place(&missing.store)),
                missing.store_order,
            ),
            Some(missing) => format!(
                "the load{} is {}: it learns nothing of what the store{} published",
                at(&place(&missing.load)),
                missing.load_order,
                at(&place(&missing.store)),
            ),
        });
        Self {
            summary,
            details,
            place: second.or(first),
        }
    }
}

const fn what(access: &Access) -> &'static str {
    match (access.is_atomic, access.writes) {
        (false, false) => "a read",
        (false, true) => "a write",
        (true, false) => "an atomic read",
        (true, true) => "an atomic write",
    }
}

/// The path in the submission, if debug information says that a file belongs to it.
fn own_file(file: &str) -> Option<&str> {
    let mut folders = FOLDERS.iter();
    let own = folders.find_map(|folder| file.strip_prefix(folder))?;
    let stands_in = STAND_IN.iter().any(|folder| own.starts_with(folder));
    (!stands_in).then_some(own)
}

/// The innermost line of the submission's own.
fn own_place(spot: &Spot, symbols: Option<&Symbols>) -> Option<Place> {
    let (file, line, column) = match spot {
        Spot::Source(wire::Place { file, line, column }) => (file.clone(), *line, *column),
        Spot::Code(addresses) => {
            let lines = symbols?.lines(addresses);
            let own = lines.into_iter().find_map(|line| {
                let file = own_file(&line.file)?.to_owned();
                Some((file, line.line, line.column))
            });
            own?
        }
    };
    (!file.starts_with('/')).then_some(Place {
        file,
        line,
        column: column.max(1),
        end_column: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::MissingEdge;

    fn source(line: u32) -> Spot {
        Spot::Source(wire::Place {
            file: "lib.rs".into(),
            line,
            column: 5,
        })
    }

    fn race(missing: Option<MissingEdge>) -> Race {
        let access = |thread, writes, line| Access {
            thread,
            writes,
            is_atomic: false,
            size: 8,
            spot: source(line),
        };
        Race {
            first: access(1, true, 31),
            second: access(2, false, 40),
            missing,
        }
    }

    fn words(race: &Race) -> String {
        let words = RaceWords::new(race, None, |thread| format!("thread {thread}"));
        format!("{}\n{}", words.summary, words.details.join("\n"))
    }

    #[test]
    fn both_accesses_are_named() {
        insta::assert_snapshot!(words(&race(None)), @r"
        a write at lib.rs:31 and a read at lib.rs:40: nothing orders them
        thread 1: a write of 8 bytes at lib.rs:31
        thread 2: a read of 8 bytes at lib.rs:40
        between the two there is no lock, no channel, no atomic that was read
        ");
    }

    #[test]
    fn the_weak_side_of_the_missing_edge_is_named() {
        let edge = |store_releases| MissingEdge {
            store: source(33),
            store_order: if store_releases { "Release" } else { "Relaxed" }.into(),
            store_releases,
            load: source(38),
            load_order: "Relaxed".into(),
        };
        let last = |edge| words(&race(Some(edge))).lines().last().map(str::to_owned);
        assert_eq!(
            last(edge(false)).as_deref(),
            Some(
                "the store at lib.rs:33 is Relaxed: it publishes nothing of what its thread did before"
            )
        );
        assert_eq!(
            last(edge(true)).as_deref(),
            Some(
                "the load at lib.rs:38 is Relaxed: it learns nothing of what the store at lib.rs:33 published"
            )
        );
    }

    #[test]
    fn files_are_the_submissions_wherever_they_were_compiled() {
        for file in ["./submission/lib.rs", "./glue/./submission/lib.rs"] {
            assert_eq!(own_file(file), Some("lib.rs"));
        }
        for file in [
            "./submission/harness/shadow-std/collections/hash_map.rs",
            "./glue/adapter.rs",
            "/rustc/library/core/src/mem/maybe_uninit.rs",
        ] {
            assert_eq!(own_file(file), None);
        }
    }

    #[test]
    fn a_race_without_lines_is_still_a_race() {
        let mut race = race(None);
        race.first.spot = Spot::Code(vec![1]);
        race.second.spot = Spot::Code(vec![]);
        let words = RaceWords::new(&race, None, |thread| format!("thread {thread}"));
        assert_eq!(words.summary, "a write and a read: nothing orders them");
        assert_eq!(words.place, None);
    }
}
