//! What a contract asks of its types beyond their functions.

use crate::support::{Scene, judged, place};

/// `turnstile` has bounds of every kind, and a submission that breaks each.
#[test]
fn types_are_held_to_the_traits_asked_for() {
    let scene = Scene::sharing_the_cache();
    let ran = scene.run(&["problem", "verify", "--problems", &judged(), "turnstile"]);
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
    insta::assert_snapshot!(ran.stdout, @r"
    ok  turnstile starter.rs: compile_error (`Pass` is not `std::clone::Clone`)
    ok  turnstile accepted/cell: accepted
    ok  turnstile accepted/without_clone: accepted
    ok  turnstile compile_error/pass_does_not_print: compile_error (`Pass` is not `Debug`)
    ok  turnstile compile_error/pass_is_not_cloned: compile_error (`Pass` is not `std::clone::Clone`)
    ok  turnstile compile_error/pass_is_not_send: compile_error (`Pass` is not `Send`)
    ok  turnstile compile_error/turnstile_is_copied: compile_error (`Turnstile<u32>` is `Clone`)
    ok  turnstile compile_error/turnstile_is_shared: compile_error (`Turnstile<u32>` is `Sync`)
    verified   1 problem, 8 submissions, each with its verdict
    ");
}

#[test]
fn a_broken_bound_is_told_at_the_candidates_type() {
    let scene = Scene::sharing_the_cache();
    let submit = |name: &str| {
        let file = format!("tests/fixtures/judged/turnstile/submissions/compile_error/{name}.rs");
        scene.take(place(&file).as_ref());
        let file = format!("{name}.rs");
        let problems = judged();
        let ran = scene.run(&["submit", "--problems", &problems, "turnstile", &file]);
        assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
        let (error, _) = ran.stdout.split_once("\nnext: ").unwrap();
        error.trim().to_owned()
    };
    insta::assert_snapshot!(submit("pass_is_not_send"), @r"
    error: the contract asks that `Pass` is `Send`
      --> pass_is_not_send.rs:11:1   pub struct Pass
       | asked for:  Pass: Send
       | rustc says: `Rc<u32>` cannot be sent between threads safely
      help: implement it, or look which field is not; `cargo check` with a function that asks for it shows the field
    ");
    insta::assert_snapshot!(submit("turnstile_is_shared"), @r"
    error: the contract forbids that `Turnstile<u32>` is `Sync`
      --> turnstile_is_shared.rs:5:1   pub struct Turnstile<T>
       | asked for:  Turnstile<u32>: !Sync
       | found:      Turnstile<u32>: Sync
      help: leave out the derive or `impl`; what is automatic goes with a field that does not have it
    ");
}

/// The first of the submissions that the package accepts is for stage 1: it must not be taken
/// for one that meets stage 2.
#[test]
fn a_submission_of_an_earlier_stage_breaks_the_bounds_of_a_later_one() {
    let scene = Scene::sharing_the_cache();
    let file = place("problems/sliding-log/submissions/accepted/deque_per_client.rs");
    let ran = scene.run(&["submit", "sliding-log", "--stage", "2", &file]);
    assert_eq!(ran.code, 1, "{}{}", ran.stdout, ran.stderr);
    let verdict = "compile_error   sliding-log, stage 2 of 2   `SlidingLog` is not `Sync`";
    assert_eq!(ran.verdict().trim_end(), verdict);
}

#[test]
fn the_contract_is_shown_with_its_bounds() {
    let scene = Scene::sharing_the_cache();
    let arguments = ["show", "--contract", "--problems", &judged(), "turnstile"];
    let ran = scene.run(&arguments);
    let (_, bounds) = ran.stdout.split_once("// Asked for besides:\n").unwrap();
    insta::assert_snapshot!(bounds, @r"
    //   Pass: Send
    //   Pass: 'static
    //   Pass: Debug
    //   Turnstile<u32>: !Sync
    //   Turnstile<u32>: !Clone
    ");
}
