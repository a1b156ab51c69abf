//! The native command: arguments in, text out, one page served. All it knows of packets it asks the engine.

#[cfg(not(target_arch = "wasm32"))]
mod args;
#[cfg(not(target_arch = "wasm32"))]
mod chosen;
#[cfg(not(target_arch = "wasm32"))]
mod exit;
#[cfg(not(target_arch = "wasm32"))]
mod fields;
#[cfg(not(target_arch = "wasm32"))]
mod filter;
#[cfg(not(target_arch = "wasm32"))]
mod flow;
#[cfg(not(target_arch = "wasm32"))]
mod follow;
#[cfg(not(target_arch = "wasm32"))]
mod http;
#[cfg(not(target_arch = "wasm32"))]
mod input;
#[cfg(not(target_arch = "wasm32"))]
mod mistake;
#[cfg(not(target_arch = "wasm32"))]
mod objects;
#[cfg(not(target_arch = "wasm32"))]
mod page;
#[cfg(not(target_arch = "wasm32"))]
mod problem;
#[cfg(not(target_arch = "wasm32"))]
mod read;
#[cfg(not(target_arch = "wasm32"))]
mod save;
#[cfg(not(target_arch = "wasm32"))]
mod stats;
#[cfg(not(target_arch = "wasm32"))]
mod view;
#[cfg(not(target_arch = "wasm32"))]
mod zone;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    use args::{Command, Wirelight};

    let done = match <Wirelight as clap::Parser>::parse().command {
        Command::Read(read) => read::run(&read),
        Command::Stats(stats) => stats::run(&stats),
        Command::Follow(follow) => follow::run(&follow),
        Command::Flow(flow) => flow::run(&flow),
        Command::Http(http) => http::run(&http),
        Command::Objects(objects) => objects::run(&objects),
        Command::Save(save) => save::run(&save),
        Command::Filter(filter) => filter::explain(&filter),
        Command::Fields => fields::list(),
        Command::View(view) => view::run(&view),
    };
    exit::code(done)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
