//! Random sequences, the smallest one that fails, and `replay`.

use crate::support::{Scene, repository};
use serde_json::Value;
use std::process::Command;

fn submission(path: &str) -> String {
    repository(&format!("problems/lru-cache/submissions/{path}.rs"))
}

/// Submits `own.rs` and answers the report.
fn submit(scene: &Scene, arguments: &[&str]) -> Value {
    let mut words = vec![
        "submit",
        "lru-cache",
        "own.rs",
        "--format",
        "json",
        "--fresh",
    ];
    words.extend(arguments);
    let ran = scene.run(&words);
    serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}{}", ran.stdout, ran.stderr))
}

fn random(report: &Value) -> &Value {
    let mut checks = report["checks"].as_array().expect("a list").iter();
    checks
        .find(|check| check["name"] == "random")
        .expect("it was planned")
}

fn id(report: &Value) -> String {
    report["id"].as_str().expect("a text")[..6].to_owned()
}

#[test]
fn a_cache_that_evicts_the_newest_is_shown_with_at_most_four_operations() {
    let scene = Scene::sharing_the_cache();
    scene.write("own.rs", &submission("wrong_answer/evicts_newest"));
    let report = submit(&scene, &[]);
    let finding = &random(&report)["findings"][0];
    let transcript = finding["transcript"].as_array().unwrap();
    assert!((2..=5).contains(&transcript.len()), "{transcript:?}");
    assert_eq!(finding["verdict"], "wrong_answer");
    assert!(finding["shrunk_from"].as_u64() > Some(5));
    // Nothing of it is more than it need be.
    let calls: Vec<&str> = transcript
        .iter()
        .map(|step| step["call"].as_str().unwrap())
        .collect();
    assert_eq!(calls, ["new(2)", "put(0, 0)", "put(1, 0)", "put(2, 0)"]);
}

#[test]
fn hidden_cases_are_only_shown_smaller_than_they_are() {
    let scene = Scene::sharing_the_cache();
    scene.write(
        "own.rs",
        &submission("wrong_answer/overwrite_does_not_touch"),
    );
    let report = submit(&scene, &[]);
    let package = repository("problems/lru-cache/problem.toml");
    let mut hidden = 0;
    for check in report["checks"].as_array().unwrap() {
        for finding in check["findings"].as_array().unwrap() {
            if finding["sample"] == false {
                hidden += 1;
                let calls = finding["transcript"].as_array().unwrap();
                let calls: Vec<String> =
                    calls.iter().map(|step| step["call"].to_string()).collect();
                assert!(
                    calls.is_empty() || !package.contains(&calls.join(", ")),
                    "{calls:?}"
                );
            }
        }
    }
    assert!(hidden > 0);
}

#[test]
fn a_seed_finds_the_same_failure_again_and_others_find_others() {
    let scene = Scene::sharing_the_cache();
    scene.write(
        "own.rs",
        &submission("wrong_answer/sweep_turns_the_queue_round"),
    );
    let mut notes = vec![];
    for seed in ["11", "11", "12", "13", "14"] {
        let report = submit(&scene, &["--seed", seed]);
        assert_eq!(report["seed"].to_string(), seed);
        assert_eq!(report["verdict"], "wrong_answer");
        let random = random(&report);
        notes.push((random["passed"].clone(), random["findings"].clone()));
    }
    assert_eq!(notes[0], notes[1]);
    assert!(notes[2..].iter().any(|note| *note != notes[0]));
}

#[test]
fn without_a_seed_everybody_gets_that_of_the_problem_and_reads_it() {
    let scene = Scene::sharing_the_cache();
    scene.write("own.rs", &submission("accepted/key_links"));
    let ran = scene.run(&["submit", "lru-cache", "own.rs", "--format", "json"]);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(random(&report)["passed"], 2000);
    let seed = report["seed"].to_string();
    assert!(
        ran.stderr.contains(&format!("seed {seed}")),
        "{}",
        ran.stderr
    );
    let plan = scene.run(&["plan", "lru-cache"]);
    assert!(
        plan.stdout
            .contains(&format!("2000 sequences of 40 calls, seed {seed}"))
    );
}

/// The test that `replay` prints, at the end of the library as the screen says.
#[test]
fn a_failure_as_a_test_fails_with_that_submission_and_passes_with_a_right_one() {
    let scene = Scene::sharing_the_cache();
    for (slug, wrong, right) in [
        (
            "lru-cache",
            "wrong_answer/evicts_newest",
            "accepted/key_links",
        ),
        (
            "deploy-order",
            "wrong_answer/witness_with_tail",
            "accepted/kahn",
        ),
        (
            "sliding-log",
            "wrong_answer/sweep_keeps_the_boundary",
            "accepted/one_lock",
        ),
    ] {
        let source = |name| repository(&format!("problems/{slug}/submissions/{name}.rs"));
        assert_eq!(scene.run(&["start", slug]).code, 0);
        scene.write(&format!("{slug}/src/lib.rs"), &source(wrong));
        let ran = scene.run_in(slug, &["submit", "--format", "json"]);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        let test = scene.run_in(slug, &["replay", &id(&report), "--as-test"]);
        assert_eq!(test.code, 0, "{}", test.stderr);
        for (name, passes) in [(wrong, false), (right, true)] {
            let library = format!("{}{}", source(name), test.stdout);
            scene.write(&format!("{slug}/src/lib.rs"), &library);
            let output = Command::new("cargo")
                .args(["test", "--offline", "--lib", "--quiet"])
                .current_dir(scene.work().join(slug))
                .output()
                .unwrap();
            let stdout = String::from_utf8_lossy(&output.stdout);
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(
                output.status.success(),
                passes,
                "{name}: {stdout}{stderr}\n{library}"
            );
            assert!(stdout.contains("running 1 test"), "{stdout}{stderr}");
        }
    }
}

#[test]
fn replay_says_whether_it_still_fails_on_the_file_as_it_is_now() {
    let scene = Scene::sharing_the_cache();
    scene.write(
        "own.rs",
        &submission("wrong_answer/sweep_turns_the_queue_round"),
    );
    let report = submit(&scene, &[]);
    let ran = scene.run(&["replay", &id(&report)]);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let last = ran.stdout.lines().last().unwrap();
    assert!(
        last.starts_with("wrong_answer   still   lru-cache   "),
        "{last}"
    );

    scene.write("own.rs", &submission("accepted/lazy_queue"));
    let ran = scene.run(&["replay", &id(&report)]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let last = ran.stdout.lines().last().unwrap();
    assert!(last.starts_with("passes now   lru-cache   "), "{last}");
    assert!(!ran.stdout.contains("accepted"));
}

#[test]
fn what_cannot_be_replayed_is_told() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["replay", "7f3a"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.starts_with("error: there is no report `7f3a`"),
        "{}",
        ran.stderr
    );

    scene.write("own.rs", "this is not Rust");
    let report = submit(&scene, &[]);
    let ran = scene.run(&["replay", &id(&report)]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr
            .contains("tells of nothing that could be run again"),
        "{}",
        ran.stderr
    );
}

/// Handles, calls that would wait, a generator that looks at the model, `requires_op`: see
/// the fixture. Its wrong submissions pass every case that is written out.
#[test]
fn random_sequences_alone_find_what_handles_do_wrong() {
    let scene = Scene::sharing_the_cache();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/problems");
    let ran = scene.run(&["problem", "verify", "locker-room", "--problems", folder]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    assert_eq!(ran.stdout.matches("ok ").count(), 5, "{}", ran.stdout);
}

#[test]
fn a_model_that_panics_is_the_authors_fault() {
    let scene = Scene::sharing_the_cache();
    let copy = scene.work().join("problems/locker-room");
    let from = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/problems/locker-room"
    );
    std::fs::create_dir_all(copy.join("submissions")).unwrap();
    for file in ["problem.toml", "statement.md", "starter.rs", "model.rs"] {
        std::fs::copy(format!("{from}/{file}"), copy.join(file)).unwrap();
    }
    let model = std::fs::read_to_string(copy.join("model.rs")).unwrap();
    let careless = model.replace("place < self.holders.len() - self.free()", "place < 9");
    assert_ne!(model, careless);
    std::fs::write(copy.join("model.rs"), careless).unwrap();
    let own = "tests/fixtures/problems/locker-room/submissions/accepted/list_of_flags.rs";
    scene.write("own.rs", &repository(own));
    let ran = scene.run(&["submit", "locker-room", "own.rs", "--problems", "problems"]);
    assert_eq!(ran.code, 70, "{}{}", ran.stdout, ran.stderr);
    let last = ran.stdout.lines().last().unwrap();
    assert!(
        last.starts_with("judging_error   locker-room   the model panicked at "),
        "{last}"
    );
}

/// The file of golden replies, which there is one of.
fn golden(scene: &Scene) -> std::path::PathBuf {
    let files = std::fs::read_dir(scene.cache().join("golden")).expect("a folder");
    let files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files[0].clone()
}

/// The blocks of a file of golden replies, a request and a reply for each sequence.
fn blocks(bytes: &[u8]) -> Vec<&[u8]> {
    let mut rest = &bytes[32..];
    let mut blocks = vec![];
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let (block, after) = after.split_at(u32::from_le_bytes(*length) as usize);
        blocks.push(block);
        rest = after;
    }
    blocks
}

#[test]
fn replies_that_are_known_to_be_right_find_what_the_model_finds() {
    let scene = Scene::new();
    scene.write(
        "own.rs",
        &submission("wrong_answer/unlink_forgets_the_way_back"),
    );
    let wrong = submit(&scene, &[]);
    assert!(!scene.cache().join("golden").exists(), "not all were drawn");
    scene.write("own.rs", &submission("accepted/index_links"));
    assert_eq!(submit(&scene, &[])["verdict"], "accepted");
    let file = golden(&scene);
    let kept = std::fs::read(&file).unwrap();
    assert_eq!(blocks(&kept).len(), 2 * 2000);

    // As they were made; not in order, so that they belong to other sequences; damaged.
    let rotated: Vec<&[u8]> = {
        let mut blocks = blocks(&kept);
        blocks.rotate_left(2);
        blocks
    };
    let mut other = vec![];
    for block in rotated {
        other.extend(u32::try_from(block.len()).unwrap().to_le_bytes());
        other.extend(block);
    }
    let other = [blake3::hash(&other).as_bytes(), &other[..]].concat();
    for bytes in [&kept, &other, &kept[..kept.len() / 2].to_vec()] {
        std::fs::write(&file, bytes).unwrap();
        scene.write("own.rs", &submission("accepted/tick_index"));
        assert_eq!(random(&submit(&scene, &[]))["passed"], 2000);
        std::fs::write(&file, bytes).unwrap();
        scene.write(
            "own.rs",
            &submission("wrong_answer/unlink_forgets_the_way_back"),
        );
        let again = submit(&scene, &[]);
        for what in ["findings", "passed", "note"] {
            assert_eq!(random(&again)[what], random(&wrong)[what], "{what}");
        }
    }
    // What is damaged is made again.
    scene.write("own.rs", &submission("accepted/index_links"));
    submit(&scene, &[]);
    assert_eq!(std::fs::read(golden(&scene)).unwrap(), kept);
}

/// Where the model leaves a choice, what one submission chose is kept; who chooses otherwise
/// is judged by the model.
#[test]
fn replies_that_the_model_found_right_do_not_bind_who_chooses_otherwise() {
    let scene = Scene::new();
    let judge = |name: &str| {
        let folder = "tests/fixtures/problems";
        let file = format!("{folder}/any-seat/submissions/{name}.rs");
        scene.write("own.rs", &repository(&file));
        let folder = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        let ran = scene.run(&[
            "submit",
            "any-seat",
            "own.rs",
            "--fresh",
            "--format",
            "json",
            "--problems",
            &folder,
        ]);
        let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
        random(&report).clone()
    };
    let wrong = judge("wrong_answer/third_is_free_for_ever");
    assert_eq!(wrong["findings"][0]["verdict"], "wrong_answer", "{wrong}");
    assert_eq!(judge("accepted/first")["passed"], 200);

    let kept = std::fs::read(golden(&scene)).unwrap();
    let blocks = blocks(&kept);
    assert_eq!(blocks.len(), 2 * 200);
    assert!(blocks.iter().all(|block| !block.is_empty()));
    for name in ["first", "last"] {
        assert_eq!(judge(&format!("accepted/{name}"))["passed"], 200, "{name}");
    }
    let again = judge("wrong_answer/third_is_free_for_ever");
    for what in ["findings", "passed"] {
        assert_eq!(again[what], wrong[what], "{what}");
    }
}
