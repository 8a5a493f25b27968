// expect: wrong-answer|protocol-error|runtime-error
// group: forge
// what: a descriptor made from a number by a hole in the type system, and a frame written to it
use std::io::Write;
static UNIT: &&() = &&();
fn lt<'a, 'b, T: ?Sized>(_: &'a &'b (), v: &'b mut T) -> &'a mut T { v }
fn expand<'a, 'b, T: ?Sized>(x: &'a mut T) -> &'b mut T { let f: for<'x> fn(_, &'x mut T) -> &'b mut T = lt; f(UNIT, x) }
enum D<A, B> { A(Option<Box<A>>), B(Option<Box<B>>) }
fn reread<A, B>(given: A) -> B {
    fn inner<A, B>(d: &mut D<A, B>, given: A) -> B {
        let D::B(r) = d else { unreachable!() };
        let r = expand(r);
        *d = D::A(Some(Box::new(given)));
        std::hint::black_box(&d);
        *r.take().unwrap()
    }
    inner(std::hint::black_box(&mut D::B(None)), given)
}
pub fn solve(_: &[i64]) -> i64 {
    for number in 3_i32..16 {
        let mut file: std::fs::File = reread(number);
        let _ = file.write_all(&[20, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
        std::mem::forget(file);
    }
    0
}
