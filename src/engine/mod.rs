//! The one door for both skins: open a capture in steps, then ask for what a screen shows.

pub mod request;
