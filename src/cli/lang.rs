//! The language of the output.

pub use carteiro::base::text::Lang;
use clap::ValueEnum;
use std::io;

/// Every language, the first one first.
pub const LANGS: [Lang; 2] = [Lang::En, Lang::PtBr];

/// Its code, as in a scenario's texts.
pub const fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::PtBr => "pt-BR",
    }
}

/// A language as `--lang` names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Choice {
    /// English
    En,
    /// Brazilian Portuguese
    #[value(name = "pt-BR", aliases = ["pt", "pt-br", "pt_BR"])]
    PtBr,
}

/// The requested language, else that of the locale, else English.
pub fn chosen(choice: Option<Choice>) -> Lang {
    match choice {
        Some(Choice::En) => Lang::En,
        Some(Choice::PtBr) => Lang::PtBr,
        None => of_locale(["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).unwrap_or_default())),
    }
}

/// The language of a locale; the first setting that is not empty decides, as in POSIX.
fn of_locale(settings: [String; 3]) -> Lang {
    match settings.iter().find(|setting| !setting.is_empty()) {
        Some(locale) if locale.to_lowercase().starts_with("pt") => Lang::PtBr,
        _ => Lang::En,
    }
}

/// Picks the text in the language.
pub fn pick<'a>(lang: Lang, en: &'a str, pt_br: &'a str) -> &'a str {
    match lang {
        Lang::En => en,
        Lang::PtBr => pt_br,
    }
}

/// The text of an I/O error, translated where it is a common one.
pub fn io_words(error: &io::Error, lang: Lang) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => pick(lang, "it does not exist", "ele não existe").to_owned(),
        io::ErrorKind::PermissionDenied => pick(lang, "access is denied", "acesso negado").to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_setting_decides() {
        let lang = |a: &str, b: &str, c: &str| of_locale([a, b, c].map(str::to_owned));
        assert_eq!(lang("", "", ""), Lang::En);
        assert_eq!(lang("", "", "pt_BR.UTF-8"), Lang::PtBr);
        assert_eq!(lang("C", "", "pt_BR.UTF-8"), Lang::En);
        assert_eq!(lang("", "pt_PT", "en_US.UTF-8"), Lang::PtBr);
    }
}
