//! Problems of a plan and of its rows.

use crate::problem::Word;
use crate::problem::problem_kinds;

problem_kinds! {
    /// Why a plan, or rows of it, are refused.
    LabProblem

    /// A version of plans that this build does not read.
    PlanVersion { version: u32, known: u32 } "unknown-version"
        en "Version {version} of a plan is not known."
           "This build reads version {known}."
        pt "A versão {version} de um plano não é conhecida."
           "Este programa lê a versão {known}."
    /// A setting that the scenario does not have.
    NoSuchSetting { segment: Word, known: Word } "unknown-setting"
        en "The scenario has no \"{segment}\" here."
           "Write a path such as \"nodes.stock.workers\", with one of {known} at this place."
        pt "O cenário não tem \"{segment}\" aqui."
           "Escreva um caminho como \"nodes.stock.workers\", com um destes neste lugar: {known}."
    /// `outage`, where nothing goes down and comes up again.
    NoOutage {} "no-outage"
        en "No service goes down and comes up again in this scenario."
           "Add two faults \"setHealth\" of one node, \"down\" and later \"up\", or vary another setting."
        pt "Nenhum serviço cai e volta neste cenário."
           "Acrescente duas falhas \"setHealth\" de um nó, \"down\" e depois \"up\", ou varie outra configuração."
    /// A short name that could mean several nodes.
    Ambiguous { name: Word, known: Word } "ambiguous-setting"
        en "\"{name}\" could mean several nodes: {known}."
           "Write the node's id after it, as in \"{name}.ID\"."
        pt "\"{name}\" pode se referir a vários nós: {known}."
           "Escreva o id do nó depois dele, como em \"{name}.ID\"."
    /// A value that the short name cannot take.
    BadValue { value: Word, expected: &'static str, expected_pt: &'static str } "bad-value"
        en "\"{value}\" is not {expected}."
           "Write {expected}."
        pt "\"{value}\" não é {expected_pt}."
           "Escreva {expected_pt}."
    /// A setting with its values that cannot be read.
    BadValues { text: Word } "bad-values"
        en "\"{text}\" says no values."
           "Write one value, several as in 3, 5, 8, or a range as in 10s..60s:6."
        pt "\"{text}\" não diz valores."
           "Escreva um valor, vários como em 3, 5, 8, ou um intervalo como em 10s..60s:6."
    /// A share that cannot be read.
    BadShare { text: Word } "bad-share"
        en "\"{text}\" is no share."
           "Write it as 2%."
        pt "\"{text}\" não é uma proporção."
           "Escreva como 2%."
    /// A setting without values, or with both forms of them.
    ValuesOrRange {} "values-or-range"
        en "It is not said which values this setting takes."
           "Give either \"values\" or \"range\"."
        pt "Não está dito que valores esta configuração assume."
           "Dê \"values\" ou \"range\"."
    /// A range whose ends do not fit each other.
    BadRange { from: Word, to: Word } "bad-range"
        en "There is no way from {from} to {to} in equal steps."
           "Give two numbers or two durations, such as 1 and 10, or \"10s\" and \"60s\"."
        pt "Não há como ir de {from} a {to} em passos iguais."
           "Dê dois números ou duas durações, como 1 e 10, ou \"10s\" e \"60s\"."
    /// A setting that varies twice.
    RepeatedSetting { path: Word } "repeated-setting"
        en "\"{path}\" varies twice."
           "Put all its values into one list."
        pt "\"{path}\" varia duas vezes."
           "Ponha todos os valores em uma só lista."
    /// Lists of unequal lengths that are to be read side by side.
    UnequalLists {} "unequal-lists"
        en "The settings have different numbers of values."
           "With \"design\": \"list\" each has as many as there are points; \"grid\" combines all with all."
        pt "As configurações têm números diferentes de valores."
           "Com \"design\": \"list\" cada uma tem tantos quantos são os pontos; \"grid\" combina todos com todos."
    /// More work than a plan may ask for.
    TooLarge { rows: u64, most: u64 } "plan-too-large"
        en "The plan has {rows} runs; at most {most} are possible."
           "Vary fewer settings, or run each point less often."
        pt "O plano tem {rows} execuções; no máximo {most} são possíveis."
           "Varie menos configurações, ou execute cada ponto menos vezes."
    /// A plan without a measure.
    NoMeasure {} "no-measure"
        en "The plan measures nothing."
           "Name at least one measure, such as \"lost\" or \"stock.p99\"."
        pt "O plano não mede nada."
           "Indique ao menos uma medida, como \"lost\" ou \"stock.p99\"."
    /// A measure without a value, where each run needs one.
    NothingMeasured { name: Word, point: u64, run: u64 } "nothing-measured"
        en "Nothing was measured of \"{name}\" in the run {point}:{run}."
           "Choose a measure that every run has, such as a count."
        pt "Nada foi medido de \"{name}\" na execução {point}:{run}."
           "Escolha uma medida que toda execução tem, como uma contagem."
    /// The same measure or constraint twice.
    RepeatedMeasure { name: Word } "repeated-measure"
        en "\"{name}\" stands here twice."
           "Keep one of the two."
        pt "\"{name}\" aparece duas vezes aqui."
           "Deixe apenas um dos dois."
    /// A shard outside its count.
    BadShard { shard: Word } "bad-shard"
        en "\"{shard}\" is no shard."
           "Write I/N with I from 1 to N, as in \"3/8\"."
        pt "\"{shard}\" não é uma parte."
           "Escreva I/N com I de 1 a N, como em \"3/8\"."
    /// A row that the plan does not have.
    NoSuchRow { row: Word, points: u64 } "unknown-row"
        en "The plan has no row \"{row}\"."
           "Write POINT:RUN; the points are 0 to {points} - 1, the runs count from 0."
        pt "O plano não tem a linha \"{row}\"."
           "Escreva PONTO:EXECUÇÃO; os pontos vão de 0 a {points} - 1, as execuções contam a partir de 0."
    /// A row that a file of rows does not have.
    FewerRows { row: Word, rows: u64 } "unknown-row"
        en "There is no row \"{row}\": the file has {rows} rows."
           "Write ROWS:N; the first row of the file ROWS has the number 1."
        pt "Não há a linha \"{row}\": o arquivo tem {rows} linhas."
           "Escreva LINHAS:N; a primeira linha do arquivo LINHAS tem o número 1."
    /// Rows of another plan.
    OtherPlan { found: Word, plan: Word } "rows-of-another-plan"
        en "These rows are of the plan {found}, and this is the plan {plan}."
           "Name another file for the rows, or remove the old one: rows of two plans are not mixed."
        pt "Estas linhas são do plano {found}, e este é o plano {plan}."
           "Indique outro arquivo para as linhas, ou remova o antigo: não se misturam linhas de dois planos."
    /// A line that is no row.
    BadRow { line: u64, detail: Word } "bad-row"
        en "Line {line} is no row of this plan: {detail}."
           "Remove the file and run that part of the plan again."
        pt "A linha {line} não é uma linha deste plano: {detail}."
           "Remova o arquivo e execute essa parte do plano de novo."
    /// The same row twice.
    RepeatedRow { line: u64 } "repeated-row"
        en "Line {line} is a row that came before."
           "Give each shard's file once."
        pt "A linha {line} é uma linha que já apareceu."
           "Dê o arquivo de cada parte uma só vez."
    /// Rows that are not there.
    MissingRows { missing: u64, point: u64, run: u64 } "missing-rows"
        en "{missing} rows of the plan are missing; the first is {point}:{run}."
           "Run the shards that are missing."
        pt "Faltam {missing} linhas do plano; a primeira é {point}:{run}."
           "Execute as partes que faltam."
    /// A hunt without a claim.
    NoClaim {} "no-claim"
        en "The scenario claims nothing that could fall."
           "Give one with --claim, as in 'lost == 0'."
        pt "O cenário não afirma nada que possa cair."
           "Dê uma afirmação com --claim, como em 'lost == 0'."
    /// A hunt with nothing to do.
    NoDeed {} "no-deed"
        en "Nothing of these kinds can be done in this scenario."
           "Allow other kinds with --kinds."
        pt "Nada destes tipos pode ser feito neste cenário."
           "Permita outros tipos com --kinds."
}
