//! Links: web and mail addresses, handles, hashtags. Each is one token.
//!
//! Every search looks at a bounded piece of text or at text that becomes the token, so that a long line stays linear.

/// The longest host or mailbox looked at, in bytes.
const LONGEST_HOST: usize = 128;

/// Last labels of hosts, and endings of file names, that are no words of running text.
const ENDINGS: [&str; 44] = [
    "app", "au", "biz", "br", "ca", "ch", "cn", "co", "com", "csv", "de", "dev", "doc", "docx", "edu", "eu", "fm",
    "fr", "gov", "htm", "html", "ie", "info", "int", "io", "jp", "jpg", "js", "ly", "mil", "mp3", "net", "nl", "nz",
    "org", "pdf", "png", "ru", "tv", "txt", "uk", "xls", "za", "zip",
];

/// Where the address that begins at `start` ends. `end` is where its first letters and digits end.
pub(super) fn link_end(text: &str, bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let word = &bytes[start..end];
    let rest = &bytes[end..];
    let goes_on = rest.get(1).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'_'));
    // “name...@example.org” is how archives hide an address.
    if !goes_on && !rest.starts_with(b"...@") {
        return None;
    }
    match rest.first()? {
        b':' => {
            let scheme = ["http", "https", "ftp"].iter().any(|known| known.as_bytes().eq_ignore_ascii_case(word));
            let mail = word.eq_ignore_ascii_case(b"mailto");
            ((scheme && rest.starts_with(b"://")) || mail)
                .then(|| address_end(text, end + 1))
                .filter(|found| *found > end + 3)
        }
        b'@' => mail_end(bytes, end),
        b'.' | b'-' | b'+' | b'%' => mailbox_end(bytes, end).or_else(|| host_end(text, bytes, start)),
        _ => None,
    }
}

/// Where a handle or hashtag ends.
pub(super) fn handle_end(text: &str, bytes: &[u8], start: usize) -> Option<usize> {
    let tail = text.get(start + 1..)?;
    if !tail.starts_with(|character: char| character.is_alphabetic() || character == '_') {
        return None;
    }
    let inner = |character: char| character.is_alphanumeric() || character == '_';
    let mut end = start + 1 + tail.find(|character| !inner(character)).unwrap_or(tail.len());
    // A handle may be that of another server, or a host.
    while bytes[start] == b'@' && matches!(bytes.get(end), Some(b'.' | b'@' | b'-')) {
        let more = text[end + 1..].find(|character| !inner(character)).unwrap_or(text.len() - end - 1);
        if more == 0 {
            break;
        }
        end += 1 + more;
    }
    Some(end)
}

/// Where a mail address ends whose `@` is some way behind `end`.
fn mailbox_end(bytes: &[u8], end: usize) -> Option<usize> {
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-');
    let length = bytes[end..].iter().take(LONGEST_HOST).take_while(|byte| inner(byte)).count();
    (bytes.get(end + length) == Some(&b'@')).then(|| mail_end(bytes, end + length)).flatten()
}

/// Where a mail address ends whose `@` stands at `at`.
fn mail_end(bytes: &[u8], at: usize) -> Option<usize> {
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let host = &bytes[at + 1..];
    let length = host.iter().take_while(|byte| inner(byte)).count();
    let length = host[..length].iter().rposition(u8::is_ascii_alphanumeric)? + 1;
    Some(at + 1 + length)
}

/// Where a host, and what stands behind it, ends: “www.example.org/news”.
fn host_end(text: &str, bytes: &[u8], start: usize) -> Option<usize> {
    let inner = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let run = &bytes[start..];
    let length = run.iter().take(LONGEST_HOST).take_while(|byte| inner(byte)).count();
    let host = &run[..run[..length].iter().rposition(u8::is_ascii_alphanumeric)? + 1];
    let dot = host.iter().rposition(|byte| *byte == b'.')?;
    let known = |ending: &&str| ending.as_bytes().eq_ignore_ascii_case(&host[dot + 1..]);
    let is_host = host.starts_with(b"www.") || ENDINGS.iter().any(known);
    // “day.In” and “Sushi.Ca” are a missing space: an ending is written small, or all is written large.
    let cased = host[dot + 1].is_ascii_lowercase() || !host[..dot].iter().any(u8::is_ascii_lowercase);
    if !is_host || !cased || host.windows(2).any(|pair| pair == b"..") {
        return None;
    }
    let end = start + host.len();
    match bytes.get(end) {
        Some(b'/') => Some(address_end(text, end)),
        Some(b':') if bytes.get(end + 1).is_some_and(u8::is_ascii_digit) => Some(address_end(text, end)),
        _ => Some(end),
    }
}

/// Where an address ends that goes on at `from`: at white space, less the marks of the sentence around it.
fn address_end(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let ends = |character: char| {
        character.is_whitespace()
            || matches!(character, '<' | '>' | '[' | '"' | '“' | '”' | '’' | '‘' | '…' | '«' | '»' | '—')
    };
    let mut address = &rest[..rest.find(ends).unwrap_or(rest.len())];
    let mut open = address.matches('(').count() as i64 - address.matches(')').count() as i64;
    while let Some(last) = address.chars().next_back() {
        match last {
            ')' if open < 0 => open += 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '}' | '*' => {}
            _ => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    from + address.len()
}
