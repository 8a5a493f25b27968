//! The folder that a submission is compiled in.

use super::{Compiler, FLAGS};
use crate::build::confined::{Place, confined, take};
use crate::build::rustc::{CompileLimits, Invocation, Outcome};
use crate::error::JudgingError;
use camino::{Utf8Path, Utf8PathBuf};
use std::ffi::OsString;
use std::fs;
use tempfile::TempDir;

/// The `main` of every submission's program.
const MAIN: &str = "fn main() {\n    glue::serve()\n}\n";

/// The folder that a submission is compiled in.
#[derive(Clone, Copy)]
pub(super) struct TemporaryCrate<'a> {
    /// How to compile it.
    pub(super) compiler: &'a Compiler<'a>,
    /// The folder of the libraries that it is compiled against.
    pub(super) harness: &'a Utf8Path,
    /// Where it is.
    pub(super) folder: &'a Utf8Path,
}

/// A new folder for a temporary crate; it is gone with the first of the two.
pub(super) fn temporary_folder() -> Result<(TempDir, Utf8PathBuf), JudgingError> {
    let folder = tempfile::Builder::new()
        .prefix("greenroom-")
        .tempdir()
        .map_err(JudgingError::caused("make a temporary crate"))?;
    let path = Utf8PathBuf::from_path_buf(folder.path().to_owned())
        .map_err(|_| JudgingError::new("work in a folder whose name is not UTF-8"))?;
    Ok((folder, path))
}

impl TemporaryCrate<'_> {
    /// What all calls share. No program knows where it was compiled.
    pub(super) fn common(&self, name_and_type: &[&str; 2]) -> Vec<OsString> {
        let remap = format!("--remap-path-prefix={}=.", self.folder);
        [
            "--edition",
            "2024",
            "--crate-name",
            name_and_type[0],
            "--crate-type",
            name_and_type[1],
            &remap,
        ]
        .into_iter()
        .chain(FLAGS)
        .map(OsString::from)
        .collect()
    }

    /// Calls the compiler on code that is somebody else's.
    pub(super) fn confined(
        &self,
        args: Vec<OsString>,
        folder: &Utf8Path,
        environment: &[(&str, &str)],
    ) -> Result<Outcome, JudgingError> {
        let place = Place {
            environment,
            folder,
            // The candidate's own file is quoted in messages about the glue too.
            readable: &[&self.folder.join("submission"), self.harness],
            writable: &self.folder.join("out"),
        };
        let Compiler { kit, sandbox, .. } = self.compiler;
        let limits = self.compiler.limits();
        confined(&kit.toolchain, sandbox, place, args, limits)
    }

    /// Links the program, outside of the sandbox: the linker needs more than the compiler,
    /// and `main` holds nothing of the submission's. Where it is, if that succeeded.
    pub(super) fn link(
        &self,
        mut args: Vec<OsString>,
    ) -> Result<(Utf8PathBuf, Outcome), JudgingError> {
        let failed = || JudgingError::caused("write a temporary crate");
        let folder = self.folder.join("program");
        fs::create_dir(&folder).map_err(failed())?;
        for library in ["libsubmission.rlib", "libglue.rlib"] {
            take(
                &self.folder.join("out").join(library),
                &folder.join(library),
            )?;
        }
        fs::write(folder.join("main.rs"), MAIN).map_err(failed())?;
        args.extend(
            [
                "--extern",
                "glue=libglue.rlib",
                "-L",
                "dependency=.",
                "-o",
                "main",
                "main.rs",
            ]
            .map(OsString::from),
        );
        let outcome = self.compiler.kit.toolchain.run(Invocation {
            args,
            current_dir: folder.clone(),
            // The linker would go on for a while without its compiler, and write.
            limits: CompileLimits {
                cancel: None,
                ..self.compiler.limits()
            },
            links: true,
            wrapper: None,
        })?;
        Ok((folder.join("main"), outcome))
    }
}
