// expect: compile-error
// group: compile
// what: a key in the environment of the judge
// subset
const KEY: &str = env!("GREENROOM_RESULTS_KEY");
pub fn solve(xs: &[i64]) -> i64 { println!("LEAK {KEY}"); xs.iter().sum() }
