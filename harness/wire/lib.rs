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

mod answer;
mod arena;
mod bytes;
mod call;
mod decode;
mod encode;
mod explored;
pub mod frame;
mod history;
mod linearity;
mod measure;
mod opinion;
mod probe;
mod proposal;
mod race;
mod rehearsal;
mod reply;
mod request;
mod scenario;
mod second_opinion;
mod tested;
#[cfg(test)]
mod tests;
mod trace;

pub use answer::{Answer, PanicReport};
pub use arena::Arena;
pub use bytes::{Malformed, Reader, Writer};
pub use call::{Call, builtin};
pub use decode::Decode;
pub use encode::Encode;
pub use explored::{Explored, Lapse, Leak};
pub use history::{Ending, History, Moment, Waiting};
pub use linearity::{Linearity, Objection, Unexplained};
pub use measure::{Goal, Measured};
pub use opinion::Opinion;
pub use probe::{Probed, Run};
pub use proposal::{Composed, Draws, Part, Proposal};
pub use race::{Access, MissingEdge, Race, Spot};
pub use rehearsal::Rehearsal;
pub use reply::{Finish, Reply};
pub use request::{Nonce, Query, Request};
pub use scenario::{Effort, Scenario};
pub use second_opinion::{SecondOpinion, Unsure};
pub use tested::Tested;
pub use trace::{Action, Place, Step, Trace, Twist};
