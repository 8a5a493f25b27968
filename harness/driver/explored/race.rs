//! Data races, as the judge is told of them.

use super::trace::place;
use crate::scenario::Record;
use wire::{Access, MissingEdge, Race, Spot};

/// A race. Threads are numbered as in the record.
pub fn race(race: &explore::Race, record: &Record) -> Race {
    let access = |access: &explore::Access| Access {
        thread: record.number(access.thread),
        writes: access.kind.writes(),
        is_atomic: access.kind.is_atomic(),
        size: access.size as u64,
        spot: spot(access.place),
    };
    Race {
        first: access(&race.first),
        second: access(&race.second),
        missing: race.missing.map(|missing| MissingEdge {
            store: spot(missing.store.0),
            store_order: format!("{:?}", missing.store.1),
            store_releases: missing.store_releases(),
            load: spot(missing.load.0),
            load_order: format!("{:?}", missing.load.1),
        }),
    }
}

fn spot(place_in_program: explore::Place) -> Spot {
    match place_in_program {
        explore::Place::Code(addresses) => {
            let known = addresses.into_iter().filter(|address| *address != 0);
            let begin = begin();
            Spot::Code(
                known
                    .map(|address| address.wrapping_sub(begin) as u64)
                    .collect(),
            )
        }
        explore::Place::Source(location) => Spot::Source(place(location)),
    }
}

/// Where the program begins in memory, which is another place every time.
#[cfg(target_os = "linux")]
fn begin() -> usize {
    #[expect(unsafe_code, reason = "the linker defines this symbol")]
    // SAFETY: only its address is taken.
    unsafe extern "C" {
        static __executable_start: u8;
    }
    &raw const __executable_start as usize
}

/// Elsewhere lines are not known.
#[cfg(not(target_os = "linux"))]
const fn begin() -> usize {
    0
}
