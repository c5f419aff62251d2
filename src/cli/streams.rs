//! Standard output and error: buffered, coloured where the terminal wants it, and without a panic where the other side
//! has gone.

use crate::problem::Problem;
use crate::report::{Style, text};
use clap::{Args, ValueEnum};
use std::io::{self, BufWriter, Write};

/// The flag of all commands that colour.
#[derive(Args, Copy, Clone, Debug)]
pub(super) struct Coloring {
    /// When to colour: auto, always, never.
    #[arg(
        long,
        value_enum,
        default_value = "auto",
        value_name = "WHEN",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub(super) color: Color,
}

/// When to colour.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(super) enum Color {
    /// On terminals, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    fn holds(self, stream: &impl anstream::stream::RawStream) -> bool {
        match self {
            Self::Auto => anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never,
            Self::Always => true,
            Self::Never => false,
        }
    }

    /// The style of reports on standard output.
    pub(super) fn style(self, show_all: bool) -> Style {
        Style { color: self.holds(&io::stdout()), show_all, ..sized() }
    }

    /// The style of complaints on standard error.
    pub(super) fn error_style(self) -> Style {
        Style { color: self.holds(&io::stderr()), show_all: true, ..sized() }
    }
}

/// The style for the width that the environment gives.
fn sized() -> Style {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let style = Style::default();
    Style { width: columns.filter(|columns| (40..=1000).contains(columns)).unwrap_or(style.width), ..style }
}

/// Standard output, buffered.
pub(super) fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// A line on standard error. Nothing can be done where that is closed.
pub(super) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Problems on standard error, as reports show them.
pub(super) fn complain_of(problems: &[Problem], style: Style) {
    let mut out = BufWriter::new(io::stderr().lock());
    let _ = text::write_problems(&mut out, problems, style).and_then(|()| out.flush());
}
