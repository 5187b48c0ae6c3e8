//! Where in a JSON text a field stands. Must not know what the fields mean.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// An error that carries the line and the column of the field, or else of the nearest one around it that is there.
/// The reader tells where it is only when it fails, so it is made to fail there.
pub(super) fn of(text: &str, field: &str) -> Option<serde_json::Error> {
    let mut wanted = field;
    loop {
        let mut reader = serde_json::Deserializer::from_str(text);
        if let Err(error) = (Seek { wanted, here: String::new() }).deserialize(&mut reader) {
            return Some(error);
        }
        wanted = &wanted[..wanted.rfind(['.', '['])?];
    }
}

/// Looks for one field in the value that stands `here`.
struct Seek<'a> {
    wanted: &'a str,
    here: String,
}

/// How a field of the text lies to the one that is looked for.
enum Lies<'a> {
    Elsewhere,
    Around(Seek<'a>),
    Here,
}

impl<'a> Seek<'a> {
    fn reach(&self, here: String) -> Lies<'a> {
        match self.wanted.strip_prefix(&here) {
            Some("") => Lies::Here,
            Some(rest) if rest.starts_with(['.', '[']) => Lies::Around(Seek { wanted: self.wanted, here }),
            _ => Lies::Elsewhere,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "something that holds {}", self.wanted)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        while let Some(key) = map.next_key::<String>()? {
            let here = if self.here.is_empty() { key } else { format!("{}.{key}", self.here) };
            match self.reach(here) {
                Lies::Elsewhere => map.next_value::<IgnoredAny>().map(drop)?,
                Lies::Around(inner) => map.next_value_seed(inner)?,
                Lies::Here => map.next_value_seed(Stop)?,
            }
        }
        Ok(())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut list: S) -> Result<(), S::Error> {
        for index in 0.. {
            let element = match self.reach(format!("{}[{index}]", self.here)) {
                Lies::Elsewhere => list.next_element::<IgnoredAny>()?.map(drop),
                Lies::Around(inner) => list.next_element_seed(inner)?,
                Lies::Here => list.next_element_seed(Stop)?,
            };
            if element.is_none() {
                break;
            }
        }
        Ok(())
    }
}

/// Takes no value at all, so that the reader fails at this one. A failure after it would come too late: the reader
/// would by then have passed the bracket that follows, which may stand on another line.
struct Stop;

impl<'de> DeserializeSeed<'de> for Stop {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl Visitor<'_> for Stop {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("nothing")
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    const TEXT: &str = r#"{"item": 1, "items": [
  {"id": "a"},
  {"id": "b",
   "answers": {
     "rank": "-1"
   }
  }
]}"#;

    fn place(text: &str, field: &str) -> Option<(usize, usize)> {
        of(text, field).map(|error| (error.line(), error.column()))
    }

    #[test]
    fn a_field_is_found_where_its_value_ends() {
        assert_eq!(place(TEXT, "item"), Some((1, 10)));
        assert_eq!(place(TEXT, "items[0].id"), Some((2, 12)));
        assert_eq!(place(TEXT, "items[1].id"), Some((3, 12)));
        assert_eq!(place(TEXT, "items[1].answers.rank"), Some((5, 17)), "and not at the bracket below");
    }

    #[test]
    fn what_is_not_there_is_sought_around_it() {
        let line = |field| place(TEXT, field).map(|(line, _)| line);
        assert_eq!((line("items[0].answers.rank"), line("items[1].starts")), (Some(2), Some(3)));
        assert_eq!(line("items[12].id"), line("items"));
        let lists = "{\"items\": [[\"a\"],\n[\"b\"]]}";
        assert_eq!(place(lists, "items[1].id").map(|(line, _)| line), Some(2));
        assert_eq!(place(TEXT, "year"), None);
    }
}
