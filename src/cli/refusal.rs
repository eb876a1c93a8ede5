//! Why a command was not carried out: place, problem and remedy, on one line of stderr.

use crate::cli::lang::{Lang, io_words, pick};
use carteiro::problem::Problem;
use std::fmt;
use std::io;

/// A refusal in the reader's language.
#[derive(Debug)]
pub struct Refusal {
    lang: Lang,
    place: Vec<String>,
    message: String,
    remedy: String,
}

impl Refusal {
    /// The refusal for a problem.
    pub fn of(problem: Problem, lang: Lang) -> Refusal {
        let (message, remedy) = (problem.message.get(lang).to_owned(), problem.remedy.get(lang).to_owned());
        Refusal { lang, place: vec![problem.path.clone()], message, remedy }
    }

    /// Adds the file that it is in.
    pub fn within(mut self, file: &str) -> Refusal {
        self.place.insert(0, plain(file));
        self
    }

    fn new(lang: Lang, place: &str, message: &str, remedy: &str) -> Refusal {
        Refusal { lang, place: vec![plain(place)], message: message.to_owned(), remedy: remedy.to_owned() }
    }

    /// A file that cannot be written.
    pub fn unwritable(file: &str, error: &io::Error, lang: Lang) -> Refusal {
        let error = io_words(error, lang);
        let message = match lang {
            Lang::En => format!("This cannot be written: {error}."),
            Lang::PtBr => format!("Não foi possível escrever aqui: {error}."),
        };
        let remedy = pick(
            lang,
            "Name a file in a folder that exists and that you may write to.",
            "Indique um arquivo em uma pasta que exista e na qual você possa escrever.",
        );
        Refusal::new(lang, file, &message, remedy)
    }

    /// A folder that cannot be read.
    pub fn unreadable(folder: &str, error: &io::Error, lang: Lang) -> Refusal {
        let error = io_words(error, lang);
        let message = match lang {
            Lang::En => format!("This folder cannot be read: {error}."),
            Lang::PtBr => format!("Não foi possível ler esta pasta: {error}."),
        };
        let remedy = pick(
            lang,
            "Name a folder that you may read, with all that is in it.",
            "Indique uma pasta que você possa ler, com tudo o que há nela.",
        );
        Refusal::new(lang, folder, &message, remedy)
    }

    /// A trace file that would overwrite its own scenario.
    pub fn trace_over_scenario(file: &str, lang: Lang) -> Refusal {
        let message = pick(lang, "This is the scenario itself.", "Este é o próprio cenário.");
        let remedy = pick(lang, "Name another file for the trace.", "Indique outro arquivo para o registro.");
        Refusal::new(lang, file, message, remedy)
    }

    /// A trace file that would overwrite the saved run.
    pub fn trace_over_run(file: &str, lang: Lang) -> Refusal {
        let message = pick(lang, "This is the run itself.", "Esta é a própria execução.");
        let remedy = pick(lang, "Name another file for the trace.", "Indique outro arquivo para o registro.");
        Refusal::new(lang, file, message, remedy)
    }

    /// A sequence diagram of an order that was not placed.
    pub fn no_such_order(order: u32, lang: Lang) -> Refusal {
        let message = match lang {
            Lang::En => format!("The run has no order {order}."),
            Lang::PtBr => format!("A execução não tem o pedido {order}."),
        };
        let remedy = pick(
            lang,
            "Name an order that was placed, or let the run last longer with \"--until\".",
            "Indique um pedido que foi feito, ou deixe a execução durar mais com \"--until\".",
        );
        Refusal::new(lang, "--order", &message, remedy)
    }

    /// A trace of more than one run.
    pub fn trace_of_many(lang: Lang) -> Refusal {
        let message = pick(
            lang,
            "The facts of one run only can be written.",
            "Só é possível registrar os fatos de uma única execução.",
        );
        let remedy = pick(
            lang,
            "Leave out \"--runs\", and choose the run with \"--seed\".",
            "Retire \"--runs\" e escolha a execução com \"--seed\".",
        );
        Refusal::new(lang, "--trace", message, remedy)
    }
}

/// Replaces control characters in a name from outside, so that it cannot command the terminal.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(pick(self.lang, "error: ", "erro: "))?;
        for place in self.place.iter().filter(|place| !place.is_empty()) {
            write!(f, "{place}: ")?;
        }
        write!(f, "{} {}", self.message, self.remedy)
    }
}
