//! Calling contexts: which calls a thread is in, as one number, so that an access need not
//! copy them.
//!
//! Contexts are found as in a calling context tree (Ammons, Ball and Larus, "Exploiting
//! Hardware Performance Counters with Flow and Context Sensitive Profiling", PLDI 1997), but
//! that only the innermost calls are told apart: recursion makes no new ones for ever.

use super::access::{FRAMES, Place};
use super::spread::Addressed;
use std::panic::Location;

/// The number of a calling context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContextId(u32);

impl ContextId {
    /// Outside every call that is known of.
    pub const OUTERMOST: Self = Self(0);
}

/// A place of the program in two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Site {
    /// A return address, or 0 if it is not known, and the calls around it.
    Code { address: usize, context: ContextId },
    /// A line, known to the compiler.
    Source(&'static Location<'static>),
}

struct Context {
    /// The return addresses of the innermost calls, the innermost first; 0 where there are
    /// no more.
    frames: [usize; FRAMES],
    /// Where calls lead that were made here, by their return addresses.
    calls: Vec<(usize, ContextId)>,
}

/// All contexts that any execution was in.
pub(super) struct Contexts {
    all: Vec<Context>,
    by_frames: Addressed<[usize; FRAMES], ContextId>,
}

impl Default for Contexts {
    fn default() -> Self {
        let mut contexts = Self {
            all: vec![],
            by_frames: Addressed::default(),
        };
        contexts.find([0; FRAMES]);
        contexts
    }
}

impl Contexts {
    /// The context of a function that is called in this one, and returns to this address.
    pub fn call(&mut self, context: ContextId, address: usize) -> ContextId {
        let calls = &self.all[context.0 as usize].calls;
        if let Some((_, inner)) = calls.iter().find(|(known, _)| *known == address) {
            return *inner;
        }
        let around = self.all[context.0 as usize].frames;
        let inner = self.find(inside(address, around));
        self.all[context.0 as usize].calls.push((address, inner));
        inner
    }

    fn find(&mut self, frames: [usize; FRAMES]) -> ContextId {
        let next = ContextId(self.all.len() as u32);
        let found = *self.by_frames.entry(frames).or_insert(next);
        if found == next {
            let calls = vec![];
            self.all.push(Context { frames, calls });
        }
        found
    }

    /// The place as others are told of it.
    pub fn place(&self, site: Site) -> Place {
        match site {
            Site::Code { address, context } => {
                let around = self.all[context.0 as usize].frames;
                Place::Code(if address == 0 {
                    around
                } else {
                    inside(address, around)
                })
            }
            Site::Source(location) => Place::Source(location),
        }
    }
}

fn inside(address: usize, around: [usize; FRAMES]) -> [usize; FRAMES] {
    let mut frames = around;
    frames.rotate_right(1);
    frames[0] = address;
    frames
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_the_innermost_calls_around_it() {
        let mut contexts = Contexts::default();
        let mut context = ContextId::OUTERMOST;
        for address in 1..=5 {
            context = contexts.call(context, address);
        }
        let address = 9;
        let known = contexts.place(Site::Code { address, context });
        assert_eq!(known, Place::Code([9, 5, 4, 3]));
        let unknown = Site::Code {
            address: 0,
            context,
        };
        assert_eq!(contexts.place(unknown), Place::Code([5, 4, 3, 2]));
    }

    #[test]
    fn recursion_comes_back_to_the_same_context() {
        let mut contexts = Contexts::default();
        let mut context = ContextId::OUTERMOST;
        for _ in 0..1000 {
            context = contexts.call(context, 7);
        }
        assert_eq!(contexts.call(context, 7), context);
        assert_eq!(contexts.all.len(), FRAMES + 1);
    }
}
