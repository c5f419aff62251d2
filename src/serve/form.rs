//! Forms: the fields of a request, as browsers encode them.

/// The fields of a form, in order, names and values decoded; `None` where it is not encoded as forms are.
pub fn fields(encoded: &[u8]) -> Option<Vec<(String, String)>> {
    let pairs = encoded.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let value = pair.get(at + 1..).unwrap_or_default();
            Some((decode(&pair[..at])?, decode(value)?))
        })
        .collect()
}

/// A name or value: `+` is a blank, `%41` is `A`. `None` where that is broken or no UTF-8.
fn decode(encoded: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter().copied();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut digit = || (rest.next()? as char).to_digit(16);
                let (high, low) = (digit()?, digit()?);
                bytes.push((high * 16 + low) as u8);
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded() {
        let fields = fields(b"language=en-US&text=caf%C3%A9+%26+b%3D1&&flag&x=").expect("a form");
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(fields, [("language", "en-US"), ("text", "café & b=1"), ("flag", ""), ("x", "")]);
    }

    #[test]
    fn what_is_no_form_is_told() {
        assert_eq!(fields(b"text=%C3"), None);
        assert_eq!(fields(b"text=%4"), None);
        assert_eq!(fields(b"text=%zz"), None);
    }
}
