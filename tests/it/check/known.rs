//! What is known already, and when it counts.

use super::{ALL, check, repositories};
use crate::support::Ran;
use std::fs;

#[test]
fn damaged_results_are_made_again() {
    let mut scene = repositories();
    scene.keep_results_apart();
    assert_eq!(check(&scene, &[]).code, 1);
    let results = scene.cache().join("results");
    let entries = || -> Vec<_> {
        let entries = fs::read_dir(&results).expect("results");
        let mut paths: Vec<_> = entries
            .map(|entry| entry.expect("an entry").path())
            .collect();
        paths.sort();
        paths
    };
    let [one, two, three] = entries().try_into().expect("an entry for each submission");
    let text = fs::read(&one).expect("an entry");
    fs::write(&one, &text[..text.len() / 2]).expect("it is ours");
    // An entry under another's name, however well it is sealed.
    fs::write(&two, &text).expect("it is ours");
    let changed = fs::read_to_string(&three).expect("an entry");
    let changed = ["wrong_answer", "compile_error"]
        .iter()
        .fold(changed, |text, verdict| text.replace(verdict, "accepted"));
    fs::write(&three, changed.replace("\"minutes\":null", "\"minutes\":1")).expect("it is ours");
    let again = check(&scene, &[]);
    assert_eq!(again.code, 1);
    assert!(
        again
            .verdict()
            .starts_with("failed   1 accepted, 1 wrong_answer, 1 compile_error   "),
        "{}",
        again.stdout
    );
    assert!(
        !again.verdict().contains("known already"),
        "{}",
        again.stdout
    );
    let third = check(&scene, &[]);
    assert!(
        third.verdict().contains("3 known already"),
        "{}",
        third.stdout
    );
    let output = scene
        .command("")
        .args(ALL)
        .env("GREENROOM_RESULTS_KEY", "of somebody else")
        .output()
        .expect("it runs");
    let foreign = Ran::new(&output);
    assert!(
        !foreign.verdict().contains("known already"),
        "{}",
        foreign.stdout
    );
}

#[test]
fn two_judges_may_share_a_cache() {
    let mut scene = repositories();
    scene.keep_results_apart();
    let both = std::thread::scope(|scope| {
        let judge = || scope.spawn(|| check(&scene, &[]));
        [judge(), judge()].map(|judge| judge.join().expect("it ran"))
    });
    for ran in &both {
        assert_eq!(ran.code, 1, "{}", ran.stderr);
    }
    let after = check(&scene, &[]);
    assert!(
        after.verdict().contains("3 known already"),
        "{}",
        after.stdout
    );
    let names = fs::read_dir(scene.cache().join("results")).expect("results");
    assert_eq!(names.count(), 3, "nothing else is left behind");
}
