use std::process::ExitCode;

fn main() -> ExitCode {
    vercel_hooks::run()
}
