//! Integration tests: the commands as a user runs them.

mod docs;
mod practice;
mod report;
mod support;
