//! The manifest of a package: `imsmanifest.xml` of SCORM 1.2 and of SCORM 2004 (4th edition).

use crate::cli::arguments::Edition;
use crate::cli::export::item::Item;
use crate::cli::lang::{LANGS, Lang, code};
use carteiro::base::text::Text;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

type Out = Writer<Vec<u8>>;

/// What the two editions call differently.
struct Words {
    version: &'static str,
    namespaces: &'static [(&'static str, &'static str)],
    /// The attribute that says what a resource is.
    kind: &'static str,
    /// The prefix of the learning object's metadata, and the element and attribute of a text in a language.
    lom: &'static str,
    string: &'static str,
    language: &'static str,
}

const INSTANCE: (&str, &str) = ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");

const SCORM_1_2: Words = Words {
    version: "1.2",
    namespaces: &[
        ("xmlns", "http://www.imsproject.org/xsd/imscp_rootv1p1p2"),
        ("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_rootv1p2"),
        ("xmlns:imsmd", "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"),
        INSTANCE,
        (
            "xsi:schemaLocation",
            "http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.imsglobal.org/xsd/imsmd_rootv1p2p1 imsmd_rootv1p2p1.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd",
        ),
    ],
    kind: "adlcp:scormtype",
    lom: "imsmd",
    string: "imsmd:langstring",
    language: "xml:lang",
};

const SCORM_2004: Words = Words {
    version: "2004 4th Edition",
    namespaces: &[
        ("xmlns", "http://www.imsglobal.org/xsd/imscp_v1p1"),
        ("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_v1p3"),
        ("xmlns:imsss", "http://www.imsglobal.org/xsd/imsss"),
        ("xmlns:lom", "http://ltsc.ieee.org/xsd/LOM"),
        INSTANCE,
        (
            "xsi:schemaLocation",
            "http://www.imsglobal.org/xsd/imscp_v1p1 imscp_v1p1.xsd http://www.adlnet.org/xsd/adlcp_v1p3 adlcp_v1p3.xsd http://www.imsglobal.org/xsd/imsss imsss_v1p0.xsd http://ltsc.ieee.org/xsd/LOM lom.xsd",
        ),
    ],
    kind: "adlcp:scormType",
    lom: "lom",
    string: "lom:string",
    language: "language",
};

/// The name of the manifest's file, and what is in it. `shared` are the paths of the files that all parts need.
pub fn manifest(
    edition: Edition,
    items: &[Item],
    shared: &[String],
    lang: Lang,
) -> io::Result<(&'static str, Vec<u8>)> {
    let words = match edition {
        Edition::Scorm12 => &SCORM_1_2,
        Edition::Scorm2004 => &SCORM_2004,
    };
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 2);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let identifier = identifier(items);
    out.create_element("manifest")
        .with_attributes([("identifier", identifier.as_str()), ("version", "1")])
        .with_attributes(words.namespaces.iter().copied())
        .write_inner_content(|out| {
            metadata(out, words, items)?;
            organization(out, edition, items, lang)?;
            resources(out, words, items, shared)
        })?;
    out.get_mut().push(b'\n');
    Ok(("imsmanifest.xml", out.into_inner()))
}

/// Another one for each choice of parts: a platform knows a package by it.
pub fn identifier(items: &[Item]) -> String {
    match items {
        [only] => format!("carteiro-{}", only.id),
        [first, .., last] => format!("carteiro-{}-to-{}-{}", first.id, last.id, items.len()),
        [] => "carteiro".to_owned(),
    }
}

fn text(out: &mut Out, name: &str, words: &str) -> io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(words)).map(|_| ())
}

/// The whole package's title: that of its only part, else the course's.
pub fn title_of_all(items: &[Item]) -> Text {
    match items {
        [only] => only.title.clone(),
        _ => Text { en: "Carteiro".to_owned(), pt_br: "Carteiro".to_owned() },
    }
}

/// What the whole package is about: its only part, else the course.
pub fn about_all(items: &[Item]) -> Text {
    match items {
        [only] => only.about.clone(),
        _ => Text {
            en: "Asynchronous communication between services, learned by breaking it.".to_owned(),
            pt_br: "Comunicação assíncrona entre serviços, aprendida quebrando-a.".to_owned(),
        },
    }
}

/// What it is about in both languages: a manifest's own titles have one.
fn metadata(out: &mut Out, words: &Words, items: &[Item]) -> io::Result<()> {
    let name = |name: &str| format!("{}:{name}", words.lom);
    let both = |out: &mut Out, element: &str, said: &Text| {
        out.create_element(name(element))
            .write_inner_content(|out| {
                for lang in LANGS {
                    out.create_element(words.string)
                        .with_attribute((words.language, code(lang)))
                        .write_text_content(BytesText::new(said.get(lang)))?;
                }
                Ok(())
            })
            .map(|_| ())
    };
    out.create_element("metadata")
        .write_inner_content(|out| {
            text(out, "schema", "ADL SCORM")?;
            text(out, "schemaversion", words.version)?;
            out.create_element(name("lom")).write_inner_content(|out| {
                out.create_element(name("general")).write_inner_content(|out| {
                    both(out, "title", &title_of_all(items))?;
                    LANGS.iter().try_for_each(|lang| text(out, &name("language"), code(*lang)))?;
                    both(out, "description", &about_all(items))
                })?;
                Ok(())
            })?;
            Ok(())
        })
        .map(|_| ())
}

fn organization(out: &mut Out, edition: Edition, items: &[Item], lang: Lang) -> io::Result<()> {
    let sequenced = edition == Edition::Scorm2004;
    out.create_element("organizations")
        .with_attribute(("default", "course"))
        .write_inner_content(|out| {
            out.create_element("organization").with_attribute(("identifier", "course")).write_inner_content(|out| {
                text(out, "title", title_of_all(items).get(lang))?;
                for item in items {
                    let (id, reference) = (format!("item-{}", item.id), format!("sco-{}", item.id));
                    out.create_element("item")
                        .with_attributes([("identifier", id.as_str()), ("identifierref", reference.as_str())])
                        .write_inner_content(|out| {
                            text(out, "title", item.title.get(lang))?;
                            // Otherwise a part counts as done as soon as it is left.
                            let by_content = [("completionSetByContent", "true"), ("objectiveSetByContent", "true")];
                            if sequenced { sequencing(out, "imsss:deliveryControls", by_content) } else { Ok(()) }
                        })?;
                }
                // Any part may be chosen, and one leads to the next.
                if sequenced {
                    sequencing(out, "imsss:controlMode", [("choice", "true"), ("flow", "true")])
                } else {
                    Ok(())
                }
            })?;
            Ok(())
        })
        .map(|_| ())
}

fn sequencing(out: &mut Out, rule: &str, attributes: [(&str, &str); 2]) -> io::Result<()> {
    out.create_element("imsss:sequencing")
        .write_inner_content(|out| out.create_element(rule).with_attributes(attributes).write_empty().map(|_| ()))
        .map(|_| ())
}

fn resources(out: &mut Out, words: &Words, items: &[Item], shared: &[String]) -> io::Result<()> {
    let file =
        |out: &mut Out, path: &str| out.create_element("file").with_attribute(("href", path)).write_empty().map(|_| ());
    out.create_element("resources")
        .write_inner_content(|out| {
            for item in items {
                let (id, page) = (format!("sco-{}", item.id), item.page());
                out.create_element("resource")
                    .with_attributes([("identifier", id.as_str()), ("type", "webcontent"), (words.kind, "sco")])
                    .with_attribute(("href", page.as_str()))
                    .write_inner_content(|out| {
                        file(out, &page)?;
                        out.create_element("dependency").with_attribute(("identifierref", "shared")).write_empty()?;
                        Ok(())
                    })?;
            }
            out.create_element("resource")
                .with_attributes([("identifier", "shared"), ("type", "webcontent"), (words.kind, "asset")])
                .write_inner_content(|out| shared.iter().try_for_each(|path| file(out, path)))?;
            Ok(())
        })
        .map(|_| ())
}
