//! A study's sheet for a paper: the items of STRESS-DES, filled in from the plan, its scenario and its rows.
//!
//! STRESS-DES: T. Monks et al., Strengthening the reporting of empirical simulation studies: introducing the STRESS guidelines,
//! Journal of Simulation 13 (1), 2019, 55–67, doi 10.1080/17477778.2018.1442155. What only its author knows is asked for.

use crate::cli::lang::{Lang, pick};
use crate::cli::numbers::{count, percent, time};
use crate::cli::prose::unlinked;
use crate::cli::study_table;
use carteiro::base::time::Time;
use carteiro::lab::plan::Plan;
use carteiro::lab::setting::plain;
use carteiro::lab::spec::Design;
use carteiro::lab::study::Study;
use carteiro::model::measure::Unit;
use carteiro::model::{Model, NodeKind};
use carteiro::problem::Problem;
use std::fmt::Write as _;

/// The measures and the model's rules, where whoever reads the sheet finds them.
const DOCUMENTS: &str = "docs/measures.md, docs/model.md, docs/scenario.md";

/// A sheet, as Markdown.
struct Sheet {
    lang: Lang,
    text: String,
}

/// The sheet of a study.
///
/// # Errors
/// The plan's scenario is not valid.
pub fn text(plan: &Plan, study: &Study, lang: Lang) -> Result<String, Problem> {
    let model = plan.model(0)?;
    let mut sheet = Sheet { lang, text: String::new() };
    let title = model.title.get(lang);
    sheet.text += &format!("# STRESS-DES: {title}\n\n{}: `{}`\n", sheet.say("Plan", "Plano"), plan.hash);
    sheet.objectives(plan);
    sheet.logic(plan, &model);
    sheet.data(plan, &model);
    sheet.experimentation(plan, &model);
    sheet.implementation(plan);
    let head = sheet.say("Results", "Resultados");
    let table = study_table::text(plan, study, lang, false);
    let _ = write!(sheet.text, "\n## {head}\n\n```text\n{table}```\n");
    Ok(sheet.text)
}

impl Sheet {
    fn say(&self, en: &'static str, pt: &'static str) -> &'static str {
        pick(self.lang, en, pt)
    }

    fn section(&mut self, en: &'static str, pt: &'static str) {
        let head = self.say(en, pt);
        let _ = write!(self.text, "\n## {head}\n");
    }

    fn item(&mut self, number: &str, [en, pt]: [&'static str; 2], text: &str) {
        let name = self.say(en, pt);
        let _ = write!(self.text, "\n**{number} {name}**\n\n{}\n", text.trim_end());
    }

    /// An item that only the author can write.
    fn yours(&mut self, number: &str, name: [&'static str; 2], [en, pt]: [&'static str; 2]) {
        let text = format!("_{}: {}_", self.say("To be written by you", "A escrever por você"), self.say(en, pt));
        self.item(number, name, &text);
    }

    fn objectives(&mut self, plan: &Plan) {
        let lang = self.lang;
        self.section("1 Objectives", "1 Objetivos");
        self.yours(
            "1.1",
            ["Purpose of the model", "Finalidade do modelo"],
            ["why the question is asked, and for whom.", "por que a pergunta é feita, e para quem."],
        );
        let mut outputs = String::new();
        for (name, quantity) in plan.spec.measures.iter().zip(&plan.measures) {
            let unit = match quantity.unit() {
                Some(Unit::Count) => self.say("count", "contagem"),
                Some(Unit::Millis) => "ms",
                Some(Unit::Amount) => self.say("amount", "valor"),
                Some(Unit::Offset) => self.say("position", "posição"),
                Some(Unit::PerSecond) => self.say("a second", "por segundo"),
                Some(Unit::Flag) => self.say("1 or 0", "1 ou 0"),
                None => self.say("number", "número"),
            };
            let _ = writeln!(outputs, "- `{name}` ({unit})");
        }
        for constraint in &plan.spec.constraints {
            let _ = writeln!(outputs, "- `{constraint}` ({})", self.say("share of the runs", "parcela das execuções"));
        }
        let confidence = percent(plan.spec.confidence, lang);
        outputs += &match lang {
            Lang::En => format!(
                "\nEach is read at the end of a run, as docs/measures.md defines it. Means over runs have Student's t interval, shares \
                 Wilson's, medians that of order statistics, at {confidence}."
            ),
            Lang::PtBr => format!(
                "\nCada uma é lida ao fim de uma execução, como docs/measures.md a define. Médias sobre execuções têm o intervalo t de \
                 Student, parcelas o de Wilson, medianas o de estatísticas de ordem, a {confidence}."
            ),
        };
        self.item("1.2", ["Model outputs", "Saídas do modelo"], &outputs);
        let points = count(plan.points.len() as u64, lang);
        let design = match plan.spec.design {
            Design::Grid => self.say(
                "each value of one setting with each of the others",
                "cada valor de um ajuste com cada um dos outros",
            ),
            Design::List => self.say(
                "the first values of all settings, the second of all, and so on",
                "os primeiros valores de todos os ajustes, os segundos de todos, e assim por diante",
            ),
            Design::Random { .. } => self.say("points drawn at random", "pontos sorteados"),
        };
        let aims = format!("{}: {points}. {}: {design}.", self.say("Points", "Pontos"), self.say("Design", "Desenho"));
        self.item("1.3", ["Experimentation aims", "Objetivos dos experimentos"], &aims);
    }

    fn logic(&mut self, plan: &Plan, model: &Model) {
        let lang = self.lang;
        self.section("2 Logic", "2 Lógica");
        self.yours(
            "2.1",
            ["Base model overview diagram", "Diagrama do modelo"],
            [
                "the stage as a picture: on the page Share, Picture.",
                "o palco como figura: na página, Compartilhar, Figura.",
            ],
        );
        self.item("2.2", ["Base model logic", "Lógica do modelo"], &unlinked(model.text.get(lang)));
        let mut changes = String::new();
        for setting in &plan.spec.set {
            let _ = writeln!(changes, "- `{}` = {}", setting.path, plain(&setting.value));
        }
        for (i, axis) in plan.spec.vary.iter().enumerate() {
            let mut values: Vec<String> = plan.points.iter().map(|point| plain(&point[i])).collect();
            let mut seen = std::collections::BTreeSet::new();
            values.retain(|value| seen.insert(value.clone()));
            let _ = writeln!(changes, "- `{}`: {}", axis.path, values.join(", "));
        }
        if changes.is_empty() {
            changes += self.say("The scenario as it is.", "O cenário como está.");
        }
        self.item("2.3", ["Scenario logic", "Lógica dos cenários"], &changes);
        let algorithms = self.say(
            "Retries, breakers, limits, leases, batches and all other policies: docs/model.md, with formula and source.",
            "Tentativas, disjuntores, limites, prazos (leases), lotes e todas as outras políticas: docs/model.md, com fórmula e fonte.",
        );
        self.item("2.4", ["Algorithms", "Algoritmos"], algorithms);
        self.components(model);
    }

    fn components(&mut self, model: &Model) {
        let lang = self.lang;
        let order = model.order.as_ref().map_or(self.say("orders", "pedidos"), |order| order.many.get(lang));
        let entities = format!(
            "{}: {order}, {}.",
            self.say("Entities", "Entidades"),
            self.say("and the messages and calls that they cause", "e as mensagens e chamadas que causam")
        );
        self.item("2.5.1", ["Entities", "Entidades"], &entities);
        let steps = model.handlers.len() as u64;
        let activities = format!(
            "{}: {}.",
            self.say(
                "Handlers, each a list of steps (work, call, publish, effect)",
                "Tratamentos (handlers), cada um uma lista de passos (trabalho, chamada, publicação, efeito)"
            ),
            count(steps, lang)
        );
        self.item("2.5.2", ["Activities", "Atividades"], &activities);
        let mut resources = String::new();
        for node in &model.nodes {
            if let NodeKind::Service(service) = &node.kind {
                let workers = count(service.workers, lang);
                let _ = writeln!(
                    resources,
                    "- {}: {workers} {}",
                    node.name.get(lang),
                    self.say("at once", "ao mesmo tempo")
                );
            }
        }
        let none = self.say("None.", "Nenhum.");
        self.item("2.5.3", ["Resources", "Recursos"], if resources.is_empty() { none } else { &resources });
        let mut queues = String::new();
        for subscription in &model.subscriptions {
            let topic = &model.topics[subscription.topic.index()];
            let _ = writeln!(queues, "- {} ({})", subscription.name.get(lang), topic.name.get(lang));
        }
        self.item("2.5.4", ["Queues", "Filas"], if queues.is_empty() { none } else { &queues });
        let clients = model.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Client(_)));
        let clients: Vec<&str> = clients.map(|node| node.name.get(lang)).collect();
        let clients = clients.join(", ");
        let entry = match lang {
            Lang::En => format!("Entry: {clients}. Exit: when nothing of an order is left to happen."),
            Lang::PtBr => format!("Entrada: {clients}. Saída: quando nada de um pedido resta por acontecer."),
        };
        self.item("2.5.5", ["Entry/exit points", "Pontos de entrada e saída"], &entry);
    }

    fn data(&mut self, plan: &Plan, model: &Model) {
        self.section("3 Data", "3 Dados");
        self.yours(
            "3.1",
            ["Data sources", "Fontes dos dados"],
            [
                "where the rates, times and failure probabilities of the scenario come from.",
                "de onde vêm as taxas, os tempos e as probabilidades de falha do cenário.",
            ],
        );
        self.yours(
            "3.2",
            ["Pre-processing", "Pré-processamento"],
            [
                "what was done with them before they came into the scenario.",
                "o que se fez com eles antes de entrarem no cenário.",
            ],
        );
        let input = match self.lang {
            Lang::En => format!(
                "All stand in the plan's file, in its scenario `{}`, by their names in docs/scenario.md.",
                model.id
            ),
            Lang::PtBr => format!(
                "Todos estão no arquivo do plano, em seu cenário `{}`, com os nomes de docs/scenario.md.",
                model.id
            ),
        };
        self.item("3.3", ["Input parameters", "Parâmetros de entrada"], &input);
        let assumptions = self.say(
            "docs/model.md says what is modelled and what is not.",
            "docs/model.md diz o que é modelado e o que não é.",
        );
        let mut text = assumptions.to_owned();
        if !plan.spec.set.is_empty() {
            text += self
                .say(" The settings of 2.3 replace the scenario's.", " Os ajustes de 2.3 substituem os do cenário.");
        }
        self.item("3.4", ["Assumptions", "Suposições"], &text);
    }

    fn experimentation(&mut self, plan: &Plan, model: &Model) {
        let lang = self.lang;
        self.section("4 Experimentation", "4 Experimentação");
        let initial = self.say(
            "Every run starts empty and idle, with the scenario's faults to come. It is terminating: nothing is cut away as warm-up.",
            "Cada execução começa vazia e ociosa, com as falhas do cenário por vir. É terminante: nada se corta como aquecimento.",
        );
        self.item("4.1", ["Initialisation", "Inicialização"], initial);
        let length = time(plan.until(model) - Time::ZERO, lang);
        self.item(
            "4.2",
            ["Run length", "Duração"],
            &format!("{length} {}.", self.say("of simulated time", "de tempo simulado")),
        );
        let (seed, runs) = (plan.spec.seed, count(plan.spec.runs, lang));
        let mut estimation = match lang {
            Lang::En => format!(
                "Independent runs of each point, at least {runs}; run K has the seed {seed} + K at every point (common random numbers)."
            ),
            Lang::PtBr => format!(
                "Execuções independentes de cada ponto, pelo menos {runs}; a execução K tem a semente {seed} + K em todos os pontos (números aleatórios comuns)."
            ),
        };
        if let Some(precision) = plan.spec.precision {
            let (share, most) = (percent(precision.relative, lang), count(precision.at_most, lang));
            estimation += &match lang {
                Lang::En => format!(
                    " A point goes on until half of each mean's interval is at most {share} of the mean, or {most} runs are there."
                ),
                Lang::PtBr => format!(
                    " Um ponto continua até que metade do intervalo de cada média seja no máximo {share} da média, ou haja {most} execuções."
                ),
            };
        }
        self.item("4.3", ["Estimation approach", "Abordagem de estimação"], &estimation);
    }

    fn implementation(&mut self, plan: &Plan) {
        self.section("5 Implementation", "5 Implementação");
        let software = format!("Carteiro {}, Rust.", env!("CARGO_PKG_VERSION"));
        self.item("5.1", ["Software or programming language", "Software ou linguagem"], &software);
        let random = self.say(
            "A stream of its own for each purpose, by the seed and by what it is drawn for (docs/model.md); the same bits natively and in the browser.",
            "Um fluxo próprio para cada finalidade, pela semente e por aquilo que se sorteia (docs/model.md); os mesmos bits nativamente e no navegador.",
        );
        self.item("5.2", ["Random sampling", "Amostragem aleatória"], random);
        let execution = self.say(
            "Next-event time advance. Events of one instant come in the order in which they were scheduled.",
            "Avanço do tempo ao próximo evento. Eventos de um mesmo instante vêm na ordem em que foram agendados.",
        );
        self.item("5.3", ["Model execution", "Execução do modelo"], execution);
        let threads = count(std::thread::available_parallelism().map_or(1, usize::from) as u64, self.lang);
        let system = format!(
            "{} {}, {threads} {}.",
            std::env::consts::OS,
            std::env::consts::ARCH,
            self.say("threads", "linhas de execução")
        );
        self.item("5.4", ["System specification", "Sistema"], &system);
        self.section("6 Code access", "6 Acesso ao código");
        let hash = &plan.hash;
        let sharing = match self.lang {
            Lang::En => format!(
                "The plan `{hash}` holds the scenario whole; `carteiro sweep` carries it out again, to the same rows. Documents: {DOCUMENTS}."
            ),
            Lang::PtBr => format!(
                "O plano `{hash}` contém o cenário inteiro; `carteiro sweep` o executa de novo, com as mesmas linhas. Documentos: {DOCUMENTS}."
            ),
        };
        self.item("6.1", ["Computer model sharing statement", "Declaração de compartilhamento do modelo"], &sharing);
    }
}
