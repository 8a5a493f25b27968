//! Integration tests: the commands as a user runs them.

mod practice;
mod random;
mod report;
mod support;
