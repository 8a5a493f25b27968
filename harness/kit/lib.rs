//! What the judge gives to authors: the words of model.rs in [`model`], those of adapter.rs
//! in [`adapter`]. Both files reach them as `kit::…`.

pub mod adapter;
pub mod model;
pub mod tape;

pub use adapter::{Bench, Gate, Script, Tally, keep};
pub use model::{Check, Handle, Rng, Scores, Step};
