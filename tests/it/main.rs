//! Integration tests: the commands as a user runs them.

#[cfg(target_os = "linux")]
mod action;
mod attacks;
mod bounds;
mod check;
mod docs;
mod drops;
mod explored;
mod hostile;
mod hostile_packages;
mod html;
mod judging;
mod kit;
mod libraries;
mod linked;
mod litmus;
mod measures;
mod orderings;
mod own_tests;
mod packaged;
mod packages;
mod practice;
mod probes;
mod programs;
mod random;
mod replay;
mod report;
mod sandbox;
mod scenarios;
mod schema;
mod support;
mod timing;
