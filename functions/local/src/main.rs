//! The longhand command.

fn main() -> std::process::ExitCode {
    longhand_local::run()
}
