// expect: accepted|compile-error|runtime-error|policy
// group: compile
// what: the interface of compiler plug-ins, called where there is no compiler
extern crate proc_macro;
pub fn solve(xs: &[i64]) -> i64 { assert!(!proc_macro::is_available()); xs.iter().sum() }
