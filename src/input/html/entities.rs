//! Character references: “&rsquo;”, “&#8217;”, “&#x2019;”, and the old ones without a semicolon.

/// The longest reference that is looked at, in bytes; the longest name of HTML has 33.
const LONGEST: usize = 40;

/// Decodes the reference at the head of a text that begins with “&”: its length in bytes and what it stands for. `None`
/// where the ampersand is one.
pub(super) fn decode(text: &str) -> Option<(usize, String)> {
    let named = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let mut length = 1 + text.bytes().skip(1).take(LONGEST).take_while(named).count();
    let closed = text.as_bytes().get(length) == Some(&b';');
    length += usize::from(closed);
    let raw = text.get(..length)?;
    let decoded = htmlize::unescape(raw);
    if decoded == raw {
        return None;
    }
    if closed && decoded.chars().count() <= 2 && !decoded.ends_with(';') || raw == "&#59;" || decoded == ";" {
        return Some((length, decoded.into_owned()));
    }
    let kept = raw.bytes().rev().zip(decoded.bytes().rev()).take_while(|(left, right)| left == right).count();
    let kept = kept.min(decoded.len().saturating_sub(1));
    let end = decoded.len() - kept;
    let stands = decoded.get(..end).filter(|stands| !stands.is_empty())?;
    Some((length - kept, stands.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn found(text: &str) -> Option<(usize, String)> {
        decode(text)
    }

    fn some(length: usize, text: &str) -> Option<(usize, String)> {
        Some((length, text.to_owned()))
    }

    #[test]
    fn references_with_a_semicolon() {
        assert_eq!(found("&rsquo;s"), some(7, "’"));
        assert_eq!(found("&#8217;s"), some(7, "’"));
        assert_eq!(found("&#x2019;s"), some(8, "’"));
        assert_eq!(found("&amp;rsquo;"), some(5, "&"));
        assert_eq!(found("&#59;"), some(5, ";"));
        assert_eq!(found("&semi;;"), some(6, ";"));
        assert_eq!(found("&nbsp;"), some(6, "\u{A0}"));
    }

    #[test]
    fn references_without_a_semicolon() {
        assert_eq!(found("&amp b"), some(4, "&"));
        assert_eq!(found("&ampamp"), some(4, "&"));
        assert_eq!(found("&notit;"), some(4, "¬"));
        assert_eq!(found("&#8217 s"), some(6, "’"));
    }

    #[test]
    fn ampersands_that_are_none() {
        for text in ["& b", "&", "&;", "&zzz;", "&#;", "&T", "R&D"] {
            assert_eq!(found(text.trim_start_matches('R')), None, "{text}");
        }
    }
}
