//! Faults of model.rs.

use super::told;

#[test]
fn every_operation_has_one_method() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("model.rs", "pub fn free(", "pub fn fre("),
        ("model.rs", "pub fn free(", "fn free("),
        ("model.rs", "pub fn free(", "pub fn accept_free(&mut self, _answer: usize) -> Check {\n        Check::Legal\n    }\n    pub fn free("),
        ("model.rs", "pub fn stamp(", "pub fn stmp("),
        ("model.rs", "pub fn take_two(", "fn take_two("),
        ("model.rs", "pub fn merge(", "fn merge("),
        ("model.rs", "pub fn wait_end(", "fn wait_end("),
        ("model.rs", "pub fn new(", "fn new("),
        ("model.rs", "fn hold(", "pub fn hold("),
    ]), @r"
    error: the model has no method for `free`
     --> model.rs:4:12
      |
    4 | pub struct Model {
      |            ^^^^^
      |
      = help: write `pub fn free(&mut self) -> usize`, or `accept_free` if several answers are right

    error: the contract has no operation for the model's method `fre`
      --> model.rs:37:12
       |
    37 |     pub fn fre(&self) -> usize {
       |            ^^^
       |
       = help: did you mean `free`?

    error: the model's method `free` is not public
      --> model.rs:37:8
       |
    37 |     fn free(&self) -> usize {
       |        ^^^^
       |
       = help: write `pub fn free(&mut self) -> usize`, or `accept_free` if several answers are right

    error: the model judges `free` in more than one way
      --> model.rs:37:12
       |
    37 |     pub fn accept_free(&mut self, _answer: usize) -> Check {
       |            ^^^^^^^^^^^ there is another method for it already

    error: the model has no method for `stamp`
     --> model.rs:4:12
      |
    4 | pub struct Model {
      |            ^^^^^
      |
      = help: write `pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8`, or `accept_stamp` if several answers are right

    error: the contract has no operation for the model's method `stmp`
      --> model.rs:46:12
       |
    46 |     pub fn stmp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^
       |
       = help: did you mean `stamp`?

    error: the model's method `take_two` is not public
      --> model.rs:21:8
       |
    21 |     fn take_two(&mut self, first: Handle, second: Handle) -> Option<(Handle, Handle)> {
       |        ^^^^^^^^
       |
       = help: write `pub fn take_two(&mut self, id1: Handle, id2: Handle) -> Option<(Handle, Handle)>`, or `accept_take_two` if several answers are right

    error: the model's method `merge` is not public
      --> model.rs:43:8
       |
    43 |     fn merge(&mut self, other: &Model) {
       |        ^^^^^
       |
       = help: write `pub fn merge(&mut self, other: &Model)`, or `accept_merge` if several answers are right

    error: `wait` has only one of `wait_begin` and `wait_end`
      --> model.rs:24:12
       |
    24 |     pub fn wait_begin(&mut self, id: Handle) {
       |            ^^^^^^^^^^

    error: the model's method `new` is not public
      --> model.rs:11:8
       |
    11 |     fn new(seats: usize) -> Self {
       |        ^^^
       |
       = help: write `pub fn new(seats: usize) -> Self`

    error: the contract has no operation for the model's method `hold`
      --> model.rs:59:12
       |
    59 |     pub fn hold(&mut self, id: Handle) -> Handle {
       |            ^^^^
       |
       = help: leave out its `pub` if only the model uses it
    ");
}

#[test]
fn methods_take_what_the_operation_takes() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("model.rs", "ticket: Handle, times: u8", "times: u8"),
        ("model.rs", "id: Handle) -> Option", "id: Handle, other: u8) -> Option"),
        ("model.rs", "pub fn free(&self)", "pub fn free()"),
        ("model.rs", "pub fn new(seats", "pub fn new(&self, seats"),
        ("model.rs", "-> Step<Handle>", "-> Handle"),
        ("model.rs", "pub fn drop(", "pub fn requires_stamps(&self) -> u8 {\n        1\n    }\n    pub fn drop("),
        ("model.rs", "pub fn drop(", "pub fn partition_stamps(&self, ticket: Handle) -> u8 {\n        1\n    }\n    pub fn drop("),
    ]), @r"
    error: `stamp` has to take 2 arguments
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, times: u8) -> u8 {
       |            ^^^^^ 1 here

    error: `take` has to take 1 argument
      --> model.rs:18:12
       |
    18 |     pub fn take(&mut self, id: Handle, other: u8) -> Option<Handle> {
       |            ^^^^ 2 here

    error: `free` has to take `&mut self` or `&self`
      --> model.rs:37:12
       |
    37 |     pub fn free() -> usize {
       |            ^^^^

    error: `new` is called without a model: it cannot take `self`
      --> model.rs:11:12
       |
    11 |     pub fn new(&self, seats: usize) -> Self {
       |            ^^^

    error: `wait_end` has to answer a `Step`
      --> model.rs:27:47
       |
    27 |     pub fn wait_end(&mut self, id: Handle) -> Handle {
       |                                               ^^^^^^

    error: `requires_stamps` has to take 1 argument
      --> model.rs:56:12
       |
    56 |     pub fn requires_stamps(&self) -> u8 {
       |            ^^^^^^^^^^^^^^^ 0 here

    error: `requires_stamps` has to answer a `bool`
      --> model.rs:56:38
       |
    56 |     pub fn requires_stamps(&self) -> u8 {
       |                                      ^^

    error: `partition_stamps` is called without a model: it cannot take `self`
      --> model.rs:56:12
       |
    56 |     pub fn partition_stamps(&self, ticket: Handle) -> u8 {
       |            ^^^^^^^^^^^^^^^^

    error: `partition_stamps` has to answer a `u64`
      --> model.rs:56:55
       |
    56 |     pub fn partition_stamps(&self, ticket: Handle) -> u8 {
       |                                                       ^^
    ");
    insta::assert_snapshot!(told("word-tally", &[
        ("model.rs", "-> Check", "-> bool"),
        ("model.rs", "pub fn new() -> Self", "fn new() -> Self"),
    ]), @r"
    error: `accept_label` has to answer a `Check`
      --> model.rs:28:95
       |
    28 | ...hare: f32, _rest: f64, _answer: Label) -> bool {
       |                                              ^^^^

    error: the model has no `new`
     --> model.rs:8:12
      |
    8 | pub struct Model;
      |            ^^^^^
      |
      = help: write `pub fn new() -> Self`
    ");
}

#[test]
fn there_has_to_be_a_model() {
    insta::assert_snapshot!(told("word-tally", &[
        ("model.rs", "pub struct Model;", "struct Model;"),
        ("model.rs", "pub struct Model;", "pub struct Oracle;"),
        ("model.rs", "pub fn new() -> Self {", "pub fn new( -> Self {"),
    ]), @r"
    error: there is no type `Model`
    --> model.rs
     = help: write `pub struct Model { … }` with one method for every operation

    error: there is no type `Model`
    --> model.rs
     = help: write `pub struct Model { … }` with one method for every operation

    error: not Rust: a bracket without its partner, or a text that does not end
      --> model.rs:41:1
       |
    41 | }
       | ^
    ");
}

#[test]
fn with_scenarios_the_model_can_be_copied_and_compared() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("model.rs", "#[derive(Clone, PartialEq, Eq, Hash)]\npub struct Model", "#[derive(Clone, PartialEq)]\npub struct Model"),
    ]), @r"
    error: with scenarios the model has to be `Clone`, `Eq` and `Hash`
     --> model.rs:4:12
      |
    4 | pub struct Model {
      |            ^^^^^ is not `Eq`, `Hash`
      |
      = help: write `#[derive(Clone, PartialEq, Eq, Hash)]`
    ");
}
