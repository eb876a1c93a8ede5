//! Problems of JSON text and of the shape of its values.

use crate::problem::Word;
use crate::problem::problem_kinds;

problem_kinds! {
    /// Why JSON is refused before its meaning is considered.
    JsonProblem

    /// The file is larger than a scenario may be.
    FileTooBig { bytes: usize, most: usize } "file-too-big"
        en "The file has {bytes} bytes; a scenario has at most {most}."
           "Take out what the lesson does not need."
        pt "O arquivo tem {bytes} bytes; um cenário tem no máximo {most}."
           "Retire o que a lição não usa."
    /// The text is not JSON.
    Syntax { line: usize, column: usize, detail: Word } "json-syntax"
        en "This is not valid JSON: {detail} (line {line}, column {column})."
           "Look just before that place for a missing or extra comma, quote, bracket or brace."
        pt "Isto não é um JSON válido: {detail} (linha {line}, coluna {column})."
           "Procure logo antes desse ponto uma vírgula, aspas, colchete ou chave faltando ou sobrando."
    /// The text ends before the JSON value does.
    Truncated { line: usize, column: usize } "json-truncated"
        en "The JSON ends too early, at line {line}, column {column}."
           "Close every string, list and object; perhaps the end of the file was cut off."
        pt "O JSON termina cedo demais, na linha {line}, coluna {column}."
           "Feche todos os textos, listas e objetos; talvez o fim do arquivo tenha sido cortado."
    /// Lists or objects nested deeper than the parser supports.
    TooDeep { line: usize, column: usize } "json-too-deep"
        en "The JSON is nested too deeply at line {line}, column {column}."
           "A scenario needs no more than a dozen levels: remove the extra brackets."
        pt "O JSON tem níveis demais, um dentro do outro, na linha {line}, coluna {column}."
           "Um cenário não precisa de mais que uma dúzia de níveis: remova os colchetes a mais."
    /// A field that the format does not have.
    UnknownField { field: Word, known: Word } "unknown-field"
        en "There is no field \"{field}\" here."
           "Correct its name or remove it. Known here: {known}."
        pt "Não existe um campo \"{field}\" aqui."
           "Corrija o nome ou remova o campo. Conhecidos aqui: {known}."
    /// A field appears twice in one object.
    RepeatedField { field: Word } "repeated-field"
        en "The field \"{field}\" stands here twice."
           "Keep one of the two."
        pt "O campo \"{field}\" aparece duas vezes aqui."
           "Deixe apenas um dos dois."
    /// A required field is missing.
    MissingField { field: Word } "missing-field"
        en "The field \"{field}\" is missing."
           "Add it."
        pt "Falta o campo \"{field}\"."
           "Acrescente-o."
    /// A value of the wrong type, described in both languages.
    WrongType { found: Word, expected: Word, found_pt: Word, expected_pt: Word } "wrong-type"
        en "Here is {found}, where {expected} belongs."
           "Write a value of that type."
        pt "Aqui há {found_pt}, onde deveria estar {expected_pt}."
           "Escreva um valor desse tipo."
    /// A value refused with a library's own message, which is English.
    WrongValue { detail: Word } "wrong-type"
        en "The value is not as expected: {detail}."
           "Write a value as the format asks for it."
        pt "O valor não é o esperado: {detail}."
           "Escreva um valor como o formato pede."
    /// A number that does not fit its type.
    WrongNumber { number: Word } "out-of-range"
        en "The number {number} is out of range."
           "Write a whole number that is not negative and not huge."
        pt "O número {number} está fora da faixa."
           "Escreva um número inteiro que não seja negativo nem enorme."
    /// A number too large for any number type.
    HugeNumber {} "out-of-range"
        en "This number is too large."
           "Write a smaller one."
        pt "Este número é grande demais."
           "Escreva um menor."
    /// A text that is not a duration.
    BadDuration {} "bad-duration"
        en "This is not a duration."
           "Write a number and a unit, as in \"250ms\", \"2s\" or \"5min\". Units: us, ms, s, min, h, d."
        pt "Isto não é uma duração."
           "Escreva um número e uma unidade, como em \"250ms\", \"2s\" ou \"5min\". Unidades: us, ms, s, min, h, d."
    /// A duration longer than [`Span::LONGEST`](crate::base::time::Span::LONGEST).
    DurationTooLong {} "duration-too-long"
        en "The duration is too long."
           "Write at most 365 days: \"365d\"."
        pt "A duração é longa demais."
           "Escreva no máximo 365 dias: \"365d\"."
    /// A patch names a place that does not exist.
    NoSuchPlace { place: Word } "no-such-place"
        en "There is nothing at \"{place}\"."
           "Write a path in this file, as in \"/nodes/stock/workers\"; an entry of a list is named by its index or its id."
        pt "Não há nada em \"{place}\"."
           "Escreva um caminho neste arquivo, como \"/nodes/stock/workers\"; um item de lista é indicado pelo índice ou pelo id."
}

problem_kinds! {
    /// Why a word is refused. A figure has this kind alone: what reads JSON is not in its package.
    WordProblem

    /// A word that is not one of the choices.
    UnknownWord { word: Word, known: Word } "unknown-word"
        en "\"{word}\" is not a choice here."
           "Write one of {known}."
        pt "\"{word}\" não é uma opção aqui."
           "Escreva uma destas: {known}."
}
