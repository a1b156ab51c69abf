//! Real servers on this machine's loopback interface, recorded by tcpdump: what they sent is what is read.
//!
//! Where a program is missing or may not record, a test says so and proves nothing; `.ci/setup servers` installs them.
#![cfg(not(target_arch = "wasm32"))]

mod chat;
mod encrypted;
mod recording;
#[path = "../support/mod.rs"]
mod support;
mod web;
