//! The harness, compiled once and kept.

use crate::support::{Ran, Scene, repository};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const ACCEPTED: &str = "problems/lru-cache/submissions/accepted/index_links.rs";

fn kits(scene: &Scene) -> Vec<PathBuf> {
    let entries = fs::read_dir(scene.cache().join("kits")).expect("kits");
    entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect()
}

fn test(scene: &Scene) -> Ran {
    scene.run(&["test", "lru-cache", "mine.rs", "--fresh"])
}

#[test]
fn two_judges_at_once_build_it_once() {
    let scene = Scene::new();
    scene.write("mine.rs", &repository(ACCEPTED));
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(|| test(&scene));
        (test(&scene), other.join().expect("it ran"))
    });
    for ran in [&one, &other] {
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    }
    let builds = [one, other]
        .iter()
        .filter(|ran| ran.stderr.contains("Preparing the harness"))
        .count();
    assert_eq!(builds, 1);
    assert_eq!(kits(&scene).len(), 1, "{:?}", kits(&scene));
}

#[test]
fn a_damaged_one_is_built_again_and_never_used() {
    let scene = Scene::new();
    scene.write("mine.rs", &repository(ACCEPTED));
    assert_eq!(scene.run(&["setup"]).code, 0);
    assert!(!test(&scene).stderr.contains("Preparing"));
    let kit = kits(&scene).remove(0);
    let library = kit.join("libdriver.rlib");
    let whole = fs::read(&library).expect("a library");
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let damages: [&dyn Fn(); 4] = [
        &|| fs::write(&library, &whole[..whole.len() / 2]).expect("a file"),
        &|| fs::write(&library, &flipped).expect("a file"),
        &|| fs::remove_file(&library).expect("a file"),
        &|| fs::remove_file(kit.join("kit.json")).expect("a file"),
    ];
    for damage in damages {
        damage();
        let ran = test(&scene);
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        assert!(
            ran.stderr.contains("Preparing the harness"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn it_needs_nothing_of_cargo() {
    let scene = Scene::new();
    scene.write("mine.rs", &repository(ACCEPTED));
    let home = scene.work().join("empty");
    fs::create_dir(&home).expect("a folder");
    let output = scene
        .command("")
        .args(["test", "lru-cache", "mine.rs"])
        .env("CARGO_HOME", &home)
        .env("CARGO_NET_OFFLINE", "true")
        .env("http_proxy", "http://127.0.0.1:1")
        .env("https_proxy", "http://127.0.0.1:1")
        .output()
        .expect("it runs");
    let ran = Ran::new(&output);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(fs::read_dir(&home).expect("a folder").count(), 0);
}

#[test]
fn a_packaged_judge_carries_all_of_it() {
    let scene = Scene::new();
    let root = env!("CARGO_MANIFEST_DIR");
    let listed = Command::new(env!("CARGO"))
        .args([
            "package",
            "--list",
            "--allow-dirty",
            "--offline",
            "-p",
            "greenroom",
        ])
        .current_dir(root)
        .env("CARGO_TARGET_DIR", scene.work().join("target"))
        .output()
        .expect("cargo runs");
    let said = String::from_utf8_lossy(&listed.stderr);
    assert!(listed.status.success(), "{said}");
    let listed = String::from_utf8(listed.stdout).expect("UTF-8");
    let listed: Vec<&str> = listed.lines().collect();
    let mut folders = vec![
        PathBuf::from(root).join("harness"),
        PathBuf::from(root).join("problems"),
    ];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                if !path.ends_with("harness/packages") {
                    folders.push(path);
                }
                continue;
            }
            let inside = path.strip_prefix(root).expect("it is below");
            assert!(
                listed.contains(&&*inside.to_string_lossy()),
                "{inside:?} is left out"
            );
            files += 1;
        }
    }
    assert!(files > 100);
}
