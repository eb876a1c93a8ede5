//! What `carteiro check` says of a file that is valid all the same.

use crate::problem::Word;
use crate::problem::problem_kinds;

problem_kinds! {
    /// What could be written better.
    Notice

    /// A notice, no refusal: an old name.
    OldName { old: Word, new: &'static str } "old-name"
        en "\"{old}\" is called \"{new}\" now."
           "The old name still works; better write \"{new}\"."
        pt "\"{old}\" agora se chama \"{new}\"."
           "O nome antigo ainda funciona; prefira \"{new}\"."
    /// A retry policy that never retries, and still names a number of attempts: valid all the same.
    NeverRetried { attempts: Word } "never-retried"
        en "With \"backoff\": \"none\" nothing is tried again: there is one attempt, and not {attempts}."
           "Write \"backoff\": \"immediate\" to try again at once, or \"maxAttempts\": 1."
        pt "Com \"backoff\": \"none\" nada é tentado de novo: há uma tentativa, e não {attempts}."
           "Escreva \"backoff\": \"immediate\" para tentar de novo logo em seguida, ou \"maxAttempts\": 1."
    /// A goal that asks for nothing that the learner does.
    GoalWithoutDeed {} "goal-without-deed"
        en "Nothing that the learner does leads to this goal: it may tick by itself."
           "Write \"steps\", one of them with \"do\"."
        pt "Nada que o aluno faça leva a esta meta: ela pode se cumprir sozinha."
           "Escreva \"steps\", um deles com \"do\"."
}
