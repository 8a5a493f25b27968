//! Compiling the model of a problem: once for a version of the problem and a kit, kept in
//! the cache. What the author wrote is compiled in the sandbox; the last call, which links,
//! compiles generated code alone.

use super::artifact::{self, PROGRAM};
use super::compile::{said, write_all};
use super::confined::{Place, confined, take};
use super::glue::{Sources, candidate_crate, contract_crate, model_glue};
use super::kit::Kit;
use super::rustc::{CompileLimits, Invocation, Outcome};
use crate::error::{Error, Exit, JudgingError, UserError};
use crate::problem::Problem;
use crate::sandbox::Choice;
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
    pub fn compile(
        &self,
        kit: &Kit,
        cache: &Utf8Path,
        sandbox: &Choice,
    ) -> Result<Utf8PathBuf, Error> {
        artifact::kept(&cache.join("models"), &self.hash(kit), |folder| {
            let failed = || JudgingError::caused("prepare the model");
            // The folder around is the judge's alone; the compiler may be another user.
            let sources = folder.join("sources");
            fs::create_dir(&sources).map_err(failed())?;
            fs::write(sources.join("contract.rs"), &self.contract).map_err(failed())?;
            fs::write(sources.join("model.rs"), &self.model).map_err(failed())?;
            write_all(&sources.join("glue"), &self.glue)?;
            if let Some(candidate) = &self.candidate {
                write_all(&sources.join("candidate"), candidate)?;
            }
            Building {
                kit,
                sandbox,
                slug: &self.slug,
                sources: &sources,
                out: &folder.join("out"),
                program: &folder.join(PROGRAM),
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

/// What the compiler may use for a model, which is compiled once.
const LIMITS: CompileLimits = CompileLimits {
    wall_ms: 120_000,
    cpu_ms: 60_000,
    memory: 2 << 30,
    output: 4 << 20,
    cancel: None,
};

struct Building<'a> {
    kit: &'a Kit,
    sandbox: &'a Choice,
    slug: &'a str,
    sources: &'a Utf8Path,
    /// Where the compiler writes in the sandbox.
    out: &'a Utf8Path,
    program: &'a Utf8Path,
    with_candidate: bool,
}

impl Building<'_> {
    fn all(&self) -> Result<(), Error> {
        let contract = self.library("contract", &[], &[], "contract.rs")?;
        if !contract.success {
            return Err(self
                .fault("the given items of starter.rs", &contract)
                .into());
        }
        let mut siblings = vec!["contract"];
        if self.with_candidate {
            let parts = ["wire", "driver"];
            let judge = self.library("judge", &parts, &siblings, "candidate/lib.rs")?;
            if !judge.success {
                let what = "the operations that probes call";
                return Err(self.fault(what, &judge).into());
            }
            siblings.push("judge");
        }
        let model = self.library("model", &["kit"], &siblings, "model.rs")?;
        if !model.success {
            return Err(self.fault("model.rs", &model).into());
        }
        siblings.push("model");
        let program = self.link(&siblings)?;
        if !program.success {
            let what = "model.rs behind the contract's operations";
            return Err(self.fault(what, &program).into());
        }
        Ok(())
    }

    /// A library of what the author wrote, or what stands between it and the judge: in the
    /// sandbox.
    fn library(
        &self,
        name: &str,
        parts: &[&str],
        siblings: &[&str],
        source: &str,
    ) -> Result<Outcome, JudgingError> {
        let library = format!("lib{name}.rlib");
        let made = self.out.join(&library);
        let mut args = self.common(name, "rlib", parts, siblings);
        args.extend(["-o".into(), made.clone().into(), source.into()]);
        let place = Place {
            environment: &[],
            folder: self.sources,
            readable: &[&self.kit.folder],
            writable: self.out,
        };
        let outcome = confined(&self.kit.toolchain, self.sandbox, place, args, LIMITS)?;
        if outcome.success {
            take(&made, &self.sources.join(library))?;
        }
        Ok(outcome)
    }

    /// The program, outside: the linker needs more than the compiler.
    fn link(&self, siblings: &[&str]) -> Result<Outcome, JudgingError> {
        let mut args = self.common("serve", "bin", &["wire", "driver", "kit"], siblings);
        args.extend(["-o".into(), self.program.into(), "glue/main.rs".into()]);
        self.kit.toolchain.run(Invocation {
            args,
            current_dir: self.sources.to_owned(),
            limits: LIMITS,
            links: true,
            wrapper: None,
        })
    }

    fn common(&self, name: &str, kind: &str, parts: &[&str], siblings: &[&str]) -> Vec<OsString> {
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
        args
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
