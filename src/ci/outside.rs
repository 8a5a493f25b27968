//! What a check is told beside the command line lies outside of the trees that are judged,
//! so that nobody can weaken their own judging.

use crate::error::{Exit, UserError};
use camino::{Utf8Path, Utf8PathBuf};

/// Holds the file against the roots.
///
/// # Errors
/// If it lies below one of them.
pub fn outside(file: &Utf8Path, what: &str, roots: &[Utf8PathBuf]) -> Result<(), UserError> {
    let real = |path: &Utf8Path| path.canonicalize_utf8().unwrap_or_else(|_| path.to_owned());
    let place = real(file);
    for root in roots {
        let root = real(root);
        if place.starts_with(&root) {
            let message = format!("{what} {file} lies in the tree {root}, which is judged");
            return Err(UserError::new(Exit::Usage, message)
                .help("keep it where no submission can change it"));
        }
    }
    Ok(())
}
