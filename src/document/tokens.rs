//! Tokens: words, numbers and marks of a block, by the convention of the Universal Dependencies English treebanks.

use super::TextSpan;
use super::tagger::Tag;
use crate::list::{Form, Worded, word_hash};

mod abbreviations;
mod links;
mod marks;
mod numbers;
mod words;

/// What a token is.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TokenKind {
    /// Letters, or letters and digits: “council”, “’s”, “n’t”, “U.S.”, “G7”.
    Word,
    /// Digits, with their commas, points and ordinal endings: “4.2”, “1,100”, “89th”.
    Number,
    /// One mark: “,”, “—”, ““”. An ellipsis or a run of hyphens is one mark.
    Mark,
    /// A sign that is no mark: “$”, “%”, “+”.
    Symbol,
    /// A web or mail address, a handle or a hashtag.
    Link,
}

/// How the letters of a token are cased.
#[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Case {
    /// It has no letters.
    None,
    /// All small: “council”.
    Lower,
    /// A capital, then small letters: “Council”; also a single capital.
    Capital,
    /// All capitals, two letters or more: “FBI”, “U.S.”.
    Upper,
    /// Anything else: “McDonald”, “iPhone”.
    Mixed,
}

/// A word, number or mark.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its prose.
    pub span: TextSpan,
    /// Hash of the word, case and shape of apostrophes aside: [`crate::list::word_hash`].
    pub word: u64,
    /// What it is.
    pub kind: TokenKind,
    /// How it is cased.
    pub case: Case,
    /// Whether white space (or the start of the block) stands before it.
    pub space_before: bool,
    /// Whether it lies between quotation marks; the marks themselves do.
    pub quoted: bool,
    /// Its part of speech. [`Tag::Unknown`] until the tagger has been asked.
    pub tag: Tag,
}

impl Worded for Token {
    fn word(&self) -> u64 {
        self.word
    }
}

/// Cuts a word or phrase of a rule or list as a draft is cut. A clitic alone (“'s”, “'ll”) is one token, as it is behind
/// its word. One word that ends with a period is taken for an abbreviation wherever it can be one: “No.”, which a draft
/// has before numbers only.
pub fn form(text: &str) -> Form {
    let clitic =
        text.strip_prefix(['\'', '’']).is_some_and(|rest| !rest.is_empty() && rest.chars().all(char::is_alphabetic));
    if clitic {
        return Form { text: text.into(), words: vec![word_hash(text)].into() };
    }
    let mut tokens = Vec::new();
    if text.ends_with('.') && !text.contains(char::is_whitespace) {
        let numbered = format!("{text} 1");
        tokenize(&numbered, TextSpan::new(0, numbered.len() as u32), &mut tokens);
        tokens.pop();
    } else {
        tokenize(text, TextSpan::new(0, text.len() as u32), &mut tokens);
    }
    Form { text: text.into(), words: tokens.iter().map(|token| token.word).collect() }
}

/// The token that a whole text is, however a draft would cut it: a token of a treebank.
pub fn whole(text: &str) -> Token {
    let span = TextSpan::new(0, text.len() as u32);
    let mut tokens = Vec::new();
    tokenize(text, span, &mut tokens);
    let kind = match &*tokens {
        [only] => only.kind,
        _ if text.contains(char::is_alphabetic) => TokenKind::Word,
        _ => tokens.first().map_or(TokenKind::Mark, |token| token.kind),
    };
    let (word, case) = (word_hash(text), case_of(text));
    Token { span, word, kind, case, space_before: true, quoted: false, tag: Tag::Unknown }
}

/// Appends the tokens of `span` of `text`. Every character that is no white space belongs to exactly one.
pub fn tokenize(text: &str, span: TextSpan, tokens: &mut Vec<Token>) {
    let text = text.get(..span.end as usize).unwrap_or(text);
    let at = span.start as usize;
    Cutter { text, bytes: text.as_bytes(), previous_end: usize::MAX, at, own: tokens.len(), tokens }.run();
}

/// Cuts one block, from front to back.
struct Cutter<'text, 'tokens> {
    /// The text up to the end of the block.
    text: &'text str,
    /// Its bytes.
    bytes: &'text [u8],
    /// Where the token before ends; beyond all offsets before the first.
    previous_end: usize,
    /// Where the next token begins, or the white space before it.
    at: usize,
    /// How many tokens others own.
    own: usize,
    tokens: &'tokens mut Vec<Token>,
}

/// The last byte of marks beyond ASCII that are tokens by themselves: U+201A to U+2022.
const PLAIN_MARKS: std::ops::RangeInclusive<u8> = 0x9a..=0xa2;

impl Cutter<'_, '_> {
    fn run(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            // Words and single spaces are most of a text: two tests that are mostly foreseen beat a jump that is not.
            if byte.is_ascii_alphabetic() {
                self.word();
                self.at += usize::from(self.byte(self.at) == Some(b' '));
                continue;
            }
            match byte {
                b' ' | 9..=13 => self.at += 1,
                b'0'..=b'9' => self.number(self.at),
                128.. => self.wide(),
                _ => self.mark(byte),
            }
        }
    }

    /// A character beyond ASCII: white space, a letter or a mark.
    fn wide(&mut self) {
        if let Some(&[0xe2, 0x80, last]) = self.bytes.get(self.at..self.at + 3)
            && PLAIN_MARKS.contains(&last)
        {
            return self.plain_mark();
        }
        let Some(character) = self.character(self.at) else {
            self.at += 1;
            return;
        };
        if character.is_whitespace() {
            self.at += character.len_utf8();
        } else if character.is_alphanumeric() {
            self.long_word(self.at, self.at);
        } else {
            self.wide_mark(character);
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// The byte that ends the token before, white space left out.
    fn byte_before(&self, start: usize) -> Option<u8> {
        let end = self.previous_end.min(start);
        end.checked_sub(1).and_then(|last| self.byte(last))
    }

    fn character(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|rest| rest.chars().next())
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn is_letter(&self, at: usize) -> bool {
        match self.byte(at) {
            Some(byte) if byte < 128 => byte.is_ascii_alphabetic(),
            Some(_) => self.character(at).is_some_and(char::is_alphabetic),
            None => false,
        }
    }

    fn is_digit(&self, at: usize) -> bool {
        self.byte(at).is_some_and(|byte| byte.is_ascii_digit())
    }

    /// Whether a letter or a digit stands at an offset.
    fn is_word(&self, at: usize) -> bool {
        match self.byte(at) {
            Some(byte) if byte < 128 => byte.is_ascii_alphanumeric(),
            Some(_) => self.character(at).is_some_and(char::is_alphanumeric),
            None => false,
        }
    }

    /// Length in bytes of an apostrophe at an offset, or 0.
    fn apostrophe(&self, at: usize) -> usize {
        match self.bytes.get(at..) {
            Some([b'\'', ..]) => 1,
            Some([0xe2, 0x80, 0x98 | 0x99, ..]) => 3,
            Some([0xca, 0xbc, ..]) => 2,
            _ => 0,
        }
    }

    /// Whether a token ends where another is to begin.
    fn touches(&self, start: usize) -> bool {
        self.previous_end == start
    }

    /// The token before, where nothing stands between.
    fn touching(&self, start: usize) -> Option<&Token> {
        self.last().filter(|_| self.touches(start))
    }

    /// The token before, in the same block.
    fn last(&self) -> Option<&Token> {
        self.tokens.get(self.own..).and_then(<[Token]>::last)
    }

    /// Adds the token that begins at `start` and goes on behind it.
    fn push(&mut self, start: usize, end: usize, kind: TokenKind) {
        let text = self.slice(start, end);
        let (word, case) = (word_hash(text), case_of(text));
        self.push_known(start, end, kind, word, case);
    }

    /// Adds a token whose word and case are known.
    #[inline]
    fn push_known(&mut self, start: usize, end: usize, kind: TokenKind, word: u64, case: Case) {
        let space_before = !self.touches(start);
        let span = TextSpan::new(start as u32, end as u32);
        self.tokens.push(Token { span, word, kind, case, space_before, quoted: false, tag: Tag::Unknown });
        self.at = end;
        self.previous_end = end;
    }
}

/// How the letters of a text are cased.
fn case_of(text: &str) -> Case {
    let (mut first_is_capital, mut capitals, mut small) = (false, 0, 0);
    for character in text.chars() {
        if character.is_uppercase() {
            first_is_capital |= capitals + small == 0;
            capitals += 1;
        } else if character.is_alphabetic() {
            small += 1;
        }
    }
    case_from(first_is_capital, capitals, small)
}

fn case_from(first_is_capital: bool, capitals: usize, small: usize) -> Case {
    match (capitals, small) {
        (0, 0) => Case::None,
        (0, _) => Case::Lower,
        (1, _) if first_is_capital => Case::Capital,
        (_, 0) => Case::Upper,
        _ => Case::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        tokenize(text, TextSpan::new(0, text.len() as u32), &mut tokens);
        tokens
    }

    /// The tokens of a text, a space between each two.
    fn cut(text: &str) -> String {
        let words: Vec<&str> = tokens(text).iter().map(|token| &text[token.span.range()]).collect();
        words.join(" ")
    }

    fn kinds(text: &str) -> Vec<TokenKind> {
        tokens(text).iter().map(|token| token.kind).collect()
    }

    #[test]
    fn clitics_stand_apart() {
        assert_eq!(cut("Fell’s men don’t say it's we’ll"), "Fell ’s men do n’t say it 's we ’ll");
        assert_eq!(cut("I CAN'T, he won’t, she isn't"), "I CA N'T , he wo n’t , she is n't");
        assert_eq!(cut("they’d’ve shouldn't've"), "they ’d ’ve should n't 've");
        assert_eq!(cut("the U.S.’s and the 49ers’ and “Marlow”’s"), "the U.S. ’s and the 49ers ’ and “ Marlow ” ’s");
        assert_eq!(cut("He cannot. We're gonna."), "He can not . We 're gon na .");
        assert_eq!(cut("dont wont cant want"), "do nt wo nt ca nt want");
    }

    #[test]
    fn apostrophes_inside_words_stay() {
        assert_eq!(cut("O’Dell at ten o'clock, ma’am, d’état"), "O’Dell at ten o'clock , ma’am , d’état");
        assert_eq!(cut("the ’90s, '72 and ’em"), "the ’90s , '72 and ’em");
        assert_eq!(cut("the 1980's"), "the 1980's");
        assert_eq!(cut("the Fells' house, ‘so’ they say"), "the Fells ' house , ‘ so ’ they say");
    }

    #[test]
    fn hyphens_cut_but_for_prefixes() {
        assert_eq!(cut("a hard-liner’s 30-day well-known plan"), "a hard - liner ’s 30 - day well - known plan");
        assert_eq!(cut("co-owner’s pre-war e-mail, anti-Marlow"), "co-owner ’s pre-war e-mail , anti-Marlow");
        assert_eq!(cut("a 5-2 vote, 2019-2021, 555-0142"), "a 5 - 2 vote , 2019 - 2021 , 555-0142");
        assert_eq!(cut("sister-in-law—so—3–4"), "sister - in - law — so — 3 – 4");
    }

    #[test]
    fn periods_of_abbreviations_stay() {
        assert_eq!(cut("Gen. J. K. Fell of the U.S. at 9 a.m."), "Gen. J. K. Fell of the U.S. at 9 a.m.");
        assert_eq!(cut("Fell Inc. of Marlow, Ore., and No. 4"), "Fell Inc. of Marlow , Ore. , and No. 4");
        assert_eq!(cut("He said no. They wed. It is in the art."), "He said no . They wed . It is in the art .");
        assert_eq!(cut("the end.Then go to dr.fell"), "the end . Then go to dr. fell");
        assert_eq!(cut("A Ph.D. (i.e., a J.D.), 2 tbsp. of it"), "A Ph.D. ( i.e. , a J.D. ) , 2 tbsp. of it");
        assert_eq!(cut("Vitamin K."), "Vitamin K .");
        assert_eq!(
            cut("She took the SAT. Pell did not. GEN. PELL DID."),
            "She took the SAT . Pell did not . GEN. PELL DID ."
        );
    }

    #[test]
    fn numbers_hold_together() {
        assert_eq!(cut("$1,100 or 4.2% of 1.5m"), "$ 1,100 or 4.2 % of 1.5 m");
        assert_eq!(cut("the 89th at 4:30pm on 9/11"), "the 89th at 4:30 pm on 9/11");
        assert_eq!(cut("the 1990s, 20s, 4A, G7, .265"), "the 1990s , 20s , 4A , G7 , .265");
        assert_eq!(cut("US$5bn, €3M, 8a.m."), "US$ 5 bn , € 3 M , 8 a.m.");
        assert_eq!(cut("in 2019. Then 1,2"), "in 2019 . Then 1 , 2");
        assert_eq!(cut("212-555-0142"), "212-555-0142");
    }

    #[test]
    fn marks_stand_alone_and_runs_together() {
        assert_eq!(cut("“Well...” he said -- no?!"), "“ Well ... ” he said -- no ?!");
        assert_eq!(cut("and/or (so)…"), "and / or ( so ) …");
        assert_eq!(cut("AT&T & Fell w/o"), "AT&T & Fell w/o");
        use TokenKind::{Mark, Number, Symbol, Word};
        assert_eq!(kinds("“a” — 4 % 😀 €"), [Mark, Word, Mark, Mark, Number, Symbol, Symbol, Symbol]);
    }

    #[test]
    fn links_are_one_token() {
        for link in [
            "https://example.org/a_(b)?c=d",
            "www.example.net",
            "agnes.fell@example.co.uk",
            "@agnesfell",
            "#marlow",
            "example.com/news",
        ] {
            let text = format!("See {link}, (and {link}).");
            assert_eq!(cut(&text), format!("See {link} , ( and {link} ) ."));
            assert_eq!(kinds(&text)[1], TokenKind::Link);
        }
        assert_eq!(cut("the day.In town #1"), "the day . In town # 1");
    }

    #[test]
    fn cases_and_spaces_are_noted() {
        let cases = |text: &str| -> Vec<Case> { tokens(text).iter().map(|token| token.case).collect() };
        assert_eq!(
            cases("the Fell FBI iPhone McDell A U.S. 4 Élan ÉTÉ"),
            [
                Case::Lower,
                Case::Capital,
                Case::Upper,
                Case::Mixed,
                Case::Mixed,
                Case::Capital,
                Case::Upper,
                Case::None,
                Case::Capital,
                Case::Upper
            ]
        );
        let spaces: Vec<bool> = tokens("He’s (so) 5%").iter().map(|token| token.space_before).collect();
        assert_eq!(spaces, [true, false, true, false, false, true, false]);
    }

    #[test]
    fn a_form_is_cut_as_text_is() {
        assert_eq!(form("U.S. Rep.").words.len(), 2);
        assert_eq!(form("don't").words, form("don’t").words);
        assert_eq!(form("hard-liner").words.len(), 3);
        assert_eq!(form("Gen.").words.len(), 1);
    }

    #[test]
    fn words_of_other_scripts_and_odd_characters_are_cut() {
        assert_eq!(cut("cafe\u{301}’s 東京 👩‍🚀 \u{fffc}x a\u{ad}b"), "cafe\u{301} ’s 東京 👩‍🚀 \u{fffc} x a\u{ad}b");
        assert_eq!(cut("a\u{a0}b\u{2009}c"), "a b c");
    }

    #[test]
    fn a_long_line_without_spaces_takes_linear_time() {
        for part in
            ["a.", "a-", "1.", "1-", "@", "a@", "http://", "'", "’s", "(", "é", "#a", "a.com/", "I.", "-a.b", "\u{301}"]
        {
            let text = part.repeat(20_000);
            let tokens = tokens(&text);
            assert!(tokens.iter().map(|token| token.span.len() as usize).sum::<usize>() == text.len(), "{part}");
        }
    }

    /// Text that is like copy, and text that is like nothing.
    fn any_text() -> impl Strategy<Value = String> {
        let part = "[A-Za-z]{1,6}|[0-9]{1,4}|['’‘.,:;/&@#$%+_*!?()\"“”…—–-]{1,3}|[ \n\u{a0}]|n't|’s|U\\.S\\.|http://|www\\.|\\PC|é|İ|ß|\u{301}|\u{200d}";
        prop_oneof![proptest::collection::vec(part, 0..24).prop_map(|parts| parts.concat()), any::<String>()]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn tokens_cover_the_text(text in any_text()) {
            let mut at = 0;
            for token in tokens(&text) {
                let (start, end) = (token.span.start as usize, token.span.end as usize);
                prop_assert!(start >= at && end > start && text.is_char_boundary(start) && text.is_char_boundary(end));
                prop_assert!(text[at..start].chars().all(char::is_whitespace));
                prop_assert_eq!(token.space_before, start == 0 || start > at);
                prop_assert!(!text[start..end].chars().any(char::is_whitespace));
                prop_assert_eq!(token.word, word_hash(&text[start..end]));
                prop_assert_eq!(token.case, case_of(&text[start..end]));
                at = end;
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
