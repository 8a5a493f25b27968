//! Reports: the document, where it is kept, how it is shown.

pub mod document;
pub mod excerpt;
pub mod figures;
pub mod interleaving;
pub mod render;
pub mod sanitise;
pub mod store;
pub mod validate;
pub mod words;

#[cfg(test)]
pub mod examples;
