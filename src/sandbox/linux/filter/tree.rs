//! A search tree over the numbers of system calls, as a program for the kernel's filter
//! machine.

use libc::sock_filter;
use std::collections::BTreeMap;

/// What a call that is not allowed answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// "Not permitted".
    Refused,
    /// "No such call".
    Absent,
}

/// The rule for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The call answers this, whatever its arguments are.
    Always(Answer),
    /// The call answers this if one of the checks applies to its arguments.
    If(&'static [Check], Answer),
}

/// A look at one argument of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    argument: u32,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// The lower half is this.
    Equal(u32),
    /// None of these bits of the lower half is set.
    Without(u32),
    /// One of these bits of the lower half is set.
    Any(u32),
    /// Any bit of the whole argument is set.
    NotNull,
}

impl Check {
    /// Applies if the argument is `value`. The kernel looks at its lower 32 bits alone.
    pub const fn equal(argument: u32, value: u32) -> Self {
        let kind = Kind::Equal(value);
        Self { argument, kind }
    }

    /// Applies if none of the bits is set, which are among the lower 32.
    pub const fn without(argument: u32, bits: u32) -> Self {
        let kind = Kind::Without(bits);
        Self { argument, kind }
    }

    /// Applies if one of the bits is set, which are among the lower 32.
    pub const fn any(argument: u32, bits: u32) -> Self {
        let kind = Kind::Any(bits);
        Self { argument, kind }
    }

    /// Applies if the argument points somewhere.
    pub const fn not_null(argument: u32) -> Self {
        let kind = Kind::NotNull;
        Self { argument, kind }
    }

    /// The next step is left out if it does not apply.
    fn steps(self) -> Vec<sock_filter> {
        let low = argument(self.argument);
        match self.kind {
            Kind::Equal(value) => {
                vec![step(LOAD, low, 0, 0), step(IF_EQUAL, value, 0, 1)]
            }
            Kind::Without(bits) => {
                vec![step(LOAD, low, 0, 0), step(IF_BITS, bits, 1, 0)]
            }
            Kind::Any(bits) => {
                vec![step(LOAD, low, 0, 0), step(IF_BITS, bits, 0, 1)]
            }
            // If any bit of the upper half is set, that decides.
            Kind::NotNull => vec![
                step(LOAD, low + 4, 0, 0),
                step(IF_BITS, u32::MAX, 2, 0),
                step(LOAD, low, 0, 0),
                step(IF_BITS, u32::MAX, 0, 1),
            ],
        }
    }
}

/// Goes on as if there were no filter.
pub const ALLOW: u32 = libc::SECCOMP_RET_ALLOW;
/// Ends the process.
pub const KILL: u32 = libc::SECCOMP_RET_KILL_PROCESS;

/// The call does nothing and fails with this error.
pub const fn errno(error: i32) -> u32 {
    libc::SECCOMP_RET_ERRNO | (error as u32 & libc::SECCOMP_RET_DATA)
}

const fn value(answer: Answer) -> u32 {
    errno(match answer {
        Answer::Refused => libc::EPERM,
        Answer::Absent => libc::ENOSYS,
    })
}

// Where things are in what a filter sees: `struct seccomp_data`.
const NUMBER: u32 = 0;
const ARCHITECTURE: u32 = 4;
// Its lower half lies first, on all processors that are known here.
const fn argument(index: u32) -> u32 {
    16 + 8 * index
}

const LOAD: u16 = (libc::BPF_LD | libc::BPF_W | libc::BPF_ABS) as u16;
const RETURN: u16 = (libc::BPF_RET | libc::BPF_K) as u16;
const IF_EQUAL: u16 = (libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K) as u16;
const IF_FROM: u16 = (libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K) as u16;
const IF_BITS: u16 = (libc::BPF_JMP | libc::BPF_JSET | libc::BPF_K) as u16;
const JUMP: u16 = (libc::BPF_JMP | libc::BPF_JA) as u16;

const fn step(code: u16, k: u32, jt: u8, jf: u8) -> sock_filter {
    sock_filter { code, jt, jf, k }
}

/// The program: calls by another architecture's table end the process. Calls without a rule
/// are allowed, but for those from `beyond` on, whose rules hold up to the next of them.
pub fn program(
    architecture: u32,
    rules: &BTreeMap<u32, Rule>,
    beyond: &[(u32, Rule)],
) -> Vec<sock_filter> {
    let mut program = vec![
        step(LOAD, ARCHITECTURE, 0, 0),
        step(IF_EQUAL, architecture, 1, 0),
        step(RETURN, KILL, 0, 0),
        step(LOAD, NUMBER, 0, 0),
    ];
    // From which number on which rule holds. Neighbours with the same one are one part.
    let mut parts: Vec<(u32, Option<Rule>)> = vec![(0, None)];
    let mut add = |from: u32, rule: Option<Rule>| {
        let (last_from, last) = parts.last_mut().expect("there is a first");
        if *last_from == from {
            *last = rule;
        } else if *last != rule {
            parts.push((from, rule));
        }
    };
    for (number, rule) in rules {
        add(*number, Some(*rule));
        add(*number + 1, None);
    }
    for (from, rule) in beyond {
        add(*from, Some(*rule));
    }
    tree(&parts, &mut program);
    program
}

/// Looks for the part that a number lies in.
fn tree(parts: &[(u32, Option<Rule>)], program: &mut Vec<sock_filter>) {
    if let [(_, rule)] = parts {
        return leaf(*rule, program);
    }
    let (below, above) = parts.split_at(parts.len() / 2);
    let branch = program.len();
    program.push(step(IF_FROM, above[0].0, 0, 1));
    // Both sides are too long for the distance that a condition can jump.
    program.push(step(JUMP, 0, 0, 0));
    tree(below, program);
    let distance = program.len() - branch - 2;
    program[branch + 1].k = u32::try_from(distance).expect("a filter is short");
    tree(above, program);
}

fn leaf(rule: Option<Rule>, program: &mut Vec<sock_filter>) {
    let answer = match rule {
        None => ALLOW,
        Some(Rule::Always(answer)) => value(answer),
        Some(Rule::If(checks, answer)) => {
            for check in checks {
                program.extend(check.steps());
                program.push(step(RETURN, value(answer), 0, 0));
            }
            ALLOW
        }
    };
    program.push(step(RETURN, answer, 0, 0));
}

/// What the program answers to a call, by the rules of the kernel's filter machine.
#[cfg(test)]
pub fn run(program: &[sock_filter], architecture: u32, number: u32, arguments: &[u64]) -> u32 {
    walk(program, architecture, number, arguments).0
}

/// The same with how many steps it takes.
#[cfg(test)]
pub fn walk(
    program: &[sock_filter],
    architecture: u32,
    number: u32,
    arguments: &[u64],
) -> (u32, usize) {
    let load = |offset: u32| match offset {
        NUMBER => number,
        ARCHITECTURE => architecture,
        _ => {
            let index = (offset - argument(0)) / 8;
            let whole = arguments.get(index as usize).copied().unwrap_or(0);
            let upper = offset != argument(index);
            (if upper { whole >> 32 } else { whole }) as u32
        }
    };
    let (mut at, mut steps, mut loaded) = (0, 0, 0);
    loop {
        let sock_filter { code, jt, jf, k } = program[at];
        steps += 1;
        at += 1;
        let mut branch = |holds: bool| at += usize::from(if holds { jt } else { jf });
        match code {
            LOAD => loaded = load(k),
            IF_EQUAL => branch(loaded == k),
            IF_FROM => branch(loaded >= k),
            IF_BITS => branch(loaded & k != 0),
            JUMP => at += k as usize,
            RETURN => return (k, steps),
            other => panic!("{other} is no step that is used here"),
        }
    }
}
