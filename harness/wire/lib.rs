//! What crosses between the judge and the process that runs somebody else's code.
//!
//! A conversation is a sequence of length-prefixed [frames](frame). The judge sends a
//! [`Request`], the other side answers with exactly one [`Reply`] that repeats the
//! request's nonce. Values inside are laid out by their types alone ([`Encode`],
//! [`Decode`]): both sides know the contract, so nothing on the wire says what it is.
//!
//! This crate is linked with submissions and compiled into the judge as well. It has no
//! dependencies, and its generic code is kept small because it is instantiated anew for
//! every submission.

mod arena;
mod bytes;
mod decode;
mod encode;
mod explored;
pub mod frame;
mod history;
mod linearity;
mod measure;
mod message;
mod probe;
mod proposal;
mod race;
mod rehearsal;
mod scenario;
mod tested;
mod trace;

pub use arena::Arena;
pub use bytes::{Malformed, Reader, Writer};
pub use decode::Decode;
pub use encode::Encode;
pub use explored::{Explored, Lapse, Leak};
pub use history::{Ending, History, Moment, Waiting};
pub use linearity::{Linearity, Objection, Unexplained};
pub use measure::{Goal, Measured};
pub use message::{
    Answer, Call, Finish, Nonce, Opinion, PanicReport, Query, Reply, Request, builtin,
};
pub use probe::{Probed, Run};
pub use proposal::{Composed, Draws, Part, Proposal};
pub use race::{Access, MissingEdge, Race, Spot};
pub use rehearsal::Rehearsal;
pub use scenario::{Effort, Scenario};
pub use tested::Tested;
pub use trace::{Action, Place, Step, Trace, Twist};
