//! Drafts made of snippets in which rules, readers and layers meet: slips, marks, markup, odd characters, line ends.

use proptest::prelude::*;

const SNIPPETS: [&str; 48] = [
    "The council met on Tuesday. ",
    "Sen. Ada Vale said she would vote no. ",
    "Senator Vale left. ",
    "“Nobody walks on this pier,” Vale said. ",
    "“It was ours.”",
    "‘Not so fast.’ ",
    "\"Straight,\" said Tom Reed. ",
    "But unfortunate the plan failed. ",
    "Sad, the board said no. ",
    "It was the the end. ",
    "They could of won. ",
    "A hour later it's end came. ",
    "He have left last year. ",
    "in Oslo, Norway on Monday ",
    "Read more: What we know",
    "0 Comments",
    "ADVERTISEMENT",
    "Share this story",
    "TK people ",
    "[insert photo here]",
    "{++a++} [-b-]{+c+} ",
    "Raoâ€™s don&rsquo;t &amp;amp; ",
    "(a bracket ",
    "— with a dash – and another -- ",
    "advisor adviser ",
    "Friday, March 29, 2025 ",
    "April 31 ",
    "later today ",
    "4 million dollars and $5 ",
    "<b>bold</b> ",
    "**bold** _it_ ",
    "<p>",
    "</p>",
    "<blockquote>",
    "<!-- note -->",
    "> quoted\n",
    "- item\n",
    "# Heading\n",
    "`code` ",
    "\n",
    "\n\n",
    "\r\n\r\n",
    "\n\n\n\n",
    "\t",
    "é😀漢字\u{301} ",
    "\u{feff}",
    "\u{202e}\u{1b}[31m",
    "copydesk: ignore typo/doubled-word\n",
];

/// Drafts of up to 40 snippets, with some characters at random between them.
pub(crate) fn draft() -> impl Strategy<Value = String> {
    let snippet = prop_oneof![
        12 => (0..SNIPPETS.len()).prop_map(|index| SNIPPETS[index].to_owned()),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(snippet, 0..40).prop_map(|snippets| snippets.concat())
}

/// Names of files, one a format.
pub(crate) const PATHS: [&str; 3] = ["draft.txt", "draft.md", "draft.html"];
