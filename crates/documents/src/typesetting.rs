//! The bridge to the typesetter: a template and typed fields become a PDF. Texts travel as values, never as template
//! source, so that a name with `#` or a quotation mark is only a name. Must not know any particular document.

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Array, Bytes, Datetime, Dict, Duration, Smart, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::DocumentError;
use crate::fonts::{self, FontSet};

/// Results of earlier runs that the typesetter keeps are dropped after this many further documents.
const CACHE_AGE_MAX: usize = 4;

/// A template file of the `templates` folder.
pub(crate) struct Template {
    /// File name, for messages.
    pub(crate) name: &'static str,
    /// Text of the file.
    pub(crate) source: &'static str,
    /// Standards that the finished file must meet.
    pub(crate) standards: &'static [PdfStandard],
}

/// A finished document.
pub(crate) struct Typeset {
    /// The file.
    pub(crate) pdf: Vec<u8>,
    /// How many pages it has.
    pub(crate) pages: usize,
}

/// Sets a template with its fields (`sys.inputs`). The same fields always give the same bytes; `identity` is what the
/// document's own identifier is made from.
pub(crate) fn typeset(template: &Template, fields: Dict, identity: &str) -> Result<Typeset, DocumentError> {
    let mut texts = template.source.to_owned();
    collect_texts(&fields, &mut texts);
    let missing = fonts::missing(&texts);
    if !missing.is_empty() {
        return Err(DocumentError::MissingGlyph(missing));
    }
    let typeset = compile(&DocumentWorld::new(template, fields, fonts::set_for(&texts)), template.standards, identity);
    typst::comemo::evict(CACHE_AGE_MAX);
    typeset
}

/// Fields from pairs of name and value.
pub(crate) fn fields<const COUNT: usize>(pairs: [(&str, Value); COUNT]) -> Dict {
    pairs.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// A text field.
pub(crate) fn text(text: &str) -> Value {
    Value::Str(text.into())
}

/// A field that is a list.
pub(crate) fn list(values: impl IntoIterator<Item = Value>) -> Value {
    Value::Array(values.into_iter().collect::<Array>())
}

fn compile(world: &DocumentWorld, standards: &[PdfStandard], identity: &str) -> Result<Typeset, DocumentError> {
    let document = typst::compile(world).output.map_err(|faults| fault(&faults))?;
    let standards = PdfStandards::new(standards).map_err(|e| DocumentError::Template(format!("{e:?}")))?;
    let options = PdfOptions {
        ident: Smart::Custom(identity.to_owned()),
        creator: Smart::Custom(Some("xueshi".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(|faults| fault(&faults))?;
    Ok(Typeset { pdf, pages: document.pages().len() })
}

fn fault(faults: &[SourceDiagnostic]) -> DocumentError {
    let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    DocumentError::Template(messages.join("；"))
}

fn collect_texts(fields: &Dict, texts: &mut String) {
    for (_, value) in fields.iter() {
        collect_text(value, texts);
    }
}

fn collect_text(value: &Value, texts: &mut String) {
    match value {
        Value::Str(text) => texts.push_str(text.as_str()),
        Value::Array(values) => values.iter().for_each(|value| collect_text(value, texts)),
        Value::Dict(fields) => collect_texts(fields, texts),
        _ => {}
    }
}

/// Everything the typesetter may see: one template, its fields, our typefaces. No files, no packages, no clock.
struct DocumentWorld {
    library: LazyHash<Library>,
    font_set: &'static FontSet,
    source: Source,
}

impl DocumentWorld {
    fn new(template: &Template, fields: Dict, font_set: &'static FontSet) -> DocumentWorld {
        let path = VirtualPath::new(template.name).expect("template names are plain file names");
        let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
        let library = Library::builder().with_inputs(fields).build();
        DocumentWorld { library: LazyHash::new(library), font_set, source: Source::new(id, template.source.to_owned()) }
    }
}

impl World for DocumentWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.font_set.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _id: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.font_set.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
