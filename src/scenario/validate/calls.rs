//! Refuses cycles of calls: each call would wait for itself.

use crate::base::ids::{HandlerId, NodeId};
use crate::model::{Model, Step};
use crate::problem::{Problem, Word};
use crate::scenario::problem::ScenarioProblem;
use crate::scenario::spec::{NodeSpec, StepSpec, TriggerSpec};

/// The state of the search at a node's call handler.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    OnTheWay,
    Done,
}

/// Refuses calls that lead back to the handler they began in.
///
/// Only call handlers can be part of a cycle; the handler of a message may call a service that calls back.
pub(super) fn check_no_cycle(model: &Model, specs: &[NodeSpec]) -> Result<(), Problem> {
    let mut search = Search { model, specs, marks: vec![Mark::New; model.nodes.len()], way: Vec::new() };
    (0..model.nodes.len()).try_for_each(|node| search.visit(NodeId::new(node)))
}

struct Search<'a> {
    model: &'a Model,
    specs: &'a [NodeSpec],
    marks: Vec<Mark>,
    way: Vec<NodeId>,
}

impl Search<'_> {
    /// Follows the calls of a node's call handler; the recursion is at most as deep as there are nodes.
    fn visit(&mut self, node: NodeId) -> Result<(), Problem> {
        let Some(handler) = on_call(self.model, node) else {
            return Ok(());
        };
        if self.marks[node.index()] == Mark::Done {
            return Ok(());
        }
        self.marks[node.index()] = Mark::OnTheWay;
        self.way.push(node);
        for (k, step) in self.model.handlers[handler.index()].steps.iter().enumerate() {
            let Step::Call(pool) = step else { continue };
            for call in &self.model.pools[pool.index()].calls {
                let to = self.model.calls[call.index()].to;
                if self.marks[to.index()] == Mark::OnTheWay {
                    return Err(self.circle(node, k, to));
                }
                self.visit(to)?;
            }
        }
        self.way.pop();
        self.marks[node.index()] = Mark::Done;
        Ok(())
    }

    /// The problem of the cycle that step `k` of `node` closes by calling `to`.
    fn circle(&self, node: NodeId, k: usize, to: NodeId) -> Problem {
        let id = |node: &NodeId| self.model.nodes[node.index()].id.as_str();
        let mut chain: Vec<&str> = self.way.iter().skip_while(|node| **node != to).map(id).collect();
        chain.push(id(&to));
        let handlers = &self.specs[node.index()].handlers;
        let j = handlers.iter().position(|handler| handler.on == TriggerSpec::Call).unwrap_or(0);
        let step = handlers.get(j).and_then(|handler| place_of(&handler.steps, &mut 0, k)).unwrap_or_default();
        let place = format_args!("nodes[{}].handlers[{j}].steps{step}.call.to", node.index()).to_string();
        Problem::new(place, ScenarioProblem::CallCycle { chain: Word::detail(&chain.join(" → ")) })
    }
}

/// Finds the step that became the model's `k`-th and returns its place in the file; `n` counts the model's steps so
/// far.
fn place_of(steps: &[StepSpec], n: &mut usize, k: usize) -> Option<String> {
    for (i, step) in steps.iter().enumerate() {
        if *n == k {
            return Some(format!("[{i}]"));
        }
        *n += 1;
        if let StepSpec::Decide { then, otherwise, .. } = step {
            if let Some(place) = place_of(then, n, k) {
                return Some(format!("[{i}].decide.then{place}"));
            }
            // A jump over `otherwise` follows the steps of `then`.
            *n += usize::from(!otherwise.is_empty());
            if let Some(place) = place_of(otherwise, n, k) {
                return Some(format!("[{i}].decide.otherwise{place}"));
            }
        }
    }
    None
}

fn on_call(model: &Model, node: NodeId) -> Option<HandlerId> {
    model.nodes[node.index()].kind.on_call()
}
