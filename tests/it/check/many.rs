//! Many submissions cost the judge no more open files than few.

use super::solution;
use crate::support::{Ran, Scene, copy, judged, repository, right_counter};
use std::path::Path;
use std::process::Command;

const RIGHT: &str = "tests/fixtures/judged/counter/submissions/accepted/as_crate";

/// More than one submission leaves room for, if each of them kept a single file open.
const SUBMISSIONS: usize = 24;

/// What judging one submission needs, with a little room, but not for that many more.
const OPEN_FILES: usize = 32;

#[test]
fn open_files_do_not_grow_with_the_submissions() {
    let scene = Scene::sharing_the_cache();
    for number in 0..SUBMISSIONS {
        let folder = format!("repos/{number}");
        solution(
            &scene,
            &folder,
            "counter",
            &format!("// {number}\nmod sum;\npub use sum::Counter;\n"),
        );
        let modules = Path::new(&right_counter()).join("src/sum");
        copy(&modules, &scene.work().join(&folder).join("src/sum"));
        scene.write(
            &format!("{folder}/src/sum.rs"),
            &repository(&format!("{RIGHT}/src/sum.rs")),
        );
    }
    // The soft limit alone: the sandbox sets both for what it walls in.
    let output = Command::new("sh")
        .args(["-c", "ulimit -Sn $0 && exec \"$@\""])
        .arg(OPEN_FILES.to_string())
        .arg(env!("CARGO_BIN_EXE_greenroom"))
        .args([
            "check",
            "repos",
            "--fresh",
            "-j",
            "1",
            "--problems",
            &judged(),
        ])
        .current_dir(scene.work())
        .env("GREENROOM_CACHE", scene.cache())
        .env("GREENROOM_DATA", scene.data())
        .output()
        .expect("it runs");
    let ran = Ran::new(&output);
    assert!(
        ran.verdict()
            .starts_with(&format!("passed   {SUBMISSIONS} accepted")),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
}
