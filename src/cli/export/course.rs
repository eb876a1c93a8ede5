//! The course structure of a cmi5 package: `cmi5.xml`, with an assignable unit for each part.

use crate::cli::export::item::Item;
use crate::cli::export::manifest::{about_all, identifier, title_of_all};
use crate::cli::lang::{LANGS, code};
use carteiro::base::text::Text;
use carteiro::scenario::fingerprint;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

type Out = Writer<Vec<u8>>;

const SCHEMA: &str = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd";
const SIMULATION: &str = "http://adlnet.gov/expapi/activities/simulation";

/// The name of the file, and what is in it.
pub fn structure(items: &[Item]) -> io::Result<(&'static str, Vec<u8>)> {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 2);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    out.create_element("courseStructure").with_attribute(("xmlns", SCHEMA)).write_inner_content(|out| {
        let names: Vec<String> = items.iter().map(name).collect();
        let course = iri(&format!("course {} {}", identifier(items), names.join(" ")));
        out.create_element("course").with_attribute(("id", course.as_str())).write_inner_content(|out| {
            words(out, "title", &title_of_all(items))?;
            words(out, "description", &about_all(items))
        })?;
        items.iter().try_for_each(|item| unit(out, item))
    })?;
    out.get_mut().push(b'\n');
    Ok(("cmi5.xml", out.into_inner()))
}

fn unit(out: &mut Out, item: &Item) -> io::Result<()> {
    let id = iri(&name(item));
    out.create_element("au")
        .with_attributes([("id", id.as_str()), ("launchMethod", "AnyWindow")])
        // Everything reached, by whomever: as the SCORM editions count it.
        .with_attributes([("moveOn", "CompletedOrPassed"), ("activityType", SIMULATION)])
        .write_inner_content(|out| {
            words(out, "title", &item.title)?;
            words(out, "description", &item.about)?;
            out.create_element("url").write_text_content(BytesText::new(&item.page())).map(|_| ())
        })
        .map(|_| ())
}

/// A text in each language.
fn words(out: &mut Out, element: &str, text: &Text) -> io::Result<()> {
    out.create_element(element)
        .write_inner_content(|out| {
            for lang in LANGS {
                out.create_element("langstring")
                    .with_attribute(("lang", code(lang)))
                    .write_text_content(BytesText::new(text.get(lang)))?;
            }
            Ok(())
        })
        .map(|_| ())
}

/// What tells a part from all others: a lesson's name in every version of it; of anything else, what it says, too.
fn name(item: &Item) -> String {
    if item.is_lesson {
        return format!("lesson {}", item.id);
    }
    let rubric = fingerprint(&item.rubric_json).unwrap_or_default();
    format!("task {} {rubric}", item.id)
}

/// An identifier that nobody else makes, the same each time: a UUID of version 8, from two fingerprints of a name.
fn iri(name: &str) -> String {
    let half = |salt: &str| {
        let json = serde_json::json!([salt, name]).to_string();
        fingerprint(&json).unwrap_or_default()
    };
    let (high, low) = (half("carteiro"), half("cmi5"));
    let variant = match low.as_bytes().first() {
        Some(b'0'..=b'3') => '8',
        Some(b'4'..=b'7') => '9',
        Some(b'8'..=b'9' | b'a' | b'b') => 'a',
        _ => 'b',
    };
    format!("urn:uuid:{}-{}-8{}-{variant}{}-{}", &high[..8], &high[8..12], &high[13..], &low[1..4], &low[4..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_a_uuid_of_version_8_and_the_same_each_time() {
        let one = iri("lesson retry");
        assert_eq!(one, iri("lesson retry"));
        assert_ne!(one, iri("lesson jitter"));
        let groups: Vec<&str> = one.trim_start_matches("urn:uuid:").split('-').collect();
        assert_eq!(groups.iter().map(|group| group.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
        assert!(groups[2].starts_with('8') && groups[3].starts_with(['8', '9', 'a', 'b']), "{one}");
        assert!(one.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-:".contains(c)));
    }
}
