//! The compiled harness in the cache: built once, whole or not at all.

use crate::support::{Ran, Scene, judged, place, right_counter};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Barrier;

/// The arguments that judge a right submission.
fn submit() -> [String; 6] {
    let (judged, counter) = (judged(), right_counter());
    [
        "submit",
        "--fresh",
        "--problems",
        &judged,
        "counter",
        &counter,
    ]
    .map(str::to_owned)
}

fn judge(scene: &Scene) -> Ran {
    let output = scene.command("").args(submit()).output().expect("it runs");
    Ran::new(&output)
}

fn accepted(ran: &Ran) {
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.verdict().starts_with("accepted"), "{}", ran.stdout);
}

/// Whether the run built the harness.
fn prepared(ran: &Ran) -> bool {
    ran.stderr.contains("Preparing the harness")
}

/// The folders in the cache's folder of kits, as they are named.
fn kits(scene: &Scene) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(scene.cache().join("kits"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

#[test]
fn two_judges_that_start_at_once_build_the_harness_once() {
    let scene = Scene::new();
    let barrier = Barrier::new(2);
    let ran: Vec<Ran> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    judge(&scene)
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|each| each.join().unwrap())
            .collect()
    });
    ran.iter().for_each(accepted);
    assert_eq!(ran.iter().filter(|ran| prepared(ran)).count(), 1);
    assert_eq!(kits(&scene).len(), 1, "one kit, and nothing half-built");
    let later = judge(&scene);
    accepted(&later);
    assert!(!prepared(&later));
}

/// Who is to build waits for whoever builds already, and then takes what is there.
#[cfg(target_os = "linux")]
#[test]
fn a_judge_waits_for_the_one_that_builds() {
    let scene = Scene::new();
    accepted(&judge(&scene));
    let kit = kits(&scene).pop().unwrap();
    let lock_file = kit.with_extension("lock").canonicalize().unwrap();
    let lock = fs::File::open(&lock_file).unwrap();
    lock.lock().unwrap();
    // As it is while another judge builds: locked, and not there.
    let aside = scene.work().join("kit");
    fs::rename(&kit, &aside).unwrap();
    let mut waiting = Command::new(env!("CARGO_BIN_EXE_greenroom"))
        .args(submit())
        .env("GREENROOM_CACHE", scene.cache())
        .env("GREENROOM_DATA", scene.data())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let descriptors = format!("/proc/{}/fd", waiting.id());
    let holds_the_lock_file = || {
        let open = fs::read_dir(&descriptors).into_iter().flatten().flatten();
        open.filter_map(|entry| fs::read_link(entry.path()).ok())
            .any(|file| file == lock_file)
    };
    while !holds_the_lock_file() {
        assert!(waiting.try_wait().unwrap().is_none(), "it does not wait");
        std::thread::yield_now();
    }
    fs::rename(&aside, &kit).unwrap();
    lock.unlock().unwrap();
    let mut told = String::new();
    let mut stderr = waiting.stderr.take().unwrap();
    std::io::Read::read_to_string(&mut stderr, &mut told).unwrap();
    assert!(waiting.wait().unwrap().success(), "{told}");
    assert!(!told.contains("Preparing the harness"), "{told}");
}

#[test]
fn a_harness_that_is_damaged_is_built_again() {
    let scene = Scene::new();
    accepted(&judge(&scene));
    let kit = kits(&scene).pop().unwrap();
    let library = kit.join("libdriver.rlib");
    let whole = fs::read(&library).unwrap();
    let damages: [(&str, &dyn Fn()); 3] = [
        ("a file is cut off", &|| {
            fs::write(&library, &whole[..whole.len() / 2]).unwrap();
        }),
        ("a bit is another", &|| {
            let mut bytes = whole.clone();
            bytes[whole.len() / 2] ^= 1;
            fs::write(&library, bytes).unwrap();
        }),
        ("the manifest is missing", &|| {
            fs::remove_file(kit.join("kit.json")).unwrap();
        }),
    ];
    for (what, damage) in damages {
        damage();
        let ran = judge(&scene);
        assert!(prepared(&ran), "{what}: {}", ran.stderr);
        accepted(&ran);
        assert!(fs::metadata(&library).unwrap().len() > 0, "{what}");
        assert_eq!(kits(&scene), [kit.as_path()], "{what}");
    }
    assert!(!prepared(&judge(&scene)), "whole again");
}

#[test]
fn what_a_judge_left_that_was_stopped_is_cleared_away() {
    let scene = Scene::new();
    accepted(&judge(&scene));
    let kit = kits(&scene).pop().unwrap();
    let hash = kit.file_name().unwrap().to_str().unwrap().to_owned();
    // A judge that was killed while it built leaves a lock nobody holds, and a folder.
    let left = kit.with_file_name(format!(".building-{hash}-a1b2c3"));
    fs::rename(&kit, &left).unwrap();
    fs::remove_file(left.join("kit.json")).unwrap();
    // One that builds for another compiler is not disturbed.
    let other = kit.with_file_name(".building-0123456789abcdef-d4e5f6");
    fs::create_dir(&other).unwrap();
    let ran = judge(&scene);
    assert!(prepared(&ran), "{}", ran.stderr);
    accepted(&ran);
    assert_eq!(kits(&scene), [other, kit]);
}

/// A folder with a `cargo` that only leaves a mark, to be found before the real one.
fn folder_without_cargo(scene: &Scene) -> PathBuf {
    let folder = scene.work().join("bin");
    fs::create_dir(&folder).expect("a folder");
    let cargo = folder.join("cargo");
    fs::write(
        &cargo,
        "#!/bin/sh\ntouch \"$(dirname \"$0\")/called\"\nexit 1\n",
    )
    .expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let runs = fs::Permissions::from_mode(0o755);
        fs::set_permissions(&cargo, runs).expect("it is ours");
    }
    folder
}

/// Whether a command can be cut off from all networks here.
fn unshares(home: &Path) -> bool {
    Command::new("unshare")
        .args(["--map-root-user", "--net", "true"])
        .env("HOME", home)
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[test]
fn neither_cargo_nor_a_network_is_needed() {
    let scene = Scene::new();
    let empty = scene.work().join("cargo-home");
    fs::create_dir(&empty).unwrap();
    let bin = folder_without_cargo(&scene);
    let mut paths = vec![bin.clone()];
    paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
    let judge = env!("CARGO_BIN_EXE_greenroom");
    // Where a network cannot be taken away, that no cargo is called still shows that
    // nothing is fetched.
    let mut command = if unshares(&empty) {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--net", judge]);
        command
    } else {
        Command::new(judge)
    };
    // Who lives in a namespace with one user cannot wall others in; that is not asked here.
    let output = command
        .args(submit())
        .args(["--sandbox", "none"])
        .current_dir(scene.work())
        .env("PATH", std::env::join_paths(paths).unwrap())
        .env("CARGO_HOME", &empty)
        .env("GREENROOM_CACHE", scene.cache())
        .env("GREENROOM_DATA", scene.data())
        .output()
        .unwrap();
    let ran = Ran::new(&output);
    assert!(prepared(&ran), "{}", ran.stderr);
    accepted(&ran);
    assert!(!bin.join("called").exists(), "cargo was called");
    assert_eq!(fs::read_dir(&empty).unwrap().count(), 0);
}

#[test]
fn setup_builds_everything_ahead_of_time() {
    let scene = Scene::new();
    let ran = scene.run(&["setup"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(prepared(&ran), "{}", ran.stderr);
    assert!(ran.stderr.contains("Ready"), "{}", ran.stderr);
    let models = || {
        let entries = fs::read_dir(scene.cache().join("models")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = models();
    let listed = scene.run(&["list", "--format", "json"]);
    let problems: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
    let with_model = problems.as_array().unwrap().iter().filter(|problem| {
        let slug = problem["slug"].as_str().unwrap();
        fs::exists(place(&format!("problems/{slug}/model.rs"))).unwrap()
    });
    let programs = before
        .iter()
        .filter(|name| !name.to_string_lossy().ends_with(".lock"));
    assert_eq!(programs.count(), with_model.count());
    let file = place("problems/deploy-order/submissions/accepted/kahn.rs");
    let ran = scene.run(&["test", "deploy-order", &file]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(!prepared(&ran));
    assert_eq!(models(), before, "the model was there");
}
