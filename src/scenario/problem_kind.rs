//! Everything that can be wrong, in one table: for each kind its code and its sentences in every language.

use crate::scenario::problem::Word;
use crate::text::Text;
use crate::time::{Span, Time};

/// Writes the enum and its sentences from one table, so that none can lack one.
macro_rules! problem_kinds {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($field:ident: $type:ty),* } $code:literal
            en $en:literal $en_remedy:literal
            pt $pt:literal $pt_remedy:literal
    )*) => {
        /// Why something is refused. Each kind has a stable code, a message and a remedy.
        #[allow(missing_docs, reason = "the sentences say what each field is")]
        #[derive(Clone, PartialEq, Debug)]
        pub enum ProblemKind {
            $($(#[$doc])* $name { $($field: $type),* },)*
        }

        impl ProblemKind {
            /// The code, the message and the remedy.
            pub(crate) fn words(&self) -> (&'static str, Text, Text) {
                match self {
                    $(ProblemKind::$name { $($field),* } => (
                        $code,
                        Text { en: format!($en), pt_br: format!($pt) },
                        Text { en: format!($en_remedy), pt_br: format!($pt_remedy) },
                    ),)*
                }
            }
        }
    };
}

problem_kinds! {
    // The file.

    /// The file is larger than [`crate::scenario::limits::FILE_BYTES`].
    FileTooBig { bytes: usize, most: usize } "file-too-big"
        en "The file has {bytes} bytes; a scenario has at most {most}."
           "Take out what the lesson does not need."
        pt "O arquivo tem {bytes} bytes; um cenário tem no máximo {most}."
           "Retire o que a lição não usa."
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
    /// The text is not JSON.
    Syntax { line: usize, column: usize, detail: Word } "json-syntax"
        en "This is not valid JSON: {detail} (line {line}, column {column})."
           "Look just before that place for a missing or extra comma, quote, bracket or brace."
        pt "Isto não é um JSON válido: {detail} (linha {line}, coluna {column})."
           "Procure logo antes desse ponto uma vírgula, aspas, colchete ou chave faltando ou sobrando."
    /// The text ends before the JSON does.
    Truncated { line: usize, column: usize } "json-truncated"
        en "The JSON ends too early, at line {line}, column {column}."
           "Close every string, list and object; perhaps the end of the file was cut off."
        pt "O JSON termina cedo demais, na linha {line}, coluna {column}."
           "Feche todos os textos, listas e objetos; talvez o fim do arquivo tenha sido cortado."
    /// Lists or objects are nested deeper than the parser goes.
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
    /// A field stands twice in one object.
    RepeatedField { field: Word } "repeated-field"
        en "The field \"{field}\" stands here twice."
           "Keep one of the two."
        pt "O campo \"{field}\" aparece duas vezes aqui."
           "Deixe apenas um dos dois."
    /// A field that must be there is not.
    MissingField { field: Word } "missing-field"
        en "The field \"{field}\" is missing."
           "Add it."
        pt "Falta o campo \"{field}\"."
           "Acrescente-o."
    /// A word that is none of the choices.
    UnknownWord { word: Word, known: Word } "unknown-word"
        en "\"{word}\" is not a choice here."
           "Write one of {known}."
        pt "\"{word}\" não é uma opção aqui."
           "Escreva uma destas: {known}."
    /// A value of another type than expected, in the words of both languages.
    WrongType { found: Word, expected: Word, achado: Word, esperado: Word } "wrong-type"
        en "Here is {found}, where {expected} belongs."
           "Write a value of that type."
        pt "Aqui há {achado}, onde deveria estar {esperado}."
           "Escreva um valor desse tipo."
    /// A value that is wrong in the words of a library, which are English.
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
    /// A number too large for any number.
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
    /// A duration longer than [`Span::LONGEST`].
    DurationTooLong {} "duration-too-long"
        en "The duration is too long."
           "Write at most 365 days: \"365d\"."
        pt "A duração é longa demais."
           "Escreva no máximo 365 dias: \"365d\"."
    /// A version of the format that this build does not read.
    Version { version: u32, known: u32 } "unknown-version"
        en "Version {version} of the scenario format is not known."
           "This build reads version {known}."
        pt "A versão {version} do formato de cenário não é conhecida."
           "Este programa lê a versão {known}."

    // Names and texts.

    /// An id outside the grammar.
    BadId { id: Word } "bad-id"
        en "\"{id}\" is not an id."
           "Use 1 to 40 lower-case letters a to z, digits and hyphens, as in \"purchase-approved\"."
        pt "\"{id}\" não é um id."
           "Use de 1 a 40 letras minúsculas de a a z, algarismos e hifens, como em \"purchase-approved\"."
    /// Two things of one kind with the same id.
    RepeatedId { id: Word } "repeated-id"
        en "The id \"{id}\" is taken already."
           "Give each its own id."
        pt "O id \"{id}\" já está em uso."
           "Dê a cada um o seu próprio id."
    /// An effect with a name that means something else in claims.
    ReservedId { id: Word, reserved: Word } "reserved-id"
        en "An effect cannot be called \"{id}\": in a claim this word means something else."
           "Choose another id; taken are {reserved}."
        pt "Um efeito não pode se chamar \"{id}\": numa afirmação (claim) essa palavra significa outra coisa."
           "Escolha outro id; estes estão reservados: {reserved}."
    /// A text that must say something is empty.
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
    /// A list is too long.
    TooMany { count: usize, most: usize } "too-many"
        en "There are {count} entries here; the limit is {most}."
           "Remove some."
        pt "Há {count} itens aqui; o limite é {most}."
           "Remova alguns."
    /// A list that needs an entry has none.
    EmptyList {} "empty-list"
        en "This list is empty."
           "Add at least one entry."
        pt "Esta lista está vazia."
           "Acrescente pelo menos um item."
    /// No node of that name.
    UnknownNode { id: Word, known: Word } "unknown-node"
        en "There is no node \"{id}\"."
           "Write the id of one of the scenario's nodes: {known}."
        pt "Não existe um nó \"{id}\"."
           "Escreva o id de um dos nós do cenário: {known}."
    /// No topic of that name.
    UnknownTopic { id: Word, known: Word } "unknown-topic"
        en "There is no topic \"{id}\"."
           "Write the id of one of the scenario's topics: {known}."
        pt "Não existe um tópico \"{id}\"."
           "Escreva o id de um dos tópicos do cenário: {known}."
    /// No subscription of that name.
    UnknownSubscription { id: Word, known: Word } "unknown-subscription"
        en "There is no subscription \"{id}\"."
           "Write the id of one of the scenario's subscriptions: {known}."
        pt "Não existe uma assinatura \"{id}\"."
           "Escreva o id de uma das assinaturas do cenário: {known}."
    /// No effect of that name.
    UnknownEffect { id: Word, known: Word } "unknown-effect"
        en "There is no effect \"{id}\"."
           "Write the id of one of the scenario's effects: {known}."
        pt "Não existe um efeito \"{id}\"."
           "Escreva o id de um dos efeitos do cenário: {known}."
    /// No call between these nodes.
    UnknownCall { from: Word, to: Word } "unknown-call"
        en "No step of \"{from}\" calls \"{to}\"."
           "Name two nodes of which the first calls the second."
        pt "Nenhum passo de \"{from}\" chama \"{to}\"."
           "Indique dois nós em que o primeiro chama o segundo."
    /// No preset of that name.
    UnknownPreset { id: Word, known: Word } "unknown-preset"
        en "There is no delivery preset \"{id}\"."
           "Choose one of {known}."
        pt "Não existe um perfil de entrega (preset) \"{id}\"."
           "Escolha um destes: {known}."

    // Nodes, handlers and steps.

    /// A scenario in which nobody places orders.
    NoClient {} "no-client"
        en "Nobody places orders here: the scenario has no client."
           "Add a node of kind \"client\" with a handler on \"order\"."
        pt "Ninguém faz pedidos aqui: o cenário não tem cliente."
           "Acrescente um nó de tipo \"client\" com um handler em \"order\"."
    /// A node of one kind where another is needed.
    WrongKind { id: Word, kind: &'static str, needed: &'static str } "wrong-kind-of-node"
        en "\"{id}\" is a {kind}; what stands here must be a {needed}."
           "Name a node of kind \"{needed}\"."
        pt "\"{id}\" é um nó do tipo \"{kind}\"; aqui é preciso um do tipo \"{needed}\"."
           "Indique um nó do tipo \"{needed}\"."
    /// A field that belongs to another kind of node.
    FieldOfOtherKind { field: &'static str, kind: &'static str } "field-of-another-kind"
        en "A node of kind \"{kind}\" has no \"{field}\"."
           "Remove the field, or change the node's kind."
        pt "Um nó do tipo \"{kind}\" não tem \"{field}\"."
           "Remova o campo ou mude o tipo do nó."
    /// A client without a handler for orders.
    NoOrderHandler { id: Word } "missing-handler"
        en "The client \"{id}\" does nothing for an order."
           "Give it a handler with \"on\": \"order\"."
        pt "O cliente \"{id}\" não faz nada quando há um pedido."
           "Dê a ele um handler com \"on\": \"order\"."
    /// A consumer without a handler for its subscription.
    NoSubscriptionHandler { id: Word, subscription: Word } "missing-handler"
        en "The service \"{id}\" does nothing with the messages of \"{subscription}\"."
           "Give it a handler with \"on\": {{\"subscription\": \"{subscription}\"}}, or take it off the consumers."
        pt "O serviço \"{id}\" não faz nada com as mensagens de \"{subscription}\"."
           "Dê a ele um handler com \"on\": {{\"subscription\": \"{subscription}\"}} ou retire-o dos consumidores."
    /// A called node without a handler for calls.
    NoCallHandler { id: Word } "missing-handler"
        en "\"{id}\" is called here, but does not answer calls."
           "Give it a handler with \"on\": \"call\"."
        pt "\"{id}\" é chamado aqui, mas não atende chamadas."
           "Dê a ele um handler com \"on\": \"call\"."
    /// Two handlers of a node for the same trigger.
    RepeatedHandler {} "repeated-handler"
        en "The node has a handler for this already."
           "Put the steps into one handler."
        pt "O nó já tem um handler para isto."
           "Junte os passos em um só handler."
    /// A handler on something that never reaches this kind of node.
    HandlerOfOtherKind { kind: &'static str, allowed: &'static str } "wrong-handler"
        en "A node of kind \"{kind}\" cannot handle this."
           "What such a node handles: {allowed}."
        pt "Um nó do tipo \"{kind}\" não trata isto."
           "O que um nó assim trata: {allowed}."
    /// A handler for a subscription that the node does not consume.
    NotAConsumer { id: Word, subscription: Word } "handler-never-runs"
        en "This handler never runs: \"{id}\" is not a consumer of \"{subscription}\"."
           "Add \"{id}\" to the subscription's consumers, or remove the handler."
        pt "Este handler nunca roda: \"{id}\" não é consumidor de \"{subscription}\"."
           "Acrescente \"{id}\" aos consumidores da assinatura ou remova o handler."
    /// A subscription that nobody consumes.
    NoConsumer {} "no-consumer"
        en "Nobody consumes this subscription: its messages would wait for ever."
           "Name at least one service in \"consumers\"."
        pt "Ninguém consome esta assinatura: as mensagens esperariam para sempre."
           "Indique pelo menos um serviço em \"consumers\"."
    /// Calls that lead back to where they began.
    CallCycle { chain: Word } "call-cycle"
        en "These calls go round in a circle: {chain}."
           "Break the circle: let one of them publish a message instead of calling."
        pt "Estas chamadas andam em círculo: {chain}."
           "Quebre o círculo: em uma delas, publique uma mensagem em vez de chamar."
    /// Two `call` steps between the same nodes that differ in patience.
    CallPoliciesDiffer { from: Word, to: Word } "call-policies-differ"
        en "\"{from}\" calls \"{to}\" in another step with another timeout or retry; the policy belongs to the edge."
           "Write the same \"timeout\" and \"retry\" in both steps."
        pt "\"{from}\" chama \"{to}\" em outro passo com outro timeout ou retry; a política pertence à ligação entre os dois."
           "Escreva o mesmo \"timeout\" e o mesmo \"retry\" nos dois passos."
    /// Two `call` steps of one node that share an instance but not the list of instances or the health check.
    PoolsDiffer { from: Word, to: Word } "pools-differ"
        en "\"{from}\" calls \"{to}\" in another step among other instances or with another health check; an instance belongs to one list."
           "Write the same \"to\" and \"healthCheck\" in both steps."
        pt "\"{from}\" chama \"{to}\" em outro passo entre outras instâncias ou com outra verificação de saúde; uma instância pertence a uma só lista."
           "Escreva o mesmo \"to\" e o mesmo \"healthCheck\" nos dois passos."
    /// A probe that would still be under way when the next one is due.
    ProbeTimeoutTooLong { timeout: Span, every: Span } "probe-timeout-too-long"
        en "A probe would wait {timeout} for its answer, but the next one leaves after {every}."
           "Make \"timeout\" at most as long as \"every\"."
        pt "Uma sonda esperaria {timeout} pela resposta, mas a próxima sai depois de {every}."
           "Deixe \"timeout\" no máximo igual a \"every\"."
    /// A `reply` where nobody waits for an answer.
    ReplyNotHere {} "step-not-here"
        en "Nobody waits for an answer here."
           "Use \"reply\" once, and only in a handler on \"call\"."
        pt "Ninguém espera uma resposta aqui."
           "Use \"reply\" uma só vez, e apenas em um handler em \"call\"."
    /// A `require` where there is no message that could wait.
    RequireNotHere {} "step-not-here"
        en "There is no message here that could wait for its prerequisites."
           "Use \"require\" in a handler on a subscription; in one on \"call\" only with \"otherwise\": \"retry\", which fails the call."
        pt "Não há aqui uma mensagem que possa esperar pelos pré-requisitos."
           "Use \"require\" em um handler de assinatura; em um de \"call\", só com \"otherwise\": \"retry\", que faz a chamada falhar."
    /// Decisions within decisions, deeper than a reader can follow.
    DecisionsTooDeep { most: usize } "too-deep"
        en "Here stand more than {most} decisions within one another."
           "Put some behind one another, or let another service decide."
        pt "Aqui há mais de {most} decisões, uma dentro da outra."
           "Coloque algumas em sequência ou deixe outro serviço decidir."
    /// A notice that would have to travel to another broker.
    NoticeElsewhere { topic: Word } "notice-elsewhere"
        en "The topic \"{topic}\" is held by another broker; a broker publishes notices of dead letters to its own topics."
           "Name a topic of the same broker."
        pt "O tópico \"{topic}\" fica em outro broker; um broker publica avisos de cartas mortas nos próprios tópicos."
           "Indique um tópico do mesmo broker."
    /// Notices of notices that come back to where they began.
    NoticeCycle { topic: Word } "notice-cycle"
        en "Notices of dead letters would come back to this topic by way of \"{topic}\" and might beget each other for ever."
           "Name another topic, one whose messages need no notice."
        pt "Avisos de cartas mortas voltariam a este tópico por \"{topic}\" e poderiam gerar uns aos outros sem fim."
           "Indique outro tópico, cujas mensagens não precisem de aviso."
    /// A command that would send notices where the scenario does not.
    NoticeNotInFile { topic: Word, subscription: Word } "notice-not-in-file"
        en "In the scenario \"{subscription}\" sends no notices of dead letters to \"{topic}\"; while it runs they can only be switched off and on."
           "Leave \"deadLetterNotice\" out, or set it in the file's subscription."
        pt "No cenário, \"{subscription}\" não envia avisos de cartas mortas para \"{topic}\"; durante a execução só é possível desligá-los e ligá-los."
           "Retire \"deadLetterNotice\" ou defina-o na assinatura, no arquivo."
    /// An effect that no step writes, so that no order could ever be done.
    EffectNeverWritten { id: Word } "effect-never-written"
        en "No step writes the effect \"{id}\", so no order could ever be done."
           "Add a step {{\"effect\": \"{id}\"}} to a handler, or remove the effect."
        pt "Nenhum passo registra o efeito \"{id}\"; assim, nenhum pedido ficaria concluído."
           "Acrescente um passo {{\"effect\": \"{id}\"}} a um handler ou remova o efeito."

    /// A step in a gateway that is no call.
    GatewayStep {} "step-not-here"
        en "A gateway only forwards: this step does not belong in it."
           "Use only \"call\" in a gateway's handler, and put the step into the service that it calls."
        pt "Um gateway só encaminha: este passo não cabe nele."
           "Use apenas \"call\" no handler de um gateway e ponha o passo no serviço que ele chama."

    // Values.

    /// A share of a rate limit by which nothing could ever pass.
    ShareTooSmall { rate: u32, of: u32, burst: u32 } "share-too-small"
        en "A share of {rate} of {of} a second has less than one token of a burst of {burst}: nothing would ever pass by it."
           "Raise the burst, or give the share a larger part of the rate."
        pt "Uma parte de {rate} em {of} por segundo tem menos de uma ficha (token) numa rajada de {burst}: nada passaria por ela."
           "Aumente a rajada (burst) ou dê a essa parte uma fração maior da taxa."
    /// Reserved shares that are the whole rate or more.
    NothingUnreserved { rate: u32 } "nothing-unreserved"
        en "The reserved shares leave nothing of {rate} a second to the others."
           "Lower the shares, or raise \"rate\": at least 1 a second stays for all without a share."
        pt "As partes reservadas não deixam nada dos {rate} por segundo para os demais."
           "Reduza as partes ou aumente \"rate\": ao menos 1 por segundo fica para quem não tem uma parte."
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
    /// A window that does not consist of whole seconds.
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
    /// Messages that come back at the end of a lease that is not there.
    LeaseMissing {} "lease-missing"
        en "Messages of a crashed consumer come back when their lease ends, but there is no lease."
           "Set \"lease\", for example \"30s\", or \"crashReturns\": \"atOnce\"."
        pt "As mensagens de um consumidor que caiu voltam quando o prazo (lease) vence, mas não há prazo."
           "Defina \"lease\", por exemplo \"30s\", ou \"crashReturns\": \"atOnce\"."
    /// A log, or replicas, at a broker that keeps its messages in memory only.
    NotDurable { id: Word } "not-durable"
        en "The broker \"{id}\" keeps its messages in memory only; a log and replicas keep theirs."
           "Remove \"durable\": false from the broker."
        pt "O broker \"{id}\" guarda as mensagens só na memória; um log e réplicas guardam as suas de fato."
           "Remova \"durable\": false do broker."
    /// Reading the past of a queue.
    NotALog { id: Word } "not-a-log"
        en "\"{id}\" is a subscription of an ordinary topic: what it has acknowledged is gone and cannot be read again."
           "Use \"from\": \"latest\", or set \"log\": true on its topic."
        pt "\"{id}\" é uma assinatura de um tópico comum: o que já foi confirmado não existe mais e não pode ser relido."
           "Use \"from\": \"latest\" ou defina \"log\": true no tópico."
    /// The leader of a broker without replicas.
    NoReplicas { id: Word } "no-replicas"
        en "The broker \"{id}\" has no replicas, so it has no leader that could fail."
           "Give it \"replicas\", or take it down with \"setHealth\"."
        pt "O broker \"{id}\" não tem réplicas; portanto não tem um líder que possa falhar."
           "Defina \"replicas\" nele ou derrube-o com \"setHealth\"."
    /// A fault after the end of the run.
    FaultAfterEnd { at: Span, until: Span } "fault-after-end"
        en "This fault comes at {at}, but the run ends at {until}."
           "Let it come earlier, or raise \"until\"."
        pt "Esta falha acontece em {at}, mas a execução termina em {until}."
           "Antecipe a falha ou aumente \"until\"."
    /// A broker or gateway that is neither up nor down.
    BrokerHealth { id: Word } "broker-health"
        en "\"{id}\" is either up or down."
           "Write \"up\" or \"down\"; slow and flaky are for services."
        pt "\"{id}\" está no ar ou fora do ar, e nada mais."
           "Escreva \"up\" ou \"down\"; lento e instável são para serviços."
    /// A client has no health.
    ClientHealth { id: Word } "client-health"
        en "\"{id}\" is a client; its health cannot be changed."
           "Name a service or a broker; to stop the client's automatic orders use \"setArrivals\"."
        pt "\"{id}\" é um cliente; a saúde dele não pode ser alterada."
           "Indique um serviço ou um broker; para parar os pedidos automáticos, use \"setArrivals\"."
    /// A claim that is no comparison.
    ClaimSyntax { claim: Word } "bad-claim"
        en "\"{claim}\" is not a comparison."
           "Write two quantities with one of == != <= >= < > between them, as in \"lost == 0\"."
        pt "\"{claim}\" não é uma comparação."
           "Escreva duas grandezas com um destes sinais entre elas: == != <= >= < >. Por exemplo: \"lost == 0\"."
    /// A claim about something that is not measured.
    UnknownQuantity { word: Word, known: Word } "unknown-quantity"
        en "\"{word}\" is not something a claim can speak of."
           "Write a number, an effect's id, a subscription's field such as \"stock.dead\", or one of {known}."
        pt "\"{word}\" não é algo de que uma afirmação (claim) possa falar."
           "Escreva um número, o id de um efeito, um campo de uma assinatura, como \"stock.dead\", ou uma destas: {known}."
    /// A claim about an unknown field of a subscription.
    UnknownClaimField { field: Word, known: Word } "unknown-quantity"
        en "A subscription has no \"{field}\"."
           "Write one of {known}."
        pt "Uma assinatura não tem \"{field}\"."
           "Escreva um destes: {known}."
    /// A claim that compares two numbers, and so says nothing.
    EmptyClaim { claim: Word } "empty-claim"
        en "\"{claim}\" says nothing about the run."
           "Put something that is counted on one side, as in \"lost == 0\"."
        pt "\"{claim}\" não diz nada sobre a execução."
           "Ponha de um dos lados algo que se conta, como em \"lost == 0\"."
    /// A change of a scenario where there is nothing.
    NoSuchPlace { place: Word } "no-such-place"
        en "There is nothing at \"{place}\"."
           "Write a path in this file, as in \"/nodes/stock/workers\"; an entry of a list is named by its index or its id."
        pt "Não há nada em \"{place}\"."
           "Escreva um caminho neste arquivo, como \"/nodes/stock/workers\"; um item de lista é indicado pelo índice ou pelo id."
    /// A contrast that is asked for where there is none.
    NoContrast {} "no-contrast"
        en "This scenario has no contrast."
           "Describe one in \"lesson.contrast\"."
        pt "Este cenário não tem contraste."
           "Descreva um em \"lesson.contrast\"."

    // Runs and commands.

    /// A seed that is not a whole number.
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
    /// A command about a message that is not there (any more).
    NoSuchMessage { message: u32 } "no-such-message"
        en "There is no message {message} now."
           "Choose a message that is still on its way, waiting or dead."
        pt "A mensagem {message} não existe agora."
           "Escolha uma mensagem que ainda esteja a caminho, à espera ou entre as cartas mortas."
    /// A command for dead letters about another message.
    NotADeadLetter { message: u32 } "not-a-dead-letter"
        en "Message {message} is not a dead letter."
           "Only dead letters are redriven or discarded: choose one from the dead-letter queue."
        pt "A mensagem {message} não é uma carta morta."
           "Só cartas mortas são reenviadas ou descartadas: escolha uma delas."
    /// A recorded command whose place the run does not come to.
    Misplaced { at: Time, events: u64 } "misplaced"
        en "This run never comes to {at} after {events} events."
           "The record is damaged, or was made with another scenario, seed or version: record it anew."
        pt "Esta execução nunca chega a {at} depois de {events} eventos."
           "O registro está danificado, ou foi feito com outro cenário, semente ou versão: grave-o de novo."
}
