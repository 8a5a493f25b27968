//! Submissions that misbehave, one way each. The judge outlives them and says what it was.

use crate::support::{Ran, Scene, repository};

fn submit(name: &str) -> (Scene, Ran) {
    let scene = Scene::judging();
    let file = format!("{name}.rs");
    scene.write(
        &file,
        &repository(&format!("tests/fixtures/hostile/{file}")),
    );
    let ran = scene.run(&["submit", "lru-cache", &file]);
    (scene, ran)
}

/// The submission gets the verdict, and its last line says so in these words.
fn gets(name: &str, verdict: &str, words: &str) {
    let (_, ran) = submit(name);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let last = ran.last_line();
    assert!(last.starts_with(&format!("{verdict}   ")), "{last}");
    assert!(last.contains(words), "{last}");
}

#[test]
fn a_gigabyte_of_output_is_cut_off() {
    gets("prints_a_gigabyte", "output_limit_exceeded", "printed");
}

#[test]
fn a_panic_while_dropping_is_a_panic() {
    gets("panics_in_drop", "run_time_error", "drop");
}

#[test]
fn leaving_with_success_is_no_success() {
    gets("exits_in_new", "tampered", "exit code 0");
}

#[test]
fn a_call_that_never_returns_is_stopped() {
    gets("never_returns", "time_limit_exceeded", "CPU time");
}

#[test]
fn endless_recursion_is_named() {
    gets("recurses_for_ever", "run_time_error", "stack");
}

#[test]
fn an_abort_is_named() {
    gets("aborts", "run_time_error", "aborted");
}

#[test]
fn memory_ends_at_its_limit() {
    gets("takes_all_memory", "memory_limit_exceeded", "memory");
}

#[test]
fn state_that_is_kept_between_instances_is_named() {
    let (_, ran) = submit("counts_in_a_static");
    assert_eq!(ran.code, 1);
    assert!(
        ran.stdout
            .contains("alone in a fresh process this case passes"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_message_of_control_characters_and_megabytes_arrives_harmless() {
    let (scene, ran) = submit("shouts");
    assert_eq!(ran.code, 1);
    assert!(
        ran.last_line().starts_with("run_time_error   "),
        "{}",
        ran.last_line()
    );
    let kept = scene.reports();
    assert_eq!(kept.len(), 1);
    for text in [&ran.stdout, &ran.stderr, &kept[0]] {
        assert!(text.len() < 300_000, "{} bytes", text.len());
        let acts = |character: char| character.is_control() && character != '\n';
        assert!(!text.contains(acts) && !text.contains('\u{202e}'));
        assert!(
            !text
                .lines()
                .any(|line| line.trim_start().starts_with("::error"))
        );
    }
}
