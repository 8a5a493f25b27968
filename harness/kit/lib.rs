//! What the judge gives to authors: the words of model.rs in [`model`], those of adapter.rs
//! in [`adapter`], and the bench of its workloads, which is the driver's. Both files reach them
//! as `kit::…`.

pub mod adapter;
pub mod model;
pub mod tape;

pub use adapter::{Gate, Script, Tally, keep};
pub use driver::Bench;
pub use model::{Check, Handle, Rng, Scores, Step};
