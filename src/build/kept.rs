//! With `--keep` the temporary crate becomes a Cargo workspace that a person can open:
//! the submission, its glue, `main`, and the harness they are linked with.

use super::harness::{self, PARTS};
use super::kit::write_sources;
use crate::error::JudgingError;
use crate::submission::Submission;
use camino::Utf8Path;
use std::fmt::Write;
use std::fs;

/// Writes the harness' sources and a manifest for every crate.
///
/// # Errors
/// If the folder cannot be written.
pub fn write_manifests(folder: &Utf8Path, submission: &Submission) -> Result<(), JudgingError> {
    let sources = folder.join("harness");
    write_sources(&sources, &harness::kit())?;
    write(
        folder,
        "[workspace]\nresolver = \"3\"\nmembers = [\"main-crate\", \"submission\", \"glue\", \"harness/*\"]\n",
    )?;
    for part in PARTS {
        let needs: Vec<(&str, String)> = part
            .needs
            .iter()
            .map(|need| (*need, format!("../{need}")))
            .collect();
        crate_manifest(&sources.join(part.name), part.name, "lib.rs", &needs)?;
    }
    crate_manifest(
        &folder.join("submission"),
        "submission",
        submission.root.as_str(),
        &[],
    )?;
    let mut needs: Vec<(&str, String)> = PARTS
        .iter()
        .map(|part| (part.name, format!("../harness/{}", part.name)))
        .collect();
    needs.push(("submission", "../submission".into()));
    crate_manifest(&folder.join("glue"), "glue", "lib.rs", &needs)?;
    let main = folder.join("main-crate");
    fs::create_dir_all(&main).map_err(JudgingError::caused("write the kept crate"))?;
    write(
        &main,
        "[package]\nname = \"main-crate\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [[bin]]\nname = \"main\"\npath = \"../program/main.rs\"\n\n\
         [dependencies]\nglue = { path = \"../glue\" }\n",
    )
}

fn crate_manifest(
    folder: &Utf8Path,
    name: &str,
    root: &str,
    needs: &[(&str, String)],
) -> Result<(), JudgingError> {
    let mut text = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [lib]\npath = {root:?}\n\n[dependencies]\n"
    );
    for (need, path) in needs {
        writeln!(text, "{need} = {{ path = {path:?} }}").expect("a String takes everything");
    }
    write(folder, &text)
}

fn write(folder: &Utf8Path, manifest: &str) -> Result<(), JudgingError> {
    fs::write(folder.join("Cargo.toml"), manifest)
        .map_err(JudgingError::caused("write the kept crate"))
}
