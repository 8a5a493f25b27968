//! Packages of one's own, and what is wrong with them.

use crate::support::{Scene, repository};
use std::fs;

/// A package with a fault of ten kinds.
const FAULTS: [(&str, &str); 4] = [
    (
        "problem.toml",
        r#"format = 1
title = "Ten faults"
level = "L9"
minutes = 10
topics = ["faults"]
subject = "Box9<u32>"
colour = "red"

[domain]
put.weight = "0..6"

[limits]
cpu = "soon"

[[case]]
name = "an operation that is not there"
sample = true
run = ["new(1)", "take(1)"]

[[case]]
name = "a literal of another type"
run = ["new(1)", "put(\"one\")"]

[[case]]
name = "a number that does not fit"
run = ["new(1)", "put(4294967296)"]

[[case]]
name = "too few arguments"
run = ["new(1)", "put()"]

[[growth]]
run = "busy"
sizes = [8, 4]
max_slope = 0.5
"#,
    ),
    ("statement.md", "# Ten faults\n"),
    (
        "starter.rs",
        "pub struct Box9<T> { todo: std::marker::PhantomData<T> }\n\
         impl Box9<u32> {\n    pub fn new(size: usize) -> Self { todo!() }\n    \
         pub fn put(&mut self, value: u32) { todo!() }\n    \
         pub fn len(&self) -> usize { todo!() }\n}\n",
    ),
    (
        "model.rs",
        "pub struct Model;\nimpl Model {\n    pub fn new(size: usize) -> Self { Model }\n    \
         pub fn put(&mut self, value: u32) {}\n    pub fn pop(&mut self) {}\n}\n",
    ),
];

fn package(scene: &Scene, folder: &str, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = format!("{folder}/{path}");
        let parent = scene.work().join(&path);
        fs::create_dir_all(parent.parent().expect("a folder")).expect("a folder");
        scene.write(&path, text);
    }
}

#[test]
fn every_fault_is_told_at_once_with_its_place() {
    let scene = Scene::new();
    package(&scene, "mine/ten-faults", &FAULTS);
    let ran = scene.run(&["--problems", "mine", "problem", "verify", "ten-faults"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    insta::assert_snapshot!(ran.stderr);
}

#[cfg(unix)]
#[test]
fn links_and_what_is_no_text_are_refused() {
    let scene = Scene::new();
    let link = |to: &str, at: &str| {
        std::os::unix::fs::symlink(to, scene.work().join(at)).expect("a link");
    };
    let said = |name: &str| {
        let ran = scene.run(&["--problems", "mine", "show", name]);
        assert_eq!(ran.code, 3, "{}", ran.stderr);
        ran.stderr
    };
    package(&scene, "mine/linked", &FAULTS);
    link("/etc/hostname", "mine/linked/model2.rs");
    assert!(said("linked").contains("model2.rs"), "{}", said("linked"));
    fs::remove_dir_all(scene.work().join("mine")).expect("it is ours");
    package(&scene, "mine/binary", &FAULTS);
    fs::write(scene.work().join("mine/binary/statement.md"), b"\xff\xfe").expect("a file");
    assert!(
        said("binary").contains("statement.md"),
        "{}",
        said("binary")
    );
    fs::remove_dir_all(scene.work().join("mine")).expect("it is ours");
    package(&scene, "mine/large", &FAULTS);
    scene.write("mine/large/statement.md", &"x".repeat(2 << 20));
    assert!(said("large").contains("statement.md"), "{}", said("large"));
}

#[test]
fn a_folder_wins_over_an_embedded_problem_of_the_same_name() {
    let scene = Scene::new();
    let files = [
        "problem.toml",
        "starter.rs",
        "model.rs",
        "adapter.rs",
        "submissions/accepted/index_links.rs",
    ]
    .map(|file| (file, repository(&format!("problems/lru-cache/{file}"))));
    let mut files: Vec<(&str, &str)> = files.iter().map(|(file, text)| (*file, &**text)).collect();
    files.push(("statement.md", "# Another cache\n"));
    package(&scene, "mine/lru-cache", &files);
    let ran = scene.run(&["--problems", "mine", "show", "lru-cache"]);
    assert_eq!(ran.stdout, "# Another cache\n", "{}", ran.stderr);
    assert_ne!(scene.run(&["show", "lru-cache"]).stdout, ran.stdout);
}
