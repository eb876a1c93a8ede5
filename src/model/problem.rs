//! Problems of a single value or name of a model.

use crate::base::time::Span;
use crate::problem::Word;
use crate::problem::problem_kinds;

problem_kinds! {
    /// Why a value or a name is refused.
    ModelProblem

    /// An id with a disallowed length or character.
    BadId { id: Word } "bad-id"
        en "\"{id}\" is not an id."
           "Use 1 to 40 lower-case letters a to z, digits and hyphens, as in \"purchase-approved\"."
        pt "\"{id}\" não é um id."
           "Use de 1 a 40 letras minúsculas de a a z, algarismos e hifens, como em \"purchase-approved\"."
    /// A routing key, or a pattern of some, that is not words between dots.
    BadRoutingKey { key: Word } "bad-routing-key"
        en "\"{key}\" is not a routing key."
           "Use up to 64 letters, digits, hyphens and underscores, in words between dots, as in \"order.paid\"; a binding may also write * for one word, and once # for any number of words."
        pt "\"{key}\" não é uma chave de roteamento."
           "Use até 64 letras, algarismos, hifens e sublinhados, em palavras separadas por pontos, como em \"order.paid\"; um binding também pode usar * no lugar de uma palavra e, uma vez, # no lugar de qualquer número delas."
    /// Two items of one kind with the same id.
    RepeatedId { id: Word } "repeated-id"
        en "The id \"{id}\" is taken already."
           "Give each its own id."
        pt "O id \"{id}\" já está em uso."
           "Dê a cada um o seu próprio id."
    /// An effect whose name is reserved in claims.
    ReservedId { id: Word, reserved: Word } "reserved-id"
        en "An effect cannot be called \"{id}\": in a claim this word means something else."
           "Choose another id; taken are {reserved}."
        pt "Um efeito não pode se chamar \"{id}\": numa afirmação (claim) essa palavra significa outra coisa."
           "Escolha outro id; estes estão reservados: {reserved}."
    /// A blank text.
    EmptyText {} "empty-text"
        en "This text is empty."
           "Write it in this language too."
        pt "Este texto está vazio."
           "Escreva-o também neste idioma."
    /// A text is too long.
    TextTooLong { chars: usize, most: usize } "text-too-long"
        en "This text has {chars} characters; the limit is {most}."
           "Shorten it."
        pt "Este texto tem {chars} caracteres; o limite é {most}."
           "Encurte-o."
    /// A failure that only others bring about.
    NotAnOwnFailure {} "not-an-own-failure"
        en "Nothing fails so by itself."
           "Write \"invalid\", \"notFound\", \"conflict\", \"declined\" or \"unavailable\"."
        pt "Nada falha assim por si só."
           "Escreva \"invalid\", \"notFound\", \"conflict\", \"declined\" ou \"unavailable\"."
    /// A list is too long.
    TooMany { count: usize, most: usize } "too-many"
        en "There are {count} entries here; the limit is {most}."
           "Remove some."
        pt "Há {count} itens aqui; o limite é {most}."
           "Remova alguns."
    /// A list that needs an entry is empty.
    EmptyList {} "empty-list"
        en "This list is empty."
           "Add at least one entry."
        pt "Esta lista está vazia."
           "Acrescente pelo menos um item."
    UnknownNode { id: Word, known: Word } "unknown-node"
        en "There is no node \"{id}\"."
           "Write the id of one of the scenario's nodes: {known}."
        pt "Não existe um nó \"{id}\"."
           "Escreva o id de um dos nós do cenário: {known}."
    UnknownTopic { id: Word, known: Word } "unknown-topic"
        en "There is no topic \"{id}\"."
           "Write the id of one of the scenario's topics: {known}."
        pt "Não existe um tópico \"{id}\"."
           "Escreva o id de um dos tópicos do cenário: {known}."
    UnknownSubscription { id: Word, known: Word } "unknown-subscription"
        en "There is no subscription \"{id}\"."
           "Write the id of one of the scenario's subscriptions: {known}."
        pt "Não existe uma assinatura \"{id}\"."
           "Escreva o id de uma das assinaturas do cenário: {known}."
    /// No call edge between these nodes.
    UnknownCall { from: Word, to: Word } "unknown-call"
        en "No step of \"{from}\" calls \"{to}\"."
           "Name two nodes of which the first calls the second."
        pt "Nenhum passo de \"{from}\" chama \"{to}\"."
           "Indique dois nós em que o primeiro chama o segundo."
    UnknownPreset { id: Word, known: Word } "unknown-preset"
        en "There is no delivery preset \"{id}\"."
           "Choose one of {known}."
        pt "Não existe um perfil de entrega (preset) \"{id}\"."
           "Escolha um destes: {known}."
    /// A node of the wrong kind.
    WrongKind { id: Word, kind: &'static str, needed: &'static str } "wrong-kind-of-node"
        en "\"{id}\" is a {kind}; what stands here must be a {needed}."
           "Name a node of kind \"{needed}\"."
        pt "\"{id}\" é um nó do tipo \"{kind}\"; aqui é preciso um do tipo \"{needed}\"."
           "Indique um nó do tipo \"{needed}\"."
    /// A value outside its limits.
    OutOfRange { value: Word, least: Word, most: Word } "out-of-range"
        en "{value} is out of range."
           "Write a value from {least} to {most}."
        pt "{value} está fora da faixa."
           "Escreva um valor de {least} a {most}."
    /// A time that must not be zero.
    ZeroTime {} "out-of-range"
        en "This time must be longer than zero."
           "Write a duration such as \"100ms\"."
        pt "Este tempo precisa ser maior que zero."
           "Escreva uma duração, por exemplo \"100ms\"."
    /// A window that is not a whole number of seconds.
    PartOfASecond {} "part-of-a-second"
        en "A window by time consists of whole seconds."
           "Write a duration such as \"10s\"."
        pt "Uma janela por tempo é feita de segundos inteiros."
           "Escreva uma duração como \"10s\"."
    /// A uniform distribution whose ends are swapped.
    MinAboveMax { min: Span, max: Span } "min-above-max"
        en "The shortest time, {min}, is longer than the longest, {max}."
           "Swap the two."
        pt "O menor tempo, {min}, é maior que o maior, {max}."
           "Troque um pelo outro."
    /// Messages that come back when their lease ends, without a lease.
    LeaseMissing {} "lease-missing"
        en "Messages of a crashed consumer come back when their lease ends, but there is no lease."
           "Set \"lease\", for example \"30s\", or \"crashReturns\": \"atOnce\"."
        pt "As mensagens de um consumidor que caiu voltam quando o prazo (lease) vence, mas não há prazo."
           "Defina \"lease\", por exemplo \"30s\", ou \"crashReturns\": \"atOnce\"."
    /// A limit on the length of a queue that keeps the order of each key.
    LimitOfKeys {} "limit-of-keys"
        en "A queue that keeps the order of each key has no limit on its length here."
           "Leave out \"maxLength\", or set \"ordering\" to \"none\" or \"queue\"."
        pt "Uma fila que mantém a ordem de cada chave não tem limite de comprimento aqui."
           "Retire \"maxLength\" ou defina \"ordering\" como \"none\" ou \"queue\"."
    /// A renewal of a lease that there is not, or that comes after its end.
    RenewalTooLate {} "renewal-too-late"
        en "A lease can only be renewed before it ends, and there is none, or one that ends before \"every\"."
           "Set \"lease\" to more than \"renewal.every\"."
        pt "Um prazo (lease) só pode ser renovado antes de vencer, e não há prazo, ou ele vence antes de \"every\"."
           "Defina \"lease\" maior que \"renewal.every\"."
    /// A waiting retry that holds a place, where places are those of a consumer.
    PlaceOfNobody {} "place-of-nobody"
        en "A message that waits for its retry is with no consumer, so it can only hold a place that all of them share."
           "Set \"prefetchPer\": \"subscription\", or leave out \"retryHoldsPlace\"."
        pt "Uma mensagem que espera nova tentativa não está com nenhum consumidor; só pode ocupar um lugar que todos dividem."
           "Defina \"prefetchPer\": \"subscription\" ou retire \"retryHoldsPlace\"."
    /// A limit on the stay in a queue, where records stay.
    NotOnALog { field: &'static str } "not-on-a-log"
        en "A log keeps its records and has one reader for each partition: it has no \"{field}\"."
           "Remove it, or make the topic no log."
        pt "Um log guarda seus registros e tem um leitor por partição: não tem \"{field}\"."
           "Remova-o ou faça com que o tópico não seja um log."
    /// A probe timeout longer than the period.
    ProbeTimeoutTooLong { timeout: Span, every: Span } "probe-timeout-too-long"
        en "A probe would wait {timeout} for its answer, but the next one leaves after {every}."
           "Make \"timeout\" at most as long as \"every\"."
        pt "Uma sonda esperaria {timeout} pela resposta, mas a próxima sai depois de {every}."
           "Deixe \"timeout\" no máximo igual a \"every\"."
    /// A share of a rate limit too small to ever let a call pass.
    ShareTooSmall { rate: u32, of: u32, burst: u32 } "share-too-small"
        en "A share of {rate} of {of} has less than one token of a burst of {burst}: nothing would ever pass by it."
           "Raise the burst, or give the share a larger part of the rate."
        pt "Uma parte de {rate} em {of} tem menos de uma ficha (token) numa rajada de {burst}: nada passaria por ela."
           "Aumente a rajada (burst) ou dê a essa parte uma fração maior da taxa."
    /// Reserved shares that take up the whole rate or more.
    NothingUnreserved { rate: u32 } "nothing-unreserved"
        en "The reserved shares leave nothing of a rate of {rate} to the others."
           "Lower the shares, or raise \"rate\": at least 1 stays for all without a share."
        pt "As partes reservadas não deixam nada da taxa de {rate} para os demais."
           "Reduza as partes ou aumente \"rate\": ao menos 1 fica para quem não tem uma parte."
}

problem_kinds! {
    /// Why an effect is refused. A figure has this kind alone of those of a model.
    EffectProblem

    UnknownEffect { id: Word, known: Word } "unknown-effect"
        en "There is no effect \"{id}\"."
           "Write the id of one of the scenario's effects: {known}."
        pt "Não existe um efeito \"{id}\"."
           "Escreva o id de um dos efeitos do cenário: {known}."
}
