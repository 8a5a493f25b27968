//! Faults of model.rs.

use super::told;

#[test]
fn every_operation_has_one_method() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("model.rs", "pub fn free(", "pub fn fre("),
        ("model.rs", "pub fn free(", "fn free("),
        ("model.rs", "pub fn free(", "pub fn accept_free(&mut self, _answer: usize) -> Check {\n        Check::Legal\n    }\n    pub fn free("),
        ("model.rs", "pub fn wait_end(", "fn wait_end("),
        ("model.rs", "pub fn new(", "fn new("),
        ("model.rs", "fn hold(", "pub fn hold("),
    ]), @"");
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
    ]), @"");
    insta::assert_snapshot!(told("word-tally", &[
        ("model.rs", "-> Check", "-> bool"),
        ("model.rs", "pub fn new() -> Self", "fn new() -> Self"),
    ]), @"");
}

#[test]
fn there_has_to_be_a_model() {
    insta::assert_snapshot!(told("word-tally", &[
        ("model.rs", "pub struct Model;", "struct Model;"),
        ("model.rs", "pub struct Model;", "pub struct Oracle;"),
        ("model.rs", "pub fn new() -> Self {", "pub fn new( -> Self {"),
    ]), @"");
}
