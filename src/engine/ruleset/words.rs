//! Words: a hit of a rule, put into the rule's words, with its fixes in bytes of the file.

use crate::document::{Document, TextSpan};
use crate::engine::kinds::{Hit, HitFix, Place};
use crate::engine::probe::Probe;
use crate::engine::rule::{Context, Rule};
use crate::engine::template;
use crate::finding::{Edit, Finding, Fix, Label, Safety, Severity};
use crate::list::Lists;
use crate::source::Span;
use std::ops::Range;

/// How far on each side of a hit, in tokens, the rest of its sentence is searched: more than a sentence has, and a bound
/// where a draft has no end of any.
const NEAR: u32 = 150;

/// Categories whose rules mend marks and residue, never words.
const MARKS_ONLY: [&str; 4] = ["punct", "quote", "residue", "link"];

/// Puts the hits of a rule into words.
pub(super) struct Words<'a> {
    /// The draft.
    pub(super) document: &'a Document,
    /// All lists.
    pub(super) lists: &'a Lists,
    /// The rule.
    pub(super) rule: &'a Rule,
    /// How grave its hits are in this run.
    pub(super) severity: Severity,
}

impl Words<'_> {
    /// The finding of a hit; `None` where the rule's context rules it out.
    pub(super) fn put(&self, mut hit: Hit) -> Option<Finding> {
        let rule = self.rule;
        if let Place::Text(span) = hit.place
            && !self.allows(span)
        {
            return None;
        }
        let span = self.to_source(hit.place);
        hit.values.push(("text".into(), self.prose(hit.place).to_owned()));
        let fixes = self.fixes(&hit);
        if let Some(fix) = fixes.first().filter(|fix| fix.edits.len() == 1) {
            hit.values.push(("fix".into(), fix.edits[0].text.clone()));
        }
        let soft = rule.soft.as_ref().filter(|_| hit.soft);
        let message = soft.map(|soft| &soft.message).filter(|message| !message.is_empty()).unwrap_or(&rule.message);
        let help = soft.map(|soft| &soft.help).filter(|help| !help.is_empty()).unwrap_or(&rule.help);
        let help: Vec<String> = help.iter().filter_map(|text| template::fill(text, &hit.values)).collect();
        let severity = match (soft, hit.severity) {
            (Some(soft), _) => soft.severity.min(self.severity),
            (None, Some(own)) => own.min(self.severity),
            (None, None) => self.severity,
        };
        Some(Finding {
            rule: rule.id.to_string(),
            severity,
            message: template::fill(message, &hit.values).unwrap_or_else(|| message.to_string()),
            span,
            label: template::fill(&rule.label, &hit.values).unwrap_or_default(),
            labels: self.labels(&hit),
            notes: if rule.reason.is_empty() { Vec::new() } else { vec![rule.reason.to_string()] },
            fixes: fixes
                .into_iter()
                .map(|fix| Fix { message: help.first().cloned().unwrap_or_default(), ..fix })
                .collect(),
            help,
            url: (!rule.url.is_empty()).then(|| rule.url.to_string()),
        })
    }

    fn to_source(&self, place: Place) -> Span {
        match place {
            Place::Text(span) => self.document.to_source(span),
            Place::File(span) => span,
        }
    }

    fn prose(&self, place: Place) -> &str {
        match place {
            Place::Text(span) => self.document.slice(span),
            Place::File(span) => self.document.source.slice(span),
        }
    }

    fn labels(&self, hit: &Hit) -> Vec<Label> {
        let words = |name: &str| self.rule.labels.iter().find(|(known, _)| **known == *name).map(|(_, text)| text);
        hit.labels
            .iter()
            .filter_map(|(name, place)| {
                let message = template::fill(words(name)?, &hit.values)?;
                Some(Label { span: self.to_source(*place), message, file: None })
            })
            .chain(hit.elsewhere.iter().filter_map(|(name, file, span)| {
                let message = template::fill(words(name)?, &hit.values)?;
                Some(Label { span: *span, message, file: Some(file.clone()) })
            }))
            .collect()
    }

    fn fixes(&self, hit: &Hit) -> Vec<Fix> {
        let Some(limit) = self.rule.fix else { return Vec::new() };
        hit.fixes.iter().filter_map(|fix| self.fix(fix, limit)).collect()
    }

    /// A fix in bytes of the file; `None` where an edit would take markup with it.
    fn fix(&self, fix: &HitFix, limit: Safety) -> Option<Fix> {
        let mut edits = Vec::with_capacity(fix.edits.len());
        for (place, text) in &fix.edits {
            edits.push(match place {
                Place::File(span) => Edit { span: *span, text: text.clone() },
                Place::Text(span) => self.text_edit(*span, text)?,
            });
        }
        edits.sort();
        let apart = edits.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start);
        let safety = if self.touches_speech(fix) { Safety::Suggest } else { fix.safety.max(limit) };
        apart.then_some(Fix { safety, message: String::new(), edits })
    }

    /// Whether a fix changes the words of someone quoted. Those belong to the speaker: no such fix is safe, but for marks
    /// and what is left of markup.
    fn touches_speech(&self, fix: &HitFix) -> bool {
        if MARKS_ONLY.contains(&self.rule.category()) {
            return false;
        }
        fix.edits.iter().any(|(place, _)| match place {
            Place::Text(span) => {
                let first = self.document.token_at(span.start);
                let inside = self.document.tokens.get(first as usize).is_none_or(|token| token.span.start > span.start);
                let first = first.saturating_sub(u32::from(inside));
                (first..self.document.token_at(span.end).max(first + 1)).any(|token| self.document.is_quoted(token))
            }
            Place::File(_) => false,
        })
    }

    /// A replacement of prose. What both sides share is left alone, so that entities and markup there stay as they are.
    fn text_edit(&self, span: TextSpan, text: &str) -> Option<Edit> {
        if self.document.is_plain(span) {
            return Some(Edit { span: self.document.to_source(span), text: self.escaped(text) });
        }
        let old = self.document.slice(span);
        let head: usize =
            old.chars().zip(text.chars()).take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum();
        let (old_rest, new_rest) = (&old[head..], &text[head..]);
        let tail: usize = old_rest
            .chars()
            .rev()
            .zip(new_rest.chars().rev())
            .take_while(|(one, other)| one == other)
            .map(|(one, _)| one.len_utf8())
            .sum();
        let inner = TextSpan::new(span.start + head as u32, span.end - tail as u32);
        let new = &new_rest[..new_rest.len() - tail];
        let source = self.document.to_source(inner);
        let whole = inner.is_empty() || self.document.stands_alone(inner);
        whole.then(|| Edit { span: source, text: self.escaped(new) })
    }

    /// Text as the draft's format spells it.
    fn escaped(&self, text: &str) -> String {
        if self.document.format == "html" && text.contains(['&', '<']) {
            return text.replace('&', "&amp;").replace('<', "&lt;");
        }
        text.to_owned()
    }

    /// Whether the rule's context allows a hit.
    fn allows(&self, span: TextSpan) -> bool {
        let rule = self.rule;
        let plain = Context::default();
        if rule.context == plain && rule.unless == plain && rule.unless_text.is_empty() {
            return true;
        }
        let text = self.document.slice(span);
        if rule.unless_text.iter().any(|refused| refused.eq_ignore_ascii_case(text)) {
            return false;
        }
        let first = self.document.token_at(span.start);
        let tokens = first..self.document.token_at(span.end).max(first);
        let sentence = self.document.sentences.get(self.document.sentence_of(first) as usize);
        let bounds = sentence.map_or(tokens.clone(), |sentence| sentence.tokens.clone());
        self.holds(&rule.context, &tokens, &bounds).unwrap_or(true) && !self.holds_any(&rule.unless, &tokens, &bounds)
    }

    /// Whether every part of a context that is written holds; `None` where nothing is written.
    fn holds(&self, context: &Context, tokens: &Range<u32>, bounds: &Range<u32>) -> Option<bool> {
        let parts = self.parts(context, tokens, bounds);
        (!parts.is_empty()).then(|| parts.into_iter().all(|holds| holds))
    }

    fn holds_any(&self, context: &Context, tokens: &Range<u32>, bounds: &Range<u32>) -> bool {
        self.parts(context, tokens, bounds).into_iter().any(|holds| holds)
    }

    fn parts(&self, context: &Context, tokens: &Range<u32>, bounds: &Range<u32>) -> Vec<bool> {
        let (document, lists) = (self.document, self.lists);
        let mut parts = Vec::new();
        let mut part = |probes: &[Probe], holds: &dyn Fn(&Probe) -> bool| {
            if !probes.is_empty() {
                parts.push(probes.iter().any(holds));
            }
        };
        part(&context.before, &|probe| probe.forward(document, lists, tokens.end, bounds).is_some());
        part(&context.after, &|probe| probe.backward(document, lists, tokens.start, bounds).is_some());
        let window =
            bounds.start.max(tokens.start.saturating_sub(NEAR))..bounds.end.min(tokens.end.saturating_add(NEAR));
        part(&context.near, &|probe| probe.within(document, lists, &window, bounds));
        parts
    }
}
