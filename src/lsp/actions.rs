//! Actions: what a client may do about a finding: mend it, mend all, silence it with a reason, tell the house's list.

use super::diagnostics;
use super::server::Client;
use super::texts::Text;
use crate::config::additions;
use crate::document::Document;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::fix;
use crate::marks::write;
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

    /// Writes the mark that silences a finding's rule where the finding is.
    pub fn silence(&self, finding: &Finding, document: &Document) -> CodeAction {
        let rule = &finding.rule;
        let where_ = if write::whole_draft(document.format) { "in this draft" } else { "here" };
        let mark = write::silencing(self.source, document, rule, finding.span, WHY);
        CodeAction {
            title: format!("Silence {rule} {where_}, with a reason"),
            ..self.quick_fix(finding, self.edit_of(&[mark]))
        }
    }

    /// Tells the words of a finding to a list of the house, where its rule reads one.
    pub fn tell_house(&self, finding: &Finding, house: &House<'_>) -> Option<CodeAction> {
        let (list, words) = additions::telling(self.source, finding)?;
        let (span, text) = additions::addition(house.text.text(), list, words)?;
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

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().into_iter().flat_map(char::to_uppercase).chain(characters).collect()
}
