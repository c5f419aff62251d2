//! Actions: what a client may do about a finding: mend it, mend all, silence it with a reason, tell the house's list.

use super::diagnostics;
use super::server::Client;
use super::texts::Text;
use crate::document::Document;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::fix;
use crate::source::{Source, Span};
use lsp_types::{
    CodeAction, CodeActionKind, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};
use std::collections::HashMap;

/// Mends all that is safe to mend.
pub const FIX_ALL: &str = "source.fixAll.copydesk";

/// Stands where the writer is to say why.
const WHY: &str = "say why";

/// The lists to which words can be told so that rules of a category leave them alone.
const HOUSE_LISTS: [(&str, &str); 2] = [("acronym", "known-acronyms"), ("name", "not-names")];

/// What is asked, and of which document.
pub struct Asked<'a> {
    /// What the client can do.
    pub client: Client,
    /// The document.
    pub uri: &'a Uri,
    /// The version of its text.
    pub version: i32,
    /// Its text.
    pub text: &'a Text,
    /// Its text as it was checked.
    pub source: &'a Source,
    /// All findings in it.
    pub findings: &'a [Finding],
}

/// A settings file that is there to be added to.
pub struct House<'a> {
    /// The file.
    pub uri: &'a Uri,
    /// Its text.
    pub text: &'a Text,
}

impl Asked<'_> {
    /// The findings that share a place with a span.
    pub fn at(&self, span: Span) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.span.overlaps(span) || finding.span.contains(span))
    }

    /// One action for each fix of a finding.
    pub fn fixes(&self, finding: &Finding) -> Vec<CodeAction> {
        let action = |(number, fix): (usize, &Fix)| CodeAction {
            title: if fix.message.is_empty() { format!("mend {}", finding.rule) } else { capital(&fix.message) },
            is_preferred: Some(number == 0 && fix.safety == Safety::Safe),
            ..self.quick_fix(finding, self.edit_of(&fix.edits))
        };
        finding.fixes.iter().enumerate().map(action).collect()
    }

    /// Mends all that is safe to mend; none where nothing is.
    pub fn fix_all(&self) -> Option<CodeAction> {
        let (edits, count) = fix::chosen(self.source, self.findings, Safety::Safe);
        let edits: Vec<Edit> = edits.into_iter().cloned().collect();
        (count > 0).then(|| CodeAction {
            title: format!("Mend all that is safe to mend ({count})"),
            kind: Some(CodeActionKind::new(FIX_ALL)),
            edit: Some(self.edit_of(&edits)),
            ..CodeAction::default()
        })
    }

    /// Writes the mark that silences a finding's rule where the finding is: before its block, or in plain text at the
    /// head of the draft.
    pub fn silence(&self, finding: &Finding, document: &Document) -> CodeAction {
        let rule = &finding.rule;
        let (at, mark, where_) = if document.format == "text" {
            let head = if self.text.text().starts_with('\u{FEFF}') { 3 } else { 0 };
            (head, format!("copydesk: ignore {rule}: {WHY}\n"), "in this draft")
        } else {
            let block = document.blocks.iter().find(|block| block.outer.join(block.span).end > finding.span.start);
            let at = block.map_or(finding.span.start, |block| block.outer.start.min(block.span.start));
            let before = self.source.slice(Span::new(0, at));
            let own_line = before.is_empty() || before.ends_with(['\n', '\r']);
            let end = if own_line { "\n" } else { " " };
            (at, format!("<!-- copydesk: ignore {rule}: {WHY} -->{end}"), "here")
        };
        let edit = self.edit_of(&[Edit { span: Span::at(at), text: mark }]);
        CodeAction { title: format!("Silence {rule} {where_}, with a reason"), ..self.quick_fix(finding, edit) }
    }

    /// Tells the words of a finding to a list of the house, where its rule reads one.
    pub fn tell_house(&self, finding: &Finding, house: &House<'_>) -> Option<CodeAction> {
        let (category, _) = finding.rule.split_once('/')?;
        let (_, list) = HOUSE_LISTS.into_iter().find(|(known, _)| *known == category)?;
        let words = self.source.slice(finding.span);
        if words.is_empty() || words.contains(['\n', '"', '\\']) || words.chars().any(char::is_control) {
            return None;
        }
        let (span, text) = addition(house.text.text(), list, words)?;
        let edit = TextEdit::new(house.text.range(span, self.client.unit), text);
        let edit = self.workspace(house.uri, None, vec![edit]);
        Some(CodeAction { title: format!("Add “{words}” to {list} of the house"), ..self.quick_fix(finding, edit) })
    }

    fn quick_fix(&self, finding: &Finding, edit: WorkspaceEdit) -> CodeAction {
        CodeAction {
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![diagnostics::finding(self.client, self.uri, self.text, finding)]),
            edit: Some(edit),
            ..CodeAction::default()
        }
    }

    fn edit_of(&self, edits: &[Edit]) -> WorkspaceEdit {
        let edit = |edit: &Edit| TextEdit::new(self.text.range(edit.span, self.client.unit), edit.text.clone());
        self.workspace(self.uri, Some(self.version), edits.iter().map(edit).collect())
    }

    fn workspace(&self, uri: &Uri, version: Option<i32>, edits: Vec<TextEdit>) -> WorkspaceEdit {
        if !self.client.versions {
            return WorkspaceEdit::new(HashMap::from([(uri.clone(), edits)]));
        }
        let edit = TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        };
        WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(vec![edit])), ..WorkspaceEdit::default() }
    }
}

/// Where and what to write in settings so that a list has some words more: into the list on its own line, at the head of
/// `[lists]`, or at the end. `None` where the list is written in a way that is not understood.
fn addition(settings: &str, list: &str, words: &str) -> Option<(Span, String)> {
    let mut at = 0;
    let mut table = String::new();
    let mut head = None;
    for line in settings.split_inclusive('\n') {
        let bare = line.trim();
        if bare.starts_with('[') && bare.ends_with(']') && !bare.contains('=') {
            table = bare.to_owned();
            if table == "[lists]" {
                head = Some(at + line.len());
            }
        }
        let key = bare.split_once('=').map_or("", |(key, _)| key.trim());
        if table == "[lists]" && key == list {
            let open = line.find('[')?;
            let rest = settings.get(at + open + 1..)?.trim_start();
            let comma = if rest.starts_with(']') { "" } else { ", " };
            return Some((Span::at((at + open + 1) as u32), format!("\"{words}\"{comma}")));
        }
        at += line.len();
    }
    let entry = format!("{list} = [\"{words}\"]\n");
    let gap = if settings.is_empty() || settings.ends_with('\n') { "" } else { "\n" };
    Some(match head {
        Some(head) => (Span::at(head as u32), format!("{}{entry}", if head == at { gap } else { "" })),
        None => (Span::at(at as u32), format!("{gap}\n[lists]\n{entry}")),
    })
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(settings: &str) -> String {
        let (span, text) = addition(settings, "known-acronyms", "NPLA").expect("a place");
        let mut settings = settings.to_owned();
        settings.insert_str(span.start as usize, &text);
        settings
    }

    #[test]
    fn words_are_added_to_lists_wherever_they_are() {
        assert_eq!(added("profile = \"us\""), "profile = \"us\"\n\n[lists]\nknown-acronyms = [\"NPLA\"]\n");
        assert_eq!(added("[lists]\na = [\"b\"]\n"), "[lists]\nknown-acronyms = [\"NPLA\"]\na = [\"b\"]\n");
        let list = "[lists]\nknown-acronyms = [\n  \"BBQ\",\n]\n\n[severity]\n";
        assert_eq!(added(list), "[lists]\nknown-acronyms = [\"NPLA\", \n  \"BBQ\",\n]\n\n[severity]\n");
        assert_eq!(added("[lists]\nknown-acronyms = []\n"), "[lists]\nknown-acronyms = [\"NPLA\"]\n");
    }
}
