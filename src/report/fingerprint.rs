//! Fingerprint: what a finding is known by from run to run: its file, its rule, its words and how many like it come
//! before. Not its line, so that it stays the same when text above it comes or goes.

use super::places;
use crate::finding::Finding;
use crate::source::Source;
use std::collections::HashMap;

/// Gives the findings of one draft their fingerprints, in order of place.
#[derive(Debug, Default)]
pub(crate) struct Fingerprints {
    seen: HashMap<u128, u32>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: 32 hexadecimal digits.
    pub(crate) fn next(&mut self, source: &Source, finding: &Finding) -> String {
        let words: Vec<&str> = places::text(source, finding.span).split_whitespace().collect();
        let known = hash([&*places::relative(source.path()), &finding.rule, &words.join(" ")]);
        let count = self.seen.entry(known).or_default();
        *count += 1;
        format!("{:032x}", hash([&*format!("{known:032x}"), &count.to_string()]))
    }
}

/// FNV-1a over the parts, each ended, in 128 bits: the same on every machine and in every version.
pub(crate) fn hash<'p>(parts: impl IntoIterator<Item = &'p str>) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let step = |hash: u128, byte: u8| (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    parts.into_iter().fold(BASIS, |hash, part| part.bytes().chain([0xFF]).fold(hash, step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::source::Span;

    fn finding(span: Span) -> Finding {
        Finding {
            rule: "a/b".into(),
            severity: Severity::Error,
            message: String::new(),
            span,
            label: String::new(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            url: None,
            fixes: Vec::new(),
        }
    }

    /// The fingerprints of all places where `the the` stands.
    fn fingerprints(text: &str) -> Vec<String> {
        let source = Source::new("a.txt", text);
        let mut fingerprints = Fingerprints::default();
        let spans = text.match_indices("the the").map(|(at, _)| Span::new(at as u32, at as u32 + 7));
        spans.map(|span| fingerprints.next(&source, &finding(span))).collect()
    }

    #[test]
    fn a_fingerprint_survives_moved_lines_and_tells_equal_places_apart() {
        let before = fingerprints("See the the pier.\n\nAnd the the bay.\n");
        let after = fingerprints("A line more.\n\nSee the the pier.\n\nNew.\n\nAnd the the bay.\n");
        assert_eq!(before, after);
        assert_ne!(before[0], before[1]);
    }
}
