//! The WebAssembly boundary: parse, call, serialise, and nothing else.
//!
//! There are two packages of it: the whole one, and a smaller one for a figure, which leaves out the reading of JSON (feature
//! `reading`) and the mechanisms that no lesson uses (`mechanisms`). What runs in both gives the same facts.

#[cfg(feature = "bench")]
pub mod bench;
#[cfg(not(feature = "reading"))]
pub mod figure;
#[cfg(feature = "reading")]
pub mod reading;

use crate::base::ids::{CallId, EffectId, OrderId, SubscriptionId};
use crate::base::time::Time;
use crate::json::problem::WordProblem;
use crate::json::write;
use crate::ledger::Column;
use crate::model::problem::EffectProblem;
use crate::problem::{Problem, Word};
use crate::timeline::{CommandRecord, Stride, Way};
use crate::view;
use crate::view::facts::Subject;
use crate::view::judgement::Judgement;
use crate::view::scenario::Scenario;
use crate::view::settings::{CallSettings, Settings};
use crate::view::{facts, playground};
use js_sys::{Array, Float64Array};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("wasm.d.ts");
#[wasm_bindgen(typescript_custom_section)]
const FRAME_TYPES: &'static str = include_str!("view/frame.d.ts");

/// The TypeScript types of plain objects, as `wasm.d.ts` declares them.
mod shapes {
    #![allow(missing_docs, reason = "their documentation stands in `wasm.d.ts`, where the page's editors show it")]
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(typescript_type = "Scenario")]
        pub type JsScenario;
        #[wasm_bindgen(typescript_type = "Judgement")]
        pub type JsJudgement;
        #[wasm_bindgen(typescript_type = "Settings")]
        pub type JsSettings;
        #[wasm_bindgen(typescript_type = "Fact[]")]
        pub type JsFacts;
        #[wasm_bindgen(typescript_type = "Command")]
        pub type JsCommand;
        #[wasm_bindgen(typescript_type = "LogEntry[]")]
        pub type JsLog;
        #[wasm_bindgen(typescript_type = "Delivery")]
        pub type JsDelivery;
        #[wasm_bindgen(typescript_type = "CallSettings")]
        pub type JsCallSettings;
        #[wasm_bindgen(typescript_type = "FrameLayout")]
        pub type JsLayout;
        #[wasm_bindgen(typescript_type = "Retry")]
        pub type JsRetry;
        #[wasm_bindgen(typescript_type = "ScheduledRetry[]")]
        pub type JsSchedule;
    }
}
use shapes::*;

/// The words that cross the boundary, as string enums: TypeScript checks them, and any other word is refused.
mod words {
    #![allow(missing_docs, reason = "what each is stands where it is asked for")]
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(js_name = Stride)]
    #[derive(Clone, Copy)]
    pub enum JsStride {
        Event = "event",
        Attempt = "attempt",
        Message = "message",
    }

    #[wasm_bindgen(js_name = Standing)]
    #[derive(Clone, Copy)]
    pub enum JsStanding {
        Done = "done",
        Late = "late",
        Twice = "twice",
        Waiting = "waiting",
        Dead = "dead",
        Lost = "lost",
    }

    #[wasm_bindgen(js_name = Subject)]
    #[derive(Clone, Copy)]
    pub enum JsSubject {
        Order = "order",
        Message = "message",
        Node = "node",
        Client = "client",
        Subscription = "subscription",
        Call = "call",
    }
}
pub use words::*;

/// The refusal of a word outside its enum; wasm-bindgen does not pass on which word it was.
fn no_such_word(parameter: &str, known: &[&str]) -> JsValue {
    let kind = WordProblem::UnknownWord { word: Word::of("?"), known: Word::list(known.iter().copied()) };
    thrown(Problem::new(parameter, kind))
}

/// A value as JSON, whose numbers JavaScript writes.
fn to_json(value: &impl Serialize) -> String {
    write::text(value, json)
}

/// Converts a value to plain JavaScript objects.
fn to_js(value: &impl Serialize) -> JsValue {
    // What is written as JSON can be read: an error is a bug.
    js_sys::JSON::parse(&to_json(value)).unwrap_or_else(|error| wasm_bindgen::throw_val(error))
}

fn json(value: impl Into<JsValue>) -> String {
    js_sys::JSON::stringify(&value.into()).ok().and_then(|s| s.as_string()).unwrap_or_default()
}

fn thrown(problem: Problem) -> JsValue {
    to_js(&problem)
}

/// Runs once when the module is loaded: panics are reported on the console with their location.
#[wasm_bindgen(start)]
fn start() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
}

/// A session: a scenario that runs.
#[wasm_bindgen]
pub struct Playground(playground::Playground);

#[wasm_bindgen]
impl Playground {
    /// The validated scenario.
    pub fn scenario(&self) -> JsScenario {
        to_js(&Scenario::of(self.0.history().world().model())).unchecked_into()
    }

    /// Executes every event up to and including an instant, in milliseconds.
    ///
    /// As every call that moves the playhead, it does a slice of a long way, and returns nothing while there is more to
    /// go: then call `goOn`. At the end it returns whether the playhead is where it was to go; false where a beat of the
    /// guide stopped it.
    pub fn advance(&mut self, to_ms: f64) -> Result<Option<bool>, JsValue> {
        self.go(Way::Advance(Time::from_millis(to_ms)))
    }

    /// Goes on where a call that moves the playhead has stopped.
    #[wasm_bindgen(js_name = goOn)]
    pub fn go_on(&mut self) -> Result<Option<bool>, JsValue> {
        self.0.go_on().map_err(thrown)
    }

    fn go(&mut self, way: Way) -> Result<Option<bool>, JsValue> {
        self.0.set_out(way);
        self.go_on()
    }

    /// Whether the playhead is not yet where it is to go.
    #[wasm_bindgen(js_name = isUnderWay)]
    pub fn is_under_way(&self) -> bool {
        self.0.history().is_under_way()
    }

    /// Goes to the beginning: before the first event and any command.
    pub fn rewind(&mut self) {
        self.0.rewind();
    }

    /// Goes to an instant, in milliseconds, back or forth.
    pub fn seek(&mut self, to_ms: f64) -> Result<Option<bool>, JsValue> {
        self.go(Way::Seek(Time::from_millis(to_ms)))
    }

    /// Goes to right after a fact, by its index, happened.
    #[wasm_bindgen(js_name = seekFact)]
    pub fn seek_fact(&mut self, index: u32) -> Result<Option<bool>, JsValue> {
        self.go(Way::Fact(index as usize))
    }

    /// Goes to a position: an instant in milliseconds, and numbers of events and commands; false if there is none such.
    #[wasm_bindgen(js_name = seekPosition)]
    pub fn seek_position(&mut self, at_ms: f64, events: f64, commands: f64) -> Result<Option<bool>, JsValue> {
        self.go(Way::Position(Time::from_millis(at_ms), events as u64, commands as usize))
    }

    /// Takes one step forward or back; false when nothing is left. A stride goes to the next event, to the end of an
    /// attempt, or to where a message is finished.
    pub fn step(&mut self, stride: JsStride, back: bool) -> Result<Option<bool>, JsValue> {
        let stride = match stride {
            JsStride::Event => Stride::Event,
            JsStride::Attempt => Stride::Attempt,
            JsStride::Message => Stride::Message,
            JsStride::__Invalid => return Err(no_such_word("stride", &["event", "attempt", "message"])),
        };
        if !back {
            return self.0.step(stride, false).map(Some).map_err(thrown);
        }
        if self.0.set_out_back(stride) { self.go_on() } else { Ok(Some(false)) }
    }

    /// The instant reached, in milliseconds.
    pub fn now(&self) -> f64 {
        self.0.history().world().now().as_millis()
    }

    /// The instant of the next event, in milliseconds.
    #[wasm_bindgen(js_name = nextEvent)]
    pub fn next_event(&self) -> Option<f64> {
        self.0.history().world().next_event_at().map(Time::as_millis)
    }

    /// Everything on the stage: rows of numbers in the layout of `layout()`.
    pub fn frame(&mut self) -> Float64Array {
        Float64Array::from(self.0.frame())
    }

    /// The timeline's bars between two instants, in milliseconds: rows in the layout of `layout()`. A bar that earlier
    /// ones of the same look cover, up to `fine_ms` at either end, is left out.
    pub fn timeline(&mut self, from_ms: f64, to_ms: f64, fine_ms: f64) -> Float64Array {
        let [from, to, fine] = [from_ms, to_ms, fine_ms].map(Time::from_millis);
        Float64Array::from(self.0.bars(from, to, fine.since(Time::ZERO)))
    }

    /// How many messages waited in each subscription between two instants, in milliseconds: rows in the layout of
    /// `layout()`, no interval shorter than `fine_ms`.
    pub fn depths(&mut self, from_ms: f64, to_ms: f64, fine_ms: f64) -> Float64Array {
        let [from, to, fine] = [from_ms, to_ms, fine_ms].map(Time::from_millis);
        Float64Array::from(self.0.depths(from, to, fine.since(Time::ZERO)))
    }

    /// At most 200 facts, from an index on.
    pub fn facts(&self, from: u32) -> JsFacts {
        let history = self.0.history();
        to_js(&facts::from(history.world().model(), &history.watch().trace, from as usize)).unchecked_into()
    }

    /// The last 200 commands, a person's and the scenario's, including those after the playhead.
    pub fn commands(&self) -> JsFacts {
        to_js(&facts::commands(self.0.history())).unchecked_into()
    }

    /// The last 200 facts before an index that are of one of these kinds (words separated by spaces; none means any)
    /// and name the subject with this number or index.
    pub fn find(&self, kinds: &str, subject: JsSubject, number: u32, before: u32) -> Result<JsFacts, JsValue> {
        let subject = match subject {
            JsSubject::Order => Subject::Order,
            JsSubject::Message => Subject::Message,
            JsSubject::Node => Subject::Node,
            JsSubject::Client => Subject::Client,
            JsSubject::Subscription => Subject::Subscription,
            JsSubject::Call => Subject::Call,
            JsSubject::__Invalid => {
                return Err(no_such_word("subject", &["order", "message", "node", "client", "subscription", "call"]));
            }
        };
        let history = self.0.history();
        let (model, trace) = (history.world().model(), &history.watch().trace);
        let found = facts::find(model, trace, kinds, (subject, number), before as usize).map_err(thrown)?;
        Ok(to_js(&found).unchecked_into())
    }

    /// The last `most` orders with this standing on an effect, by its index. `done` are those that have it at all,
    /// `late` those that have it once, and late.
    pub fn orders(&self, effect: u16, standing: JsStanding, most: u32) -> Result<Vec<u32>, JsValue> {
        let column = match standing {
            JsStanding::Done => Column::There,
            JsStanding::Late => Column::Late,
            JsStanding::Twice => Column::Twice,
            JsStanding::Waiting => Column::Waiting,
            JsStanding::Dead => Column::Dead,
            JsStanding::Lost => Column::Lost,
            JsStanding::__Invalid => {
                return Err(no_such_word("standing", &["done", "late", "twice", "waiting", "dead", "lost"]));
            }
        };
        let world = self.0.history().world();
        if usize::from(effect) >= world.model().effects.len() {
            let known = Word::list(world.model().effects.iter().map(|effect| effect.id.as_str()));
            return Err(thrown(Problem::new("effect", EffectProblem::UnknownEffect { id: Word::of(effect), known })));
        }
        let orders = world.ledger().orders_in(EffectId(effect), column, most as usize);
        Ok(orders.into_iter().map(|order| order.0).collect())
    }

    /// The index of the client that placed an order, by the order's number; nothing before it is placed.
    #[wasm_bindgen(js_name = clientOf)]
    pub fn client_of(&self, order: u32) -> Option<u32> {
        let placed = self.0.history().world().ledger().order(OrderId(order))?;
        Some(u32::from(placed.client.0))
    }

    /// Undoes the last change of settings, or with `again` makes the last undone one again, by a command at the playhead;
    /// false when there is none. Changes are forgotten when the playhead goes elsewhere.
    pub fn undo(&mut self, again: bool) -> Result<bool, JsValue> {
        self.0.undo(again, |setting| to_json(setting)).map_err(thrown)
    }

    /// Whether there is a change to undo.
    #[wasm_bindgen(js_name = canUndo)]
    pub fn can_undo(&self) -> bool {
        self.0.history().can_undo()
    }

    /// Whether there is an undone change to make again.
    #[wasm_bindgen(js_name = canRedo)]
    pub fn can_redo(&self) -> bool {
        self.0.history().can_redo()
    }

    /// A person's commands, including those after the playhead: each with its instant in milliseconds, the number of
    /// events before it, and its JSON.
    #[wasm_bindgen(js_name = commandLog)]
    pub fn command_log(&self) -> JsLog {
        let entry =
            |c: &CommandRecord| Array::of3(&c.at.as_millis().into(), &(c.events as f64).into(), &(*c.text).into());
        self.0.history().commands().iter().map(entry).collect::<Array>().unchecked_into()
    }

    /// Discards the known future.
    pub fn cut(&mut self) {
        self.0.cut();
    }

    /// The delivery settings of a subscription, by its index, at an instant in milliseconds.
    #[wasm_bindgen(js_name = deliveryAt)]
    pub fn delivery_at(&self, subscription: u16, at_ms: f64) -> Option<JsDelivery> {
        let history = self.0.history();
        let known = usize::from(subscription) < history.world().model().subscriptions.len();
        let delivery = || history.delivery_at(SubscriptionId(subscription), Time::from_millis(at_ms));
        known.then(|| to_js(delivery()).unchecked_into())
    }

    /// The policies of a call edge, by its index, at an instant in milliseconds.
    #[wasm_bindgen(js_name = callAt)]
    pub fn call_at(&self, call: u16, at_ms: f64) -> Option<JsCallSettings> {
        let (history, id) = (self.0.history(), CallId(call));
        let model = history.world().model();
        let settings = || CallSettings::of(model, id, history.call_policy_at(id, Time::from_millis(at_ms)));
        (id.index() < model.calls.len()).then(|| to_js(&settings()).unchecked_into())
    }

    /// Lets the lesson's guide follow the run, so that `advance` and `step` end where a beat begins; or no longer, as at
    /// first. A beat that begins at once has begun when this returns.
    pub fn guide(&mut self, on: bool) {
        self.0.guide(on);
    }

    /// The learner goes on: ends the beat that has begun, whatever it waits for, or begins the one that comes next.
    #[wasm_bindgen(js_name = nextBeat)]
    pub fn next_beat(&mut self) {
        self.0.next_beat();
    }

    /// Which claims hold at the playhead, which answers to the lesson's question are right, how far the run has come
    /// with each goal, and where the guide is.
    pub fn judge(&self) -> JsJudgement {
        to_js(&Judgement::of(self.0.history())).unchecked_into()
    }

    /// The settings in force.
    pub fn settings(&self) -> JsSettings {
        to_js(&Settings::of(self.0.history().world())).unchecked_into()
    }

    /// The digest of all facts: equal for equal runs.
    #[wasm_bindgen(js_name = traceHash)]
    pub fn trace_hash(&self) -> String {
        self.0.history().watch().trace.digest().to_string()
    }
}

/// The columns of a frame's rows, in order.
#[wasm_bindgen]
pub fn layout() -> JsLayout {
    to_js(&view::layout::layout()).unchecked_into()
}

/// A fresh seed, as text.
#[wasm_bindgen(js_name = suggestSeed)]
pub fn suggest_seed() -> String {
    // Without a source of randomness any seed is as good: the person may type another.
    getrandom::u32().map_or_else(|_| "42".into(), |seed| seed.to_string())
}
