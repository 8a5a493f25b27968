// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: a socket of every family and kind
// subset
unsafe extern "C" { fn socket(d: i32, t: i32, p: i32) -> i32; fn socketpair(d: i32, t: i32, p: i32, s: *mut i32) -> i32; }
pub fn solve(_: &[i64]) -> i64 { for d in 0..48 { for t in 1..6 { if unsafe { socket(d, t, 0) } >= 0 { println!("LEAK family {d}"); } } } let mut s = [0; 2]; if unsafe { socketpair(1, 1, 0, s.as_mut_ptr()) } == 0 { println!("LEAK pair"); } 0 }
