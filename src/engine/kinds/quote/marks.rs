//! Checks of the marks themselves.

use super::Quote as Keys;
use super::closing::closing;
use crate::document::quotes::Marks;
use crate::document::{Document, Quote, QuoteKind, TextSpan};
use crate::engine::kinds::{Hit, HitFix, Place, Scene};
use crate::engine::rule::Profile;
use crate::finding::Safety;
use crate::input::Role;

/// Marks without a partner.
pub(super) fn unbalanced(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let document = scene.document;
    for mark in document.unpaired.iter().filter(|mark| !mark.turned && in_scope(scene, mark.span.start)) {
        let mut hit = Hit::new(mark.span);
        let single = matches!(document.slice(mark.span), "‘" | "'");
        let fault = match (mark.opens, single) {
            (true, false) => "opens, and never closes",
            (true, true) => "opens, and never closes, or is an apostrophe that faces the wrong way",
            (false, _) => "closes what never opened",
        };
        hit.soft = !mark.opens || single;
        if let Some((place, text)) = mark.opens.then(|| closing(scene, mark.span)).flatten() {
            hit = hit.edit(place, text);
        }
        hits.push(hit.value("fault", fault));
    }
}

/// Curly marks that face the wrong way.
pub(super) fn turned(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    for mark in scene.document.unpaired.iter().filter(|mark| mark.turned && in_scope(scene, mark.span.start)) {
        let right = if mark.opens { "“" } else { "”" };
        hits.push(Hit::new(mark.span).replace(right));
    }
}

fn in_scope(scene: &Scene<'_>, offset: u32) -> bool {
    scene.document.block_at(offset).is_some_and(|block| scene.rule.scope.has_role(block.role))
}

fn is_single(marks: Marks) -> bool {
    matches!(marks, Marks::CurlySingle | Marks::StraightSingle)
}

fn is_double(marks: Marks) -> bool {
    matches!(marks, Marks::CurlyDouble | Marks::StraightDouble)
}

fn role_of(document: &Document, quote: &Quote) -> Role {
    document.blocks.get(quote.block as usize).map_or(Role::Furniture, |block| block.role)
}

/// The opening and the closing mark; none where the quotation runs on.
fn marks_of(quote: &Quote) -> Option<[TextSpan; 2]> {
    (!quote.open).then(|| {
        [TextSpan::new(quote.span.start, quote.content.start), TextSpan::new(quote.content.end, quote.span.end)]
    })
}

/// Quotations in marks of the wrong level.
pub(super) fn nested(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let body = |quote: &&Quote| quote.depth == 0 && !matches!(role_of(document, quote), Role::Headline | Role::Heading);
    // Most drafts have double marks and none inside them: right, unless single ones are the convention.
    let is_plain = document.quotes.iter().all(|quote| quote.depth == 0 && !is_single(quote.marks));
    if is_plain && scene.settings.profile != Profile::Uk {
        return;
    }
    let singles =
        document.quotes.iter().filter(body).filter(|quote| is_single(quote.marks) && is_speech(document, quote));
    let doubles =
        document.quotes.iter().filter(body).filter(|quote| is_double(quote.marks) && is_speech(document, quote));
    let (singles, doubles) = (singles.count(), doubles.count());
    let terms = document.quotes.iter().filter(body).filter(|quote| is_single(quote.marks)).count() > singles;
    let outer_single = singles > doubles || (singles == doubles && scene.settings.profile == Profile::Uk);
    for (index, quote) in document.quotes.iter().enumerate() {
        let wrong = match quote.depth {
            0 if outer_single => is_double(quote.marks),
            // Where single marks hold terms, one more that ends a sentence may be a term too.
            0 if terms && quote.kind != QuoteKind::Full => false,
            0 => is_single(quote.marks) && doubles > 0 && !is_heading(document, quote),
            _ => false,
        };
        let scoped = scene.rule.scope.has_role(role_of(document, quote));
        if wrong && scoped && is_speech(document, quote) {
            hits.push(exchanged(document, index));
        } else if scoped && repeats_outer(document, index) {
            hits.push(inner(quote));
        }
    }
}

/// Whether the block of a quotation is a line without a stop, such as a heading that no markup tells.
fn is_heading(document: &Document, quote: &Quote) -> bool {
    let block = document.blocks.get(quote.block as usize).map_or(quote.span, |block| block.text);
    let text = document.slice(block).trim_end().trim_end_matches(['”', '’', '"', '\'', ')']);
    !text.ends_with(['.', '!', '?', '…', ':', ','])
}

/// Whether a quotation is a sentence, or ends like one: scare quotes and terms have marks of their own in many houses.
fn is_speech(document: &Document, quote: &Quote) -> bool {
    let content = document.slice(quote.content).trim();
    content.split_whitespace().nth(1).is_some()
        && quote.kind != QuoteKind::Title
        && (quote.kind == QuoteKind::Full || content.ends_with(['.', ',', '!', '?']))
}

/// Whether a quotation stands between the same marks as the one around it. Straight marks open and close alike: which of
/// them pair is not sure enough.
fn repeats_outer(document: &Document, index: usize) -> bool {
    let quote = &document.quotes[index];
    let outer = document.quotes[..index].iter().rev().take(8).find(|outer| outer.depth < quote.depth);
    quote.depth > 0
        && !quote.open
        && (quote.marks == Marks::CurlyDouble || quote.marks == Marks::CurlySingle && is_closed_word(document, quote))
        && outer.is_some_and(|outer| {
            outer.depth + 1 == quote.depth && outer.marks == quote.marks && outer.span.contains(quote.span)
        })
}

/// Whether a quotation in single marks holds a few words and its closing mark can be no apostrophe of a plural.
fn is_closed_word(document: &Document, quote: &Quote) -> bool {
    const FEW: usize = 8;
    let content = document.slice(quote.content);
    let behind = document.text.get(quote.span.end as usize..).and_then(|rest| rest.chars().next());
    content.split_whitespace().take(FEW + 1).count() <= FEW
        && !content.ends_with(['s', 'z', 'x', 'n'])
        && behind.is_none_or(|sign| !sign.is_alphanumeric())
}

/// Exchanges single for double marks or the reverse, inside too.
fn exchanged(document: &Document, index: usize) -> Hit {
    let quote = &document.quotes[index];
    let inside = document.quotes[index..].iter().take_while(|inner| quote.span.contains(inner.span));
    let mut edits = Vec::new();
    for marks in inside.clone().filter_map(|inner| Some((inner.marks, marks_of(inner)?))) {
        let (kind, spans) = marks;
        edits.extend(spans.into_iter().zip(other_level(kind)).map(|(span, text)| (Place::Text(span), text.to_owned())));
    }
    edits.sort_by_key(|(place, _)| match place {
        Place::Text(span) => span.start,
        Place::File(span) => span.start,
    });
    let safety = if inside.count() == 1 { Safety::Safe } else { Safety::Suggest };
    let marks = other_level(quote.marks).join("…");
    let mut hit = Hit::new(quote.span).value("marks", marks);
    if !quote.open {
        hit.fixes.push(HitFix { edits, safety });
    }
    hit
}

fn inner(quote: &Quote) -> Hit {
    let right = other_level(quote.marks);
    let mut hit = Hit::new(quote.span).value("marks", right.join("…"));
    if let Some(spans) = marks_of(quote) {
        let edits = spans.into_iter().zip(right).map(|(span, text)| (Place::Text(span), text.to_owned())).collect();
        hit.fixes.push(HitFix { edits, safety: Safety::Safe });
    }
    hit
}

/// The marks of the other level, of the same make.
fn other_level(marks: Marks) -> [&'static str; 2] {
    match marks {
        Marks::CurlyDouble => ["‘", "’"],
        Marks::StraightDouble => ["'", "'"],
        Marks::CurlySingle => ["“", "”"],
        Marks::StraightSingle => ["\"", "\""],
        Marks::Other => ["‹", "›"],
    }
}

/// Straight among curly quotations, or the other way round: the minority.
pub(super) fn mixed(scene: &Scene<'_>, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let own = |quote: &&Quote| scene.rule.scope.has_role(role_of(document, quote));
    let count = |marks: Marks| document.quotes.iter().filter(own).filter(|quote| quote.marks == marks).count();
    let (curly, straight) = (count(Marks::CurlyDouble), count(Marks::StraightDouble));
    if curly == 0 || straight == 0 {
        return;
    }
    let (minority, right) =
        if curly >= straight { (Marks::StraightDouble, ["“", "”"]) } else { (Marks::CurlyDouble, ["\"", "\""]) };
    let style = if curly >= straight { "curly" } else { "straight" };
    let places: Vec<&Quote> = document.quotes.iter().filter(own).filter(|quote| quote.marks == minority).collect();
    // A word or two in other marks, cited as a word, is seen by few; speech in other marks is seen by all.
    if !places.iter().any(|quote| is_spoken(document, quote)) {
        return;
    }
    let Some(first) = places.first() else { return };
    let majority = document.quotes.iter().filter(own).filter(|quote| quote.marks != minority && is_double(quote.marks));
    let others: Vec<u32> = majority.map(|quote| quote.block).collect();
    if is_a_part(&places, &others) {
        return;
    }
    // It is one slip however many places show it: told once, with all of them in its fix.
    let spans = places.iter().filter_map(|quote| marks_of(quote));
    let mut edits: Vec<_> = spans
        .flat_map(|spans| spans.into_iter().zip(right))
        .map(|(span, text)| (Place::Text(span), text.to_owned()))
        .collect();
    edits.sort_by_key(|(place, _)| if let Place::Text(span) = place { span.start } else { 0 });
    if edits.is_empty() {
        return;
    }
    let mut hit = Hit::new(first.span).value("style", style);
    if places.len() > 1 {
        hit = hit.value("count", places.len().to_string());
    }
    for other in places.iter().skip(1).take(LABELLED) {
        hit = hit.label("other", other.span);
    }
    hit.fixes.push(HitFix { edits, safety: Safety::Safe });
    hits.push(hit);
}

/// From how many quotations on two kinds of marks may be two kinds of text.
const MIXTURE: usize = 12;
/// From how many blocks on a run of quotations in other marks is a text of its own.
const PART: usize = 3;

/// Whether the quotations in other marks come with a text of their own: a part of the draft in which no others stand, or so many
/// that neither kind is the odd one.
fn is_a_part(places: &[&Quote], others: &[u32]) -> bool {
    let total = places.len() + others.len();
    let mixture = total >= MIXTURE && places.len() * 3 > total;
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return false };
    let mut blocks: Vec<u32> = places.iter().map(|quote| quote.block).collect();
    blocks.dedup();
    let apart = !others.iter().any(|block| (first.block..=last.block).contains(block));
    mixture || (blocks.len() >= PART && apart)
}

/// Whether a quotation is a whole sentence, or begins with a capital and ends with a mark as one does.
fn is_spoken(document: &Document, quote: &Quote) -> bool {
    let content = document.slice(quote.content).trim();
    let whole = content.starts_with(char::is_uppercase) && content.ends_with(['.', ',', '!', '?']);
    quote.kind == QuoteKind::Full || whole && content.contains(' ')
}

/// How many other places a finding on the whole draft shows.
const LABELLED: usize = 3;

/// Commas and periods behind a closing double mark, unless that is the way of the draft: what it does more often than not.
pub(super) fn punctuation(scene: &Scene<'_>, keys: &Keys, hits: &mut Vec<Hit>) {
    let document = scene.document;
    let doubles: Vec<&Quote> = document.quotes.iter().filter(|quote| is_double(quote.marks) && !quote.open).collect();
    let outside = doubles.iter().filter_map(|quote| Some((*quote, mark_behind(document, quote)?)));
    // A whole sentence has its comma inside in both styles; only parts of sentences tell the two apart.
    let is_led = |quote: &Quote, mark: TextSpan| quote.kind == QuoteKind::Full && document.slice(mark) == ",";
    let (led, parts): (Vec<_>, Vec<_>) = outside.partition(|(quote, mark)| is_led(quote, *mark));
    let singles = document.quotes.iter().filter(|quote| quote.depth == 0 && is_single(quote.marks)).count();
    if led.is_empty() && parts.is_empty() || singles > doubles.len() {
        return;
    }
    let inside = |quote: &Quote, marks: &[char]| document.slice(quote.content).ends_with(marks);
    let (whole, broken): (Vec<&Quote>, Vec<&Quote>) = doubles.iter().partition(|quote| quote.kind == QuoteKind::Full);
    let led_inside = whole.iter().filter(|quote| inside(quote, &[','])).count();
    let part_inside = broken.iter().filter(|quote| inside(quote, &[',', '.'])).count();
    let is_phrase = |quote: &Quote| document.slice(quote.content).contains(' ');
    let phrases = parts.iter().filter(|(quote, _)| is_phrase(quote)).count();
    let american = is_american(scene, keys);
    // One that is outside is a slip in American copy; several, and none inside, are a way of its own.
    let wants_parts = american && parts.len() <= part_inside.max(1) || phrases * 2 <= part_inside;
    let wants_led = led.len() <= led_inside.max(1);
    let mut wrong: Vec<_> = [(wants_led, led), (wants_parts, parts)]
        .into_iter()
        .flat_map(|(wants, places)| places.into_iter().filter(move |_| wants))
        .filter(|(quote, _)| american || is_phrase(quote))
        .filter(|(quote, _)| scene.rule.scope.has_role(role_of(document, quote)))
        .collect();
    wrong.sort_by_key(|(_, mark)| mark.start);
    hits.extend(wrong.into_iter().map(|(quote, mark)| moved_inside(document, quote, mark)));
}

/// A mark that stands behind the closing one and belongs before it.
fn moved_inside(document: &Document, quote: &Quote, mark: TextSpan) -> Hit {
    let behind = TextSpan::new(quote.content.end, mark.end);
    let sign = document.slice(mark);
    let right = format!("{sign}{}", document.slice(TextSpan::new(quote.content.end, mark.start)));
    Hit::new(behind).value("mark", sign).edit(behind, right)
}

/// Whether a draft shows by its words that it is American, by two of them at least and none that is British.
fn is_american(scene: &Scene<'_>, keys: &Keys) -> bool {
    let signs = scene.lists.named(&keys.list);
    let mut seen = Vec::new();
    for (at, token) in scene.document.tokens.iter().enumerate() {
        let Some((entry, _)) = (!token.quoted).then(|| signs.starts(&scene.document.tokens[at..])).flatten() else {
            continue;
        };
        if entry.flag("british") {
            return false;
        }
        if seen.len() < 2 && !seen.contains(&entry.name()) {
            seen.push(entry.name());
        }
    }
    seen.len() == 2
}

/// The comma or period right behind a quotation that ends without a mark.
fn mark_behind(document: &Document, quote: &Quote) -> Option<TextSpan> {
    let behind = document.text.get(quote.span.end as usize..)?;
    let mut signs = behind.chars();
    let mark = signs.next().filter(|sign| matches!(sign, ',' | '.'))?;
    let next = signs.next();
    let content = document.slice(quote.content);
    let bare = content.ends_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '%' | ')' | '’' | '\''));
    let plain = !next.is_some_and(|next| next.is_alphanumeric() || next == mark);
    (bare && plain).then(|| TextSpan::new(quote.span.end, quote.span.end + 1))
}
