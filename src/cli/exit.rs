//! How a run ends: its exit status and its sentence on standard error.

use std::{
    fmt,
    io::{self, Write},
    process::ExitCode,
};

/// Why a command stopped before it had done everything.
#[derive(Debug)]
pub enum Stop {
    /// 1: packets may be missing; what there is was printed.
    Damaged(String),
    /// 2: wrong usage; the text is printed as it is.
    Usage(String),
    /// 3: not a capture, or unreadable.
    Unreadable(String),
    /// Writing failed.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Output(error)
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stop::Usage(text) => f.write_str(text),
            Stop::Damaged(text) | Stop::Unreadable(text) => write!(f, "wirelight: {text}"),
            Stop::Output(error) => write!(f, "wirelight: the output cannot be written: {error}"),
        }
    }
}

/// The exit status of a finished command, its sentence printed.
pub fn code(done: Result<(), Stop>) -> ExitCode {
    let status = match &done {
        Ok(()) => 0,
        // The reader of our pipe has seen enough (`| head`): that is its right.
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Err(Stop::Damaged(_)) => 1,
        Err(Stop::Usage(_)) => 2,
        Err(Stop::Unreadable(_) | Stop::Output(_)) => 3,
    };
    if let Err(stop) = done {
        // Nobody may be listening there either.
        let _ = writeln!(io::stderr(), "{stop}");
    }
    ExitCode::from(status)
}
