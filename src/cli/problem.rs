//! Problems with the files and names given to the command line.

use carteiro::problem::Word;
use carteiro::problem::problem_kinds;

problem_kinds! {
    /// Why a file or a name is refused.
    CliProblem

    /// A file cannot be read: it is missing, a directory, or not UTF-8 text.
    Unreadable { file: Word, detail: Word } "unreadable-file"
        en "The file \"{file}\" cannot be read: {detail}."
           "Give the path of a scenario's JSON file, or the name of a built-in scenario."
        pt "Não foi possível ler o arquivo \"{file}\": {detail}."
           "Informe o caminho do arquivo JSON de um cenário ou o nome de um cenário embutido."
    /// There is no built-in scenario of that name.
    NoSuchScenario { id: Word, known: Word } "unknown-scenario"
        en "There is no built-in scenario \"{id}\"."
           "Choose one of {known}."
        pt "Não existe um cenário embutido chamado \"{id}\"."
           "Escolha um destes: {known}."
}
