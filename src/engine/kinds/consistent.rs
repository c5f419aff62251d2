//! `consistent`: one form a draft. Where a draft has several variants of one thing, the minority is flagged.

use super::{Anchor, Check, Data, Hit, HitFix, Place, Scene, pattern};
use crate::document::{Case, Document, TextSpan, TokenKind, tokens};
use crate::engine::expression::{Expression, FoundBy};
use crate::engine::index::Gate;
use crate::engine::reader::{Item, Reader};
use crate::finding::Safety;
use crate::list::{Form, Lists, Seq, Text};
use regex_automata::util::captures::Captures;

/// Keys of `kind = "consistent"`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Consistent {
    /// `sets`: arrays of variants that mean the same. A variant is a text, its inflections divided by `|` in the same order
    /// in every variant (`"adviser|advisers"`); a table `{ words, name }` of the same; or a table
    /// `{ pattern, replace, name }` that a regular expression finds: its first group, or the whole match.
    pub sets: Seq<ConsistentSet>,
    /// `join`: what is flagged together, as one finding with all edits: what is in one `sentence`, from the first to the
    /// last; or all of the `draft`, at the place of its first sentence. Nothing if not said.
    pub join: ConsistentJoin,
    /// `prefer`: which variant wins where both occur equally often: the `first` in the draft (default), or the first `listed`.
    pub prefer_listed: bool,
    /// `exact`: whether the case must be as written in the rule. Names count then, too.
    pub exact: bool,
    /// `least`: the fewest places of the minority that make a mix, in one sentence. 0 and 1, the default, are any.
    pub least: u32,
    /// `outweigh`: how many times as often as all others the majority must occur; a draft in which it does not has no way
    /// of its own, and only a form of the minority that the majority has too is flagged. 0, the default, asks for nothing.
    pub outweigh: u32,
}

/// What a `consistent` rule flags together.
#[derive(Copy, Clone, PartialEq, Eq, Default)]
pub enum ConsistentJoin {
    /// Nothing.
    #[default]
    Nothing,
    /// What is in one sentence.
    Sentence,
    /// All of the draft.
    Draft,
}

impl std::fmt::Debug for ConsistentJoin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Nothing => "ConsistentJoin::Nothing",
            Self::Sentence => "ConsistentJoin::Sentence",
            Self::Draft => "ConsistentJoin::Draft",
        })
    }
}

/// Variants that mean the same.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ConsistentSet {
    /// The variants.
    pub variants: Seq<ConsistentVariant>,
}

/// One of the variants.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ConsistentVariant {
    /// What messages call it.
    pub name: Text,
    /// Its inflections.
    pub forms: Seq<Form>,
    /// What finds it where it is no word.
    pub expression: Option<Expression>,
    /// What the fix writes where it is no word.
    pub replace: Text,
}

/// How many inflections an anchor's item can tell apart.
const FORMS: u32 = 1024;
/// How many variants it can.
const VARIANTS: u32 = 16;

impl Consistent {
    pub(super) fn read(reader: &mut Reader<'_, '_>) -> Data {
        let sets: Seq<ConsistentSet> = reader.items("sets").iter().filter_map(read_set).collect();
        if sets.is_empty() {
            reader.problem_here("`sets` is missing", "write sets = [[\"adviser\", \"advisor\"]]");
        }
        let joins = [("sentence", ConsistentJoin::Sentence), ("draft", ConsistentJoin::Draft)];
        let join = reader.choice("join", &joins).unwrap_or_default();
        let prefer_listed = reader.choice("prefer", &[("first", false), ("listed", true)]).unwrap_or(false);
        let exact = reader.flag("exact").unwrap_or(false);
        let mut number = |key| reader.number(key, 0..=99).and_then(|number| u32::try_from(number).ok()).unwrap_or(0);
        let (least, outweigh) = (number("least"), number("outweigh"));
        Data::Consistent(Self { sets, join, prefer_listed, exact, least, outweigh })
    }

    fn variant(&self, item: u32) -> Option<&ConsistentVariant> {
        let (set, variant, _) = split(item);
        self.sets.get(set)?.variants.get(variant)
    }

    /// The expressions of the variants that have one, each with the item of its hits.
    fn patterns(&self) -> impl Iterator<Item = (u32, &Expression)> {
        let sets = self.sets.iter().enumerate();
        let variants = sets.flat_map(|(number, set)| {
            set.variants.iter().enumerate().map(move |(own, variant)| (number, own, variant))
        });
        variants.filter_map(|(set, own, variant)| Some((pack(set, own, 0), variant.expression.as_ref()?)))
    }

    /// The hits of one set, the majority's variants left out.
    fn settle_set(&self, scene: &Scene<'_>, mut own: Vec<Hit>) -> Vec<Hit> {
        own.sort_by_key(start);
        let Some(winner) = self.winner(&own) else { return Vec::new() };
        let Some(example) = own.iter().find(|hit| split(hit.item).1 == winner).map(|hit| hit.place) else {
            return Vec::new();
        };
        let minority = own.iter().filter(|hit| split(hit.item).1 != winner).count();
        if self.least > 1 && most_in_a_sentence(scene, &own, winner) < self.least as usize {
            return Vec::new();
        }
        // One word spelled two ways is a slip, whatever the others are.
        let weak = own.len() - minority < minority * self.outweigh as usize;
        let won: Vec<usize> =
            own.iter().map(|hit| split(hit.item)).filter(|item| item.1 == winner).map(|item| item.2).collect();
        let losers: Vec<Hit> = own
            .into_iter()
            .filter(|hit| split(hit.item).1 != winner && (!weak || won.contains(&split(hit.item).2)))
            .map(|hit| self.word(scene, hit, winner, example))
            .collect();
        match self.join {
            ConsistentJoin::Nothing => losers,
            ConsistentJoin::Sentence => join_sentences(scene, losers),
            ConsistentJoin::Draft => join_draft(join_sentences(scene, losers)),
        }
    }

    /// The variant that occurs most often; `None` where there is only one.
    fn winner(&self, own: &[Hit]) -> Option<usize> {
        let mut counts: Vec<(usize, usize, usize)> = Vec::new();
        for (order, hit) in own.iter().enumerate() {
            let variant = split(hit.item).1;
            match counts.iter_mut().find(|(known, ..)| *known == variant) {
                Some((_, count, _)) => *count += 1,
                None => counts.push((variant, 1, order)),
            }
        }
        if counts.len() < 2 {
            return None;
        }
        let rank = |(variant, count, order): &(usize, usize, usize)| {
            (*count, std::cmp::Reverse(if self.prefer_listed { *variant } else { *order }))
        };
        counts.into_iter().max_by_key(rank).map(|(variant, ..)| variant)
    }

    /// Words an occurrence of a variant that lost.
    fn word(&self, scene: &Scene<'_>, hit: Hit, winner: usize, example: Place) -> Hit {
        let (set, _, form) = split(hit.item);
        let names = |variant: &ConsistentVariant| variant.name.to_string();
        let own = self.variant(hit.item).map(names).unwrap_or_default();
        let better = self.sets.get(set).and_then(|set| set.variants.get(winner));
        let text = better.map(|variant| match variant.forms.get(form) {
            Some(form) if self.exact => form.text.to_string(),
            Some(form) => match_case(&prose(scene, hit.place), &form.text),
            None => variant.replace.to_string(),
        });
        let hit = hit
            .label("majority", example)
            .value("variant", own)
            .value("majority", better.map(names).unwrap_or_default());
        match text {
            Some(text) if !text.is_empty() => hit.replace(text),
            _ => hit,
        }
    }
}

/// How many places of the minority one sentence has, at most.
fn most_in_a_sentence(scene: &Scene<'_>, own: &[Hit], winner: usize) -> usize {
    let losers = own.iter().filter(|hit| split(hit.item).1 != winner);
    let sentences: Vec<u32> =
        losers.map(|hit| scene.document.sentence_of(scene.document.token_at(start(hit)))).collect();
    sentences.chunk_by(|one, other| one == other).map(<[u32]>::len).max().unwrap_or(0)
}

/// The item of an anchor: set, variant and form in one number.
fn pack(set: usize, variant: usize, form: usize) -> u32 {
    (set as u32 * VARIANTS + variant as u32) * FORMS + form as u32
}

fn split(item: u32) -> (usize, usize, usize) {
    ((item / FORMS / VARIANTS) as usize, (item / FORMS % VARIANTS) as usize, (item % FORMS) as usize)
}

fn read_set(item: &Item<'_, '_>) -> Option<ConsistentSet> {
    let variants: Vec<ConsistentVariant> = item.items().iter().filter_map(read_variant).collect();
    if variants.len() < 2 || variants.len() > VARIANTS as usize {
        item.problem("a set has two variants or more", "write the variants side by side: [\"adviser\", \"advisor\"]");
        return None;
    }
    if variants
        .iter()
        .any(|variant| variant.forms.len() != variants[0].forms.len() || variant.forms.len() > FORMS as usize)
    {
        item.problem(
            "the variants of a set differ in the number of their forms",
            "give every variant the same inflections, divided by |",
        );
        return None;
    }
    Some(ConsistentSet { variants: variants.into() })
}

fn read_variant(item: &Item<'_, '_>) -> Option<ConsistentVariant> {
    if !item.is_table() {
        let text = item.text()?;
        let forms: Vec<Form> = text.split('|').map(|form| tokens::form(form.trim())).collect();
        let name = forms.first().map(|form| form.text.clone()).unwrap_or_default();
        return Some(ConsistentVariant { name, forms: forms.into(), ..ConsistentVariant::default() });
    }
    let mut table = item.table()?;
    if let Some(words) = table.text("words") {
        let forms = words.split('|').map(|form| tokens::form(form.trim())).collect();
        let name = table.text("name").unwrap_or_else(|| words.split('|').next().unwrap_or_default().into());
        table.finish();
        return Some(ConsistentVariant { name, forms, ..ConsistentVariant::default() });
    }
    let pattern = table.required_text("pattern", "write the expression that finds the variant, or its `words`");
    let variant = ConsistentVariant {
        name: table.text("name").unwrap_or_else(|| pattern.clone()),
        replace: table.text("replace").unwrap_or_default(),
        forms: Seq::default(),
        expression: match Expression::new(&pattern) {
            Ok(expression) => Some(expression),
            Err((message, help)) => {
                table.problem_at_key("pattern", message, help);
                None
            }
        },
    };
    table.finish();
    Some(variant)
}

fn start(hit: &Hit) -> u32 {
    match hit.place {
        Place::Text(span) => span.start,
        Place::File(span) => span.start,
    }
}

fn prose(scene: &Scene<'_>, place: Place) -> String {
    match place {
        Place::Text(span) => scene.document.slice(span).to_owned(),
        Place::File(span) => scene.document.source.slice(span).to_owned(),
    }
}

/// `new` with the case of `old`: all capitals, a first capital, or as it is.
pub(super) fn match_case(old: &str, new: &str) -> String {
    let letters = || old.chars().filter(|sign| sign.is_alphabetic());
    if letters().count() > 1 && letters().all(char::is_uppercase) {
        return new.to_uppercase();
    }
    let mut rest = new.chars();
    match (letters().next(), rest.next()) {
        (Some(first), Some(own)) if first.is_uppercase() => own.to_uppercase().chain(rest).collect(),
        _ => new.to_owned(),
    }
}

/// Makes one hit of those in one sentence, from the first to the last, with all their edits.
fn join_sentences(scene: &Scene<'_>, hits: Vec<Hit>) -> Vec<Hit> {
    let mut joined: Vec<Hit> = Vec::new();
    let sentence = |hit: &Hit| scene.document.sentence_of(scene.document.token_at(start(hit)));
    for hit in hits {
        let Some(last) = joined.last_mut().filter(|last| sentence(last) == sentence(&hit)) else {
            joined.push(hit);
            continue;
        };
        if let (Place::Text(one), Place::Text(other)) = (last.place, hit.place) {
            last.place = Place::Text(one.join(other));
        }
        take_edits(last, hit);
    }
    joined
}

/// How many further places of a draft are shown.
const SHOWN: usize = 3;

/// Makes one hit of those of a draft, at the first place, with all their edits.
fn join_draft(hits: Vec<Hit>) -> Vec<Hit> {
    let more = hits.len().saturating_sub(1);
    let mut rest = hits.into_iter();
    let Some(mut first) = rest.next() else { return Vec::new() };
    for (number, hit) in rest.enumerate() {
        if number < SHOWN {
            first = first.label("more", hit.place);
        }
        take_edits(&mut first, hit);
    }
    if more > 0 {
        first = first.value("more", more.to_string());
    }
    vec![first]
}

/// Adds the edits of a hit to the fix of another.
fn take_edits(hit: &mut Hit, other: Hit) {
    let more = other.fixes.into_iter().next().map(|fix| fix.edits).unwrap_or_default();
    match hit.fixes.first_mut() {
        Some(fix) => fix.edits.extend(more),
        None => hit.fixes.push(HitFix { edits: more, safety: Safety::Safe }),
    }
}

impl Check for Consistent {
    fn anchors(&self, _: &Lists) -> Vec<Anchor> {
        let mut anchors = Vec::new();
        for (set_number, set) in self.sets.iter().enumerate() {
            for (number, variant) in set.variants.iter().enumerate() {
                for (form_number, form) in variant.forms.iter().enumerate() {
                    let item = pack(set_number, number, form_number);
                    anchors.extend(form.words.first().map(|word| Anchor { word: *word, item }));
                }
            }
        }
        anchors
    }

    fn gate(&self, item: u32, _: &Lists) -> Gate {
        let form = self.variant(item).and_then(|variant| variant.forms.get(split(item).2));
        form.map_or(Gate::OPEN, Gate::of_form)
    }

    fn expressions(&self) -> Vec<&Expression> {
        self.patterns().map(|(_, pattern)| pattern).collect()
    }

    fn at(&self, scene: &Scene<'_>, item: u32, token: u32, hits: &mut Vec<Hit>) {
        let Some(form) = self.variant(item).and_then(|variant| variant.forms.get(split(item).2)) else { return };
        if !form.starts(scene.document.tokens.get(token as usize..).unwrap_or_default()) {
            return;
        }
        let span = scene.document.span_of(token..token + form.words.len() as u32);
        if is_joined_participle(scene.document, &form.text, token + form.words.len() as u32) {
            return;
        }
        let fits = if self.exact { scene.document.slice(span) == &*form.text } else { !is_name(scene.document, token) };
        if !fits {
            return;
        }
        // `sign up` and `signup` differ in white space alone, and so do `sign - up` and `sign-up`.
        if form.text.contains(' ') == scene.document.slice(span).contains(char::is_whitespace) {
            hits.push(Hit { item, ..Hit::new(span) });
        }
    }

    fn signs(&self) -> Vec<(Text, bool, u32)> {
        pattern::signs_of(self.expressions().into_iter(), Expression::found_by)
    }

    fn at_signs(&self, scene: &Scene<'_>, item: u32, places: &[TextSpan], hits: &mut Vec<Hit>) {
        let Some((own, pattern)) = self.patterns().nth(item as usize) else { return };
        take(scene, own, pattern::matches_around(scene, item as usize, pattern, places), hits);
    }

    fn reads_draft(&self) -> bool {
        self.patterns().any(|(_, pattern)| pattern.found_by() != FoundBy::Signs)
    }

    fn draft(&self, scene: &Scene<'_>, hits: &mut Vec<Hit>) {
        for (number, (own, pattern)) in self.patterns().enumerate() {
            if pattern.found_by() != FoundBy::Signs {
                take(scene, own, pattern::matches_everywhere(scene, number, pattern), hits);
            }
        }
    }

    fn settles(&self) -> bool {
        true
    }

    fn settle(&self, scene: &Scene<'_>, hits: Vec<Hit>) -> Vec<Hit> {
        let mut by_set: std::collections::BTreeMap<usize, Vec<Hit>> = std::collections::BTreeMap::new();
        for hit in hits {
            by_set.entry(split(hit.item).0).or_default().push(hit);
        }
        by_set.into_values().flat_map(|own| self.settle_set(scene, own)).collect()
    }
}

/// Turns matches of an expression, each given with its block, into hits of its variant.
fn take(scene: &Scene<'_>, item: u32, found: Vec<(TextSpan, Captures)>, hits: &mut Vec<Hit>) {
    let document = scene.document;
    for (block, found) in found {
        let Some(found) = found.get_group(1).or_else(|| found.get_group(0)) else { continue };
        let span = TextSpan::new(block.start + found.start as u32, block.start + found.end as u32);
        let span = trimmed(document.slice(span), span);
        if scene.rule.scope.has_side(document.is_quoted(document.token_at(span.start))) {
            hits.push(Hit { item, ..Hit::new(span) });
        }
    }
}

/// Whether a hyphen joins a participle to what follows: “burnt-out cars” are burnt in every house.
fn is_joined_participle(document: &Document, form: &str, next: u32) -> bool {
    let hyphen =
        document.tokens.get(next as usize).is_some_and(|mark| !mark.space_before) && document.word(next) == "-";
    hyphen && !form.contains('-') && (form.ends_with("ed") || form.ends_with('t'))
}

/// Whether a word is part of a name, which is spelled as its owner spells it: a capital inside a sentence, or at its head
/// with another behind it.
fn is_name(document: &Document, token: u32) -> bool {
    let sentence = document.sentences.get(document.sentence_of(token) as usize);
    let opens = sentence.is_some_and(|sentence| {
        document.tokens[sentence.tokens.start as usize..token as usize]
            .iter()
            .all(|token| token.kind == TokenKind::Mark)
    });
    let capital =
        |at: u32| document.tokens.get(at as usize).is_some_and(|token| !matches!(token.case, Case::Lower | Case::None));
    capital(token) && (!opens || capital(token + 1))
}

/// A span without the white space at its ends: expressions may ask for it, edits leave it alone.
fn trimmed(text: &str, span: TextSpan) -> TextSpan {
    let head = text.len() - text.trim_start().len();
    TextSpan::new(span.start + head as u32, span.start + (head + text.trim().len()) as u32)
}

#[cfg(test)]
mod tests {
    use super::match_case;

    #[test]
    fn case_is_kept() {
        assert_eq!(match_case("Signup", "sign-up"), "Sign-up");
        assert_eq!(match_case("SIGNUP", "sign-up"), "SIGN-UP");
        assert_eq!(match_case("signup", "sign-up"), "sign-up");
        assert_eq!(match_case("–", "—"), "—");
    }
}
