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
    /// An argument that does not have its form.
    BadArgument { text: Word } "bad-argument"
        en "\"{text}\" cannot be read."
           "Write a setting as PATH=VALUE, values as PATH=3,5,8 or PATH=10s..60s:6, a share as 2%; carteiro help shows the form of each."
        pt "Não foi possível entender \"{text}\"."
           "Escreva uma configuração como CAMINHO=VALOR, valores como CAMINHO=3,5,8 ou CAMINHO=10s..60s:6, uma proporção como 2%; carteiro help mostra a forma de cada um."
    /// A part of a plan whose index nobody says.
    NoShardIndex {} "no-shard-index"
        en "Neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX says which part this is."
           "Write --shard I/N instead."
        pt "Nem SLURM_ARRAY_TASK_ID nem JOB_COMPLETION_INDEX diz que parte é esta."
           "Escreva --shard I/N."
    /// A choice among fewer than two.
    NothingToChoose {} "nothing-to-choose"
        en "The plan has a single point."
           "Vary a setting with --vary."
        pt "O plano tem um único ponto."
           "Varie uma configuração com --vary."
    /// A run that does not fit into a link.
    LongLink { letters: usize, most: usize } "long-link"
        en "The link would have {letters} letters; chats and mail programs carry {most}."
           "Write the scenario to a file with --scenario-out, and open that on the page."
        pt "O link teria {letters} letras; conversas e programas de e-mail levam {most}."
           "Grave o cenário em um arquivo com --scenario-out e abra-o na página."
    /// A package of nothing.
    NothingToExport {} "nothing-to-export"
        en "Nothing is named that could be put into the package."
           "Name lessons or files of tasks, or write --all."
        pt "Nada foi indicado para entrar no pacote."
           "Indique lições ou arquivos de tarefas, ou escreva --all."
    /// A folder without the page of packages, or with that of another version.
    NoPackagePage { folder: Word } "no-package-page"
        en "The folder \"{folder}\" holds no whole page for packages of this version."
           "Build it with `npm run build:sco` in www/, and name its folder with --site."
        pt "A pasta \"{folder}\" não contém a página completa para pacotes desta versão."
           "Construa-a com `npm run build:sco` em www/ e indique a pasta com --site."
}
