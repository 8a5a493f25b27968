//! Quiet: what is timed runs while no other work of the judge does, whichever process does
//! it.
//!
//! Ordinary work shares a lock in the cache folder, what is timed holds it alone. A second
//! lock, the gate, is passed on the way to the first: whoever waits for quiet keeps it shut,
//! so that those who come later wait too.

use crate::error::JudgingError;
use camino::{Utf8Path, Utf8PathBuf};
use std::fs::{self, File};
use std::io;

/// One worker's place: shared while it does ordinary work, alone while it times something.
/// It is given up with this value.
#[derive(Debug)]
pub struct Place {
    folder: Utf8PathBuf,
    held: Option<File>,
}

impl Place {
    /// A place for ordinary work; waits while somebody times something.
    ///
    /// # Errors
    /// If the cache cannot be written.
    pub fn take(cache: &Utf8Path) -> Result<Self, JudgingError> {
        let folder = cache.join("quiet");
        fs::create_dir_all(&folder).map_err(JudgingError::caused("take a place to work"))?;
        let mut place = Self { folder, held: None };
        place.share()?;
        Ok(place)
    }

    /// The same place once more, for somebody who works beside its holder. It is given up when
    /// both are gone; whoever would wait for a second one could wait for ever.
    ///
    /// # Errors
    /// If the system has no file handle left.
    pub fn shared(&self) -> Result<Self, JudgingError> {
        let held = self.held.as_ref().map(File::try_clone).transpose();
        Ok(Self {
            folder: self.folder.clone(),
            held: held.map_err(JudgingError::caused("share a place to work"))?,
        })
    }

    /// Waits until all others rest; from then on they wait.
    ///
    /// # Errors
    /// As [`Place::take`].
    pub fn alone(&mut self) -> Result<(), JudgingError> {
        self.pass(File::lock)
    }

    /// Back to ordinary work.
    ///
    /// # Errors
    /// As [`Place::take`].
    pub fn share(&mut self) -> Result<(), JudgingError> {
        self.pass(File::lock_shared)
    }

    /// Through the gate. What is held is given up first: two who both hold the lock and
    /// want it alone would wait for ever.
    fn pass(&mut self, lock: fn(&File) -> io::Result<()>) -> Result<(), JudgingError> {
        let failed = || JudgingError::caused("wait for other work of the judge");
        self.held = None;
        let gate = File::create(self.folder.join("gate.lock")).map_err(failed())?;
        supported(gate.lock()).map_err(failed())?;
        let work = File::create(self.folder.join("work.lock")).map_err(failed())?;
        supported(lock(&work)).map_err(failed())?;
        self.held = Some(work);
        Ok(())
    }
}

/// Where files cannot be locked there is no quiet, and judging goes on without.
fn supported(locked: io::Result<()>) -> io::Result<()> {
    match locked {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn cache() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("it can be done");
        let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("it can be done");
        (folder, path)
    }

    /// Whether somebody could take a place now, or have it alone.
    fn free(cache: &Utf8Path) -> (bool, bool) {
        let work = || lock_file(cache);
        (work().try_lock_shared().is_ok(), work().try_lock().is_ok())
    }

    fn lock_file(cache: &Utf8Path) -> File {
        File::open(cache.join("quiet/work.lock")).expect("it can be done")
    }

    #[test]
    fn ordinary_work_is_done_side_by_side() {
        let (_folder, cache) = cache();
        let first = Place::take(&cache).unwrap();
        let second = Place::take(&cache).unwrap();
        assert_eq!(free(&cache), (true, false));
        drop((first, second));
        // Not at once: a process that is being started may hold a copy for a moment.
        lock_file(&cache).lock().unwrap();
    }

    #[test]
    fn a_place_that_is_shared_is_held_until_both_are_done() {
        let (_folder, cache) = cache();
        let first = Place::take(&cache).unwrap();
        let second = first.shared().unwrap();
        drop(first);
        assert_eq!(free(&cache), (true, false));
        drop(second);
        lock_file(&cache).lock().unwrap();
    }

    #[test]
    fn nobody_works_beside_what_is_timed() {
        let (_folder, cache) = cache();
        let mut place = Place::take(&cache).unwrap();
        place.alone().unwrap();
        assert_eq!(free(&cache), (false, false));
        place.share().unwrap();
        assert_eq!(free(&cache), (true, false));
    }

    /// Each counts itself in while it works; whoever is alone has to be the only one.
    #[test]
    fn all_get_their_turn_and_nobody_waits_for_ever() {
        let (_folder, cache) = cache();
        let working = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    let mut place = Place::take(&cache).unwrap();
                    for _ in 0..20 {
                        working.fetch_add(1, Ordering::SeqCst);
                        working.fetch_sub(1, Ordering::SeqCst);
                        place.alone().unwrap();
                        assert_eq!(working.fetch_add(1, Ordering::SeqCst), 0);
                        working.fetch_sub(1, Ordering::SeqCst);
                        place.share().unwrap();
                    }
                });
            }
        });
    }
}
