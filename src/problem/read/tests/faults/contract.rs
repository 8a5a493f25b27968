//! Faults of starter.rs, of adapter.rs, and of the subject.

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
      = help: did you mean `RetryBox`?

    error: not a type: unexpected end of input, expected one of: `for`, parentheses, `unsafe`, `fn`, `extern`, identifier, `::`, `<`, `dyn`, square brackets, `*`, `&`, `!`, `impl`, `_`, lifetime
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
fn what_is_not_rust_is_told_where_it_goes_wrong() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("starter.rs", "pub fn free(&self)", "pub fn free(&self"),
        ("starter.rs", "pub fn free(&self) -> usize", "pub fun free(&self) -> usize"),
        ("starter.rs", "    todo: (),\n}\n\n/// Gives", "    todo: (),\n\n/// Gives"),
        ("starter.rs", "todo: PhantomData<&'a ()>", "todo: (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((())))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))"),
    ]), @r"
    error: not Rust: cannot parse string into token stream
      --> starter.rs:42:1
       |
    42 | }
       | ^

    error: not Rust: expected one of: `default`, `fn`, `const`, `type`
      --> starter.rs:33:9
       |
    33 |     pub fun free(&self) -> usize {
       |         ^^^

    error: not Rust: cannot parse string into token stream
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

    error: only `self`, `&self` and `&mut self` can be called through the wire
      --> starter.rs:33:17
       |
    33 |     pub fn free(self: std::rc::Rc<Self>) -> usize {
       |                 ^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `free` then: give `Adapter` in adapter.rs a method `free` that calls it

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

    error: `free` has no `self` and does not answer its own type
      --> starter.rs:33:12
       |
    33 |     pub fn free() -> usize {
       |            ^^^^
       |
       = help: cases cannot call `free` then: give `Adapter` in adapter.rs a method `free` that calls it

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

    error: a parameter has to have a plain name
      --> starter.rs:45:29
       |
    45 |     pub fn stamp(&mut self, (times, _): (u8, u8)) -> u8 {
       |                             ^^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`
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
    ]), @r#"
    error: `Uuid` is not a type that can travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Uuid) -> u8 {
       |                                    ^^^^ unknown
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: a trait object cannot travel
      --> starter.rs:45:37
       |
    45 |     pub fn stamp(&mut self, times: &dyn Fn() -> u8) -> u8 {
       |                                     ^^^^^^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: an `impl` type cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: impl Fn() -> u8) -> u8 {
       |                                    ^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: a function cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: fn() -> u8) -> u8 {
       |                                    ^^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: a raw pointer cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: *const u8) -> u8 {
       |                                    ^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: a `&mut` can only be a whole parameter
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Option<&mut u8>) -> u8 {
       |                                    ^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: a slice that is not behind a `&` cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: [u8]) -> u8 {
       |                                    ^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: a `str` that is not behind a `&` cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: str) -> u8 {
       |                                    ^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: the length of an array has to be a number or a constant of starter.rs
      --> starter.rs:45:41
       |
    45 |     pub fn stamp(&mut self, times: [u8; SIZE]) -> u8 {
       |                                         ^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: a value of a candidate's type can only be a whole parameter
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Vec<Desk>) -> u8 {
       |                                    ^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: `Option` is not a type that can travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Option<u8, u8>) -> u8 {
       |                                    ^^^^^^^^^^^^^^ unknown
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: a slice in a `Box` cannot travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Box<[u8]>) -> u8 {
       |                                    ^^^^^^^^^
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: `Count` is not a type that can travel
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Self::Count) -> u8 {
       |                                    ^^^^^^^^^^^ unknown
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`

    error: `Desk` has 0 type parameters
      --> starter.rs:45:36
       |
    45 |     pub fn stamp(&mut self, times: Desk<u8>) -> u8 {
       |                                    ^^^^^^^^ 1 type here
       |
       = help: cases cannot call `stamp` then: give `Adapter` in adapter.rs a method `stamp` that calls it

    error: the contract has no operation for the model's method `stamp`
      --> model.rs:46:12
       |
    46 |     pub fn stamp(&mut self, ticket: Handle, times: u8) -> u8 {
       |            ^^^^^
       |
       = help: did you mean `stamps`?

    error: the contract has no operation `stamp`
      --> problem.toml:40:8
       |
    40 |     "a.stamp(3) -> 3",
       |        ^^^^^ unknown operation
       |
       = help: there are `give_up`
    "#);
}

#[test]
fn answers_that_no_wire_can_carry_are_told() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> &Ticket<'_>"),
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> Result<Ticket<'_>, Desk>"),
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> std::collections::HashMap<u8, Ticket<'_>>"),
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> impl Iterator<Item = u8>"),
    ]), @r#"
    error: a reference to a candidate's type cannot be answered
      --> starter.rs:30:27
       |
    30 |     pub fn rest(&self) -> &Ticket<'_> {
       |                           ^^^^^^^^^^^
       |
       = help: cases cannot call `rest` then: give `Adapter` in adapter.rs a method `rest` that calls it

    error: the contract has no operation for the model's method `rest`
      --> model.rs:34:12
       |
    34 |     pub fn rest(&mut self, id: Handle) -> Vec<Handle> {
       |            ^^^^
       |
       = help: leave out its `pub` if only the model uses it

    error: the contract has no operation `rest`
      --> problem.toml:45:16
       |
    45 |     "let [f] = rest()",
       |                ^^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `free`, `stamps` and `merge`

    error: only one side of a `Result` can hold a candidate's type
      --> starter.rs:30:27
       |
    30 |     pub fn rest(&self) -> Result<Ticket<'_>, Desk> {
       |                           ^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `rest` then: give `Adapter` in adapter.rs a method `rest` that calls it

    error: the contract has no operation for the model's method `rest`
      --> model.rs:34:12
       |
    34 |     pub fn rest(&mut self, id: Handle) -> Vec<Handle> {
       |            ^^^^
       |
       = help: leave out its `pub` if only the model uses it

    error: the contract has no operation `rest`
      --> problem.toml:45:16
       |
    45 |     "let [f] = rest()",
       |                ^^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `free`, `stamps` and `merge`

    error: a candidate's type cannot be answered inside this one
      --> starter.rs:30:27
       |
    30 |     pub fn rest(&self) -> std::collections::HashMap<u8, Ticket<'_>> {
       |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `rest` then: give `Adapter` in adapter.rs a method `rest` that calls it

    error: the contract has no operation for the model's method `rest`
      --> model.rs:34:12
       |
    34 |     pub fn rest(&mut self, id: Handle) -> Vec<Handle> {
       |            ^^^^
       |
       = help: leave out its `pub` if only the model uses it

    error: the contract has no operation `rest`
      --> problem.toml:45:16
       |
    45 |     "let [f] = rest()",
       |                ^^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `free`, `stamps` and `merge`

    error: an `impl` type cannot travel
      --> starter.rs:30:27
       |
    30 |     pub fn rest(&self) -> impl Iterator<Item = u8> {
       |                           ^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `rest` then: give `Adapter` in adapter.rs a method `rest` that calls it

    error: the contract has no operation for the model's method `rest`
      --> model.rs:34:12
       |
    34 |     pub fn rest(&mut self, id: Handle) -> Vec<Handle> {
       |            ^^^^
       |
       = help: leave out its `pub` if only the model uses it

    error: the contract has no operation `rest`
      --> problem.toml:45:16
       |
    45 |     "let [f] = rest()",
       |                ^^^^ unknown operation
       |
       = help: there are `new`, `take`, `take_two`, `wait`, `free`, `stamps` and `merge`
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

    error: `drop` has to take 0 arguments
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
    ]), @r#"
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

    error: the contract has no operation for the model's method `run`
      --> model.rs:19:12
       |
    19 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |            ^^^
       |
       = help: did you mean `tune`?

    error: the contract has no operation for the model's method `last`
      --> model.rs:26:12
       |
    26 |     pub fn last(&self) -> Failure<u8> {
       |            ^^^^
       |
       = help: did you mean `wait`?

    error: the contract has no operation for the model's method `requires_run`
      --> model.rs:36:12
       |
    36 |     pub fn requires_run(&self, answers: &[u32]) -> bool {
       |            ^^^^^^^^^^^^
       |
       = help: did you mean `requires_tune`?

    error: the contract has no operation `run`
      --> problem.toml:12:1
       |
    12 | run.answers = "[0..8; 0..=4]"
       | ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:20:6
       |
    20 |     "run([1, 0, 7]) -> Ok(7)",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:21:6
       |
    21 |     "run([1, 1, 1]) -> Err(GaveUp { after: 3, last: Some(1) })",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `last`
      --> problem.toml:22:6
       |
    22 |     "last() -> Failure::GaveUp { after: _, last: Some(1) }",
       |      ^^^^ unknown operation
       |
       = help: did you mean `wait`?

    error: the contract has no operation `run`
      --> problem.toml:33:19
       |
    33 | run = ["new(1)", "run([0]) -> _"]
       |                   ^^^ unknown operation
       |
       = help: did you mean `tune`?

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

    error: the contract has no operation for the model's method `run`
      --> model.rs:19:12
       |
    19 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |            ^^^
       |
       = help: did you mean `tune`?

    error: the contract has no operation for the model's method `last`
      --> model.rs:26:12
       |
    26 |     pub fn last(&self) -> Failure<u8> {
       |            ^^^^
       |
       = help: did you mean `wait`?

    error: the contract has no operation for the model's method `requires_run`
      --> model.rs:36:12
       |
    36 |     pub fn requires_run(&self, answers: &[u32]) -> bool {
       |            ^^^^^^^^^^^^
       |
       = help: did you mean `requires_tune`?

    error: the contract has no operation `run`
      --> problem.toml:12:1
       |
    12 | run.answers = "[0..8; 0..=4]"
       | ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:20:6
       |
    20 |     "run([1, 0, 7]) -> Ok(7)",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:21:6
       |
    21 |     "run([1, 1, 1]) -> Err(GaveUp { after: 3, last: Some(1) })",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `last`
      --> problem.toml:22:6
       |
    22 |     "last() -> Failure::GaveUp { after: _, last: Some(1) }",
       |      ^^^^ unknown operation
       |
       = help: did you mean `wait`?

    error: the contract has no operation `run`
      --> problem.toml:33:19
       |
    33 | run = ["new(1)", "run([0]) -> _"]
       |                   ^^^ unknown operation
       |
       = help: did you mean `tune`?

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

    error: the contract has no operation for the model's method `run`
      --> model.rs:19:12
       |
    19 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |            ^^^
       |
       = help: did you mean `tune`?

    error: the contract has no operation for the model's method `last`
      --> model.rs:26:12
       |
    26 |     pub fn last(&self) -> Failure<u8> {
       |            ^^^^
       |
       = help: did you mean `wait`?

    error: the contract has no operation for the model's method `requires_run`
      --> model.rs:36:12
       |
    36 |     pub fn requires_run(&self, answers: &[u32]) -> bool {
       |            ^^^^^^^^^^^^
       |
       = help: did you mean `requires_tune`?

    error: the contract has no operation `run`
      --> problem.toml:12:1
       |
    12 | run.answers = "[0..8; 0..=4]"
       | ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:20:6
       |
    20 |     "run([1, 0, 7]) -> Ok(7)",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:21:6
       |
    21 |     "run([1, 1, 1]) -> Err(GaveUp { after: 3, last: Some(1) })",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `last`
      --> problem.toml:22:6
       |
    22 |     "last() -> Failure::GaveUp { after: _, last: Some(1) }",
       |      ^^^^ unknown operation
       |
       = help: did you mean `wait`?

    error: the contract has no operation `run`
      --> problem.toml:33:19
       |
    33 | run = ["new(1)", "run([0]) -> _"]
       |                   ^^^ unknown operation
       |
       = help: did you mean `tune`?

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

    error: the contract has no operation for the model's method `run`
      --> model.rs:19:12
       |
    19 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |            ^^^
       |
       = help: did you mean `tune`?

    error: the contract has no operation for the model's method `last`
      --> model.rs:26:12
       |
    26 |     pub fn last(&self) -> Failure<u8> {
       |            ^^^^
       |
       = help: did you mean `wait`?

    error: the contract has no operation for the model's method `requires_run`
      --> model.rs:36:12
       |
    36 |     pub fn requires_run(&self, answers: &[u32]) -> bool {
       |            ^^^^^^^^^^^^
       |
       = help: did you mean `requires_tune`?

    error: the contract has no operation `run`
      --> problem.toml:12:1
       |
    12 | run.answers = "[0..8; 0..=4]"
       | ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:20:6
       |
    20 |     "run([1, 0, 7]) -> Ok(7)",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:21:6
       |
    21 |     "run([1, 1, 1]) -> Err(GaveUp { after: 3, last: Some(1) })",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `last`
      --> problem.toml:22:6
       |
    22 |     "last() -> Failure::GaveUp { after: _, last: Some(1) }",
       |      ^^^^ unknown operation
       |
       = help: did you mean `wait`?

    error: the contract has no operation `run`
      --> problem.toml:33:19
       |
    33 | run = ["new(1)", "run([0]) -> _"]
       |                   ^^^ unknown operation
       |
       = help: did you mean `tune`?

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

    error: the contract has no operation for the model's method `run`
      --> model.rs:19:12
       |
    19 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |            ^^^
       |
       = help: leave out its `pub` if only the model uses it

    error: the contract has no operation for the model's method `last`
      --> model.rs:26:12
       |
    26 |     pub fn last(&self) -> Failure<u8> {
       |            ^^^^
       |
       = help: did you mean `wait`?

    error: the contract has no operation for the model's method `tune`
      --> model.rs:29:12
       |
    29 |     pub fn tune(&mut self, attempts: u32, pause: Duration) -> (bool, Duration) {
       |            ^^^^
       |
       = help: leave out its `pub` if only the model uses it

    error: the contract has no operation for the model's method `requires_run`
      --> model.rs:36:12
       |
    36 |     pub fn requires_run(&self, answers: &[u32]) -> bool {
       |            ^^^^^^^^^^^^
       |
       = help: did you mean `requires_wait`?

    error: the contract has no operation `run`
      --> problem.toml:12:1
       |
    12 | run.answers = "[0..8; 0..=4]"
       | ^^^ unknown operation

    error: the contract has no operation `run`
      --> problem.toml:20:6
       |
    20 |     "run([1, 0, 7]) -> Ok(7)",
       |      ^^^ unknown operation
       |
       = help: there are `new` and `wait`

    error: the contract has no operation `run`
      --> problem.toml:21:6
       |
    21 |     "run([1, 1, 1]) -> Err(GaveUp { after: 3, last: Some(1) })",
       |      ^^^ unknown operation
       |
       = help: there are `new` and `wait`

    error: the contract has no operation `last`
      --> problem.toml:22:6
       |
    22 |     "last() -> Failure::GaveUp { after: _, last: Some(1) }",
       |      ^^^^ unknown operation
       |
       = help: did you mean `wait`?

    error: the contract has no operation `tune`
      --> problem.toml:23:6
       |
    23 |     "tune(1, 5s) -> (true, 5s)",
       |      ^^^^ unknown operation
       |
       = help: there are `new` and `wait`

    error: the contract has no operation `run`
      --> problem.toml:33:19
       |
    33 | run = ["new(1)", "run([0]) -> _"]
       |                   ^^^ unknown operation
       |
       = help: there are `new` and `wait`
    "#);
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
    ]), @r#"
    error: a trait object cannot travel
      --> starter.rs:22:37
       |
    22 |     pub fn run(&mut self, job: &mut dyn FnMut() -> Result<T, E>) -> Result<T, Failure<E>> {
       |                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `run` then: give `Adapter` in adapter.rs a method `run` that calls it

    error: the contract has no operation for the model's method `run`
      --> model.rs:19:12
       |
    19 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |            ^^^
       |
       = help: did you mean `tune`?

    error: the contract has no operation for the model's method `requires_run`
      --> model.rs:36:12
       |
    36 |     pub fn requires_run(&self, answers: &[u32]) -> bool {
       |            ^^^^^^^^^^^^
       |
       = help: did you mean `requires_tune`?

    error: the contract has no operation `run`
      --> problem.toml:12:1
       |
    12 | run.answers = "[0..8; 0..=4]"
       | ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:20:6
       |
    20 |     "run([1, 0, 7]) -> Ok(7)",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:21:6
       |
    21 |     "run([1, 1, 1]) -> Err(GaveUp { after: 3, last: Some(1) })",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:29:29
       |
    29 | run = ["new(1)", "stop()", "run([0]) -> Err(Stopped)"]
       |                             ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:33:19
       |
    33 | run = ["new(1)", "run([0]) -> _"]
       |                   ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:56:26
       |
    56 | threads = [["stop()"], ["run([1])"]]
       |                          ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: a trait object cannot travel
      --> starter2.rs:22:33
       |
    22 |     pub fn run(&self, job: &mut dyn FnMut() -> Result<T, E>) -> Result<T, Failure<E>> {
       |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: cases cannot call `run` then: give `Adapter` in adapter.rs a method `run` that calls it

    error: the contract has no operation for the model's method `run`
      --> model2.rs:19:12
       |
    19 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |            ^^^
       |
       = help: did you mean `tune`?

    error: the contract has no operation for the model's method `requires_run`
      --> model2.rs:39:12
       |
    39 |     pub fn requires_run(&self, answers: &[u32]) -> bool {
       |            ^^^^^^^^^^^^
       |
       = help: did you mean `requires_tune`?

    error: `Adapter` has neither a method `last` nor a field `subject`
    --> adapter.rs

    error: `Adapter` has no constructor
    --> adapter.rs
     = help: write `pub fn new(…) -> Self`

    error: the contract has no operation for the model's method `new`
      --> model.rs:13:12
       |
    13 |     pub fn new(attempts: u32) -> Self {
       |            ^^^
       |
       = help: leave out its `pub` if only the model uses it

    error: the contract has no operation `new`
      --> problem.toml:19:6
       |
    19 |     "new(3)",
       |      ^^^ unknown operation
       |
       = help: there are `run`, `last`, `tune` and `wait`

    error: the contract has no operation `new`
      --> problem.toml:19:6
       |
    19 |     "new(3)",
       |      ^^^ unknown operation
       |
       = help: there are `run`, `last`, `tune`, `wait` and `stop`

    error: the contract has no operation `new`
      --> problem.toml:29:9
       |
    29 | run = ["new(1)", "stop()", "run([0]) -> Err(Stopped)"]
       |         ^^^ unknown operation
       |
       = help: there are `run`, `last`, `tune`, `wait` and `stop`

    error: the contract has no operation `new`
      --> problem.toml:33:9
       |
    33 | run = ["new(1)", "run([0]) -> _"]
       |         ^^^ unknown operation
       |
       = help: there are `run`, `last`, `tune` and `wait`

    error: the contract has no operation `new`
      --> problem.toml:55:12
       |
    55 | before = ["new(1)"]
       |            ^^^ unknown operation
       |
       = help: there are `run`, `last`, `tune`, `wait` and `stop`

    error: the contract has no operation for the model's method `new`
      --> model2.rs:13:12
       |
    13 |     pub fn new(attempts: u32) -> Self {
       |            ^^^
       |
       = help: leave out its `pub` if only the model uses it

    error: `Answers` is not a type that can travel
      --> adapter.rs:15:36
       |
    15 |     pub fn run(&mut self, answers: Answers) -> Result<u32, Failure<u8>> {
       |                                    ^^^^^^^ unknown

    error: the contract has no operation for the model's method `run`
      --> model.rs:19:12
       |
    19 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |            ^^^
       |
       = help: did you mean `tune`?

    error: the contract has no operation for the model's method `requires_run`
      --> model.rs:36:12
       |
    36 |     pub fn requires_run(&self, answers: &[u32]) -> bool {
       |            ^^^^^^^^^^^^
       |
       = help: did you mean `requires_tune`?

    error: the contract has no operation `run`
      --> problem.toml:12:1
       |
    12 | run.answers = "[0..8; 0..=4]"
       | ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:20:6
       |
    20 |     "run([1, 0, 7]) -> Ok(7)",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:21:6
       |
    21 |     "run([1, 1, 1]) -> Err(GaveUp { after: 3, last: Some(1) })",
       |      ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:29:29
       |
    29 | run = ["new(1)", "stop()", "run([0]) -> Err(Stopped)"]
       |                             ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:33:19
       |
    33 | run = ["new(1)", "run([0]) -> _"]
       |                   ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation `run`
      --> problem.toml:56:26
       |
    56 | threads = [["stop()"], ["run([1])"]]
       |                          ^^^ unknown operation
       |
       = help: did you mean `tune`?

    error: the contract has no operation for the model's method `run`
      --> model2.rs:19:12
       |
    19 |     pub fn run(&mut self, answers: Vec<u32>) -> Result<u32, Failure<u8>> {
       |            ^^^
       |
       = help: did you mean `tune`?

    error: the contract has no operation for the model's method `requires_run`
      --> model2.rs:39:12
       |
    39 |     pub fn requires_run(&self, answers: &[u32]) -> bool {
       |            ^^^^^^^^^^^^
       |
       = help: did you mean `requires_tune`?

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
    "#);
}
