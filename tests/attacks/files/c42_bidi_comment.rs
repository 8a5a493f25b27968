// expect: compile-error|accepted|policy
// group: compile
// what: a comment that turns the direction of the text
pub fn solve(xs: &[i64]) -> i64 { /*‮ } ⁦return 0;⁩ ⁦ begin */ xs.iter().sum() }
