//! Problems of a run, and of a command to it.

use crate::base::time::Time;
use crate::problem::Word;
use crate::problem::problem_kinds;

problem_kinds! {
    /// Why a run stops, or a command is refused.
    RunProblem

    /// A seed that is not a non-negative integer.
    BadSeed { seed: Word } "bad-seed"
        en "\"{seed}\" is not a seed."
           "Write a whole number from 0 to 9007199254740991."
        pt "\"{seed}\" não é uma semente."
           "Escreva um número inteiro de 0 a 9007199254740991."
    /// A run used up its budget of events.
    BudgetSpent { scenario: Word, at: Time, events: u64 } "budget-spent"
        en "The run of \"{scenario}\" stopped at {at}: after {events} events, more had happened or was going on than a run may hold."
           "Look for orders that come too fast or work that never ends, or ask for a shorter run."
        pt "A execução de \"{scenario}\" parou em {at}: depois de {events} eventos, aconteceu ou havia em andamento mais do que uma execução comporta."
           "Procure pedidos que chegam rápido demais ou trabalho que nunca termina, ou peça uma execução mais curta."
    /// A command on a message that does not, or no longer, exist.
    NoSuchMessage { message: u32 } "no-such-message"
        en "There is no message {message} now."
           "Choose a message that is still on its way, waiting or dead."
        pt "A mensagem {message} não existe agora."
           "Escolha uma mensagem que ainda esteja a caminho, à espera ou entre as cartas mortas."
    /// A command for dead letters on another message.
    NotADeadLetter { message: u32 } "not-a-dead-letter"
        en "Message {message} is not a dead letter."
           "Only dead letters are redriven or discarded: choose one from the dead-letter queue."
        pt "A mensagem {message} não é uma carta morta."
           "Só cartas mortas são reenviadas ou descartadas: escolha uma delas."
    /// A recorded command at a point that the run does not reach.
    Misplaced { at: Time, events: u64 } "misplaced"
        en "This run never comes to {at} after {events} events."
           "The record is damaged, or was made with another scenario, seed or version: record it anew."
        pt "Esta execução nunca chega a {at} depois de {events} eventos."
           "O registro está danificado, ou foi feito com outro cenário, semente ou versão: grave-o de novo."
}
