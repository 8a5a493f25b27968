//! Programs in the cache: made once from what their name says, under a lock, and held
//! against their own hash every time.

use crate::error::{Error, JudgingError};
use camino::{Utf8Path, Utf8PathBuf};
use std::fs::{self, File};
use std::io;

/// The program's file, in the folder that it is made in and in the one it is kept in.
pub const PROGRAM: &str = "program";

/// The file beside it that holds its hash. It is written last.
const HASH: &str = "program.blake3";

/// The program that is kept below `shelf` under this name. If it is not there, or not as it
/// was made, `make` builds it in an empty folder, as the file [`PROGRAM`].
///
/// # Errors
/// If `make` fails, or the cache cannot be written.
pub fn kept(
    shelf: &Utf8Path,
    name: &str,
    make: impl FnOnce(&Utf8Path) -> Result<(), Error>,
) -> Result<Utf8PathBuf, Error> {
    let failed = || JudgingError::caused(format!("keep a program in {shelf}"));
    let folder = shelf.join(name);
    let program = folder.join(PROGRAM);
    if is_whole(&folder) {
        return Ok(program);
    }
    fs::create_dir_all(shelf).map_err(failed())?;
    let lock = File::create(shelf.join(format!("{name}.lock"))).map_err(failed())?;
    lock.lock().map_err(failed())?;
    if is_whole(&folder) {
        return Ok(program);
    }
    let prefix = format!(".building-{name}-");
    clear(shelf, &prefix).map_err(failed())?;
    let scratch = tempfile::Builder::new()
        .prefix(&prefix)
        .tempdir_in(shelf)
        .map_err(failed())?;
    let path = Utf8Path::from_path(scratch.path())
        .ok_or_else(|| JudgingError::new("build in a folder whose name is not UTF-8"))?;
    make(path)?;
    remove(&folder).map_err(failed())?;
    fs::create_dir(&folder).map_err(failed())?;
    let bytes = fs::read(path.join(PROGRAM)).map_err(failed())?;
    fs::rename(path.join(PROGRAM), &program).map_err(failed())?;
    let hash = blake3::hash(&bytes).to_hex();
    fs::write(folder.join(HASH), hash.as_str()).map_err(failed())?;
    Ok(program)
}

fn is_whole(folder: &Utf8Path) -> bool {
    let Ok(hash) = fs::read_to_string(folder.join(HASH)) else {
        return false;
    };
    fs::read(folder.join(PROGRAM)).is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == hash)
}

/// Removes what a judge left behind that was stopped while it built this program. Nobody
/// else builds it now, since the lock is ours.
fn clear(shelf: &Utf8Path, prefix: &str) -> io::Result<()> {
    for entry in shelf.read_dir_utf8()? {
        let entry = entry?;
        if entry.file_name().starts_with(prefix) {
            remove(entry.path())?;
        }
    }
    Ok(())
}

/// Removes whatever is there.
fn remove(path: &Utf8Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(data) if data.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// A shelf, and how often its program was made.
    struct Scene {
        folder: tempfile::TempDir,
        made: Cell<u32>,
    }

    impl Scene {
        fn new() -> Self {
            Self {
                folder: tempfile::tempdir().expect("it can be done"),
                made: Cell::new(0),
            }
        }

        fn shelf(&self) -> Utf8PathBuf {
            Utf8Path::from_path(self.folder.path())
                .expect("it can be done")
                .join("all")
        }

        /// What the program that is kept holds.
        fn ask(&self) -> String {
            let program = kept(&self.shelf(), "one", |folder| {
                self.made.set(self.made.get() + 1);
                fs::write(folder.join(PROGRAM), "right").expect("it can be done");
                Ok(())
            });
            fs::read_to_string(program.expect("it can be done")).expect("it can be done")
        }
    }

    #[test]
    fn a_program_is_made_once() {
        let scene = Scene::new();
        assert_eq!(scene.ask(), "right");
        assert_eq!(scene.ask(), "right");
        assert_eq!(scene.made.get(), 1);
    }

    #[test]
    fn a_program_that_is_damaged_is_made_again() {
        let scene = Scene::new();
        for (times, damage) in (1..).zip([PROGRAM, HASH]) {
            scene.ask();
            let folder = scene.shelf().join("one");
            fs::write(folder.join(damage), "wrong").unwrap();
            assert_eq!(scene.ask(), "right");
            fs::remove_file(folder.join(damage)).unwrap();
            assert_eq!(scene.ask(), "right");
            assert_eq!(scene.made.get(), 1 + 2 * times);
        }
        fs::remove_dir_all(scene.shelf().join("one")).unwrap();
        fs::write(scene.shelf().join("one"), "in the way").unwrap();
        assert_eq!(scene.ask(), "right");
    }

    #[test]
    fn what_was_left_half_built_is_cleared_away() {
        let scene = Scene::new();
        let left = scene.shelf().join(".building-one-x");
        fs::create_dir_all(left.join("out")).unwrap();
        assert_eq!(scene.ask(), "right");
        assert!(!left.exists());
    }

    #[test]
    fn nothing_is_kept_of_what_fails() {
        let scene = Scene::new();
        let refused = kept(&scene.shelf(), "one", |_| {
            Err(JudgingError::new("make it").into())
        });
        assert!(refused.is_err());
        assert_eq!(scene.ask(), "right");
        assert_eq!(scene.made.get(), 1);
    }
}
