//! Problems of tasks and rubrics, why a run is not graded, and in what a run is not what it says.

use crate::base::time::Time;
use crate::problem::Word;
use crate::problem::problem_kinds;

problem_kinds! {
    /// Why a task or a rubric is refused.
    RubricProblem

    /// A version of tasks or rubrics that this build does not read.
    Version { version: u64, known: u32 } "unknown-version"
        en "Version {version} of a task or rubric is not known."
           "This build reads version {known}."
        pt "A versão {version} de uma tarefa ou rubrica não é conhecida."
           "Este programa lê a versão {known}."
    /// A scenario that is neither an id nor a whole one.
    NoScenario {} "no-scenario"
        en "Here belongs the id of a built-in scenario, or a whole scenario."
           "Write an id such as \"retry\", or put the scenario's JSON here."
        pt "Aqui vai o id de um cenário embutido ou um cenário inteiro."
           "Escreva um id como \"retry\" ou ponha aqui o JSON do cenário."
    /// A goal that the lesson does not have.
    NoSuchGoal { goal: usize, goals: usize } "no-such-goal"
        en "There is no goal {goal}: the scenario has {goals}, counted from 0."
           "Correct the index, or take the rubric of this scenario."
        pt "Não existe o objetivo {goal}: o cenário tem {goals}, contados a partir de 0."
           "Corrija o índice ou use a rubrica deste cenário."
    /// An answer that the question does not have.
    NoSuchOption { option: usize, options: usize } "no-such-option"
        en "There is no answer {option}: the question has {options}, counted from 0."
           "Correct the index, or take the rubric of this scenario."
        pt "Não existe a resposta {option}: a pergunta tem {options}, contadas a partir de 0."
           "Corrija o índice ou use a rubrica deste cenário."
    /// A task in which nothing is to be done.
    NothingToDo {} "nothing-to-do"
        en "The task asks for nothing: the scenario has no goals, and nothing is to be reached."
           "Add a comparison to \"reach\"."
        pt "A tarefa não pede nada: o cenário não tem objetivos e não há nada a alcançar."
           "Acrescente uma comparação em \"reach\"."
}

problem_kinds! {
    /// Why a run is not graded.
    GradeProblem

    /// Neither a run nor a list of links.
    NoRun {} "no-run"
        en "This is neither a run nor a list of links to runs."
           "Hand in the file or the link that the page gives."
        pt "Isto não é uma execução nem uma lista de links para execuções."
           "Entregue o arquivo ou o link que a página dá."
    /// A link of which a part is missing or changed.
    DamagedLink {} "damaged-link"
        en "The link is damaged: it did not arrive whole."
           "Copy the whole link, to its last letter."
        pt "O link está danificado: não chegou inteiro."
           "Copie o link inteiro, até a última letra."
    /// A link of another version.
    ForeignLink { version: Word } "unknown-version"
        en "Version {version} of a link is not known."
           "Use the version of Carteiro that made it."
        pt "A versão {version} de um link não é conhecida."
           "Use a versão do Carteiro que o fez."
    /// More than is read.
    TooLarge { most: usize } "too-large"
        en "This holds more than {most} bytes, and is not read."
           "Hand in a shorter run."
        pt "Isto tem mais de {most} bytes e não é lido."
           "Entregue uma execução mais curta."
    /// Another scenario than the task's.
    OtherScenario { scenario: Word, expected: Word } "other-scenario"
        en "This is a run of \"{scenario}\"; the task is in \"{expected}\"."
           "Hand in a run of the task, or grade it with its own rubric."
        pt "Esta é uma execução de \"{scenario}\"; a tarefa é em \"{expected}\"."
           "Entregue uma execução da tarefa ou corrija com a rubrica certa."
    /// Another task.
    OtherTask { task: Word, expected: Word } "other-task"
        en "This was handed in for the task \"{task}\"; the rubric is of \"{expected}\"."
           "Hand in a run of the task, or grade it with its own rubric."
        pt "Isto foi entregue para a tarefa \"{task}\"; a rubrica é de \"{expected}\"."
           "Entregue uma execução da tarefa ou corrija com a rubrica certa."
    /// A seed that the task does not allow.
    OtherSeed { seed: u64, from: u64, to: u64 } "other-seed"
        en "The run has seed {seed}; those of the task are {from} to {to}."
           "Open the task by its link, which gives a seed."
        pt "A execução tem a semente {seed}; as da tarefa vão de {from} a {to}."
           "Abra a tarefa pelo link, que dá uma semente."
    /// A point in the run that is after its end.
    AfterEnd { at: Time } "after-end"
        en "The run ends at {at}, before its last command."
           "The record is damaged: hand it in anew."
        pt "A execução termina em {at}, antes do último comando."
           "O registro está danificado: entregue-o de novo."
}

problem_kinds! {
    /// In what a run is not what it says. It is graded by what was found.
    Difference

    /// Other facts.
    OtherFacts { said: Word, found: Word } "other-facts"
        en "Its commands come to other facts here than the record says: {found}, and not {said}."
           "The record was changed, or made by another version. What counts is what they come to here."
        pt "Aqui seus comandos levam a outros fatos que os do registro: {found}, e não {said}."
           "O registro foi alterado ou feito por outra versão. O que conta é o que acontece aqui."
    /// Another number of events at the end.
    OtherEnd { said: u64, found: u64 } "other-end"
        en "The run has {found} events at its end, and not {said}."
           "The record was changed, or made by another version. What counts is what was found here."
        pt "A execução tem {found} eventos no fim, e não {said}."
           "O registro foi alterado ou feito por outra versão. O que conta é o que se achou aqui."
    /// Another version of the scenario.
    OtherVersion {} "other-version"
        en "It was played in another version of the scenario."
           "It was played again in the task's. Ask for a new run if that is not fair."
        pt "Foi jogada em outra versão do cenário."
           "Foi jogada de novo na da tarefa. Peça uma nova execução se isso não for justo."
    /// Another set of goals.
    OtherGoals { said: Word, found: Word } "other-goals"
        en "It says that it reached the goals {said}; it reached {found}."
           "Only goals count that the run reaches."
        pt "Diz que alcançou os objetivos {said}; alcançou {found}."
           "Só contam os objetivos que a execução alcança."
    /// Another judgement of the prediction.
    OtherAnswer { said: Word, found: Word } "other-answer"
        en "It says of its prediction: {said}. The run says: {found}."
           "What counts is what the run says."
        pt "Diz da sua previsão: {said}. A execução diz: {found}."
           "O que conta é o que a execução diz."
    /// A goal or an answer that there is not.
    NoSuchIndex { field: Word } "no-such-index"
        en "It names something in \"{field}\" that the lesson does not have."
           "That is left out."
        pt "Cita em \"{field}\" algo que a lição não tem."
           "Isso é deixado de fora."
    /// Times on the clock that cannot be.
    OtherPace {} "other-pace"
        en "The times at which it says that commands were given cannot be."
           "They are left out."
        pt "Os horários em que diz que os comandos foram dados não podem ser."
           "Ficam de fora."
}
