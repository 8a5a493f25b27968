// expect: runtime-error
// group: forge
// what: a destructor that panics while another panic goes on
struct Bad;
impl Drop for Bad { fn drop(&mut self) { panic!("again") } }
pub fn solve(_: &[i64]) -> i64 { let _bad = Bad; panic!("once") }
