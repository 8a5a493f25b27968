// expect: policy
// expect-unsafe: wrong-answer
// group: unsafe
// what: shared memory, queues and semaphores of the old kind, which outlive a process
unsafe extern "C" { fn shmget(k: i32, n: usize, f: i32) -> i32; fn msgget(k: i32, f: i32) -> i32; fn semget(k: i32, n: i32, f: i32) -> i32; }
pub fn solve(_: &[i64]) -> i64 { unsafe { if shmget(0x6772, 4096, 0o1666) >= 0 { println!("LEAK shm"); } if msgget(0x6772, 0o1666) >= 0 { println!("LEAK msg"); } if semget(0x6772, 1, 0o1666) >= 0 { println!("LEAK sem"); } } 0 }
