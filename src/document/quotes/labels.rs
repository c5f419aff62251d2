//! Labels: the name of a speaker and a colon at the head of a block, as interviews and transcripts have it.
//!
//! “OWEN PELL:” and “Q:” are labels wherever they stand. “Owen Pell:” may as well open a headline or a sentence; it is a
//! label where several blocks have one, or where a quotation follows at once.

use crate::document::{Block, Case, Document, TextSpan, Token, TokenKind};
use crate::input::Role;

/// The longest label, in tokens before the colon.
const LONGEST: usize = 8;
/// How many blocks must have a label in small letters for it to be one.
const SEVERAL: usize = 3;

/// Sets [`crate::document::Block::label`].
pub(super) fn find(document: &mut Document) {
    let candidates: Vec<Option<Candidate>> =
        (0..document.blocks.len()).map(|index| candidate(document, index)).collect();
    let asked = asked(document);
    let doubtful = candidates.iter().flatten().filter(|candidate| !candidate.sure).count();
    for (index, label) in asked {
        document.blocks[index].label.get_or_insert(label);
    }
    for (index, candidate) in candidates.into_iter().enumerate() {
        let Some(candidate) = candidate else { continue };
        if candidate.sure || candidate.quoted || doubtful >= SEVERAL {
            document.blocks[index].label = Some(candidate.span);
        }
    }
}

/// “Q. Where was it?” and “A. Out.” of a transcript, where the draft has both: the blocks with their labels.
fn asked(document: &Document) -> Vec<(usize, TextSpan)> {
    let opener = |block: &Block, letter: &str| {
        let (first, stop) = (block.tokens.start, block.tokens.start + 1);
        let label = match (document.word(first), document.word(stop)) {
            (word, _) if word.strip_suffix('.') == Some(letter) => document.span_of(first..stop),
            (word, ".") if word == letter => document.span_of(first..stop + 1),
            _ => return None,
        };
        let role = matches!(block.role, Role::Paragraph | Role::ListItem | Role::BlockQuote);
        (role && block.tokens.len() > 2).then_some(label)
    };
    let of = |letter: &'static str| {
        document.blocks.iter().enumerate().filter_map(move |(index, block)| Some((index, opener(block, letter)?)))
    };
    let answers: Vec<(usize, TextSpan)> = of("A").collect();
    let inside = |(_, label): &(usize, TextSpan)| {
        document.text[label.end as usize..].lines().next().is_some_and(|line| line.contains("? A. "))
    };
    let questions: Vec<(usize, TextSpan)> =
        of("Q").filter(|question| !answers.is_empty() || inside(question)).collect();
    if questions.is_empty() { Vec::new() } else { questions.into_iter().chain(answers).collect() }
}

struct Candidate {
    span: TextSpan,
    /// Its form alone says that it is a label.
    sure: bool,
    /// A quotation mark follows it.
    quoted: bool,
}

fn candidate(document: &Document, index: usize) -> Option<Candidate> {
    let block = document.blocks.get(index)?;
    if !matches!(block.role, Role::Paragraph | Role::ListItem | Role::BlockQuote) {
        return None;
    }
    let tokens = document.tokens.get(block.tokens.start as usize..block.tokens.end as usize)?;
    if let Some(label) = block.label {
        return emphasized(document, label).then_some(Candidate { span: label, sure: true, quoted: false });
    }
    let colon = tokens.iter().take(LONGEST + 1).position(|token| document.slice(token.span) == ":")?;
    let (name, rest) = (tokens.get(..colon)?, tokens.get(colon + 1..)?);
    let next = rest.first()?;
    let names = name.iter().all(|token| is_name_part(document, token))
        && name.iter().any(|token| token.kind == TokenKind::Word);
    let words = name.iter().filter(|token| token.kind == TokenKind::Word).count();
    if !names || words == 0 || words > 4 {
        return None;
    }
    let capitals = name.iter().filter(|token| token.kind == TokenKind::Word).all(|token| token.case == Case::Upper);
    let letter = words == 1 && name.iter().all(|token| token.span.len() == 1 || token.kind == TokenKind::Mark);
    let quoted = matches!(document.slice(next.span), "“" | "\"" | "‘" | "'");
    let span = TextSpan::new(block.text.start, tokens[colon].span.end);
    Some(Candidate { span, sure: capitals || letter, quoted })
}

/// Whether an emphasized head is a label: it ends with a colon, inside or right behind, or it is all a name.
fn emphasized(document: &Document, label: TextSpan) -> bool {
    document.slice(label).trim_end().ends_with([':', '—', '–'])
}

fn is_name_part(document: &Document, token: &Token) -> bool {
    match token.kind {
        TokenKind::Word => token.case != Case::Lower,
        TokenKind::Mark => matches!(document.slice(token.span), "." | "-" | "’" | "'"),
        TokenKind::Number => false,
        _ => false,
    }
}
