//! Scenarios run by an engine: the calls that threads make, what is taken down of them, and
//! the way of their histories to the judge.

mod outbox;
mod program;
mod record;
mod turns;

pub use outbox::Outbox;
pub use program::Program;
pub use record::Record;
use turns::Turns;
