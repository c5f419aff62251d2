//! copydesk: the program. All of it is in the library; see `copydesk::cli`.

fn main() -> std::process::ExitCode {
    copydesk::cli::main()
}
