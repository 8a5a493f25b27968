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
fn what_is_the_candidates_has_to_be_reachable() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("starter.rs", "pub fn free", "fn free"),
        ("starter.rs", "pub struct Desk", "struct Desk"),
        ("starter.rs", "pub fn free", "pub fn drop"),
        ("starter.rs", "pub fn free(&self) -> usize", "pub fn take(&self) -> usize"),
        ("starter.rs", "impl Desk {", "impl Drop for Desk {\n    fn drop(&mut self) {\n        todo!()\n    }\n}\nimpl Desk {"),
        ("starter.rs", "impl Desk {", "macro_rules! m { () => {} }\nimpl Desk {"),
        ("starter.rs", "impl Desk {", "pub struct Plain(pub u8);\nimpl Plain {\n    pub fn get(&self) -> u8 {\n        todo!()\n    }\n}\nimpl Desk {"),
        ("starter.rs", "impl Desk {", "pub struct Lost<T> {\n    todo: PhantomData<T>,\n}\nimpl<T> Lost<T> {\n    pub fn get(&self) -> u8 {\n        todo!()\n    }\n}\nimpl Desk {"),
    ]), @r#"
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

    error: `Desk` is not a type of the candidate's
      --> starter.rs:15:6
       |
    15 | impl Desk {
       |      ^^^^
       |
       = help: give it a field named `todo`

    error: starter.rs has no type `Desk`
     --> problem.toml:6:11
      |
    6 | subject = "Desk"
      |           ^^^^^^
      |
      = help: the subject is a type of starter.rs with a field `todo`

    error: `drop` is a word of the lines: no method can have this name
      --> starter.rs:33:12
       |
    33 |     pub fn drop(&self) -> usize {
       |            ^^^^

    error: the contract has no operation for the model's method `free`
      --> model.rs:37:12
       |
    37 |     pub fn free(&self) -> usize {
       |            ^^^^
       |
       = help: leave out its `pub` if only the model uses it

    error: `drop` has to take no arguments
      --> model.rs:56:12
       |
    56 |     pub fn drop(&mut self, ticket: Handle) {
       |            ^^^^ 1 here

    error: the contract has no operation `free`
      --> problem.toml:30:6
       |
    30 |     "free() -> 1",
       |      ^^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `rest`, `drop`, `stamps` and `merge`

    error: the contract has no operation `free`
      --> problem.toml:34:50
       |
    34 | run = ["new(1)", "let a = take()", "unwind(a)", "free() -> 1"]
       |                                                  ^^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `rest`, `drop`, `stamps` and `merge`

    error: the contract has no operation `free`
      --> problem.toml:44:8
       |
    44 |     "e.free() -> 1",
       |        ^^^^ unknown operation
       |
       = help: there are `take`, `take_two`, `wait`, `rest`, `drop`, `stamps` and `merge`

    error: the contract has no operation `free`
      --> problem.toml:67:11
       |
    67 | after = ["free()"]
       |           ^^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `rest`, `drop`, `stamps` and `merge`

    error: there is another `take` already
      --> starter.rs:33:12
       |
    33 |     pub fn take(&self) -> usize {
       |            ^^^^

    error: the contract has no operation for the model's method `free`
      --> model.rs:37:12
       |
    37 |     pub fn free(&self) -> usize {
       |            ^^^^
       |
       = help: leave out its `pub` if only the model uses it

    error: the contract has no operation `free`
      --> problem.toml:30:6
       |
    30 |     "free() -> 1",
       |      ^^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `rest`, `stamps` and `merge`

    error: the contract has no operation `free`
      --> problem.toml:34:50
       |
    34 | run = ["new(1)", "let a = take()", "unwind(a)", "free() -> 1"]
       |                                                  ^^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `rest`, `stamps` and `merge`

    error: the contract has no operation `free`
      --> problem.toml:44:8
       |
    44 |     "e.free() -> 1",
       |        ^^^^ unknown operation
       |
       = help: there are `take`, `take_two`, `wait`, `rest`, `stamps` and `merge`

    error: the contract has no operation `free`
      --> problem.toml:67:11
       |
    67 | after = ["free()"]
       |           ^^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `rest`, `stamps` and `merge`

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
    "#);
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
       |                                                             ^^^^^^^^^^^
       |
       = help: a trait object cannot travel (starter.rs:11)

    error: a `Failure` cannot travel
      --> starter.rs:25:27
       |
    25 |     pub fn last(&self) -> Failure<E> {
       |                           ^^^^^^^^^^
       |
       = help: cases cannot call `last` then: give `Adapter` in adapter.rs a method `last` that calls it

    error: a `Failure` cannot travel
      --> adapter.rs:15:61
       |
    15 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |                                                             ^^^^^^^^^^^
       |
       = help: a given type with a reference cannot travel (starter.rs:11)

    error: a `Failure` cannot travel
      --> starter.rs:25:27
       |
    25 |     pub fn last(&self) -> Failure<E> {
       |                           ^^^^^^^^^^
       |
       = help: cases cannot call `last` then: give `Adapter` in adapter.rs a method `last` that calls it

    error: a `Failure` cannot travel
      --> adapter.rs:15:61
       |
    15 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |                                                             ^^^^^^^^^^^
       |
       = help: a given type with a lifetime cannot travel (starter.rs:9)

    error: a `Failure` cannot travel
      --> starter.rs:25:27
       |
    25 |     pub fn last(&self) -> Failure<E> {
       |                           ^^^^^^^^^^
       |
       = help: cases cannot call `last` then: give `Adapter` in adapter.rs a method `last` that calls it

    error: a `Failure` cannot travel
      --> adapter.rs:15:61
       |
    15 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |                                                             ^^^^^^^^^^^
       |
       = help: a given type cannot hold one of the candidate's (starter.rs:11)

    error: a `Failure` cannot travel
      --> starter.rs:25:27
       |
    25 |     pub fn last(&self) -> Failure<E> {
       |                           ^^^^^^^^^^
       |
       = help: cases cannot call `last` then: give `Adapter` in adapter.rs a method `last` that calls it

    error: a `Failure` cannot travel
      --> adapter.rs:15:61
       |
    15 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |                                                             ^^^^^^^^^^^
       |
       = help: the alias `Count` goes in a circle (starter.rs:10)

    error: a `Failure` cannot travel
      --> starter.rs:25:27
       |
    25 |     pub fn last(&self) -> Failure<E> {
       |                           ^^^^^^^^^^
       |
       = help: cases cannot call `last` then: give `Adapter` in adapter.rs a method `last` that calls it

    error: the alias `Count` goes in a circle
      --> starter.rs:29:38
       |
    29 |     pub fn tune(&mut self, attempts: Count, pause: &mut Duration) -> bool {
       |                                      ^^^^^
       |
       = help: cases cannot call `tune` then: give `Adapter` in adapter.rs a method `tune` that calls it
    ");
}

#[test]
fn an_adapter_fits_the_contract() {
    insta::assert_snapshot!(told("retry-box", &[
        ("adapter.rs", "pub fn run(", "fn run("),
        ("adapter.rs", "pub struct Adapter {\n    subject:", "pub struct Adapter {\n    inner:"),
        ("adapter.rs", "pub fn new(", "fn new("),
        ("adapter.rs", "answers: Vec<u32>", "answers: Answers"),
        ("adapter.rs", "pub struct Adapter {", "pub struct Adapter<T> {"),
        ("adapter.rs", "use kit", "us kit"),
    ]), @r"
    error: a trait object cannot travel
      --> starter.rs:22:37
       |
    22 |     pub fn run(&mut self, job: &mut dyn FnMut() -> Result<T, E>) -> Result<T, Failure<E>> {
       |                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `run` then: give `Adapter` in adapter.rs a method `run` that calls it

    error: a trait object cannot travel
      --> starter2.rs:22:33
       |
    22 |     pub fn run(&self, job: &mut dyn FnMut() -> Result<T, E>) -> Result<T, Failure<E>> {
       |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `run` then: give `Adapter` in adapter.rs a method `run` that calls it

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
