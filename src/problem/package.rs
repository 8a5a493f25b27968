//! The files of a package, read defensively and not yet understood.

use super::Origin;
use super::complaint::{Complaint, Complaints};
use camino::{Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};

/// The largest file, in bytes.
const LARGEST_FILE: u64 = 1 << 20;
/// The most files.
const MOST_FILES: usize = 500;
/// The most bytes in all files together.
const MOST_BYTES: usize = 16 << 20;
/// How many names a path may have.
const DEEPEST: usize = 6;

/// The files of a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// The folder's name.
    pub slug: String,
    /// Where it comes from.
    pub origin: Origin,
    /// The files by their path below the folder.
    pub files: BTreeMap<Utf8PathBuf, String>,
}

impl Package {
    /// Reads all files of a folder. Nothing outside it is read: links are not followed.
    ///
    /// # Errors
    /// If the folder's name is no slug; if there is a link, or anything else that is
    /// neither file nor folder; if a name or a content is not UTF-8; if something is too
    /// large or too deep.
    pub fn from_folder(path: &Utf8Path) -> Result<Self, Complaints> {
        let slug = path.file_name().unwrap_or(path.as_str());
        let mut walk = Walk::default();
        if !is_slug(slug) {
            let complaint = Complaint::file(path, format!("{slug:?} cannot name a problem"));
            walk.complaints.push(complaint.help(SLUG_HELP));
        }
        match fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_symlink() => walk.refuse(path, "is a symbolic link"),
            Ok(metadata) if !metadata.is_dir() => walk.refuse(path, "is not a folder"),
            Ok(_) => walk.folder(path, Utf8Path::new("")),
            Err(error) => walk.refuse(path, &format!("cannot be read: {error}")),
        }
        if !walk.complaints.is_empty() {
            return Err(Complaints::unread(slug, walk.complaints));
        }
        Ok(Self {
            slug: slug.to_owned(),
            origin: Origin::Folder(path.to_owned()),
            files: walk.files,
        })
    }

    /// The text of a file.
    pub fn text(&self, file: impl AsRef<Utf8Path>) -> Option<&str> {
        self.files.get(file.as_ref()).map(String::as_str)
    }
}

/// What to say of a name that is no slug.
pub(super) const SLUG_HELP: &str =
    "name the folder with lowercase letters, digits and hyphens, as in `lru-cache`";

/// Whether a text can name a problem: `[a-z0-9][a-z0-9-]*`.
pub(super) fn is_slug(text: &str) -> bool {
    !text.starts_with('-')
        && !text.is_empty()
        && text
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

#[derive(Default)]
struct Walk {
    files: BTreeMap<Utf8PathBuf, String>,
    bytes: usize,
    complaints: Vec<Complaint>,
    /// Set when there is too much of something: said once, and nothing more is read.
    stopped: bool,
}

impl Walk {
    fn refuse(&mut self, path: &Utf8Path, why: &str) {
        let name = path.as_str().escape_debug().to_string();
        let message = format!("`{name}` {why}");
        self.complaints.push(Complaint::file(name, message));
    }

    fn stop(&mut self, path: &Utf8Path, why: &str) {
        self.refuse(path, why);
        self.stopped = true;
    }

    fn folder(&mut self, on_disk: &Utf8Path, inside: &Utf8Path) {
        let entries = match fs::read_dir(on_disk).and_then(Iterator::collect::<io::Result<Vec<_>>>)
        {
            Ok(entries) => entries,
            Err(error) => return self.refuse(on_disk, &format!("cannot be read: {error}")),
        };
        let mut entries: Vec<(std::ffi::OsString, fs::DirEntry)> = entries
            .into_iter()
            .map(|entry| (entry.file_name(), entry))
            .collect();
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, entry) in entries {
            if self.stopped {
                return;
            }
            let Some(name) = name.to_str() else {
                let shown = inside.join(&*name.to_string_lossy());
                self.refuse(&shown, "has a name that is not UTF-8");
                continue;
            };
            let path = inside.join(name);
            if name
                .chars()
                .any(|c| c.is_control() || matches!(c, '\\' | ':'))
            {
                self.refuse(
                    &path,
                    "has a control character, a backslash or a colon in its name",
                );
                continue;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_symlink() => self.refuse(&path, "is a symbolic link"),
                Ok(_) if path.components().count() > DEEPEST => self.refuse(
                    &path,
                    &format!("lies deeper than {DEEPEST} names below the package"),
                ),
                Ok(kind) if kind.is_dir() => self.folder(&on_disk.join(name), &path),
                Ok(kind) if kind.is_file() => self.file(&on_disk.join(name), path),
                Ok(_) => self.refuse(&path, "is neither a file nor a folder"),
                Err(error) => self.refuse(&path, &format!("cannot be read: {error}")),
            }
        }
    }

    fn file(&mut self, on_disk: &Utf8Path, path: Utf8PathBuf) {
        if self.files.len() >= MOST_FILES {
            return self.stop(
                &path,
                &format!("is one file more than the {MOST_FILES} a package may have"),
            );
        }
        match read_file(on_disk) {
            Ok(text) => {
                self.bytes += text.len();
                if self.bytes > MOST_BYTES {
                    let limit = MOST_BYTES >> 20;
                    return self.stop(
                        &path,
                        &format!("brings the package over the {limit} MiB it may have"),
                    );
                }
                self.files.insert(path, text);
            }
            Err(why) => self.refuse(&path, &why),
        }
    }
}

/// The text of a regular file of bounded size; otherwise what is wrong with it, to follow
/// the file's name.
pub(super) fn read_file(path: &Utf8Path) -> Result<String, String> {
    let failed = |error: io::Error| format!("cannot be read: {error}");
    let file = open(path).map_err(failed)?;
    if !file.metadata().map_err(failed)?.is_file() {
        return Err("is neither a file nor a folder".into());
    }
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(format!("is larger than {} MiB", LARGEST_FILE >> 20));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("is not UTF-8 text: the byte at {at} belongs to no character")
    })
}

/// Opens for reading without following a link, and without waiting for the other end of a
/// pipe that somebody put there meanwhile.
fn open(path: &Utf8Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(make: impl Fn(&Utf8Path)) -> Result<Package, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let root = root.join("some-problem");
        fs::create_dir(&root).expect("a folder");
        make(&root);
        Package::from_folder(&root).map_err(|complaints| {
            let messages: Vec<&str> = complaints.iter().map(|each| &*each.message).collect();
            messages.join("\n")
        })
    }

    fn write(root: &Utf8Path, name: &str, content: impl AsRef<[u8]>) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("inside root")).expect("folders");
        fs::write(path, content).expect("a file");
    }

    #[test]
    fn files_are_known_by_their_path_in_the_package() {
        let package = package(|root| {
            write(root, "problem.toml", "format = 1");
            write(root, "submissions/accepted/one/src/lib.rs", "//");
        });
        let package = package.expect("nothing is wrong");
        assert_eq!(package.slug, "some-problem");
        assert_eq!(package.text("problem.toml"), Some("format = 1"));
        assert_eq!(
            package.text("submissions/accepted/one/src/lib.rs"),
            Some("//")
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_and_folders_are_refused_and_not_followed() {
        use std::os::unix::fs::symlink;
        let refused = package(|root| {
            symlink("/etc/passwd", root.join("model.rs")).expect("a link");
            symlink("..", root.join("submissions")).expect("a link");
        });
        insta::assert_snapshot!(refused.expect_err("links"), @r"
        `model.rs` is a symbolic link
        `submissions` is a symbolic link
        ");
    }

    #[cfg(unix)]
    #[test]
    fn a_package_that_is_itself_a_link_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Utf8Path::from_path(folder.path()).expect("UTF-8");
        fs::create_dir(root.join("real")).expect("a folder");
        std::os::unix::fs::symlink("real", root.join("other")).expect("a link");
        let complaints = Package::from_folder(&root.join("other")).expect_err("a link");
        assert!(complaints.to_string().contains("is a symbolic link"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_refused_without_waiting_for_its_other_end() {
        let refused = package(|root| {
            let path = root.join("problem.toml");
            rustix::fs::mknodat(
                rustix::fs::CWD,
                path.as_std_path(),
                rustix::fs::FileType::Fifo,
                rustix::fs::Mode::RUSR,
                0,
            )
            .expect("a pipe");
            assert_eq!(
                read_file(&path),
                Err("is neither a file nor a folder".to_owned())
            );
        });
        insta::assert_snapshot!(
            refused.expect_err("a pipe"),
            @"`problem.toml` is neither a file nor a folder"
        );
    }

    #[test]
    fn texts_that_are_not_utf_8_or_too_large_are_refused() {
        let refused = package(|root| {
            write(root, "latin.md", b"caf\xe9");
            write(root, "large.md", vec![b'x'; (1 << 20) + 1]);
            write(root, "just-right.md", vec![b'x'; 1 << 20]);
        });
        insta::assert_snapshot!(refused.expect_err("faults"), @r"
        `large.md` is larger than 1 MiB
        `latin.md` is not UTF-8 text: the byte at 3 belongs to no character
        ");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_could_mean_something_else_elsewhere_are_refused() {
        use std::os::unix::ffi::OsStrExt;
        let refused = package(|root| {
            write(root, "a\\b.rs", "");
            write(root, "c:d.rs", "");
            write(root, "e\u{1b}[2J.rs", "");
            let name = std::ffi::OsStr::from_bytes(b"f\xff.rs");
            fs::write(root.as_std_path().join(name), "").expect("a file");
        });
        insta::assert_snapshot!(refused.expect_err("faults"), @r"
        `a\\b.rs` has a control character, a backslash or a colon in its name
        `c:d.rs` has a control character, a backslash or a colon in its name
        `e\u{1b}[2J.rs` has a control character, a backslash or a colon in its name
        `f�.rs` has a name that is not UTF-8
        ");
    }

    #[test]
    fn folders_that_go_too_deep_and_files_without_end_are_refused() {
        let refused = package(|root| write(root, "1/2/3/4/5/6/7.rs", ""));
        insta::assert_snapshot!(
            refused.expect_err("too deep"),
            @"`1/2/3/4/5/6/7.rs` lies deeper than 6 names below the package"
        );
        let refused = package(|root| {
            for number in 0..=500 {
                write(root, &format!("{number:03}.rs"), "");
            }
        });
        insta::assert_snapshot!(
            refused.expect_err("too many"),
            @"`500.rs` is one file more than the 500 a package may have"
        );
        let refused = package(|root| {
            for number in 0..=16 {
                write(root, &format!("{number:02}.rs"), vec![b'x'; 1 << 20]);
            }
        });
        insta::assert_snapshot!(
            refused.expect_err("too much"),
            @"`16.rs` brings the package over the 16 MiB it may have"
        );
    }

    #[test]
    fn a_folder_needs_a_name_that_can_be_typed() {
        assert!(is_slug("lru-cache") && is_slug("2-sum"));
        for name in ["", "-x", "Lru", "lru_cache", "lru cache", "é"] {
            assert!(!is_slug(name), "{name}");
        }
    }
}
