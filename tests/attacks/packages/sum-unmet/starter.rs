/// The sum of all numbers.
pub fn solve(xs: &[i64]) -> i64 {
    todo!()
}
