//! The generated tests under the compiler.

use super::permits::{PERMITS, permits};
use super::{every_case, shipped};
use crate::practice::sample_test::generate;
use crate::practice::start;
use crate::problem::Problem;
use crate::verdict::Verdict;
use camino::Utf8Path;
use std::fs;
use std::process::Command;

/// Compiles the crate of a problem with `source` as its library, and runs the samples.
/// Answers how many tests passed and failed.
fn run(problem: &Problem, source: &str) -> (usize, usize) {
    let temp = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(temp.path()).unwrap();
    for (path, text) in start::files(problem) {
        fs::create_dir_all(folder.join(&path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), text).unwrap();
    }
    fs::write(folder.join("src/lib.rs"), source).unwrap();
    let name = problem.slug.replace('-', "_");
    let rustc = |arguments: &[&str]| {
        let output = Command::new("rustc")
            .args(["--edition=2024", "--cap-lints=allow"])
            .args(arguments)
            .current_dir(folder)
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "{stderr}\n{}",
            generate(problem, &name)
        );
    };
    rustc(&["--crate-type=rlib", "--crate-name", &name, "src/lib.rs"]);
    let library = format!("{name}=lib{name}.rlib");
    rustc(&[
        "--test",
        "--extern",
        &library,
        "-o",
        "samples",
        "tests/samples.rs",
    ]);
    let output = Command::new(folder.join("samples")).output().unwrap();
    let stdout = String::from_utf8_lossy(&output.stdout);
    let count = |word: &str| {
        let before = stdout.split(word).next().unwrap();
        before.rsplit(' ').next().unwrap().parse().unwrap()
    };
    (count(" passed;"), count(" failed;"))
}

const SHIPPED: [&str; 3] = ["deploy-order", "lru-cache", "sliding-log"];

#[test]
fn the_starters_compile_with_their_samples_and_pass_none() {
    for slug in SHIPPED {
        let problem = shipped(slug);
        let tests = generate(&problem, "x").matches("#[test]").count();
        assert_eq!(
            run(&problem, &problem.contract.starter),
            (0, tests),
            "{slug}"
        );
    }
}

/// Far more cases than the samples, which `start` never writes.
#[test]
fn accepted_submissions_pass_all_that_can_be_written() {
    for slug in SHIPPED {
        let problem = every_case(slug);
        let tests = generate(&problem, "x").matches("#[test]").count();
        assert!(tests > 4, "{slug}");
        let accepted = problem
            .submissions
            .iter()
            .find(|submission| submission.expected == Verdict::Accepted)
            .unwrap();
        let source = accepted.files.values().next().unwrap();
        assert_eq!(run(&problem, source), (tests, 0), "{slug}");
    }
}

#[test]
fn a_wrong_submission_fails_a_sample() {
    let problem = shipped("lru-cache");
    let wrong = "wrong_answer/evicts_newest";
    let mut submissions = problem.submissions.iter();
    let wrong = submissions
        .find(|submission| submission.name == wrong)
        .unwrap();
    let (_, failed) = run(&problem, wrong.files.values().next().unwrap());
    assert!(failed > 0);
}

#[test]
fn handles_compile_and_hold() {
    let source = "
        use std::sync::{Arc, atomic::{AtomicUsize, Ordering::SeqCst}};
        pub enum Refusal { Full { held: usize }, Closed }
        #[derive(Clone)]
        pub struct Gate { limit: usize, held: Arc<AtomicUsize> }
        pub struct Permit { held: Arc<AtomicUsize> }
        impl Gate {
            pub fn new(limit: usize) -> Self { Gate { limit, held: Arc::default() } }
            pub fn enter(&self) -> Result<Permit, Refusal> {
                let held = self.held.load(SeqCst);
                if self.limit == 0 { return Err(Refusal::Closed); }
                if held == self.limit { return Err(Refusal::Full { held }); }
                self.held.store(held + 1, SeqCst);
                Ok(Permit { held: self.held.clone() })
            }
            pub fn names(&self) -> Vec<String> {
                if self.limit == 0 { vec![\"x\".into(), \"y\".into()] } else { vec![] }
            }
            pub fn close(&mut self) { self.limit = 0; panic!(\"closed\") }
            pub fn give_back(&mut self, _permit: Permit) {}
        }
        impl Drop for Permit { fn drop(&mut self) { self.held.fetch_sub(1, SeqCst); } }
    ";
    assert_eq!(run(&permits(), source), (2, 0));
    assert_eq!(run(&permits(), PERMITS), (0, 2));
}
