//! What is timed runs alone, however many submissions are judged at once.

use super::solution;
use crate::support::{Scene, repository};
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::process::{Command, Stdio};

/// Whether somebody waits to have this file alone, by what the kernel tells of locks.
fn is_waited_for(file: &File) -> bool {
    let inode = file.metadata().expect("a file").ino();
    let locks = fs::read_to_string("/proc/locks").expect("the kernel tells of locks");
    locks.lines().any(|line| {
        let mut words = line.split_whitespace();
        words.any(|word| word == "->")
            && words.any(|word| word == "WRITE")
            && words.any(|word| word.ends_with(&format!(":{inode}")))
    })
}

#[test]
fn what_is_timed_waits_until_all_others_rest() {
    let scene = Scene::new();
    let text = repository("problems/lru-cache/submissions/accepted/index_links.rs");
    for owner in ["ann", "ben"] {
        let text = format!("{text}// {owner}\n");
        solution(&scene, &format!("repos/{owner}"), "lru-cache", &text);
    }
    // Another worker, which does not rest yet.
    let folder = scene.cache().join("quiet");
    fs::create_dir_all(&folder).expect("a folder");
    let work = File::create(folder.join("work.lock")).expect("a file");
    work.lock_shared().expect("nobody else works yet");

    let mut check = Command::new(env!("CARGO_BIN_EXE_greenroom"))
        .args(["check", "repos", "-j", "2", "--json", "r.json"])
        .current_dir(scene.work())
        .env("GREENROOM_CACHE", scene.cache())
        .env("GREENROOM_DATA", scene.data())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    while !is_waited_for(&work) {
        let ended = check.try_wait().expect("it runs");
        assert!(ended.is_none(), "something was timed beside other work");
        std::thread::yield_now();
    }
    assert!(!scene.work().join("r.json").exists());
    drop(work);
    assert!(check.wait().expect("it ends").success());
    let report = super::document(&scene, "r.json");
    for unit in report["units"].as_array().expect("units") {
        let checks = unit["outcome"]["judged"]["checks"].as_array();
        let mut checks = checks.expect("it was judged").iter();
        let growth = checks.find(|check| check["name"] == "growth hot");
        assert_eq!(growth.expect("it was measured")["status"], "passed");
    }
}
