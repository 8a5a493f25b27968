// expect: compile-error
// group: text
// what: names of types with letters of other scripts, in an error of the compiler
#![allow(uncommon_codepoints, confusable_idents, mixed_script_confusables, non_camel_case_types)]
pub struct аccepted_אב;
impl аccepted_אב { fn new() -> Self { 7 } }
pub fn solve(xs: &[i64]) -> i64 { xs.iter().sum() }
