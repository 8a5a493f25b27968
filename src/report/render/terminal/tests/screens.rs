//! Every screen, as it is without colour.

use super::screen;
use crate::report::examples;

/// Without the first, empty line.
macro_rules! assert_screen {
    ($report:expr, @$expected:literal) => {
        insta::assert_snapshot!(screen(&$report).trim_start_matches('\n'), @$expected)
    };
}

#[test]
fn accepted_names_what_was_not_judged() {
    assert_screen!(examples::accepted(), @r"
      samples       4/4
      cases         2/2
      time        1.0 ms   slowest case: overwriting hands the old value back

      not judged here: growth hot, memory reads

    accepted   lru-cache, stage 1 of 3   submission 4   27 min   1.4 s
    ");
}

#[test]
fn accepted_samples_never_say_the_bare_word() {
    assert_screen!(examples::samples_accepted(), @r"
      samples       4/4
      time        1.0 ms   slowest case: overwriting hands the old value back

      not judged here: growth hot, memory reads

    accepted (samples only)   4 of 16 cases; `greenroom submit` runs everything
    ");
}

#[test]
fn a_wrong_answer_is_marked_with_what_was_wanted() {
    assert_screen!(examples::wrong_answer(), @r"
      samples       4/4
      cases         1/2    overwriting is a use
      time        1.0 ms   slowest case: overwriting hands the old value back

      overwriting is a use:
          new(2)
          put(0, 0)            None
          put(1, 0)            None
          get(0)               Some(0)
        x put(2, 0)            want Some((1, 0))
                               got  Some((0, 0))

      not judged here: growth hot, memory reads

    next: fix the call that is marked, then `greenroom submit`
    wrong_answer   lru-cache, stage 1 of 3   put(2, 0) after 4 calls
    ");
}

#[test]
fn a_panic_shows_its_message_and_line_and_what_a_sample_printed() {
    assert_screen!(examples::panic(), @r"
      samples       4/4
      cases         1/2    overwriting is a use
      time        1.0 ms   slowest case: overwriting hands the old value back

      overwriting is a use:
          new(2)
          put(0, 0)            None
          put(1, 0)            None
          get(0)               Some(0)
        x put(2, 0)            panicked: index out of bounds: the len is 2 but the
                               index is 2
                               want Some((1, 0))
      at src/lib.rs:41:9
      printed:
      | evicting 1
      | evicting 2

      not judged here: growth hot, memory reads

    next: fix the call that is marked, then `greenroom submit`
    run_time_error   lru-cache, stage 1 of 3   put(2, 0) panicked
    ");
}

#[test]
fn a_body_not_written_is_not_called_a_panic() {
    assert_screen!(examples::not_written(), @r"
      samples       4/4
      cases         1/2    overwriting is a use
      time        1.0 ms   slowest case: overwriting hands the old value back

      overwriting is a use:
          new(2)
          put(0, 0)            None
          put(1, 0)            None
          get(0)               Some(0)
        x put(2, 0)            not written yet (todo!)

      not judged here: growth hot, memory reads

    next: write it, then `greenroom submit`
    run_time_error   lru-cache, stage 1 of 3   put is not written yet (todo!)
    ");
}

#[test]
fn a_compile_error_is_the_compilers_own_text() {
    assert_screen!(examples::compile_error(), @r#"
    error[E0308]: mismatched types
      --> src/lib.rs:12:9
       |
    12 |         "none"
       |         ^^^^^^ expected `usize`, found `&str`

    next: nothing was run; fix the first error, then `greenroom submit`
    compile_error   lru-cache, stage 1 of 3   mismatched types (E0308)
    "#);
}

#[test]
fn a_contract_error_is_shown_as_it_was_rendered() {
    assert_screen!(examples::contract_error(), @r"
    error: the contract asks for a method that is not there
      --> src/lib.rs:9:1   impl<K: Hash + Eq + Clone, V> LruCache<K, V>
       | asked for:  pub fn put(&mut self, key: K, value: V) -> Option<(K, V)>
       | found:      pub fn insert(&mut self, key: K, value: V) -> Option<V>      (nearest name)
      help: rename it

    next: nothing was run; `greenroom show lru-cache --contract` prints what is asked for, then `greenroom submit`
    compile_error   lru-cache, stage 1 of 3   `put` is missing
    ");
}

#[test]
fn a_rejection_shows_the_rule() {
    assert_screen!(examples::rejected(), @r"
    error: usage of an `unsafe` block
     --> src/lib.rs:7:9

    next: take out what the rule forbids, then `greenroom submit`
    rejected   lru-cache, stage 1 of 3   `unsafe` is not allowed here
    ");
}

#[test]
fn an_early_exit_is_tampering() {
    assert_screen!(examples::tampered(), @r"
      samples       4/4
      cases         1/2    overwriting is a use
      time        1.0 ms   slowest case: overwriting hands the old value back

      overwriting is a use:
        x new(2)               no answer: the process exited with status 0

      not judged here: growth hot, memory reads

    next: let every call return by itself: no `exit`, nothing written to descriptors that are not yours, then `greenroom submit`
    tampered   lru-cache, stage 1 of 3   the process left in new(2)
    ");
}

#[test]
fn a_time_limit_names_the_call() {
    assert_screen!(examples::time_limit_exceeded(), @r"
      samples       4/4
      cases         1/2    overwriting is a use
      time        1.0 ms   slowest case: overwriting hands the old value back

      overwriting is a use:
          new(2)
          put(0, 0)            None
          put(1, 0)            None
          get(0)               Some(0)
        x put(2, 0)            no answer: 2 s of CPU time used

      not judged here: growth hot, memory reads

    next: look for a loop that does not end, or for work that grows too fast, then `greenroom submit`
    time_limit_exceeded   lru-cache, stage 1 of 3   put(2, 0) after 4 calls, 2 s of CPU time used
    ");
}

#[test]
fn a_memory_limit_names_the_call() {
    assert_screen!(examples::memory_limit_exceeded(), @r"
      samples       4/4
      cases         1/2    overwriting is a use
      time        1.0 ms   slowest case: overwriting hands the old value back

      overwriting is a use:
          new(2)
          put(0, 0)            None
          put(1, 0)            None
          get(0)               Some(0)
        x put(2, 0)            no answer: more than 256 MiB asked for

      not judged here: growth hot, memory reads

    next: look for what grows and is never given back, then `greenroom submit`
    memory_limit_exceeded   lru-cache, stage 1 of 3   put(2, 0) after 4 calls, more than 256 MiB
    ");
}

#[test]
fn an_output_limit_says_how_much_was_allowed() {
    assert_screen!(examples::output_limit_exceeded(), @r"
      samples       4/4
      cases         1/2    overwriting is a use
      time        1.0 ms   slowest case: overwriting hands the old value back

      overwriting is a use:
          new(2)
          put(0, 0)            None
          put(1, 0)            None
          get(0)               Some(0)
        x put(2, 0)            no answer: more than 1 MiB printed

      not judged here: growth hot, memory reads

    next: take out the printing, then `greenroom submit`
    output_limit_exceeded   lru-cache, stage 1 of 3   more than 1 MiB printed
    ");
}

#[test]
fn a_judging_error_is_nobody_elses_fault() {
    assert_screen!(examples::judging_error(), @r"
    next: this is not your fault; `greenroom doctor` looks at this machine, `greenroom problem verify lru-cache` at the problem
    judging_error   lru-cache, stage 1 of 3   the model panicked in get(0)
    ");
}

#[test]
fn long_values_are_compared_line_by_line() {
    assert_screen!(examples::long_values(), @r#"
      samples       4/4
      cases         1/2    overwriting is a use
      time        1.0 ms   slowest case: overwriting hands the old value back

      overwriting is a use:
        x waves([
              ("auth", []),
              ("billing", []),
              ("catalog", []),
              ("devices", []),
              ("events", []),
              ("geo", []),
              ("history", []),
              ("kids", []),
          ])
              want (-), got (+):
                        "auth",
                        "billing",
              +         "devices",
                        "catalog",
              -         "devices",
                        "events",
                        "geo",

      not judged here: growth hot, memory reads

    next: fix the call that is marked, then `greenroom submit`
    wrong_answer   deploy-order   waves([...]), the first call
    "#);
}
