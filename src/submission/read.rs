//! Reading a submission from disk: a file, or the modules of a crate.

use super::{Read, Refusal, Submission};
use crate::error::{Exit, UserError};
use crate::report::document::Place;
use crate::verdict::{Reason, Verdict};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};

/// The most source a submission may have in all its files, in bytes.
pub const MOST_BYTES: usize = 256 << 10;

/// The most files a submission may have.
pub const MOST_FILES: usize = 200;

/// The most entries of folders that are looked at to find the files.
const MOST_ENTRIES: usize = 10_000;

impl Submission {
    /// Reads a `.rs` file, or `src/lib.rs` and every other `.rs` file below `src/` of a
    /// crate folder but its programs; nothing else of the folder. Symbolic links below the
    /// crate folder are not followed.
    ///
    /// # Errors
    ///
    /// If there is nothing to read, or what is there is no submission. Sources that are too
    /// large or no text are [`Read::Refused`] instead.
    pub fn read(path: &Utf8Path) -> Result<Read, UserError> {
        let metadata = fs::metadata(path).map_err(|error| {
            if error.kind() == io::ErrorKind::NotFound {
                nothing(format!("there is no `{path}`"))
                    .help("hand in a `.rs` file, or a crate folder with `src/lib.rs`")
            } else {
                unreadable(path, &error)
            }
        })?;
        let mut reader = Reader::new(path);
        let read = if metadata.is_dir() {
            reader.read_crate(path)
        } else if path.extension() == Some("rs") {
            reader.read_file(path)
        } else {
            return Err(nothing(format!("`{path}` is not a Rust file"))
                .help("a submission is a `.rs` file, or a crate folder with `src/lib.rs`"));
        };
        match read {
            Ok(root) => Ok(Read::Submission(Self::from_files(
                path.as_str(),
                reader.files,
                root,
            ))),
            Err(Stop::Refused(refusal)) => Ok(Read::Refused(*refusal)),
            Err(Stop::User(error)) => Err(error),
        }
    }
}

/// Why reading stopped.
enum Stop {
    Refused(Box<Refusal>),
    User(UserError),
}

impl From<UserError> for Stop {
    fn from(error: UserError) -> Self {
        Self::User(error)
    }
}

struct Reader {
    origin: String,
    files: BTreeMap<Utf8PathBuf, String>,
    bytes: usize,
    entries: usize,
}

impl Reader {
    fn new(path: &Utf8Path) -> Self {
        Self {
            origin: path.to_string(),
            files: BTreeMap::new(),
            bytes: 0,
            entries: 0,
        }
    }

    /// Reads a single file, which the user may well reach through a link.
    fn read_file(&mut self, path: &Utf8Path) -> Result<Utf8PathBuf, Stop> {
        let name = Utf8PathBuf::from(path.file_name().unwrap_or(path.as_str()));
        self.add(path, name.clone(), Links::Follow)?;
        Ok(name)
    }

    fn read_crate(&mut self, folder: &Utf8Path) -> Result<Utf8PathBuf, Stop> {
        let root = Utf8PathBuf::from("src/lib.rs");
        self.require(folder, "src")?;
        self.require(folder, "src/lib.rs")?;
        let mut folders = vec![Utf8PathBuf::from("src")];
        while let Some(inside) = folders.pop() {
            for name in self.names(&folder.join(&inside))? {
                let relative = inside.join(name);
                if is_program(folder, &relative) {
                    continue;
                }
                let path = folder.join(&relative);
                let kind = fs::symlink_metadata(&path)
                    .map_err(|error| unreadable(&path, &error))?
                    .file_type();
                let source = relative.extension() == Some("rs");
                if kind.is_symlink() && (source || path.is_dir()) {
                    return Err(link(&path).into());
                } else if kind.is_dir() {
                    folders.push(relative);
                } else if source {
                    self.add(&path, relative, Links::Refuse)?;
                }
            }
        }
        Ok(root)
    }

    /// Checks that a part of a crate is there, and not behind a link.
    fn require(&self, folder: &Utf8Path, part: &str) -> Result<(), UserError> {
        let path = folder.join(part);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => Err(link(&path)),
            Ok(_) => Ok(()),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Err(
                    nothing(format!("`{}` has no `src/lib.rs`", self.origin)).help(
                        "a crate folder has its solution in `src/lib.rs`; a single file can be \
                         handed in by its own path",
                    ),
                )
            }
            Err(error) => Err(unreadable(&path, &error)),
        }
    }

    /// The names in a folder, sorted. A name that is not UTF-8 is no module's and is left
    /// out.
    fn names(&mut self, folder: &Utf8Path) -> Result<Vec<String>, Stop> {
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
            let entry = entry.map_err(|error| unreadable(folder, &error))?;
            self.entries += 1;
            if self.entries > MOST_ENTRIES {
                return Err(self.too_large(format!(
                    "more than {MOST_ENTRIES} files and folders below `src/`"
                )));
            }
            names.extend(entry.file_name().into_string());
        }
        names.sort_unstable();
        Ok(names)
    }

    fn add(&mut self, path: &Utf8Path, name: Utf8PathBuf, links: Links) -> Result<(), Stop> {
        if self.files.len() == MOST_FILES {
            return Err(self.too_large(format!("more than {MOST_FILES} files of source")));
        }
        let file = open(path, links)?;
        let room = MOST_BYTES - self.bytes;
        let mut content = Vec::new();
        file.take(room as u64 + 1)
            .read_to_end(&mut content)
            .map_err(|error| unreadable(path, &error))?;
        if content.len() > room {
            return Err(self.too_large(format!(
                "more than {} KiB of source in total",
                MOST_BYTES >> 10
            )));
        }
        self.bytes += content.len();
        match String::from_utf8(content) {
            Ok(source) => {
                self.files.insert(name, source);
                Ok(())
            }
            Err(error) => Err(self.not_text(&name, error.as_bytes())),
        }
    }

    fn too_large(&self, message: String) -> Stop {
        Stop::Refused(Box::new(Refusal::new(
            &self.origin,
            (Verdict::Rejected, Reason::Source),
            "source too large",
            message,
            None,
        )))
    }

    fn not_text(&self, name: &Utf8Path, content: &[u8]) -> Stop {
        let valid = content
            .utf8_chunks()
            .next()
            .map_or("", |chunk| chunk.valid());
        let line = valid.matches('\n').count() + 1;
        let column = valid.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        let place = Place {
            file: name.to_string(),
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
            end_column: None,
        };
        Stop::Refused(Box::new(Refusal::new(
            &self.origin,
            (Verdict::CompileError, Reason::Source),
            format!("{name} is not UTF-8"),
            format!("`{name}` is not UTF-8 from byte {} on", valid.len()),
            Some(place),
        )))
    }
}

/// Whether a path below the crate folder belongs to a program of its own, as Cargo sees it.
fn is_program(folder: &Utf8Path, relative: &Utf8Path) -> bool {
    match relative.as_str() {
        "src/main.rs" => true,
        "src/bin" => !["src/bin.rs", "src/bin/mod.rs"]
            .iter()
            .any(|module| folder.join(module).is_file()),
        _ => false,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Follow,
    Refuse,
}

/// Opens a file that is a file, without ever waiting for the other end of a pipe.
fn open(path: &Utf8Path, links: Links) -> Result<File, UserError> {
    let irregular = || {
        nothing(format!("`{path}` is not a file"))
            .help("a pipe, a device or a folder cannot be judged; save the source to a file")
    };
    let metadata = match links {
        Links::Follow => fs::metadata(path),
        Links::Refuse => fs::symlink_metadata(path),
    };
    if !metadata
        .map_err(|error| unreadable(path, &error))?
        .is_file()
    {
        return Err(irregular());
    }
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let mut flags = OFlags::NONBLOCK;
        if links == Links::Refuse {
            flags |= OFlags::NOFOLLOW;
        }
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options
        .open(path)
        .map_err(|error| unreadable(path, &error))?;
    // It may have become something else since it was looked at.
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(file),
        Ok(_) => Err(irregular()),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn nothing(message: String) -> UserError {
    UserError::new(Exit::NothingJudged, message)
}

fn link(path: &Utf8Path) -> UserError {
    nothing(format!("`{path}` is a symbolic link"))
        .help("links inside a crate folder are not followed; put the file itself there")
}

fn unreadable(path: &Utf8Path, error: &io::Error) -> UserError {
    nothing(format!("`{path}` cannot be read: {error}"))
        .help("check that the path is right and that you may read it")
}
