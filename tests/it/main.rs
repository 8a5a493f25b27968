//! Integration tests: the commands as a user runs them.

mod practice;
mod report;
mod support;
