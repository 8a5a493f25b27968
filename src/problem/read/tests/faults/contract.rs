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
    ]), @"");
    insta::assert_snapshot!(told("ticket-desk", &[
        ("problem.toml", "subject = \"Desk\"\n", ""),
    ]), @"");
}

#[test]
fn what_is_not_rust_is_told_where_it_goes_wrong() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("starter.rs", "pub fn free(&self)", "pub fn free(&self"),
        ("starter.rs", "pub fn free(&self) -> usize", "pub fun free(&self) -> usize"),
        ("starter.rs", "    todo: (),\n}\n\n/// Gives", "    todo: (),\n\n/// Gives"),
        ("starter.rs", "todo: PhantomData<&'a ()>", "todo: (((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((())))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))"),
    ]), @"");
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
    ]), @"");
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
    ]), @"");
}

#[test]
fn answers_that_no_wire_can_carry_are_told() {
    insta::assert_snapshot!(told("ticket-desk", &[
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> &Ticket<'_>"),
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> Result<Ticket<'_>, Desk>"),
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> std::collections::HashMap<u8, Ticket<'_>>"),
        ("starter.rs", "-> Vec<Ticket<'_>>", "-> impl Iterator<Item = u8>"),
    ]), @"");
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
    ]), @"");
}

#[test]
fn given_types_travel_only_if_all_they_hold_can() {
    insta::assert_snapshot!(told("retry-box", &[
        ("starter.rs", "Stopped,", "Stopped(Box<dyn Fn()>),"),
        ("starter.rs", "Stopped,", "Stopped(&'static str),"),
        ("starter.rs", "pub enum Failure<E>", "pub enum Failure<'a, E>"),
        ("starter.rs", "Stopped,", "Stopped(RetryBox<u8, u8>),"),
        ("starter.rs", "type Count = u32", "type Count = Count"),
    ]), @"");
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
    ]), @"");
}
