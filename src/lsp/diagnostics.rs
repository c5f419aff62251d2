//! Diagnostics: findings and problems as clients show them.

use super::server::Client;
use super::texts::Text;
use super::uris;
use crate::finding::{Finding, Severity};
use crate::problem::Problem;
use crate::source::Span;
use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, NumberOrString, Range, Uri,
};

/// Who says it.
pub const SOURCE: &str = "copydesk";

/// A finding of a document.
pub fn finding(client: Client, uri: &Uri, text: &Text, finding: &Finding) -> Diagnostic {
    let related = |label: &crate::finding::Label| {
        let location = match &label.file {
            None => Location::new(uri.clone(), text.range(label.span, client.unit)),
            Some(file) => {
                let path = std::path::absolute(file.0.path()).ok()?;
                let other = Text::new(file.0.text().to_owned());
                Location::new(uris::from_path(&path)?, other.range(label.span, client.unit))
            }
        };
        Some(DiagnosticRelatedInformation { location, message: label.message.clone() })
    };
    let labels: Vec<DiagnosticRelatedInformation> = finding.labels.iter().filter_map(related).collect();
    let described = finding.url.as_deref().filter(|_| client.describes).and_then(|url| url.parse().ok());
    Diagnostic {
        range: text.range(finding.span, client.unit),
        severity: Some(severity(finding.severity)),
        code: Some(NumberOrString::String(finding.rule.clone())),
        code_description: described.map(|href| CodeDescription { href }),
        source: Some(SOURCE.to_owned()),
        message: with_help(&finding.message, &finding.help),
        related_information: (client.relates && !labels.is_empty()).then_some(labels),
        tags: None,
        data: None,
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Note => DiagnosticSeverity::INFORMATION,
    }
}

/// A problem of a file whose text is at hand.
pub fn problem(client: Client, text: &Text, problem: &Problem) -> Diagnostic {
    let span = problem.place.as_ref().map_or(Span::default(), |(_, span)| *span);
    Diagnostic {
        range: text.range(span, client.unit),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message: with_help(&problem.message, &problem.help),
        ..Diagnostic::default()
    }
}

/// A word on a document as a whole.
pub fn on_all(message: &str) -> Diagnostic {
    Diagnostic {
        range: Range::default(),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some(SOURCE.to_owned()),
        message: message.to_owned(),
        ..Diagnostic::default()
    }
}

fn with_help(message: &str, help: &[String]) -> String {
    std::iter::once(message.to_owned())
        .chain(help.iter().map(|help| format!("help: {help}")))
        .collect::<Vec<_>>()
        .join("\n")
}
