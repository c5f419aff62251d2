//! The command line: arguments, one subcommand a file, exit status.
//!
//! Findings go to standard output, complaints to standard error. Status 0: nothing at or above `--fail-on`; 1: findings;
//! 2: could not run. A closed pipe is success.

use clap::{CommandFactory, Parser, Subcommand};
use std::io;
use std::process::ExitCode;

mod baseline;
mod check;
mod completions;
mod config;
mod drafts;
mod explain;
mod init;
mod lsp;
mod parse;
mod progress;
mod report;
mod review;
mod rules;
mod run;
mod serve;
mod settings;
mod since;
mod streams;
mod test;
mod write;

/// A linter for news copy: finds what a copy desk would, and says it like a compiler.
#[derive(Parser, Debug)]
#[command(
    name = "copydesk",
    version,
    about,
    propagate_version = true,
    max_term_width = 100,
    after_help = "\
Examples:
  copydesk check story.txt            check a draft
  copydesk check --fix drafts/        mend what is safe to mend, report the rest
  copydesk explain quote/unattributed what a rule finds, and why"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Check(Box<check::Check>),
    Review(review::Review),
    Explain(explain::Explain),
    Rules(rules::Rules),
    Test(test::Test),
    Parse(parse::Parse),
    Config(config::Config),
    Init(init::Init),
    Lsp(lsp::Lsp),
    Serve(Box<serve::Serve>),
    Completions(completions::Completions),
    Man(completions::Man),
}

/// How a run ended.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Status {
    /// Nothing to complain of.
    Clean,
    /// There are findings.
    Findings,
    /// The program could not do what was asked.
    Failed,
}

/// Reads the arguments, runs, and says how it ended.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return explain_arguments(&error),
    };
    let done = match arguments.command {
        Command::Check(check) => check.run(),
        Command::Review(review) => review.run(),
        Command::Explain(explain) => explain.run(),
        Command::Rules(rules) => rules.run(),
        Command::Test(test) => test.run(),
        Command::Parse(parse) => parse.run(),
        Command::Config(config) => config.run(),
        Command::Init(init) => init.run(),
        Command::Lsp(lsp) => lsp.run(),
        Command::Serve(serve) => serve.run(),
        Command::Completions(completions) => completions.run(Arguments::command()),
        Command::Man(man) => man.run(Arguments::command()),
    };
    match done {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        Ok(Status::Failed) => ExitCode::from(2),
        // Whoever read the output has had enough of it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            streams::complain(&format!("error: cannot write the output: {error}"));
            ExitCode::from(2)
        }
    }
}

/// Help and version are asked for; everything else is a mistake.
fn explain_arguments(error: &clap::Error) -> ExitCode {
    // There is nobody left to tell where this cannot be printed.
    let _ = error.print();
    if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

/// A number of things in words: `1 file`, `2 files`.
fn counted(count: u32, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_sound() {
        Arguments::command().debug_assert();
    }
}
