//! Compiling the model of a problem: once for a version of the problem and a kit, kept in
//! the cache. Its code is the author's, and trusted.

use super::compile::{said, write_all};
use super::glue::{contract_crate, model_glue};
use super::kit::Kit;
use super::rustc::{CompileLimits, Invocation, Outcome};
use crate::error::{Error, Exit, JudgingError, UserError};
use crate::problem::{Model, Problem};
use camino::{Utf8Path, Utf8PathBuf};
use std::ffi::OsString;
use std::fs::{self, File};

/// The program that serves the problem's model; `None` if the problem has none.
///
/// # Errors
/// If model.rs does not compile or does not fit the contract: the author's fault, with the
/// compiler's words. If the cache cannot be written: the judge's.
pub fn prepare(problem: &Problem, kit: &Kit, cache: &Utf8Path) -> Result<Option<Utf8PathBuf>, Error> {
    let Some(model) = &problem.model else {
        return Ok(None);
    };
    let failed = || JudgingError::caused("prepare the model");
    let glue = model_glue(problem, model);
    let contract = contract_crate(&problem.contract);
    let mut hasher = blake3::Hasher::new();
    hasher.update(kit.hash.as_bytes());
    hasher.update(contract.as_bytes());
    hasher.update(model.source.as_bytes());
    for (path, text) in &glue {
        hasher.update(path.as_str().as_bytes());
        hasher.update(text.as_bytes());
    }
    let hash = hasher.finalize().to_hex();
    let models = cache.join("models");
    let program = models.join(&hash[..32]);
    if program.exists() {
        return Ok(Some(program));
    }
    fs::create_dir_all(&models).map_err(failed())?;
    let lock = File::create(models.join(format!("{}.lock", &hash[..32]))).map_err(failed())?;
    lock.lock().map_err(failed())?;
    if program.exists() {
        return Ok(Some(program));
    }
    let folder = tempfile::Builder::new()
        .prefix(".building-")
        .tempdir_in(&models)
        .map_err(failed())?;
    let path = Utf8Path::from_path(folder.path())
        .ok_or_else(|| JudgingError::new("build in a folder whose name is not UTF-8"))?;
    write_all(path, &[("contract.rs".into(), contract)].into())?;
    write_all(path, &[("model.rs".into(), model.source.clone())].into())?;
    write_all(&path.join("glue"), &glue)?;
    let build = Building {
        kit,
        problem,
        model,
        folder: path,
    };
    build.all()?;
    fs::rename(path.join("program"), &program).map_err(failed())?;
    Ok(Some(program))
}

struct Building<'a> {
    kit: &'a Kit,
    problem: &'a Problem,
    model: &'a Model,
    folder: &'a Utf8Path,
}

impl Building<'_> {
    fn all(&self) -> Result<(), Error> {
        let contract = self.call("contract", "rlib", &[], &[], "contract.rs", "libcontract.rlib")?;
        if !contract.success {
            return Err(self.fault("the given items of starter.rs", &contract).into());
        }
        let model = self.call(
            "model",
            "rlib",
            &["kit"],
            &["contract"],
            "model.rs",
            "libmodel.rlib",
        )?;
        if !model.success {
            return Err(self.fault("model.rs", &model).into());
        }
        let glue = self.call(
            "serve",
            "bin",
            &["wire", "driver", "kit"],
            &["contract", "model"],
            "glue/main.rs",
            "program",
        )?;
        if !glue.success {
            let operations = self.model.operations.len();
            let what = format!("model.rs behind the contract's {operations} operations");
            return Err(self.fault(&what, &glue).into());
        }
        Ok(())
    }

    fn call(
        &self,
        name: &str,
        kind: &str,
        parts: &[&str],
        siblings: &[&str],
        source: &str,
        output: &str,
    ) -> Result<Outcome, JudgingError> {
        let mut args: Vec<OsString> = [
            "--edition",
            "2024",
            "--crate-name",
            name,
            "--crate-type",
            kind,
            "-Copt-level=2",
            "-Cstrip=symbols",
            "-L",
            "dependency=.",
            "-o",
            output,
        ]
        .map(OsString::from)
        .into();
        args.extend(self.kit.externs(parts));
        for sibling in siblings {
            args.extend(["--extern".into(), format!("{sibling}=lib{sibling}.rlib").into()]);
        }
        args.push(source.into());
        self.kit.toolchain.run(Invocation {
            args,
            current_dir: self.folder.to_owned(),
            limits: CompileLimits {
                wall_ms: 120_000,
                ..CompileLimits::default()
            },
            links: kind == "bin",
            wrapper: None,
        })
    }

    fn fault(&self, what: &str, outcome: &Outcome) -> UserError {
        UserError::new(
            Exit::InvalidProblem,
            format!("problem `{}` is invalid: {what} does not compile", self.problem.slug),
        )
        .detail(said(outcome))
        .help("each operation's types have to be the contract's in plain form (docs/problem-format.md)")
    }
}
