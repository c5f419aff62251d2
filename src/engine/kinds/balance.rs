//! `balance`: brackets that open and never close, or the reverse.

use super::{Check, Data, Hit, Scene};
use crate::document::{Block, Document};
use crate::engine::reader::Reader;
use crate::list::{Seq, Text, word_hash};

/// Keys of `kind = "balance"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Balance {
    /// `pairs`: what opens and what closes, two characters each, such as `"()"`. Checked block by block.
    pub pairs: Seq<Text>,
}

impl Balance {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let mut pairs = Vec::new();
        for item in reader.items("pairs") {
            let Some(text) = item.text() else { continue };
            if text.chars().count() == 2 {
                pairs.push(text);
            } else {
                item.problem("a pair is two characters", "write what opens and what closes: \"()\"");
            }
        }
        if pairs.is_empty() {
            reader.problem_here("`pairs` is missing", "write pairs = [\"()\", \"[]\"]");
        }
        Data::Balance(Self { pairs: pairs.into() })
    }

    /// The pairs by the hashes of what opens and what closes: most marks of a draft are others.
    fn ends(&self) -> Ends {
        let ends = self.pairs.iter().map(|pair| pair.split_at(pair.chars().next().map_or(0, char::len_utf8)));
        ends.map(|(opening, closing)| [word_hash(opening), word_hash(closing)]).collect()
    }

    fn check_block(scene: &Scene<'_>, ends: &Ends, block: &Block, hits: &mut Vec<Hit>) {
        let mut open: Vec<(usize, u32)> = Vec::new();
        // How many of each pair are open, so that one that is not is not looked for.
        let mut counts = vec![0_usize; ends.len()];
        let mut lonely = Vec::new();
        for token in scene.document.marks_of(block).iter().copied() {
            match side(ends, scene.document, token) {
                Some((pair, true)) => {
                    counts[pair] += 1;
                    open.push((pair, token));
                }
                Some((pair, false)) if counts[pair] > 0 => {
                    while let Some((other, _)) = open.pop() {
                        counts[other] -= 1;
                        if other == pair {
                            break;
                        }
                    }
                }
                Some(_) if is_list_letter(scene.document, block, token) => {}
                Some(_) => lonely.push(token),
                None => {}
            }
        }
        lonely.extend(open.into_iter().map(|(_, token)| token));
        if lonely.len() > MOST {
            lonely.truncate(1);
        }
        let tokens = lonely.into_iter().filter(|token| !is_face(scene.document, *token) && scene.in_scope(*token));
        hits.extend(tokens.map(|token| Hit::new(scene.document.tokens[token as usize].span)));
    }
}

/// For each pair the hashes of what opens and of what closes.
type Ends = Vec<[u64; 2]>;

/// Which pair a mark belongs to, and whether it opens.
fn side(ends: &Ends, document: &Document, mark: u32) -> Option<(usize, bool)> {
    let word = document.tokens.get(mark as usize)?.word;
    let pair = ends.iter().position(|pair| pair.contains(&word))?;
    Some((pair, ends[pair][0] == word))
}

/// More lonely brackets in one block are no slips of a writer, and are told once.
const MOST: usize = 20;

/// Whether a closing bracket belongs to the letter or number of an item: `a)`, `2)`, `iv)`.
fn is_list_letter(document: &Document, block: &Block, close: u32) -> bool {
    let Some(before) = close.checked_sub(1).filter(|before| *before >= block.tokens.start) else { return false };
    let text = document.word(before);
    let short = text.len() <= 2 || text.chars().all(|sign| matches!(sign, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'));
    let token = &document.tokens[before as usize];
    short
        && token.space_before
        && text.chars().all(char::is_alphanumeric)
        && !document.tokens[close as usize].space_before
}

/// Whether a bracket is part of a face of marks, `:)`.
fn is_face(document: &Document, bracket: u32) -> bool {
    let before = bracket.checked_sub(1).map_or("", |before| document.word(before));
    let token = &document.tokens[bracket as usize];
    !token.space_before
        && (before.ends_with([':', ';', '='])
            || (before == "-" && bracket > 1 && matches!(document.word(bracket - 2), ":" | ";")))
}

impl Check for Balance {
    fn reads_draft(&self) -> bool {
        true
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        let blocks = scene.document.blocks.iter().filter(|block| scene.rule.scope.has_role(block.role));
        let ends = self.ends();
        let has_any = |block: &&Block| {
            scene.document.marks_of(block).iter().any(|mark| side(&ends, scene.document, *mark).is_some())
        };
        for block in blocks.filter(has_any) {
            Self::check_block(scene, &ends, block, hits);
        }
    }
}
