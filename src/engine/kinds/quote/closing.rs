//! Closing: where a quotation that never closes was meant to: at the comma or the stop before the words that give it a speaker.

use crate::document::{Case, Document, TextSpan, Token, TokenKind};
use crate::engine::kinds::Scene;
use crate::list::Lists;

/// How many tokens behind the opening mark its end is looked for.
const FAR: u32 = 120;

/// How many tokens the speaker may have before the verb: “Police Chief Ada Pell said”.
const SPEAKER: u32 = 5;

/// The marks that open, and those that close what they opened.
const MARKS: [(&str, &str); 4] = [("“", "”"), ("\"", "\""), ("‘", "’"), ("'", "'")];

/// The place where the mark that is missing belongs, and the mark; `None` where nothing tells.
pub(super) fn closing(scene: &Scene<'_>, opening: TextSpan) -> Option<(TextSpan, &'static str)> {
    let document = scene.document;
    let (_, mark) = MARKS.into_iter().find(|(opens, _)| *opens == document.slice(opening))?;
    let start = document.token_at(opening.start) + 1;
    let block = document.blocks.get(document.block_of(start.saturating_sub(1)) as usize)?;
    let end = block.tokens.end.min(start + FAR);
    // The next mark begins another quotation.
    let end = (start..end).find(|at| document.word(*at) == document.slice(opening)).unwrap_or(end);
    let stop = (start + 1..end).find(|at| {
        matches!(document.word(*at), "," | "?" | "!") && is_attribution(document, scene.lists, at + 1, end)
    })?;
    let at = document.tokens.get(stop as usize)?.span.end;
    Some((TextSpan::new(at, at), mark))
}

/// Whether “Ada Pell said”, “she said” or “said the mayor” begins at a token.
fn is_attribution(document: &Document, lists: &Lists, at: u32, end: u32) -> bool {
    let (verbs, pronouns) = (lists.get("speech-verbs"), lists.get("person-pronouns"));
    let token = |at: u32| document.tokens.get(at as usize).filter(|_| at < end);
    let says = |at: u32| {
        token(at).and_then(|token| verbs.word(token.word)).is_some_and(|verb| verb.text("strength") == Some("strong"))
    };
    let is_name = |token: &Token| token.kind == TokenKind::Word && !matches!(token.case, Case::Lower | Case::None);
    let he = token(at).is_some_and(|token| pronouns.word(token.word).is_some());
    let names = (at..end.min(at + SPEAKER)).take_while(|at| token(*at).is_some_and(is_name)).count() as u32;
    let behind = says(at) && token(at + 1).is_some_and(|token| token.kind == TokenKind::Word);
    he && says(at + 1) || names > 0 && says(at + names) || behind
}
