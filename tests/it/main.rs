//! Integration tests: the commands as a user runs them.

mod attacks;
mod check;
mod docs;
mod hostile;
mod judging;
mod kit;
mod packages;
mod practice;
mod report;
mod sandbox;
mod support;
