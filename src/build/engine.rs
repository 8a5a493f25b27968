//! The engines that run programs of several threads, as Cargo is told of them.

mod part;

pub use part::{EnginePart, NoEngine};

use crate::build::harness::{EXPLORED, ON_LOOM};
use std::fmt::Write;

/// What runs programs of several threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Our own, which runs every order that matters.
    Explorer,
    /// loom, which lets atomics read what their orderings allow.
    Loom,
}

/// A crate of an engine's part.
pub struct Crate {
    /// Its folder, and its package's name.
    pub name: &'static str,
    /// What it is called where it is used.
    pub library: &'static str,
    /// The rest of its manifest.
    pub manifest: &'static str,
}

/// What is compiled against the stand-in for std says so by a dependency of that name.
const EXPLORER: [Crate; EXPLORED.len()] = [
    Crate {
        name: "driver",
        library: "driver",
        manifest: "[features]\ndefault = [\"explored\"]\nexplored = []\n\n[dependencies]\n\
            explore = { path = \"../explore\" }\nwire = { path = \"../wire\" }\n",
    },
    Crate {
        name: "explore",
        library: "explore",
        manifest: "[dependencies]\ncorosensei = \"0.3.4\"\n\n\
            [target.'cfg(target_os = \"linux\")'.dependencies]\nlibc = \"0.2.191\"\n",
    },
    KIT,
    SHADOW_CORE,
    Crate {
        name: "shadow-std",
        library: "std",
        manifest: "[dependencies]\nexplore = { path = \"../explore\" }\n",
    },
    WIRE,
];

/// The same, on loom.
const LOOM: [Crate; ON_LOOM.len()] = [
    Crate {
        name: "driver",
        library: "driver",
        manifest: "[features]\ndefault = [\"loom\"]\nloom = []\n\n[dependencies]\n\
            explore-loom = { path = \"../explore-loom\" }\nwire = { path = \"../wire\" }\n",
    },
    Crate {
        name: "explore-loom",
        library: "explore_loom",
        manifest: "[dependencies]\nloom = \"0.7.3\"\n",
    },
    KIT,
    SHADOW_CORE,
    Crate {
        name: "shadow-std",
        library: "std",
        manifest: "[features]\ndefault = [\"loom\"]\nloom = []\n\n[dependencies]\n\
            explore-loom = { path = \"../explore-loom\" }\n",
    },
    WIRE,
];

const KIT: Crate = Crate {
    name: "kit",
    library: "kit",
    manifest: "[dependencies]\ndriver = { path = \"../driver\" }\n\
        std = { package = \"shadow-std\", path = \"../shadow-std\" }\n",
};

const SHADOW_CORE: Crate = Crate {
    name: "shadow-core",
    library: "core",
    manifest: "[dependencies]\n\
        std = { package = \"shadow-std\", path = \"../shadow-std\" }\n",
};

const WIRE: Crate = Crate {
    name: "wire",
    library: "wire",
    manifest: "[dependencies]\n\
        std = { package = \"shadow-std\", path = \"../shadow-std\" }\n",
};

impl Engine {
    /// What its files are called after.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explorer => "explorer",
            Self::Loom => "loom",
        }
    }

    /// Its crates.
    pub const fn crates(self) -> &'static [Crate] {
        match self {
            Self::Explorer => &EXPLORER,
            Self::Loom => &LOOM,
        }
    }

    /// The folders of its crates.
    pub const fn folders(self) -> &'static [&'static str] {
        match self {
            Self::Explorer => &EXPLORED,
            Self::Loom => &ON_LOOM,
        }
    }

    /// Which versions of crates from outside are built.
    pub const fn lock(self) -> &'static str {
        match self {
            Self::Explorer => include_str!("engine/explorer.lock"),
            Self::Loom => include_str!("engine/loom.lock"),
        }
    }

    /// The manifest of the workspace that the crates are built in.
    pub fn workspace(self) -> String {
        let mut text = "[workspace]\nresolver = \"3\"\nmembers = [".to_owned();
        for each in self.crates() {
            write!(text, "{:?}, ", each.name).expect("a String takes everything");
        }
        text.push_str("]\n\n[profile.release]\nopt-level = 3\n");
        if self == Self::Explorer {
            // Every access of a program goes through several of its modules.
            text.push_str("\n[profile.release.package.explore]\ncodegen-units = 1\n");
        }
        text
    }
}

impl Crate {
    /// Its manifest.
    pub fn manifest(&self) -> String {
        format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [lib]\nname = \"{}\"\npath = \"lib.rs\"\n\n{}",
            self.name, self.library, self.manifest
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::harness;

    const ALL: [Engine; 2] = [Engine::Explorer, Engine::Loom];

    #[test]
    fn every_crate_is_described() {
        for engine in ALL {
            let names: Vec<&str> = engine.crates().iter().map(|each| each.name).collect();
            assert_eq!(names, engine.folders());
            assert!(harness::kit().iter().all(|name| names.contains(name)));
        }
    }

    #[test]
    fn the_lock_files_name_what_this_judge_is_tested_with() {
        let own = include_str!("../../Cargo.lock");
        for engine in ALL {
            for block in engine.lock().split("[[package]]").skip(1) {
                // What it depends on may be written with more words where there is more to
                // tell apart.
                let named = block
                    .split("dependencies = ")
                    .next()
                    .unwrap_or(block)
                    .trim();
                let is_outside = named.contains("source = ");
                assert!(!is_outside || own.contains(named), "{named}");
            }
        }
    }

    #[test]
    fn loom_is_needed_by_its_own_part_alone() {
        assert!(!Engine::Explorer.lock().contains("name = \"loom\""));
        assert!(Engine::Loom.lock().contains("name = \"loom\""));
    }
}
