//! Targets: the addresses that the links of a draft lead to. They are no prose, and stand in its markup only.

use super::Pattern;
use crate::engine::kinds::{Hit, Scene};
use crate::source::Span;
use memchr::memmem;
use regex_automata::Input;

/// The longest address that is looked at, in bytes.
const LONGEST: usize = 2000;

/// What stands before an address, and the signs that end it, for each kind of markup.
const MARKUP: [(&str, &str, &[u8]); 3] = [
    ("markdown", "](", b") \t\n>]"),
    ("html", "href=\"", b"\"\n"),
    ("html", "href='", b"'\n"),
];

/// The matches of a rule’s expressions in the addresses of links.
pub(super) fn look(scene: &Scene<'_>, rule: &Pattern, hits: &mut Vec<Hit>) {
    let text = scene.document.source.text();
    for (_, opening, ends) in MARKUP.into_iter().filter(|(format, ..)| *format == scene.document.format) {
        for at in memmem::find_iter(text.as_bytes(), opening) {
            let start = at + opening.len();
            // No farther than an address goes, nor than the next opening: a draft may open links without end and close none.
            let near = text.as_bytes()[start..].iter().take(LONGEST + 1);
            let Some(length) = near.into_iter().position(|byte| ends.contains(byte)) else { continue };
            hits.extend(text.get(start..start + length).and_then(|address| in_address(scene, rule, start, address)));
        }
    }
}

/// The first match in an address that begins at a byte of the file.
fn in_address(scene: &Scene<'_>, rule: &Pattern, start: usize, address: &str) -> Option<Hit> {
    let items = 0..rule.patterns.len();
    let found =
        items.into_iter().find_map(|item| scene.expressions.captures(item, Input::new(address)).into_iter().next())?;
    let place = found.get_match()?;
    let span = Span::new((start + place.start()) as u32, (start + place.end()) as u32);
    let hit = Hit::new(span);
    Some(match &rule.replace {
        Some(template) => hit.replace(found.interpolate_string(address, template)),
        None => hit,
    })
}
