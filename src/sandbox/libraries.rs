//! The shared libraries that a program made by rustc needs to start.

use super::Bind;
use camino::Utf8PathBuf;
use std::fs;
use std::sync::OnceLock;

/// The loader, the C library and its companions, where this machine keeps them. The judge
/// is such a program itself, so what it has loaded is what a submission will need.
pub fn libraries() -> &'static [Bind] {
    static LIBRARIES: OnceLock<Vec<Bind>> = OnceLock::new();
    LIBRARIES.get_or_init(|| {
        let maps = fs::read_to_string("/proc/self/maps").unwrap_or_default();
        let mut paths: Vec<Utf8PathBuf> = maps
            .lines()
            .filter_map(|line| line.split_whitespace().nth(5))
            .filter(|path| path.starts_with('/') && path.contains(".so"))
            .map(Utf8PathBuf::from)
            .collect();
        paths.sort();
        paths.dedup();
        let mut binds: Vec<Bind> = paths.into_iter().map(Bind::read).collect();
        // Programs name their loader by a path that is often a link.
        let loader = fs::read("/proc/self/exe").ok().and_then(|own| loader(&own));
        if let Some(loader) = loader
            && binds.iter().all(|bind| bind.target != loader)
            && let Ok(real) = loader.canonicalize_utf8()
        {
            binds.push(Bind::read_at(real, loader));
        }
        binds
    })
}

/// The loader that a program asks for: the `PT_INTERP` entry of an ELF file ("Tool
/// Interface Standard: Executable and Linking Format", 1.2, book I, chapter 2), here of 64
/// bits and little-endian.
fn loader(program: &[u8]) -> Option<Utf8PathBuf> {
    const INTERP: u64 = 3;
    let number = |at: usize, width: usize| {
        let mut bytes = [0; 8];
        bytes[..width].copy_from_slice(program.get(at..at + width)?);
        Some(u64::from_le_bytes(bytes))
    };
    let index = |number: u64| usize::try_from(number).ok();
    if !program.starts_with(b"\x7fELF\x02\x01") {
        return None;
    }
    let headers = index(number(0x20, 8)?)?;
    let size = index(number(0x36, 2)?)?;
    let count = index(number(0x38, 2)?)?;
    (0..count).find_map(|entry| {
        let header = headers.checked_add(entry.checked_mul(size)?)?;
        if number(header, 4)? != INTERP {
            return None;
        }
        let start = index(number(header + 0x08, 8)?)?;
        let length = index(number(header + 0x20, 8)?)?;
        let path = program.get(start..start.checked_add(length)?)?;
        let path = std::str::from_utf8(path).ok()?;
        Some(Utf8PathBuf::from(path.trim_end_matches('\0')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_program_asks_for_no_loader() {
        assert_eq!(loader(b""), None);
        assert_eq!(loader(b"#!/bin/sh\n"), None);
        assert_eq!(loader(b"\x7fELF\x02\x01cut off"), None);
    }

    #[test]
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn this_program_has_a_loader_and_a_c_library() {
        let targets: Vec<&str> = libraries()
            .iter()
            .map(|bind| bind.target.as_str())
            .collect();
        assert!(
            targets.iter().any(|path| path.contains("/ld-")),
            "{targets:?}"
        );
        assert!(
            targets.iter().any(|path| path.contains("/libc.so")),
            "{targets:?}"
        );
    }
}
