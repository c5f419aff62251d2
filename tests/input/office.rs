//! Word processors' files, built here piece by piece: what is copy, what is noted, what is refused.

use copydesk::document::{Document, Needs};
use copydesk::input::office::Office;
use copydesk::input::{Draft, Role, read};
use copydesk::list::Lists;
use copydesk::source::outline::TraceKind;
use copydesk::source::{Source, Span};
use copydesk::unpack;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::sync::Arc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An archive of parts.
fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        zip.start_file(*name, options).expect("a part");
        zip.write_all(text.as_bytes()).expect("its text");
    }
    zip.finish().expect("an archive").into_inner()
}

const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

fn document(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:document {NAMES}><w:body>{body}<w:sectPr/></w:body></w:document>"
    )
}

fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = document(body);
    let mut parts = vec![("[Content_Types].xml", "<Types/>"), ("word/document.xml", &*document)];
    parts.extend_from_slice(more);
    archive(&parts)
}

fn odt(body: &str, styles: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    archive(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)])
}

fn open(format: &str, bytes: &[u8]) -> Source {
    unpack::open("draft", format, bytes).unwrap_or_else(|why| panic!("{}", why.message))
}

fn refused(format: &str, bytes: &[u8]) -> String {
    unpack::open("draft", format, bytes).expect_err("a reason").message
}

fn taken_apart(format: &str, source: &Source) -> Draft {
    read(source, source.text(), &Office::named(format).expect("a format"))
}

/// The roles of the blocks with what they begin with.
fn roles(format: &str, source: &Source) -> Vec<(Role, String)> {
    let draft = taken_apart(format, source);
    let start = |pieces: &[copydesk::input::Piece]| source.slice(pieces[0].span).chars().take(8).collect();
    draft.blocks.iter().map(|block| (block.role, start(&block.pieces))).collect()
}

fn traces(source: &Source) -> Vec<(TraceKind, &str, &str, &str)> {
    let all = &source.outline().expect("an outline").traces;
    all.iter().map(|trace| (trace.kind, source.slice(trace.span), &*trace.text, &*trace.by)).collect()
}

/// A run of text, as Word writes it.
fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

fn styled(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", run(text))
}

const STYLES: &str = r#"<w:styles>
  <w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
  <w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
  <w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="My quote"/><w:basedOn w:val="Quote"/></w:style>
  <w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
  <w:style w:type="paragraph" w:styleId="Cap"><w:name w:val="caption"/></w:style>
  <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
  <w:style w:type="paragraph" w:styleId="Bullet"><w:name w:val="List Bullet"/></w:style>
</w:styles>"#;

#[test]
fn styles_lists_and_tables_of_word_give_roles() {
    let body = [
        styled("TOC1", "Contents 3"),
        styled("Titel", "Ferry pier shut"),
        styled("berschrift2", "The report"),
        paragraph("It was shut on Tuesday."),
        styled("Zitat", "We asked for money."),
        styled("Bullet", "First of two"),
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>Second</w:t></w:r></w:p>".into(),
        format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>", paragraph("Cell one")),
        styled("Cap", "The pier at dusk"),
    ];
    let source = open("docx", &docx(&body.concat(), &[("word/styles.xml", STYLES)]));
    let found = roles("docx", &source);
    let found: Vec<(Role, &str)> = found.iter().map(|(role, text)| (*role, &**text)).collect();
    assert_eq!(
        found,
        [
            (Role::Furniture, "Contents"),
            (Role::Headline, "Ferry pi"),
            (Role::Heading, "The repo"),
            (Role::Paragraph, "It was s"),
            (Role::BlockQuote, "We asked"),
            (Role::ListItem, "First of"),
            (Role::ListItem, "Second"),
            (Role::TableCell, "Cell one"),
            (Role::Caption, "The pier"),
        ]
    );
    let draft = taken_apart("docx", &source);
    assert_eq!(draft.blocks.iter().map(|block| block.level).collect::<Vec<_>>(), [0, 0, 2, 0, 1, 1, 2, 0, 0]);
    assert!(draft.blank_runs.is_empty(), "empty cells are no empty lines");
}

#[test]
fn a_line_is_a_paragraph_and_a_column_a_character() {
    let body = [
        paragraph("Ferry pier shut"),
        "<w:p/>".to_owned(),
        format!("<w:p>{}{}{}</w:p>", run("Bréda 😀 saw"), "<w:r><w:br/><w:tab/></w:r>", run("the &amp; the end.")),
    ];
    let source = open("docx", &docx(&body.concat(), &[]));
    assert_eq!(source.text(), "Ferry pier shut\n\nBréda 😀 saw\u{2028}\tthe & the end.");
    let place = source.position(source.text().find("the &").expect("a place") as u32);
    assert_eq!((place.line, place.column, place.utf16), (3, 14, 14));
    // A break of a line inside a paragraph reads as a blank.
    let draft = taken_apart("docx", &source);
    let lists = Lists::default();
    let document = Document::new(Arc::new(source), draft, "docx", &lists, Needs::default());
    assert!(document.text.trim_end().ends_with("Bréda 😀 saw the & the end."), "{}", document.text);
}

#[test]
fn what_is_struck_out_is_no_copy_and_what_is_written_in_is() {
    let body = format!(
        "<w:p>{}<w:del w:id=\"1\" w:author=\"Ada\"><w:r><w:delText>two</w:delText></w:r></w:del>\
         <w:del w:id=\"2\" w:author=\"Ada\"><w:r><w:delText> old</w:delText></w:r></w:del>\
         <w:ins w:id=\"3\" w:author=\"Ada\">{}</w:ins><w:ins w:id=\"4\" w:author=\"Ada\">{}</w:ins>{}\
         <w:moveFrom w:author=\"Bo\">{}</w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>",
        run("It has "),
        run("three"),
        run(" new"),
        run(" lakes."),
        run("Moved."),
    );
    let source = open("docx", &docx(&body, &[]));
    assert_eq!(source.text(), "It has three new lakes.");
    assert_eq!(
        traces(&source),
        [
            (TraceKind::Deletion, "", "two old", "Ada"),
            (TraceKind::Insertion, "three new", "", "Ada"),
            (TraceKind::Deletion, "", "Moved.", "Bo"),
            (TraceKind::Hidden, "", "hidden", ""),
        ]
    );
}

#[test]
fn paragraphs_whose_end_is_struck_out_run_on() {
    let body = format!(
        "<w:p><w:pPr><w:rPr><w:del w:author=\"Ada\"/></w:rPr></w:pPr>{}</w:p>{}",
        run("It was "),
        paragraph("shut.")
    );
    let source = open("docx", &docx(&body, &[]));
    assert_eq!(source.text(), "It was shut.");
    assert_eq!(traces(&source), [(TraceKind::Deletion, "", "¶", "Ada")]);
    assert_eq!(source.outline().map(|outline| outline.paragraphs.len()), Some(1));
}

#[test]
fn open_comments_of_word_are_noted_and_settled_ones_are_not() {
    let body = format!(
        "<w:p>{}<w:commentRangeStart w:id=\"0\"/>{}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>\
         <w:commentRangeStart w:id=\"1\"/>{}<w:commentRangeEnd w:id=\"1\"/></w:p>",
        run("It has "),
        run("three"),
        run(" lakes.")
    );
    let comments = r#"<w:comments xmlns:w14="x"><w:comment w:id="0" w:author="Ada"><w:p><w:r><w:t>who</w:t></w:r></w:p><w:p w14:paraId="0A">
        <w:r><w:t>counted?</w:t></w:r></w:p></w:comment>
        <w:comment w:id="1" w:author="Bo"><w:p w14:paraId="0B"><w:r><w:t>done</w:t></w:r></w:p></w:comment></w:comments>"#;
    let done = r#"<w15:commentsEx><w15:commentEx w15:paraId="0A" w15:done="0"/><w15:commentEx w15:paraId="0B" w15:done="1"/></w15:commentsEx>"#;
    let more = [("word/comments.xml", comments), ("word/commentsExtended.xml", done)];
    let source = open("docx", &docx(&body, &more));
    assert_eq!(source.text(), "It has three lakes.");
    assert_eq!(traces(&source), [(TraceKind::Comment, "three", "who counted?", "Ada")]);
}

#[test]
fn footnotes_and_endnotes_of_word_stand_behind_the_story() {
    let body = format!(
        "<w:p>{}<w:r><w:footnoteReference w:id=\"1\"/></w:r>{}</w:p><w:p><w:pPr><w:rPr><w:del w:author=\"Ada\"/></w:rPr></w:pPr>{}</w:p>",
        run("It has three"),
        run(" lakes."),
        run("It was shut.")
    );
    let note = |kind: &str, name: &str, text: &str| {
        format!(
            "<w:{kind} w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}><w:{kind} w:id=\"1\"><w:p><w:r><w:{name}/></w:r>{}</w:p></w:{kind}>",
            run(text)
        )
    };
    let foot = format!("<w:footnotes>{}</w:footnotes>", note("footnote", "footnoteRef", " So the board says."));
    let end = format!("<w:endnotes>{}</w:endnotes>", note("endnote", "endnoteRef", " And the the mayor."));
    let source = open("docx", &docx(&body, &[("word/footnotes.xml", &foot), ("word/endnotes.xml", &end)]));
    assert_eq!(source.text(), "It has three lakes.\nIt was shut.\n So the board says.\n And the the mayor.");
    assert_eq!(roles("docx", &source)[3], (Role::Paragraph, "And the ".into()));
}

#[test]
fn boxes_fields_and_old_properties_are_read_once() {
    let text_box = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("In the box."));
    let body = format!(
        "<w:p><w:pPr><w:pPrChange><w:pPr><w:pStyle w:val=\"Titel\"/></w:pPr></w:pPrChange></w:pPr>\
         <w:r><mc:AlternateContent><mc:Choice><w:drawing>{text_box}</w:drawing></mc:Choice>\
         <mc:Fallback><w:pict>{text_box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:instrText>HYPERLINK x</w:instrText></w:r><w:hyperlink>{}</w:hyperlink>{}</w:p>",
        run("Around the box"),
        run(", once.")
    );
    let source = open("docx", &docx(&body, &[("word/styles.xml", STYLES)]));
    assert_eq!(source.text(), "In the box.\nAround the box, once.");
    // The style that a change has replaced is no longer that of the paragraph.
    assert!(roles("docx", &source).iter().all(|(role, _)| *role == Role::Paragraph));
}

#[test]
fn the_part_with_the_paragraphs_may_have_another_name() {
    let relations = r#"<Relationships><Relationship Type="http://x/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>"#;
    let bytes = archive(&[("_rels/.rels", relations), ("word/document2.xml", &document(&paragraph("Shut.")))]);
    assert_eq!(open("docx", &bytes).text(), "Shut.");
}

#[test]
fn open_document_texts_are_read_likewise() {
    let styles = r#"<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Quotations"/>
        <style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
        <text:list-style style:name="L1"><text:list-level-style-bullet><style:text-properties text:display="none"/></text:list-level-style-bullet></text:list-style>
        <style:style style:name="Quotations" style:family="paragraph"/>"#;
    let body = r#"
      <text:tracked-changes>
        <text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Ada</dc:creator><dc:date>2026</dc:date></office:change-info>
          <text:p>two</text:p></text:deletion></text:changed-region>
        <text:changed-region text:id="c2"><text:insertion><office:change-info><dc:creator>Ada</dc:creator></office:change-info></text:insertion></text:changed-region>
        <text:changed-region text:id="c3"><text:format-change><office:change-info><dc:creator>Bo</dc:creator></office:change-info></text:format-change></text:changed-region>
      </text:tracked-changes>
      <text:sequence-decls><text:sequence-decl text:name="x"/></text:sequence-decls>
      <text:h text:outline-level="1">Ferry pier
         shut</text:h>
      <text:p>It has <text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>three<text:change-end text:change-id="c2"/><text:s text:c="2"/>lakes<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See the report.</text:p></text:note-body></text:note>.<text:line-break/><text:span text:style-name="T1">Bold</text:span></text:p>
      <text:p text:style-name="P1">We <office:annotation office:name="a1"><dc:creator>Bo</dc:creator><dc:date>2026-11-01</dc:date><text:p>all of us?</text:p></office:annotation>asked<office:annotation-end office:name="a1"/> for money.</text:p>
      <text:p>Done<office:annotation loext:resolved="true"><dc:creator>Bo</dc:creator><text:p>old</text:p></office:annotation>.</text:p>
      <text:list><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p>Two</text:p></text:list-item></text:list></text:list-item></text:list>
      <table:table><table:table-row><table:table-cell><text:p>Cell</text:p></table:table-cell></table:table-row></table:table>"#;
    let source = open("odt", &odt(body, styles));
    assert_eq!(
        source.text(),
        "Ferry pier shut\nIt has three  lakes.\u{2028}Bold\nWe asked for money.\nDone.\nOne\nTwo\nCell\nSee the report."
    );
    assert_eq!(
        traces(&source),
        [
            (TraceKind::Deletion, "", "two", "Ada"),
            (TraceKind::Insertion, "three", "", "Ada"),
            (TraceKind::Comment, "asked", "all of us?", "Bo"),
        ]
    );
    let found: Vec<Role> = roles("odt", &source).into_iter().map(|(role, _)| role).collect();
    let wanted = [
        Role::Headline,
        Role::Paragraph,
        Role::BlockQuote,
        Role::Paragraph,
        Role::ListItem,
        Role::ListItem,
        Role::TableCell,
        Role::Paragraph,
    ];
    assert_eq!(found, wanted);
}

#[test]
fn bold_labels_are_speakers_in_both() {
    let word = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Agnes Fell:</w:t></w:r><w:r><w:t xml:space=\"preserve\"> We asked.</w:t></w:r></w:p>";
    let source = open("docx", &docx(word, &[]));
    assert_eq!(taken_apart("docx", &source).blocks[0].emphasized, 1);
    let styles = r#"<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>"#;
    let open_text = r#"<text:p><text:span text:style-name="T1">Agnes Fell:</text:span> We asked.</text:p>"#;
    let source = open("odt", &odt(open_text, styles));
    assert_eq!(taken_apart("odt", &source).blocks[0].emphasized, 1);
}

#[test]
fn what_is_no_such_file_is_told() {
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let locked: Vec<u8> =
        ole.iter().copied().chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let word = docx(&paragraph("Shut."), &[]);
    let open_text = odt("<text:p>Shut.</text:p>", "");
    for (format, bytes, wanted) in [
        ("docx", ole, "it is a file of the old Word (.doc)"),
        ("docx", locked, "it is protected by a password"),
        ("docx", Vec::new(), "it is empty"),
        ("docx", b"{\\rtf1 Shut.}".to_vec(), "it is RTF, not DOCX"),
        ("odt", b"%PDF-1.7".to_vec(), "it is a PDF, not ODT"),
        ("odt", b"The pier was shut.".to_vec(), "it is no ODT file"),
        ("odt", word.clone(), "it is a Word document"),
        ("docx", open_text, "it is an OpenDocument text"),
        ("docx", archive(&[("a.txt", "a")]), "there is no Word document in it"),
        ("odt", archive(&[("a.txt", "a")]), "there is no OpenDocument text in it"),
        ("docx", archive(&[("word/document.xml", "<a/>")]), "it is no Word document"),
        (
            "odt",
            archive(&[("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>"), ("content.xml", "x")]),
            "it is protected by a password",
        ),
    ] {
        assert_eq!(refused(format, &bytes), wanted);
    }
    let broken = refused("docx", &word[..word.len() / 2]);
    assert!(broken.starts_with("its archive is broken"), "{broken}");
}

#[test]
fn what_wants_to_see_the_program_fall_is_refused() {
    let deep = format!("{}{}", "<w:p>".repeat(5000), "</w:p>".repeat(5000));
    assert_eq!(refused("docx", &docx(&deep, &[])), "its XML is nested deeper than any draft");
    let laughs = "<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><w:document>&b;</w:document>";
    let message = refused("docx", &archive(&[("word/document.xml", laughs)]));
    assert!(message.contains("declares a document type"), "{message}");
    let message = refused("docx", &docx("<w:p><w:r><w:t>a", &[]));
    assert!(message.starts_with("its XML is broken at byte"), "{message}");
    let bomb = docx(&paragraph(&" ".repeat(8 << 20)), &[]);
    assert!(bomb.len() < 100_000);
    let message = refused("docx", &bomb);
    assert!(message.contains("packed more than 200 times smaller"), "{message}");
    let names: Vec<String> = (0..10_001).map(|number| format!("{number}")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (&**name, "")).collect();
    assert_eq!(refused("odt", &archive(&parts)), "it has 10001 parts; no draft has more than 10000");
}

#[test]
fn long_and_odd_files_take_linear_time() {
    let start = std::time::Instant::now();
    let change = "<w:del w:author=\"A\"><w:r><w:delText>abc</w:delText></w:r></w:del>";
    let changes = format!("<w:p>{}</w:p>", change.repeat(40_000));
    open("docx", &docx(&changes, &[]));
    let marks: String = (0..40_000).map(|id| format!("<w:commentRangeStart w:id=\"{id}\"/>")).collect();
    open("docx", &docx(&format!("<w:p>{marks}</w:p>"), &[]));
    let attributes: String = (0..40_000).map(|id| format!(" a{id}=\"1\"")).collect();
    open("docx", &docx(&format!("<w:p{attributes}/>"), &[]));
    open("docx", &docx(&"<w:p/>".repeat(100_000), &[]));
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
}

/// A paragraph of runs: what is written into the file, and what is read of it.
fn runs() -> impl Strategy<Value = (String, String)> {
    let words =
        prop_oneof![Just("the the "), Just("“Bréda 😀,” "), Just("a &amp; b "), Just("漢字"), Just(" "), Just("")];
    let wrapped = prop_oneof![
        4 => Just(("", "", true)),
        1 => Just(("<w:ins w:author=\"A\">", "</w:ins>", true)),
        1 => Just(("<w:del w:author=\"A\">", "</w:del>", false)),
        1 => Just(("<w:hyperlink>", "</w:hyperlink>", true)),
    ];
    let one = (words, wrapped, any::<bool>()).prop_map(|(words, (open, close, kept), bold)| {
        let style = if bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
        let xml = format!("{open}<w:r>{style}<w:t xml:space=\"preserve\">{words}</w:t></w:r>{close}");
        (xml, if kept { words.replace("&amp;", "&") } else { String::new() })
    });
    prop::collection::vec(one, 0..6).prop_map(|runs| {
        let (xml, text): (Vec<String>, Vec<String>) = runs.into_iter().unzip();
        (format!("<w:p>{}</w:p>", xml.concat()), text.concat())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn paragraphs_and_characters_are_those_of_the_file(paragraphs in prop::collection::vec(runs(), 1..8)) {
        let (xml, texts): (Vec<String>, Vec<String>) = paragraphs.into_iter().unzip();
        let source = open("docx", &docx(&xml.concat(), &[]));
        prop_assert_eq!(source.text(), texts.join("\n"));
        let outline = source.outline().expect("an outline");
        prop_assert_eq!(outline.paragraphs.len(), texts.len());
        for (paragraph, text) in outline.paragraphs.iter().zip(&texts) {
            prop_assert_eq!(source.slice(paragraph.span), text);
        }
        let draft = taken_apart("docx", &source);
        prop_assert!(draft.blocks.windows(2).all(|pair| pair[0].outer.end <= pair[1].outer.start));
        // The character at a paragraph and column is the one that the words of the file have there.
        let document = Document::new(Arc::new(source.clone()), draft, "docx", &Lists::default(), Needs::default());
        for token in &document.tokens {
            let span = document.to_source(token.span);
            let place = source.position(span.start);
            let there: String = texts[place.line as usize - 1].chars().skip(place.column as usize - 1).collect();
            prop_assert!(there.starts_with(document.slice(token.span)), "{there:?}");
        }
    }

    #[test]
    fn any_bytes_are_a_draft_or_a_reason(cut in 0_usize..600, flips in prop::collection::vec((0_usize..600, any::<u8>()), 0..6)) {
        let mut bytes = docx(&paragraph("The pier was shut."), &[("word/comments.xml", "<w:comments/>")]);
        for (at, value) in flips {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        bytes.truncate(bytes.len().saturating_sub(cut / 4));
        for format in ["docx", "odt"] {
            if let Ok(source) = unpack::open("draft", format, &bytes) {
                let draft = taken_apart(format, &source);
                prop_assert!(draft.blocks.iter().all(|block| !source.slice(block.outer).is_empty()));
            }
        }
    }
}

#[test]
fn spans_may_be_asked_of_an_empty_document() {
    let source = open("docx", &docx("", &[]));
    assert_eq!((source.text(), source.slice(Span::new(0, 0))), ("", ""));
    assert!(taken_apart("docx", &source).blocks.is_empty());
}
