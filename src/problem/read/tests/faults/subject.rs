//! Faults of the subject, of the types around it, and of adapter.rs.

use super::told;

#[test]
fn the_subject_is_a_type_that_the_candidate_writes() {
    insta::assert_snapshot!(told("retry-box", &[
        ("problem.toml", "\"RetryBox<u32, u8>\"\nref", "\"RetriBox<u32, u8>\"\nref"),
        ("problem.toml", "\"RetryBox<u32, u8>\"\nref", "\"RetryBox<u32>\"\nref"),
        ("problem.toml", "\"RetryBox<u32, u8>\"\nref", "\"RetryBox<u32, Uuid>\"\nref"),
        ("problem.toml", "\"RetryBox<u32, u8>\"\nref", "\"Failure<u8>\"\nref"),
        ("problem.toml", "\"RetryBox<u32, u8>\"\nref", "\"RetryBox<u32, RetryBox<u8, u8>>\"\nref"),
        ("problem.toml", "\"RetryBox<u32, u8>\"\nref", "\"RetryBox<u32,\"\nref"),
    ]), @r#"
    error: starter.rs has no type `RetriBox<u32, u8>`
     --> problem.toml:7:11
      |
    7 | subject = "RetriBox<u32, u8>"
      |           ^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `RetryBox`?

    error: `RetryBox` has 2 type parameters
     --> problem.toml:7:12
      |
    7 | subject = "RetryBox<u32>"
      |            ^^^^^^^^^^^^^ 1 type here

    error: `Uuid` is not a type that can travel
     --> problem.toml:7:26
      |
    7 | subject = "RetryBox<u32, Uuid>"
      |                          ^^^^ unknown

    error: `Failure<u8>` is not a type of the candidate's
     --> problem.toml:7:11
      |
    7 | subject = "Failure<u8>"
      |           ^^^^^^^^^^^^^
      |
      = help: the subject is a type of starter.rs with a field `todo`

    error: the subject's type arguments have to be plain data
     --> problem.toml:7:11
      |
    7 | subject = "RetryBox<u32, RetryBox<u8, u8>>"
      |           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: the subject is a type of starter.rs with a field `todo`

    error: not a type: unexpected end of input
     --> problem.toml:7:12
      |
    7 | subject = "RetryBox<u32,"
      |            ^
    "#);
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "subject = \"Desk\"\n", ""),
    ]), @r#"
    error: there is no `subject`, and no function either
    --> problem.toml
     = help: name the type under test: `subject = "LruCache<u32, u32>"`
    "#);
}

#[test]
fn a_generic_function_is_the_subject_with_its_types() {
    let generic = (
        "starter.rs",
        "ring(capacity: usize) -> (Producer<u32>, Consumer<u32>)",
        "ring<T>(capacity: usize) -> (Producer<T>, Consumer<T>)",
    );
    let told = |subject: &str| {
        let mut package = super::fixture("small-ring");
        super::edit(&mut package, generic.0, generic.1, generic.2);
        let with = format!("{subject}bounds");
        super::edit(&mut package, "problem.toml", "bounds", &with);
        super::said(&package)
    };
    let subjects = [
        "",
        "subject = \"ring<u32, u8>\"\n",
        "subject = \"rink<u32>\"\n",
        "subject = \"ring<Options>\"\n",
        "subject = \"ring<u32>\"\ndrops = \"ring<u32>\"\n",
        "subject = \"ring<u32>\"\ndrops = \"Producer<Tracked>\"\n",
    ];
    insta::assert_snapshot!(subjects.map(told).join("\n\n"), @r#"
    error: a generic function cannot be called through the wire
      --> starter.rs:13:13
       |
    13 | pub fn ring<T>(capacity: usize) -> (Producer<T>, Consumer<T>) {
       |             ^
       |
       = help: name it with its types: `subject = "ring<u32>"`

    error: `ring` has 1 type parameter
     --> problem.toml:6:12
      |
    6 | subject = "ring<u32, u8>"
      |            ^^^^^^^^^^^^^ 2 types here

    error: starter.rs has no type `rink<u32>`
     --> problem.toml:6:11
      |
    6 | subject = "rink<u32>"
      |           ^^^^^^^^^^^
      |
      = help: did you mean `ring`?

    error: the subject's type arguments have to be plain data
     --> problem.toml:6:11
      |
    6 | subject = "ring<Options>"
      |           ^^^^^^^^^^^^^^^
      |
      = help: the subject is a type of starter.rs with a field `todo`

    error: `drops` counts nothing
     --> problem.toml:7:9
      |
    7 | drops = "ring<u32>"
      |         ^^^^^^^^^^^
      |
      = help: write the subject with `Tracked` for what is counted: "LruCache<u32, Tracked>"

    error: `drops` has to be about the subject
     --> problem.toml:7:9
      |
    7 | drops = "Producer<Tracked>"
      |         ^^^^^^^^^^^^^^^^^^^
      |
      = help: write the subject with `Tracked` for what is counted: "LruCache<u32, Tracked>"
    "#);
    insta::assert_snapshot!(super::told("small-ring", &[
        ("problem.toml", "bounds", "subject = \"ring\"\nbounds"),
    ]), @r#"
    error: `ring` is a function without types
     --> problem.toml:6:11
      |
    6 | subject = "ring"
      |           ^^^^^^
      |
      = help: leave out `subject`: cases can call it as it is
    "#);
}

#[test]
fn what_is_the_candidates_has_to_be_reachable() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("starter.rs", "pub fn free", "fn free"),
        ("starter.rs", "pub struct Desk", "struct Desk"),
        ("starter.rs", "pub fn free", "pub fn drop(&mut self) {\n        todo!()\n    }\n    pub fn free"),
        ("starter.rs", "pub fn free", "pub fn take(&self) {\n        todo!()\n    }\n    pub fn free"),
        ("starter.rs", "impl Desk {", "impl Drop for Desk {\n    fn drop(&mut self) {\n        todo!()\n    }\n}\nimpl Desk {"),
        ("starter.rs", "impl Desk {", "macro_rules! m { () => {} }\nimpl Desk {"),
        ("starter.rs", "impl Desk {", "pub struct Plain(pub u8);\nimpl Plain {\n    pub fn get(&self) -> u8 {\n        todo!()\n    }\n}\nimpl Desk {"),
        ("starter.rs", "impl Desk {", "pub struct Lost<T> {\n    todo: PhantomData<T>,\n}\nimpl<T> Lost<T> {\n    pub fn get(&self) -> u8 {\n        todo!()\n    }\n}\nimpl Desk {"),
    ]), @r"
    error: `free` is the candidate's and has to be public
      --> starter.rs:33:8
       |
    33 |     fn free(&self) -> usize {
       |        ^^^^

    error: `Desk` is the candidate's and has to be public
     --> starter.rs:6:8
      |
    6 | struct Desk {
      |        ^^^^

    error: `drop` is a word of the lines: no method can have this name
      --> starter.rs:33:12
       |
    33 |     pub fn drop(&mut self) {
       |            ^^^^

    error: there is another `take` already
      --> starter.rs:33:12
       |
    33 |     pub fn take(&self) {
       |            ^^^^

    error: a method of a trait cannot be left to the candidate
      --> starter.rs:15:6
       |
    15 | impl Drop for Desk {
       |      ^^^^
       |
       = help: ask for the trait in `bounds`, or for a method of the type's own

    error: this item has no place in a starter
      --> starter.rs:15:1
       |
    15 | macro_rules! m { () => {} }
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: a starter holds structs, enums, functions, impls, traits, aliases and constants

    error: `Plain` is not a type of the candidate's
      --> starter.rs:16:6
       |
    16 | impl Plain {
       |      ^^^^^
       |
       = help: give it a field named `todo`

    error: no operation answers a `Lost`
      --> starter.rs:19:12
       |
    19 |     pub fn get(&self) -> u8 {
       |            ^^^ can never be called
       |
       = help: name it as `subject` in problem.toml, or answer one
    ");
}

#[test]
fn given_types_travel_only_if_all_they_hold_can() {
    insta::assert_snapshot!(told("retry-box", &[
        ("starter.rs", "Stopped,", "Stopped(Box<dyn Fn()>),"),
        ("starter.rs", "Stopped,", "Stopped(&'static str),"),
        ("starter.rs", "pub enum Failure<E>", "pub enum Failure<'a, E>"),
        ("starter.rs", "Stopped,", "Stopped(RetryBox<u8, u8>),"),
        ("starter.rs", "type Count = u32", "type Count = Count"),
    ]), @r"
    error: a `Failure` cannot travel
      --> adapter.rs:15:61
       |
    15 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |                                                             ^^^^^^^^^^^ a trait object cannot travel (starter.rs:11)

    error: a `Failure` cannot travel
      --> starter.rs:25:27
       |
    25 |     pub fn last(&self) -> Failure<E> {
       |                           ^^^^^^^^^^ a trait object cannot travel (starter.rs:11)
       |
       = help: nothing in adapter.rs calls `last` either

    error: a `Failure` cannot travel
      --> adapter.rs:15:61
       |
    15 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |                                                             ^^^^^^^^^^^ a given type with a reference cannot travel (starter.rs:11)

    error: a `Failure` cannot travel
      --> starter.rs:25:27
       |
    25 |     pub fn last(&self) -> Failure<E> {
       |                           ^^^^^^^^^^ a given type with a reference cannot travel (starter.rs:11)
       |
       = help: nothing in adapter.rs calls `last` either

    error: a `Failure` cannot travel
      --> adapter.rs:15:61
       |
    15 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |                                                             ^^^^^^^^^^^ a given type with a lifetime cannot travel (starter.rs:9)

    error: a `Failure` cannot travel
      --> starter.rs:25:27
       |
    25 |     pub fn last(&self) -> Failure<E> {
       |                           ^^^^^^^^^^ a given type with a lifetime cannot travel (starter.rs:9)
       |
       = help: nothing in adapter.rs calls `last` either

    error: a `Failure` cannot travel
      --> adapter.rs:15:61
       |
    15 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |                                                             ^^^^^^^^^^^ a given type cannot hold one of the candidate's (starter.rs:11)

    error: a `Failure` cannot travel
      --> starter.rs:25:27
       |
    25 |     pub fn last(&self) -> Failure<E> {
       |                           ^^^^^^^^^^ a given type cannot hold one of the candidate's (starter.rs:11)
       |
       = help: nothing in adapter.rs calls `last` either

    error: a `Failure` cannot travel
      --> adapter.rs:15:61
       |
    15 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |                                                             ^^^^^^^^^^^ the alias `Count` goes in a circle (starter.rs:10)

    error: a `Failure` cannot travel
      --> starter.rs:25:27
       |
    25 |     pub fn last(&self) -> Failure<E> {
       |                           ^^^^^^^^^^ the alias `Count` goes in a circle (starter.rs:10)
       |
       = help: nothing in adapter.rs calls `last` either

    error: the alias `Count` goes in a circle
      --> starter.rs:29:38
       |
    29 |     pub fn tune(&mut self, attempts: Count, pause: &mut Duration) -> bool {
       |                                      ^^^^^
       |
       = help: nothing in adapter.rs calls `tune` either
    ");
}

#[test]
fn an_adapter_fits_the_contract() {
    insta::assert_snapshot!(told("retry-box", &[
        ("adapter.rs", "pub fn run(", "fn run("),
        ("starter.rs", "pub fn last(", "pub fn each(&self, job: &dyn Fn()) {\n        todo!()\n    }\n    pub fn last("),
        ("adapter.rs", "pub struct Adapter {\n    subject:", "pub struct Adapter {\n    inner:"),
        ("adapter.rs", "pub fn new(", "fn new("),
        ("adapter.rs", "answers: Vec<u32>", "answers: Answers"),
        ("adapter.rs", "pub struct Adapter {", "pub struct Adapter<T> {"),
        ("adapter.rs", "use kit", "us kit"),
    ]), @r"
    error: `run` of the adapter is not public
      --> adapter.rs:15:8
       |
    15 |     fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |        ^^^

    error: a trait object cannot travel
      --> starter.rs:25:30
       |
    25 |     pub fn each(&self, job: &dyn Fn()) {
       |                              ^^^^^^^^
       |
       = help: nothing in adapter.rs calls `each` either

    error: `Adapter` has neither a method `last` nor a field `subject`
    --> adapter.rs

    error: `Adapter` has no constructor
    --> adapter.rs
     = help: write `pub fn new(…) -> Self`

    error: `Answers` is not a type that can travel
      --> adapter.rs:15:36
       |
    15 |     pub fn run(&mut self, answers: Answers) -> Result<u32, Failure<u8>> {
       |                                    ^^^^^^^ unknown

    error: `Adapter` cannot be generic
     --> adapter.rs:4:19
      |
    4 | pub struct Adapter<T> {
      |                   ^^^

    error: not Rust: expected `!`
     --> adapter.rs:1:4
      |
    1 | us kit::{keep, Bench};
      |    ^^^
    ");
}

#[test]
fn nothing_is_generated_for_a_function() {
    insta::assert_snapshot!(told("word-tally", &[
        ("problem.toml", "[random]", "[scenarios]\ngenerated = 10\n\n[random]"),
        ("problem.toml", "[random]", "[scenarios]\ngenerated = 2000\n\n[random]"),
    ]), @r"
    error: scenarios are generated for a type, and the subject is a function
      --> problem.toml:14:13
       |
    14 | generated = 10
       |             ^^ nothing would come of it
       |
       = help: write each as a `[[scenario]]`

    error: `generated` has to be from 0 to 1000
      --> problem.toml:14:13
       |
    14 | generated = 2000
       |             ^^^^
    ");
}
