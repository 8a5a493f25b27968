//! Which lines addresses of a program belong to, by its debug information.

use addr2line::Context;
use addr2line::gimli::{Dwarf, EndianSlice, RunTimeEndian, SectionId};
use camino::Utf8Path;
use object::{Object, ObjectSection};
use std::fs;

/// A program of a submission is smaller than this, in bytes; more is not read.
const MOST_BYTES: u64 = 256 << 20;

/// The lines of a program. Its debug information describes code of the submission, and is
/// only ever used to say where something happened.
pub struct Symbols(Vec<u8>);

impl std::fmt::Debug for Symbols {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Symbols").finish_non_exhaustive()
    }
}

/// A line of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The file as the compiler was told.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1; 0 if it is not known.
    pub column: u32,
}

impl Symbols {
    /// The lines of a program; nothing if it cannot be read.
    pub fn read(program: &Utf8Path) -> Option<Self> {
        let is_small = fs::metadata(program).ok()?.len() <= MOST_BYTES;
        let bytes = is_small.then(|| fs::read(program).ok())?;
        bytes.map(Self)
    }

    /// The lines that led to these return addresses, the innermost first: a call that was
    /// inlined has a line of its own. None where the program does not say.
    pub fn lines(&self, addresses: &[u64]) -> Vec<Line> {
        self.known_lines(addresses).unwrap_or_default()
    }

    fn known_lines(&self, addresses: &[u64]) -> Option<Vec<Line>> {
        let file = object::File::parse(&*self.0).ok()?;
        let endian = if file.is_little_endian() {
            RunTimeEndian::Little
        } else {
            RunTimeEndian::Big
        };
        let section = |id: SectionId| -> Result<_, addr2line::gimli::Error> {
            let section = file.section_by_name(id.name());
            let data = section.and_then(|section| section.data().ok());
            Ok(EndianSlice::new(data.unwrap_or_default(), endian))
        };
        let context = Context::from_dwarf(Dwarf::load(section).ok()?).ok()?;
        let mut lines = vec![];
        // Functions that were left out of the program have their lines at 0.
        for address in addresses.iter().filter(|address| **address > 1) {
            // A return address is that of the instruction after the call.
            let call = address.saturating_sub(1);
            let Ok(mut frames) = context.find_frames(call).skip_all_loads() else {
                continue;
            };
            while let Ok(Some(frame)) = frames.next() {
                if let Some(location) = frame.location
                    && let (Some(file), Some(line)) = (location.file, location.line)
                {
                    lines.push(Line {
                        file: file.to_owned(),
                        line,
                        column: location.column.unwrap_or(0),
                    });
                }
            }
        }
        Some(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_program_has_no_lines() {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().join("program");
        assert!(Symbols::read(&path).is_none());
        fs::write(&path, "not a program").unwrap();
        assert_eq!(Symbols::read(&path).unwrap().lines(&[1]), []);
    }

    #[test]
    fn an_address_outside_of_the_program_has_no_lines() {
        let own = std::env::current_exe().unwrap();
        let symbols = Symbols::read(Utf8Path::from_path(&own).unwrap()).unwrap();
        assert_eq!(symbols.lines(&[0, u64::MAX]), []);
    }
}
