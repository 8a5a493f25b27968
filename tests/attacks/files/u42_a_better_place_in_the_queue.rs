// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: real-time scheduling and other cores
unsafe extern "C" { fn sched_setscheduler(p: i32, k: i32, s: *const i32) -> i32; fn sched_setaffinity(p: i32, n: usize, m: *const u64) -> i32; fn nice(n: i32) -> i32; }
pub fn solve(_: &[i64]) -> i64 { unsafe { if sched_setscheduler(0, 1, &1) == 0 { println!("LEAK fifo"); } if sched_setaffinity(0, 8, &u64::MAX) == 0 { println!("LEAK cores"); } if nice(-5) == -5 { println!("LEAK nice"); } } 0 }
