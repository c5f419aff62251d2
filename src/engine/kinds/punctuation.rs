//! `punctuation`: marks that stand twice, the spaces around marks, and the capital after a stop.

use super::{Check, Data, Hit, HitFix, Place, Scene};
use crate::document::{Block, Case, Document, TextSpan, Token, TokenKind};
use crate::engine::reader::Reader;
use crate::finding::Safety;
use crate::list::Text;

mod capital;
mod stop;

/// Keys of `kind = "punctuation"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Punctuation {
    /// `check`: what is looked for. `doubled`: two marks where one belongs. `stray-space`: a space before a mark that
    /// closes. `bracket-space`: a space inside a bracket. `missing-space`: none behind a mark between two words. `double-space`: two
    /// spaces between two words, one finding a draft. `capital`: a small letter behind a full stop. `stop`: a
    /// paragraph that ends without one.
    pub check: PunctuationCheck,
    /// `names`: for `capital`, the list of names that their owners write with a small letter.
    pub names: Text,
    /// `openers`: for `capital`, the list of words that open sentences. A sentence that begins with another small word may
    /// begin with the name of a thing: such hits are of the rule's milder form, and none where a paragraph begins.
    pub openers: Text,
    /// `mass-nouns`: for `capital`, the list of nouns that open sentences without an article (“Rain fell”).
    pub mass_nouns: Text,
    /// `short-words`: for `capital`, the list of words of three letters or fewer that are no abbreviations.
    pub short_words: Text,
}

/// What a `punctuation` rule looks for.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum PunctuationCheck {
    /// Two marks where one belongs.
    #[default]
    Doubled,
    /// A space before a mark that closes.
    StraySpace,
    /// A space inside a bracket.
    BracketSpace,
    /// No space behind a mark between two words.
    MissingSpace,
    /// Two spaces between two words.
    DoubleSpace,
    /// A small letter behind a full stop.
    Capital,
    /// A paragraph that ends without a stop.
    Stop,
}

impl PunctuationCheck {
    const NAMES: [(&'static str, Self); 7] = [
        ("doubled", Self::Doubled),
        ("stray-space", Self::StraySpace),
        ("bracket-space", Self::BracketSpace),
        ("missing-space", Self::MissingSpace),
        ("double-space", Self::DoubleSpace),
        ("capital", Self::Capital),
        ("stop", Self::Stop),
    ];
}

impl PunctuationCheck {
    /// Whether a token is a mark with something beside it that may be wrong: most are not.
    fn may_be_wrong(self, tokens: &[Token], at: usize) -> bool {
        let Some(own) = tokens.get(at).filter(|own| own.kind == TokenKind::Mark) else { return false };
        let before = || at.checked_sub(1).and_then(|at| tokens.get(at));
        match self {
            Self::Doubled => own.span.len() > 1 || before().is_some_and(|before| before.kind == TokenKind::Mark),
            Self::StraySpace => own.space_before,
            Self::MissingSpace => {
                let next = tokens.get(at + 1).filter(|_| !own.space_before);
                next.is_some_and(|next| !next.space_before && next.kind == TokenKind::Word)
            }
            _ => true,
        }
    }
}

impl std::fmt::Debug for PunctuationCheck {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Doubled => "PunctuationCheck::Doubled",
            Self::StraySpace => "PunctuationCheck::StraySpace",
            Self::BracketSpace => "PunctuationCheck::BracketSpace",
            Self::MissingSpace => "PunctuationCheck::MissingSpace",
            Self::DoubleSpace => "PunctuationCheck::DoubleSpace",
            Self::Capital => "PunctuationCheck::Capital",
            Self::Stop => "PunctuationCheck::Stop",
        })
    }
}

impl Punctuation {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let check = reader.choice("check", &PunctuationCheck::NAMES);
        if check.is_none() && !reader.has("check") {
            let names = PunctuationCheck::NAMES.map(|(name, _)| name).join(", ");
            reader.problem_here("`check` is missing", format!("write one of: {names}"));
        }
        let mut list = |key: &str| reader.text(key).map(|name| Text::from(name.trim_start_matches('@')));
        let names = list("names").unwrap_or_default();
        let openers = list("openers").unwrap_or_default();
        let mass_nouns = list("mass-nouns").unwrap_or_default();
        let short_words = list("short-words").unwrap_or_default();
        Data::Punctuation(Self { check: check.unwrap_or_default(), names, openers, mass_nouns, short_words })
    }
}

/// A token with its neighbours, within its block.
struct At<'d> {
    document: &'d Document,
    block: &'d Block,
    token: u32,
}

impl<'d> At<'d> {
    /// The token some places away, in the same block.
    fn token(&self, step: i32) -> Option<&'d Token> {
        let index = self.token.wrapping_add_signed(step);
        self.block.tokens.contains(&index).then(|| self.document.tokens.get(index as usize)).flatten()
    }

    fn text(&self, step: i32) -> &'d str {
        self.token(step).map_or("", |token| self.document.slice(token.span))
    }

    /// Whether the token some places away touches the one before it.
    fn touches(&self, step: i32) -> bool {
        self.token(step).is_some_and(|token| !token.space_before)
    }

    fn is_word(&self, step: i32) -> bool {
        self.token(step).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// Whether a word of letters only, all small, stands some places away: no abbreviation, no name.
    fn is_plain_word(&self, step: i32, letters: usize) -> bool {
        let text = self.text(step);
        self.token(step).is_some_and(|token| token.kind == TokenKind::Word && token.case == Case::Lower)
            && text.chars().count() >= letters
            && text.chars().all(char::is_alphabetic)
    }

    fn span(&self, from: i32, to: i32) -> TextSpan {
        match (self.token(from), self.token(to)) {
            (Some(first), Some(last)) => first.span.join(last.span),
            _ => TextSpan::default(),
        }
    }
}

/// Two marks where the second token is `at`.
fn doubled(at: &At<'_>) -> Option<Hit> {
    let (first, second) = (at.text(-1), at.text(0));
    if let Some(hit) = run_of_marks(at) {
        return Some(hit);
    }
    if at.token(-1)?.kind != TokenKind::Mark || at.text(-2) == "." || at.text(1) == "." && second == "." {
        return None;
    }
    // “,”,” and “.”.”: one on each side of the closing mark.
    if first == "”" && at.touches(0) && at.touches(-1) && matches!((at.text(-2), second), (",", "," | ".") | (".", "."))
    {
        let plain = at.text(-2) == "," || at.is_plain_word(-3, 4);
        return plain.then(|| Hit::new(at.span(-2, 0)).edit(at.span(0, 0), ""));
    }
    let pair = (first, second);
    let wrong = match pair {
        ("," | ";", "," | ";") | (":", "," | ";") | ("," | ";", ":") => true,
        ("," | ";" | ":", ".") => at.text(1) != "." && !at.text(1).starts_with(char::is_alphanumeric),
        (".", "," | ";" | ":") => at.touches(0) && at.is_plain_word(-2, 4),
        ("?" | "!", ".") => at.touches(0) && at.is_plain_word(-2, 2),
        _ => false,
    };
    if !wrong || !at.touches(-1) && first != "," {
        return None;
    }
    let hit = Hit::new(at.span(-1, 0));
    Some(match pair {
        (first, second) if first == second => hit.replace(first),
        (",", ".") | (".", ",") => hit.replace("."),
        ("?" | "!", ".") => hit.replace(first),
        _ => hit,
    })
}

/// Two full stops, or several signs of the same cry, in one token.
fn run_of_marks(at: &At<'_>) -> Option<Hit> {
    let text = at.text(0);
    let whole = at.span(0, 0);
    let apart = at.token(1).is_none_or(|next| next.space_before || next.kind == TokenKind::Mark);
    let number = at.token(-1).is_some_and(|token| token.kind == TokenKind::Number);
    if text == ".." && at.touches(0) && (at.is_word(-1) || number) && apart && !at.text(1).starts_with(['.', '/', '…'])
    {
        let hit = Hit::new(whole);
        let ends = at.token(1).is_none_or(|next| next.case != Case::Lower);
        return Some(if ends { hit.replace(".") } else { hit });
    }
    let first = text.chars().next().filter(|sign| matches!(sign, '!' | '?'))?;
    let same = text.len() > 1 && text.chars().all(|sign| sign == first);
    let own = at.token(0)?;
    (same && !own.quoted && at.touches(0) && at.is_word(-1)).then(|| Hit::new(whole).replace(first.to_string()))
}

/// A space before the mark at `at`.
fn stray_space(at: &At<'_>) -> Option<Hit> {
    let own = at.token(0)?;
    if !own.space_before {
        return None;
    }
    let next = at.token(1);
    let open = next.is_none_or(|next| next.space_before || next.kind == TokenKind::Mark);
    let wrong = match at.text(0) {
        "," | ";" => true,
        "." => open && !matches!(at.text(1), "." | "…"),
        "?" | "!" => open,
        _ => false,
    };
    // “QCOM ) ,”: one slip, and the bracket's.
    let before = at.token(-1).filter(|before| before.kind != TokenKind::Mark || at.text(-1) == "”")?;
    wrong.then(|| closed(before, own))
}

/// A space inside the bracket at `at`.
fn bracket_space(at: &At<'_>) -> Option<Hit> {
    let own = at.token(0)?;
    if matches!(at.text(0), "(" | "[") {
        let next = at.token(1).filter(|next| next.space_before && next.kind == TokenKind::Word)?;
        let place = TextSpan::new(own.span.start, next.span.end);
        return Some(Hit::new(place).edit(TextSpan::new(own.span.end, next.span.start), ""));
    }
    let before = at.token(-1).filter(|before| before.kind != TokenKind::Mark || at.text(-1) == ")")?;
    let wrong = match at.text(0) {
        ")" | "]" => at.is_word(-1) && at.text(-1).chars().count() > 1,
        "," | ";" => at.text(-1) == ")",
        _ => false,
    };
    (own.space_before && wrong).then(|| closed(before, own))
}

/// A hit on a mark that stands apart from what is before it.
fn closed(before: &Token, own: &Token) -> Hit {
    let place = TextSpan::new(before.span.start, own.span.end);
    Hit::new(place).edit(TextSpan::new(before.span.end, own.span.start), "")
}

/// No space behind the mark at `at`, between two words.
fn missing_space(at: &At<'_>) -> Option<Hit> {
    if !at.touches(0) || !at.touches(1) || at.token(1)?.kind != TokenKind::Word || at.token(-1)?.kind == TokenKind::Link
    {
        return None;
    }
    let (mark, next) = (at.text(0), at.text(1));
    let long = next.chars().filter(|sign| sign.is_alphabetic()).count() > 1 && next.starts_with(char::is_alphabetic);
    let spaced = |step: i32| at.token(step).is_none_or(|token| token.space_before || token.kind == TokenKind::Mark);
    let capital = at.token(1)?.case == Case::Capital;
    let wrong = match mark {
        "," => at.is_word(-1) && at.text(-1).chars().count() > 1 && spaced(-1),
        ";" => at.is_plain_word(-1, 2) && spaced(-1),
        "." => at.is_plain_word(-1, 2) && spaced(-1) && capital && at.text(2) != ".",
        "?" | "!" => at.is_plain_word(-1, 2) && spaced(-1) && capital,
        "”" => at.token(-1)?.kind == TokenKind::Mark && matches!(at.text(-1), "," | "." | "?" | "!"),
        _ => false,
    };
    let place = at.span(-1, 1);
    (long && wrong).then(|| Hit::new(place).value("mark", mark).edit(at.span(0, 0), format!("{mark} ")))
}

/// All double spaces of the draft, as one hit. Columns set with spaces are left alone, and so is markup, in which a
/// reader sees one space.
fn double_spaces(scene: &Scene<'_>) -> Option<Hit> {
    let document = scene.document;
    memchr::memmem::find(document.text.as_bytes(), b"  ")?;
    let mut gaps: Vec<TextSpan> = Vec::new();
    for block in document.blocks.iter().filter(|block| scene.rule.scope.has_role(block.role)) {
        let own = document.tokens.get(block.tokens.start as usize..block.tokens.end as usize).unwrap_or_default();
        let all = own.windows(2).map(|pair| TextSpan::new(pair[0].span.end, pair[1].span.start));
        let wide: Vec<TextSpan> = all.filter(|gap| gap.len() > 1 && is_blank(document.slice(*gap))).collect();
        if wide.iter().all(|gap| gap.len() <= WIDEST) {
            gaps.extend(wide);
        }
    }
    let first = *gaps.first()?;
    let edits = gaps.iter().map(|gap| (Place::Text(*gap), " ".to_owned())).collect();
    let mut hit = Hit::new(first).value("count", gaps.len().to_string());
    if gaps.len() > 1 {
        hit = hit.value("more", (gaps.len() - 1).to_string());
    }
    hit.fixes.push(HitFix { edits, safety: Safety::Safe });
    Some(hit)
}

/// The widest gap between two words that is a slip of the thumb, in bytes.
const WIDEST: u32 = 2;

/// Adds a hit, to the last one where they share a mark: “( FB ) ,”.
fn push(hits: &mut Vec<Hit>, mut hit: Hit) {
    if let Some(last) = hits.last_mut()
        && let (Place::Text(one), Place::Text(other)) = (last.place, hit.place)
        && one.overlaps(other)
    {
        last.place = Place::Text(one.join(other));
        match (last.fixes.first_mut(), hit.fixes.pop()) {
            (Some(fix), Some(more)) => fix.edits.extend(more.edits),
            _ => last.fixes.clear(),
        }
        return;
    }
    hits.push(hit);
}

fn is_blank(gap: &str) -> bool {
    gap.bytes().all(|byte| byte == b' ')
}

impl Check for Punctuation {
    fn lists(&self) -> Vec<&str> {
        let named = [&*self.names, &*self.openers, &*self.mass_nouns, &*self.short_words];
        named.into_iter().filter(|name| !name.is_empty()).collect()
    }

    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let document = scene.document;
        let look = match self.check {
            PunctuationCheck::Doubled => doubled,
            PunctuationCheck::StraySpace => stray_space,
            PunctuationCheck::BracketSpace => bracket_space,
            PunctuationCheck::MissingSpace => missing_space,
            PunctuationCheck::DoubleSpace => {
                hits.extend(double_spaces(scene).filter(|_| document.format != "html"));
                return;
            }
            PunctuationCheck::Capital => return capital::find(self, scene, hits),
            PunctuationCheck::Stop => return stop::find(scene, hits),
        };
        // Marks of programs have rules of their own. Hits are few, so that they ask, and not every block; once a block.
        let is_code = |block: &Block| document.slice(block.text).contains(['{', '}', '<', '\\']);
        for block in document.blocks.iter().filter(|block| scene.rule.scope.has_role(block.role)) {
            let may_be_wrong = |token: &u32| self.check.may_be_wrong(&document.tokens, *token as usize);
            let mut code = None;
            for token in document.marks_of(block).iter().copied().filter(may_be_wrong) {
                if let Some(hit) = look(&At { document, block, token })
                    && scene.in_scope(token)
                    && !*code.get_or_insert_with(|| is_code(block))
                {
                    push(hits, hit);
                }
            }
        }
        // Two cries in one draft are its voice.
        let is_cry = |hit: &Hit| matches!(hit.place, Place::Text(span) if document.slice(span).starts_with(['!', '?']));
        if self.check == PunctuationCheck::Doubled && hits.iter().filter(|hit| is_cry(hit)).count() > 1 {
            hits.retain(|hit| !is_cry(hit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_blank;

    #[test]
    fn only_spaces_are_blank() {
        assert!(is_blank("  ") && !is_blank(" \n") && !is_blank(" \u{a0}"));
    }
}
