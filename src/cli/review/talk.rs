//! Talk: the two sides of a review, a line at a time.

use super::super::streams;
use crate::report::{Style, visible};
use std::io::{self, BufRead, BufWriter, IsTerminal, Read, StdinLock, StdoutLock, Write};

/// The longest answer that is read, in bytes; what is longer is cut off.
const LONGEST: u64 = 4096;

/// Who asks and who answers.
pub(super) struct Talk {
    /// Where questions go.
    pub(super) out: BufWriter<StdoutLock<'static>>,
    /// How they look.
    pub(super) style: Style,
    input: StdinLock<'static>,
    /// Whether answers are written behind their questions, since no terminal does so.
    echo: bool,
}

impl Talk {
    /// On standard input and output.
    pub(super) fn new(style: Style) -> Self {
        let echo = !io::stdin().is_terminal();
        Self { out: streams::stdout(), style, input: io::stdin().lock(), echo }
    }

    /// Says a line.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")?;
        self.out.flush()
    }

    /// Asks, and waits for a line; `None` when there are no more.
    pub(super) fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        write!(self.out, "{question} ")?;
        self.out.flush()?;
        let mut line = Vec::new();
        (&mut self.input).take(LONGEST).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            writeln!(self.out)?;
            return Ok(None);
        }
        if line.last() != Some(&b'\n') {
            self.input.skip_until(b'\n')?;
        }
        let line = String::from_utf8_lossy(&line).trim().to_owned();
        if self.echo {
            writeln!(self.out, "{}", visible(&line))?;
        }
        Ok(Some(line))
    }
}

/// What shall become of a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Answer {
    /// Make the fix of this number, from 0.
    Apply(usize),
    /// Leave it, and go on.
    Skip,
    /// Write something else in its place.
    Edit,
    /// Silence it, with a reason.
    Ignore,
    /// Tell its words to the list of the house.
    List,
    /// Leave all findings of its rule, to the end of the review.
    Rule,
    /// Take the last answer back.
    Undo,
    /// End the review.
    Quit,
    /// Say what the answers mean.
    Help,
    /// None that is known.
    Unknown,
}

impl Answer {
    /// Reads an answer: a letter, its word, or the number of a fix.
    pub(super) fn read(line: &str) -> Self {
        match line.to_ascii_lowercase().as_str() {
            "a" | "apply" | "y" | "yes" => Self::Apply(0),
            "s" | "skip" | "n" | "no" => Self::Skip,
            "e" | "edit" => Self::Edit,
            "i" | "ignore" => Self::Ignore,
            "l" | "list" => Self::List,
            "r" | "rule" => Self::Rule,
            "u" | "undo" => Self::Undo,
            "q" | "quit" => Self::Quit,
            "?" | "h" | "help" => Self::Help,
            other => match other.parse::<usize>() {
                Ok(number) if number > 0 => Self::Apply(number - 1),
                _ => Self::Unknown,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Answer;

    #[test]
    fn answers_are_letters_words_and_numbers() {
        let read = |line| Answer::read(line);
        assert_eq!([read("a"), read("1"), read("Apply")], [Answer::Apply(0), Answer::Apply(0), Answer::Apply(0)]);
        assert_eq!([read("2"), read("S"), read("?")], [Answer::Apply(1), Answer::Skip, Answer::Help]);
        assert_eq!([read("0"), read(""), read("-1")], [Answer::Unknown, Answer::Unknown, Answer::Unknown]);
    }
}
