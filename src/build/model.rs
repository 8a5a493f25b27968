//! Compiling the model of a problem: once for a version of the problem and a kit, kept in
//! the cache. Its code is the author's, and trusted.

use super::artifact::{self, PROGRAM};
use super::compile::{said, write_all};
use super::glue::{Sources, candidate_crate, contract_crate, model_glue};
use super::kit::Kit;
use super::rustc::{CompileLimits, Invocation, Outcome};
use crate::error::{Error, Exit, JudgingError, UserError};
use crate::problem::Problem;
use camino::{Utf8Path, Utf8PathBuf};
use std::ffi::OsString;
use std::fs;

/// The sources of a problem's model, with what is generated around it.
#[derive(Clone, Debug)]
pub struct ModelSources {
    slug: String,
    contract: String,
    model: String,
    /// The crate `judge`, if model.rs asks for it.
    candidate: Option<Sources>,
    glue: Sources,
}

impl ModelSources {
    /// The sources; `None` if the problem has no model.
    pub fn new(problem: &Problem) -> Option<Self> {
        let model = problem.model.as_ref()?;
        Some(Self {
            slug: problem.slug.clone(),
            contract: contract_crate(&problem.contract),
            model: model.source.clone(),
            candidate: candidate_crate(problem, model),
            glue: model_glue(problem, model),
        })
    }

    /// The program that serves the model.
    ///
    /// # Errors
    /// If model.rs does not compile or does not fit the contract: the author's fault, with
    /// the compiler's words. If the cache cannot be written: the judge's.
    pub fn compile(&self, kit: &Kit, cache: &Utf8Path) -> Result<Utf8PathBuf, Error> {
        artifact::kept(&cache.join("models"), &self.hash(kit), |folder| {
            let failed = || JudgingError::caused("prepare the model");
            fs::write(folder.join("contract.rs"), &self.contract).map_err(failed())?;
            fs::write(folder.join("model.rs"), &self.model).map_err(failed())?;
            write_all(&folder.join("glue"), &self.glue)?;
            if let Some(candidate) = &self.candidate {
                write_all(&folder.join("candidate"), candidate)?;
            }
            Building {
                kit,
                slug: &self.slug,
                folder,
                with_candidate: self.candidate.is_some(),
            }
            .all()
        })
    }

    fn hash(&self, kit: &Kit) -> String {
        let mut hasher = blake3::Hasher::new();
        for text in [&kit.hash, &self.contract, &self.model] {
            hasher.update(&text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        }
        for (path, text) in self.candidate.iter().flatten().chain(&self.glue) {
            hasher.update(path.as_str().as_bytes());
            hasher.update(&text.len().to_le_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }
}

struct Building<'a> {
    kit: &'a Kit,
    slug: &'a str,
    folder: &'a Utf8Path,
    with_candidate: bool,
}

impl Building<'_> {
    fn all(&self) -> Result<(), Error> {
        let contract = self.call(
            "contract",
            "rlib",
            &[],
            &[],
            "contract.rs",
            "libcontract.rlib",
        )?;
        if !contract.success {
            return Err(self
                .fault("the given items of starter.rs", &contract)
                .into());
        }
        let mut siblings = vec!["contract"];
        if self.with_candidate {
            let judge = self.call(
                "judge",
                "rlib",
                &["wire", "driver"],
                &siblings,
                "candidate/lib.rs",
                "libjudge.rlib",
            )?;
            if !judge.success {
                let what = "the operations that probes call";
                return Err(self.fault(what, &judge).into());
            }
            siblings.push("judge");
        }
        let model = self.call(
            "model",
            "rlib",
            &["kit"],
            &siblings,
            "model.rs",
            "libmodel.rlib",
        )?;
        if !model.success {
            return Err(self.fault("model.rs", &model).into());
        }
        siblings.push("model");
        let glue = self.call(
            "serve",
            "bin",
            &["wire", "driver", "kit"],
            &siblings,
            "glue/main.rs",
            PROGRAM,
        )?;
        if !glue.success {
            let what = "model.rs behind the contract's operations";
            return Err(self.fault(what, &glue).into());
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
            args.extend([
                "--extern".into(),
                format!("{sibling}=lib{sibling}.rlib").into(),
            ]);
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
            format!("problem `{}` is invalid: {what} does not compile", self.slug),
        )
        .detail(said(outcome))
        .help("each operation's types have to be the contract's in plain form (docs/problem-format.md)")
    }
}
