//! HTML: blocks by tags, white space, entities, roles, and what is deleted with a block.

use crate::{outline, prose, replaced, without};
use copydesk::input::Input;
use copydesk::input::html::Html;

fn read(text: &str) -> Vec<String> {
    outline(&Html, text)
}

#[test]
fn blocks_and_their_roles() {
    let text = "<html><head><title>Tarn - The Times</title><style>p{}</style></head><body><nav><a>Home</a></nav><header><ul><li>News</li></ul></header>\
                <article><h1>Tarn shuts its pier</h1><p class=\"byline big\">Ada Quill</p><p>TARN (Wire) &mdash; The pier is shut.</p><h2>Now</h2>\
                <ul><li>One<ol><li>Two</ol><li>Three</ul><blockquote><p>Old words.</p><footer>Ada</footer></blockquote>\
                <figure><img src=a><figcaption>The pier</figcaption></figure><table><tr><td>a<th>b</table><pre>x  y</pre>\
                <aside>More</aside><form><button>Send</button></form><script>if(a<b){}</script></article><footer>End</footer>";
    assert_eq!(
        read(text),
        [
            "furniture: Home",
            "furniture: News",
            "headline: Tarn shuts its pier",
            "byline: Ada Quill",
            "dateline: TARN (Wire) —",
            "paragraph: The pier is shut.",
            "heading2: Now",
            "list-item: One",
            "list-item2: Two",
            "list-item: Three",
            "block-quote: Old words.",
            "block-quote: Ada",
            "caption: The pier",
            "table-cell: a",
            "table-cell: b",
            "code: x  y",
            "furniture: More",
            "furniture: Send",
            "furniture: End",
        ]
    );
}

#[test]
fn headlines_without_a_heading_of_level_one() {
    assert_eq!(read("<title>Tarn</title><h2>Now</h2><p>x"), ["headline: Tarn", "heading2: Now", "paragraph: x"]);
    assert_eq!(read("<h2>Now</h2><p>x<h2>Then</h2>"), ["headline2: Now", "paragraph: x", "heading2: Then"]);
    assert_eq!(read("<p>By Ada Quill</p><p>x")[0], "byline: By Ada Quill");
}

#[test]
fn white_space_collapses() {
    let text = "<p>\n  The  pier\r\n is\tshut <b> now</b>. \n</p>";
    assert_eq!(read(text), ["paragraph: The pier is shut now."]);
    assert_eq!(replaced(text, &Html.read(text)), [("  ", " "), ("\r\n ", " "), ("\t", " ")]);
    let plain = "<p>The pier is shut, and the board is glad of it.</p>";
    assert_eq!(Html.read(plain).blocks[0].pieces.len(), 1);
}

#[test]
fn tags_lie_between_the_pieces() {
    assert_eq!(
        read("<p>An un<b>bold</b>ed <a href='x>y'>word</a><!-- no -->s.</p>"),
        ["paragraph: An unbolded words."]
    );
    assert_eq!(read("<p>One<br>two <br/> three<br><br>four</p>"), ["paragraph: One two three", "paragraph: four"]);
    assert_eq!(read("<p>Run <code>a &lt; b</code> now, 1 < 2.</p>"), ["paragraph: Run \u{FFFC} now, 1 < 2."]);
}

#[test]
fn entities_keep_their_bytes() {
    let text = "<p>It&rsquo;s Q&amp;A&nbsp;&#8212; &amp;rsquo; R&D&copy 1.</p>";
    assert_eq!(read(text), ["paragraph: It’s Q&A\u{A0}— &rsquo; R&D© 1."]);
    assert_eq!(
        replaced(text, &Html.read(text)),
        [("&rsquo;", "’"), ("&amp;", "&"), ("&nbsp;", "\u{A0}"), ("&#8212;", "—"), ("&amp;", "&"), ("&copy", "©")]
    );
    assert_eq!(read("<p>&nbsp;</p><p> &#32;\n</p>"), [""; 0]);
}

#[test]
fn labels_of_speakers() {
    let label = |text: &str| {
        let draft = Html.read(text);
        let mut block = draft.blocks[0].clone();
        block.pieces.truncate(usize::from(block.emphasized));
        prose(text, &block)
    };
    assert_eq!(label("<p><strong>Ada Quill:</strong> Never.</p>"), "Ada Quill:");
    assert_eq!(label("<p><b>Ada&nbsp;Quill</b>: Never.</p>"), "Ada\u{A0}Quill:");
    assert_eq!(label("<p><b>Never.</b> Ever.</p>"), "");
}

#[test]
fn deleting_a_block_leaves_valid_markup() {
    let cases = [
        ("<article>\n  <p>One.</p>\n  <p>Two.</p>\n</article>\n", "<article>\n</article>\n"),
        ("<article><p>One.</p> <p>Two.</p></article>", "<article> </article>"),
        ("<ul>\n<li><p>One.</p></li>\n<li>Two</li>\n</ul>", "<ul>\n</ul>"),
        ("<blockquote><p>One.</p></blockquote>\n<p>Two\n<p>Three", ""),
        ("<div>One <b>two</b><p>Three</p>four</div>", "<div></div>"),
        ("<p>One<br><br>Two</p>", "<p><br><br></p>"),
        ("<div><b>One</b></div>", ""),
        ("<p><img src=a> One</p>", "<p><img src=a> </p>"),
        ("<tr><td>One</td></tr>", "<tr><td></td></tr>"),
        ("<div>One", "<div>"),
    ];
    for (text, rest) in cases {
        assert_eq!(without(&Html, text), rest, "{text}");
    }
}

#[test]
fn what_readers_do_not_see_is_left_out() {
    let text = "<!doctype html><!-- a --><p>One<script>\"<p>two\"</script></p><svg><text>three</text></svg><template><p>four</template>\
                <textarea><p>five</textarea><noscript><p>six</noscript><select><option>seven</select><p>Eight<?php nine ?>";
    assert_eq!(read(text), ["paragraph: One", "paragraph: Eight"]);
    assert_eq!(Html.read(text).comments.len(), 1);
    assert_eq!(read("<svg><path><p>One</p>"), ["paragraph: One"]);
}

#[test]
fn a_form_around_the_page_is_no_furniture() {
    assert_eq!(
        read("<form><a>Log in</a><main><h1>Tarn</h1><p>One.</p></main></form>"),
        ["furniture: Log in", "headline: Tarn", "paragraph: One."]
    );
}

#[test]
fn line_ends_and_byte_order_marks_do_not_move_spans() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!(
            "\u{FEFF}<h1>Tarn</h1>{end}<p>It&rsquo;s{end}the “old” <i>pier</i>{end}here.</p>{end}<p>Two &amp; three.</p>{end}"
        );
        assert_eq!(read(&text), ["headline: Tarn", "paragraph: It’s the “old” pier here.", "paragraph: Two & three."]);
        assert_eq!(without(&Html, &text), "\u{FEFF}");
    }
}

#[test]
fn broken_markup() {
    assert_eq!(read("<p>One <b>two<p>three"), ["paragraph: One two", "paragraph: three"]);
    assert_eq!(read("One</p></div> two <"), ["paragraph: One", "paragraph: two <"]);
    assert_eq!(read("<p>One <a href=\"x"), ["paragraph: One"]);
    assert_eq!(read("<aside>One<form>two</aside><p>three"), ["furniture: One", "furniture: two", "paragraph: three"]);
}

/// What is noted in a draft: kind, words, what is struck out, whose it is.
fn noted(text: &str) -> Vec<(&str, &str, String, String)> {
    let traces = Html.read(text).traces.into_iter();
    traces
        .map(|trace| (trace.kind.name(), &text[trace.span.range()], trace.text.into_string(), trace.by.into_string()))
        .collect()
}

#[test]
fn what_is_struck_out_is_no_copy_and_what_is_written_in_is() {
    let text = "<p>It has <ins>three <b>new</b></ins> lakes<del> and\n a pier &amp; all</del>.</p>";
    assert_eq!(read(text), ["paragraph: It has three new lakes."]);
    assert_eq!(
        noted(text),
        [
            ("insertion", "three <b>new", String::new(), String::new()),
            ("deletion", "and\n a pier &amp; all", "and a pier &amp; all".into(), String::new()),
        ]
    );
}

#[test]
fn a_word_put_for_another_is_next_to_it() {
    let words = |text: &str| noted(text).iter().map(|one| one.1.to_owned()).collect::<Vec<_>>();
    assert_eq!(words("<p>It has <del>two</del> <ins>three</ins> lakes."), ["two</del> <ins>", "three"]);
    assert_eq!(words("<p>It has <ins>three</ins><del>two</del> lakes."), ["three", "</ins><del>two"]);
    // Another hand, and other words between, are changes of their own.
    assert_eq!(
        words("<p>It has <del data-author=Ada>two</del><ins data-author=Bo>three</ins> lakes."),
        ["two", "three"]
    );
    assert_eq!(words("<p>It has <del>two</del> or <ins>three</ins> lakes."), ["two", "three"]);
    assert_eq!(noted("<p><ins class=x data-author=\"Ada Vale\">One</ins>")[0].3, "Ada Vale");
}

#[test]
fn changes_reach_over_blocks_and_no_further_than_their_own() {
    let text =
        "<div><del><p>One.</p><p>Two.</p></del><p>Three <ins>four.<p>Five.</div><ins class=\"adsbygoogle\"></ins>";
    assert_eq!(read(text), ["paragraph: Three four.", "paragraph: Five."]);
    let found: Vec<(&str, &str)> = noted(text).iter().map(|one| (one.0, one.1)).collect();
    assert_eq!(found, [("deletion", "One.</p><p>Two."), ("insertion", "four.")]);
    assert_eq!(read("<p>One <del>two</p><p>three"), ["paragraph: One", "paragraph: three"]);
    assert_eq!(read("<p>One</del> two</ins> <script><del></script>three"), ["paragraph: One two three"]);
}
