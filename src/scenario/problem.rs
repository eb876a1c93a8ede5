//! Problems of a scenario as a whole: parts that do not fit each other.

use crate::base::time::Span;
use crate::problem::Word;
use crate::problem::problem_kinds;

problem_kinds! {
    /// Why a scenario, or a command to it, is refused.
    ScenarioProblem

    /// A version of the format that this build does not read.
    Version { version: u32, known: u32 } "unknown-version"
        en "Version {version} of the scenario format is not known."
           "This build reads version {known}."
        pt "A versão {version} do formato de cenário não é conhecida."
           "Este programa lê a versão {known}."
    /// A scenario without a client.
    NoClient {} "no-client"
        en "Nobody places orders here: the scenario has no client."
           "Add a node of kind \"client\" with a handler on \"order\"."
        pt "Ninguém faz pedidos aqui: o cenário não tem cliente."
           "Acrescente um nó de tipo \"client\" com um handler em \"order\"."
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
    /// A subscription without a consumer.
    NoConsumer {} "no-consumer"
        en "Nobody consumes this subscription: its messages would wait for ever."
           "Name at least one service in \"consumers\"."
        pt "Ninguém consome esta assinatura: as mensagens esperariam para sempre."
           "Indique pelo menos um serviço em \"consumers\"."
    /// Queues without consumers from which messages only come back to each other.
    NobodyConsumes { id: Word } "nobody-consumes"
        en "Messages of \"{id}\" would come back to it for ever: nobody consumes any queue on the way."
           "Let a service consume one of them, or send the dead letters elsewhere."
        pt "As mensagens de \"{id}\" voltariam a ela para sempre: ninguém consome nenhuma fila do caminho."
           "Faça um serviço consumir uma delas ou mande as cartas mortas para outro lugar."
    /// A binding of a log.
    BindingOfALog { topic: Word } "binding-of-a-log"
        en "\"{topic}\" is a log: its groups read all of it, by offsets, and nothing is bound to it."
           "Remove the binding, or \"log\": true."
        pt "\"{topic}\" é um log: seus grupos o leem por inteiro, por offsets, e nada se liga a ele."
           "Remova o binding ou \"log\": true."
    /// A binding to a topic of another broker.
    BindingElsewhere { topic: Word } "binding-elsewhere"
        en "The topic \"{topic}\" is held by another broker; a queue is bound to topics of its own broker."
           "Name a topic of the same broker, or let a service carry the messages over."
        pt "O tópico \"{topic}\" fica em outro broker; uma fila se liga a tópicos do próprio broker."
           "Indique um tópico do mesmo broker ou faça um serviço levar as mensagens."
    /// Two bindings of a queue to one topic.
    RepeatedBinding { topic: Word } "repeated-binding"
        en "This queue has a binding to \"{topic}\" already."
           "Write all \"routingKeys\" into one binding."
        pt "Esta fila já tem um binding com \"{topic}\"."
           "Escreva todas as \"routingKeys\" em um só binding."
    /// A binding of a queue to its own topic that filters nothing.
    BoundAnyway { topic: Word } "bound-anyway"
        en "This queue takes all messages of \"{topic}\" anyway: it is its own topic."
           "Add \"routingKeys\" to take some of them only, or remove the binding."
        pt "Esta fila já recebe todas as mensagens de \"{topic}\": é o seu próprio tópico."
           "Acrescente \"routingKeys\" para receber só algumas ou remova o binding."
    /// A command that would send dead letters where the scenario does not.
    DeadLettersNotInFile { topic: Word, subscription: Word } "dead-letters-not-in-file"
        en "The scenario does not send dead letters of \"{subscription}\" to \"{topic}\"."
           "Write this \"deadLetter\" into the file; a command can only switch it off and on."
        pt "O cenário não manda cartas mortas de \"{subscription}\" para \"{topic}\"."
           "Escreva este \"deadLetter\" no arquivo; um comando só pode desligá-lo e ligá-lo."
    /// A cycle of calls.
    CallCycle { chain: Word } "call-cycle"
        en "These calls go round in a circle: {chain}."
           "Break the circle: let one of them publish a message instead of calling."
        pt "Estas chamadas andam em círculo: {chain}."
           "Quebre o círculo: em uma delas, publique uma mensagem em vez de chamar."
    /// Two `call` steps between the same nodes with different policies.
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
    /// Decisions nested deeper than a reader can follow.
    DecisionsTooDeep { most: usize } "too-deep"
        en "Here stand more than {most} decisions within one another."
           "Put some behind one another, or let another service decide."
        pt "Aqui há mais de {most} decisões, uma dentro da outra."
           "Coloque algumas em sequência ou deixe outro serviço decidir."
    /// A notice that would have to travel to another broker.
    NoticeElsewhere { topic: Word } "notice-elsewhere"
        en "The topic \"{topic}\" is held by another broker; a broker publishes dead letters, and notices of them, to its own topics."
           "Name a topic of the same broker."
        pt "O tópico \"{topic}\" fica em outro broker; um broker publica cartas mortas, e avisos delas, nos próprios tópicos."
           "Indique um tópico do mesmo broker."
    /// A cycle of dead-letter notices.
    NoticeCycle { topic: Word } "notice-cycle"
        en "Notices of dead letters would come back to this topic by way of \"{topic}\" and might lead to each other without end."
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
    /// A step other than a call in a gateway.
    GatewayStep {} "step-not-here"
        en "A gateway only forwards: this step does not belong in it."
           "Use only \"call\" in a gateway's handler, and put the step into the service that it calls."
        pt "Um gateway só encaminha: este passo não cabe nele."
           "Use apenas \"call\" no handler de um gateway e ponha o passo no serviço que ele chama."
    /// A log, or replicas, at a broker that keeps its messages in memory only.
    NotDurable { id: Word } "not-durable"
        en "The broker \"{id}\" keeps its messages in memory only; a log and replicas keep theirs."
           "Remove \"durable\": false from the broker."
        pt "O broker \"{id}\" guarda as mensagens só na memória; um log e réplicas guardam as suas de fato."
           "Remova \"durable\": false do broker."
    /// Partitions of a topic that is no log.
    PartitionsOfAQueue {} "partitions-of-a-queue"
        en "Only a log has partitions; a queue keeps the order of each key by itself."
           "Set \"log\": true, or leave out \"partitions\" and set \"ordering\": \"key\" in \"delivery\"."
        pt "Só um log tem partições; uma fila mantém sozinha a ordem de cada chave."
           "Defina \"log\": true, ou retire \"partitions\" e defina \"ordering\": \"key\" em \"delivery\"."
    /// Reading acknowledged messages of a queue.
    NotALog { id: Word } "not-a-log"
        en "\"{id}\" is a subscription of an ordinary topic: what it has acknowledged is gone and cannot be read again."
           "Use \"from\": \"latest\", or set \"log\": true on its topic."
        pt "\"{id}\" é uma assinatura de um tópico comum: o que já foi confirmado não existe mais e não pode ser relido."
           "Use \"from\": \"latest\" ou defina \"log\": true no tópico."
    /// A leader's failure at a broker without replicas.
    NoReplicas { id: Word } "no-replicas"
        en "The broker \"{id}\" has no replicas, so it has no leader that could fail."
           "Give it \"replicas\", or take it down with \"setHealth\"."
        pt "O broker \"{id}\" não tem réplicas; portanto não tem um líder que possa falhar."
           "Defina \"replicas\" nele ou derrube-o com \"setHealth\"."
    /// Automatic orders of which it is not clear what they wait for.
    OpenOrClosed {} "open-or-closed"
        en "Orders come either by themselves or by users who wait for their answers."
           "Write \"every\", with or without a \"profile\"; or \"users\" and \"think\"."
        pt "Os pedidos chegam por si ou vêm de usuários que esperam a resposta."
           "Escreva \"every\", com ou sem \"profile\"; ou \"users\" e \"think\"."
    /// A change of a rate that is not after the one before it.
    RatesOutOfOrder {} "rates-out-of-order"
        en "This change of the rate is not after the one before it."
           "Put the changes in the order of their instants."
        pt "Esta mudança da taxa não vem depois da anterior."
           "Ponha as mudanças na ordem dos seus instantes."
    /// A fault after the end of the run.
    FaultAfterEnd { at: Span, until: Span } "fault-after-end"
        en "This fault comes at {at}, but the run ends at {until}."
           "Let it come earlier, or raise \"until\"."
        pt "Esta falha acontece em {at}, mas a execução termina em {until}."
           "Antecipe a falha ou aumente \"until\"."
    /// A health that brokers, or gateways, do not have.
    BrokerHealth { id: Word } "broker-health"
        en "\"{id}\" is either up or down; only a gateway can hang."
           "Write \"up\" or \"down\", for a gateway also \"hung\"; slow and flaky are for services."
        pt "\"{id}\" está no ar ou fora do ar; só um gateway pode travar."
           "Escreva \"up\" ou \"down\", num gateway também \"hung\"; lento e instável são para serviços."
    /// A health for a client, which has none.
    ClientHealth { id: Word } "client-health"
        en "\"{id}\" is a client; its health cannot be changed."
           "Name a service or a broker; to stop the client's automatic orders use \"setArrivals\"."
        pt "\"{id}\" é um cliente; a saúde dele não pode ser alterada."
           "Indique um serviço ou um broker; para parar os pedidos automáticos, use \"setArrivals\"."
    /// A claim that is not a comparison.
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
    /// A claim about an unknown measure of a subscription, a node, an effect or an edge of calls.
    UnknownClaimField { field: Word, known: Word } "unknown-quantity"
        en "Nothing called \"{field}\" is counted here."
           "Write one of {known}."
        pt "Nada chamado \"{field}\" é contado aqui."
           "Escreva um destes: {known}."
    /// A claim that compares two numbers, and so says nothing.
    EmptyClaim { claim: Word } "empty-claim"
        en "\"{claim}\" says nothing about the run."
           "Put something that is counted on one side, as in \"lost == 0\"."
        pt "\"{claim}\" não diz nada sobre a execução."
           "Ponha de um dos lados algo que se conta, como em \"lost == 0\"."
    /// Fields that exclude each other, or none of them where one is needed.
    OneOf { fields: &'static str } "one-of"
        en "Of {fields}, one belongs here, and one only."
           "Write one of them, and leave the others out."
        pt "De {fields}, cabe aqui um, e só um."
           "Escreva um deles e deixe os outros de fora."
    /// A field without the one that it qualifies.
    FieldWithout { field: &'static str, other: &'static str } "field-without"
        en "\"{field}\" says nothing without \"{other}\"."
           "Remove it, or add \"{other}\"."
        pt "\"{field}\" não diz nada sem \"{other}\"."
           "Remova-o ou acrescente \"{other}\"."
    /// A command that nothing in the scenario takes.
    NobodyTakes { command: Word } "nobody-takes"
        en "Nothing in this scenario takes the command \"{command}\" as it is written here."
           "Describe a command that a learner can give here."
        pt "Nada neste cenário aceita o comando \"{command}\" como está escrito aqui."
           "Descreva um comando que o aluno possa dar aqui."
    /// A field under its old name and its new one.
    BothNames { old: &'static str, new: &'static str } "repeated-field"
        en "The field \"{new}\" stands here twice, once under its old name \"{old}\"."
           "Keep \"{new}\"."
        pt "O campo \"{new}\" aparece duas vezes aqui, uma delas com o nome antigo \"{old}\"."
           "Deixe apenas \"{new}\"."
    /// A request for the contrast of a scenario that has none.
    NoContrast {} "no-contrast"
        en "This scenario has no contrast."
           "Describe one in \"lesson.contrast\"."
        pt "Este cenário não tem contraste."
           "Descreva um em \"lesson.contrast\"."
}
