//! Faults of the signatures of starter.rs.

use super::told;

#[test]
fn what_is_not_rust_is_told_where_it_goes_wrong() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("starter.rs", "pub fn free(&self)", "pub fn free(&self"),
        ("starter.rs", "pub fn free(&self) -> usize", "pub fun free(&self) -> usize"),
        ("starter.rs", "    todo: (),\n}\n\n/// Gives", "    todo: (),\n\n/// Gives"),
        ("starter.rs", "todo: PhantomData<&'a ()>", "todo: (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((())))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))"),
    ]), @r"
    error: not Rust: a bracket without its partner, or a text that does not end
      --> starter.rs:42:1
       |
    42 | }
       | ^

    error: not Rust: expected one of: `default`, `fn`, `const`, `type`
      --> starter.rs:33:9
       |
    33 |     pub fun free(&self) -> usize {
       |         ^^^

    error: not Rust: a bracket without its partner, or a text that does not end
     --> starter.rs:6:17
      |
    6 | pub struct Desk {
      |                 ^

    error: brackets nest more than 64 deep
      --> starter.rs:12:74
       |
    12 |     todo: (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((())))))))))))...
       |                                                                          ^
    ");
}

#[test]
fn signatures_that_no_wire_can_carry_are_told() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("starter.rs", "pub fn free", "pub async fn free"),
        ("starter.rs", "pub fn free", "pub unsafe fn free"),
        ("starter.rs", "pub fn free", r#"pub extern "C" fn free"#),
        ("starter.rs", "pub fn free(", "pub fn free<const N: usize>("),
        ("starter.rs", "pub fn free(", "pub fn free<T>("),
        ("starter.rs", "pub fn free(&self)", "pub fn free(self: std::rc::Rc<Self>)"),
        ("starter.rs", "pub fn free(&self)", "pub fn free()"),
        ("starter.rs", "times: u8", "(times, _): (u8, u8)"),
    ]), @r#"
    error: `free` cannot be async
      --> starter.rs:33:9
       |
    33 |     pub async fn free(&self) -> usize {
       |         ^^^^^ not supported

    error: `free` cannot be unsafe
      --> starter.rs:33:9
       |
    33 |     pub unsafe fn free(&self) -> usize {
       |         ^^^^^^ not supported

    error: `free` cannot be extern
      --> starter.rs:33:9
       |
    33 |     pub extern "C" fn free(&self) -> usize {
       |         ^^^^^^^^^^ not supported

    error: const generics are not supported
      --> starter.rs:33:17
       |
    33 |     pub fn free<const N: usize>(&self) -> usize {
       |                 ^^^^^^^^^^^^^^

    error: a generic function cannot be called through the wire
      --> starter.rs:33:17
       |
    33 |     pub fn free<T>(&self) -> usize {
       |                 ^
       |
       = help: cases cannot call `free` then: give `Adapter` in adapter.rs a method `free` that calls it

    error: only `self`, `&self` and `&mut self` can be called through the wire
      --> starter.rs:33:17
       |
    33 |     pub fn free(self: std::rc::Rc<Self>) -> usize {
       |                 ^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `free` then: give `Adapter` in adapter.rs a method `free` that calls it

    error: `free` has no `self` and does not answer its own type
      --> starter.rs:33:12
       |
    33 |     pub fn free() -> usize {
       |            ^^^^
       |
       = help: cases cannot call `free` then: give `Adapter` in adapter.rs a method `free` that calls it

    error: a parameter has to have a plain name
      --> starter.rs:45:29
       |
    45 |     pub fn stamp(&mut self, (times, _): (u8, u8)) -> u8 {
       |                             ^^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it
    "#);
}

#[test]
fn parameters_that_no_wire_can_carry_are_told() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("starter.rs", "times: u8", "times: Uuid"),
        ("starter.rs", "times: u8", "times: &dyn Fn() -> u8"),
        ("starter.rs", "times: u8", "times: impl Fn() -> u8"),
        ("starter.rs", "times: u8", "times: fn() -> u8"),
        ("starter.rs", "times: u8", "times: *const u8"),
        ("starter.rs", "times: u8", "times: Option<&mut u8>"),
        ("starter.rs", "times: u8", "times: [u8]"),
        ("starter.rs", "times: u8", "times: str"),
        ("starter.rs", "times: u8", "times: [u8; SIZE]"),
        ("starter.rs", "times: u8", "times: Vec<Desk>"),
        ("starter.rs", "times: u8", "times: Option<u8, u8>"),
        ("starter.rs", "times: u8", "times: Box<[u8]>"),
        ("starter.rs", "times: u8", "times: Self::Count"),
        ("starter.rs", "times: u8", "times: Desk<u8>"),
    ]), @r"
    error: `Uuid` is not a type that can travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Uuid) -> u8 {
       |                                    ^^^^ unknown
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: a trait object cannot travel
      --> starter.rs:45:37
       |
    45 |     pub fn stamp(&mut self, times: &dyn Fn() -> u8) -> u8 {
       |                                     ^^^^^^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: an `impl` type cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: impl Fn() -> u8) -> u8 {
       |                                    ^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: a function cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: fn() -> u8) -> u8 {
       |                                    ^^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: a raw pointer cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: *const u8) -> u8 {
       |                                    ^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: a `&mut` can only be a whole parameter
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Option<&mut u8>) -> u8 {
       |                                    ^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: a slice that is not behind a `&` cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: [u8]) -> u8 {
       |                                    ^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: a `str` that is not behind a `&` cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: str) -> u8 {
       |                                    ^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the length of an array has to be a number or a constant of starter.rs
      --> starter.rs:45:41
       |
    45 |     pub fn stamp(&mut self, times: [u8; SIZE]) -> u8 {
       |                                         ^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: a value of a candidate's type can only be a whole parameter
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Vec<Desk>) -> u8 {
       |                                    ^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: `Option` is not a type that can travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Option<u8, u8>) -> u8 {
       |                                    ^^^^^^^^^^^^^^ unknown
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: a slice in a `Box` cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Box<[u8]>) -> u8 {
       |                                    ^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: `Count` is not a type that can travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Self::Count) -> u8 {
       |                                    ^^^^^^^^^^^ unknown
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: `Desk` has no type parameters
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Desk<u8>) -> u8 {
       |                                    ^^^^^^^^ 1 type here
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it
    ");
}

#[test]
fn answers_that_no_wire_can_carry_are_told() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> &Ticket<'_>"),
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> Result<Ticket<'_>, Desk>"),
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> std::collections::HashMap<u8, Ticket<'_>>"),
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> impl Iterator<Item = u8>"),
    ]), @r"
    error: a reference to a candidate's type cannot be answered
      --> starter.rs:30:27
       |
    30 |     pub fn rest(&self) -> &Ticket<'_> {
       |                           ^^^^^^^^^^^
       |
       = help: cases cannot call `rest` then: give `Adapter` in adapter.rs a method `rest` that calls it

    error: only one side of a `Result` can hold a candidate's type
      --> starter.rs:30:27
       |
    30 |     pub fn rest(&self) -> Result<Ticket<'_>, Desk> {
       |                           ^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `rest` then: give `Adapter` in adapter.rs a method `rest` that calls it

    error: a candidate's type cannot be answered inside this one
      --> starter.rs:30:27
       |
    30 |     pub fn rest(&self) -> std::collections::HashMap<u8, Ticket<'_>> {
       |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `rest` then: give `Adapter` in adapter.rs a method `rest` that calls it

    error: an `impl` type cannot travel
      --> starter.rs:30:27
       |
    30 |     pub fn rest(&self) -> impl Iterator<Item = u8> {
       |                           ^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `rest` then: give `Adapter` in adapter.rs a method `rest` that calls it
    ");
}
