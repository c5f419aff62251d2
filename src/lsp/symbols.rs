//! Symbols: the people and quotations of a draft, for a client's outline.

use super::texts::{Text, Unit};
use crate::document::{Document, Person, Quote, QuoteKind, TextSpan};
use lsp_types::{DocumentSymbol, SymbolKind};

/// Characters of a quotation that name it.
const SHOWN: usize = 60;

/// Makes symbols of places of a document.
struct Maker<'a> {
    document: &'a Document,
    text: &'a Text,
    unit: Unit,
}

/// The people by first mention, each with its mentions, and the quotations with their speakers.
pub fn symbols(document: &Document, text: &Text, unit: Unit) -> Vec<DocumentSymbol> {
    let maker = Maker { document, text, unit };
    let people = document.people.iter().filter_map(|person| maker.person(person));
    let spoken = document.quotes.iter().filter(|quote| quote.depth == 0);
    let quotes = spoken.filter(|quote| matches!(quote.kind, QuoteKind::Full | QuoteKind::Fragment));
    people.chain(quotes.map(|quote| maker.quote(quote))).collect()
}

impl Maker<'_> {
    #[expect(deprecated, reason = "the field must be given")]
    fn symbol(&self, name: String, detail: String, kind: SymbolKind, span: TextSpan) -> DocumentSymbol {
        let range = self.text.range(self.document.to_source(span), self.unit);
        DocumentSymbol {
            name,
            detail: (!detail.is_empty()).then_some(detail),
            kind,
            tags: None,
            deprecated: None,
            range,
            selection_range: range,
            children: None,
        }
    }

    fn person(&self, person: &Person) -> Option<DocumentSymbol> {
        let (first, last) = (person.mentions.first()?, person.mentions.last()?);
        let count = person.mentions.len();
        let detail = format!("{count} mention{}", if count == 1 { "" } else { "s" });
        let mention = |mention: &crate::document::Mention| {
            let title = mention.title.map_or(String::new(), |title| self.document.slice(title).to_owned());
            self.symbol(self.document.slice(mention.span).to_owned(), title, SymbolKind::KEY, mention.span)
        };
        let mut symbol = self.symbol(person.name.clone(), detail, SymbolKind::CLASS, first.span);
        symbol.range = self.text.range(self.document.to_source(first.span.join(last.span)), self.unit);
        symbol.children = Some(person.mentions.iter().map(mention).collect());
        Some(symbol)
    }

    fn quote(&self, quote: &Quote) -> DocumentSymbol {
        let words = self.document.slice(quote.span);
        let name = match words.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", &words[..end]),
            None => words.to_owned(),
        };
        let speaker = quote.attribution.speaker.map_or("nobody", |speaker| self.document.slice(speaker));
        self.symbol(name.replace('\n', " "), speaker.to_owned(), SymbolKind::STRING, quote.span)
    }
}
