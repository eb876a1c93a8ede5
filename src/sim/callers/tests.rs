//! The callers by themselves: no world, only the ground they work on.

use super::call::StepStage;
use super::{CallStepStart, Called, Callers, Due};
use crate::base::ids::{CallId, NodeId, OrderId, PoolId};
use crate::base::slots::Slots;
use crate::base::time::{Span, Time};
use crate::model::Health;
use crate::sim::cx::Cx;
use crate::sim::keys::{CallKey, CallStepKey, RunKey, RunSlot};
use crate::sim::schedule::Event;
use crate::sim::test_models::calling;
use crate::trace::{FactId, Reason, Silent};

/// A shop that calls one service by a policy.
struct Bench {
    cx: Cx,
    callers: Callers,
    run: RunKey,
    order: OrderId,
}

const STOCK: NodeId = NodeId(1);
const EDGE: CallId = CallId(0);

impl Bench {
    fn new(policy: &str) -> Bench {
        let model = calling(policy);
        let (callers, mut cx) = (Callers::new(&model), Cx::new(model, 1, u64::MAX));
        let order = cx.books.open(Time::ZERO, NodeId(0), 100);
        Bench { cx, callers, run: Slots::<(), RunSlot>::new(()).insert(()), order }
    }

    fn begin(&mut self) -> Result<CallStepKey, Called> {
        let (pool, name, made, deadline, cause) = (PoolId(0), 7, 0, None, FactId::NONE);
        let start = CallStepStart { run: self.run, pool, order: self.order, name, made, deadline, cause };
        self.callers.begin(&mut self.cx, &mut Silent, start)
    }

    /// Lets the next event that somebody waits for happen.
    fn due(&mut self) -> Option<Due> {
        loop {
            let item = self.cx.agenda.pop(Time::MAX).unwrap();
            let (at, ticket, event) = (item.at(), item.ticket(), item.event());
            self.cx.now = at;
            match event {
                Event::Call(i) if self.callers.call_waits_for(ticket, i) => {
                    return self.callers.call_due(&mut self.cx, &mut Silent, i);
                }
                Event::CallStep(i) if self.callers.step_waits_for(ticket, i) => {
                    return self.callers.step_due(&mut self.cx, &mut Silent, i).map(Due::Called);
                }
                _ => {}
            }
        }
    }

    /// The request arrives and wants a worker.
    fn started(&mut self) -> CallKey {
        match self.due() {
            Some(Due::Start(call, STOCK)) => call,
            other => panic!("the request is let in: {other:?}"),
        }
    }

    fn answer(&mut self, call: CallKey, failure: Option<Reason>) {
        self.callers.answer(&mut self.cx, call, failure, FactId::NONE);
    }

    fn over(&mut self) -> Called {
        match self.due() {
            Some(Due::Called(called)) => called,
            other => panic!("the step is over: {other:?}"),
        }
    }
}

#[test]
fn a_call_goes_there_and_back() {
    let mut bench = Bench::new(r#""timeout": "2s""#);
    bench.begin().unwrap();
    let call = bench.started();
    assert_eq!(bench.callers.check(&bench.cx), Ok(()));
    assert!(bench.callers.handled(&bench.cx, call).is_some_and(|call| call.attempt == 1));
    bench.answer(call, None);
    let called = bench.over();
    assert!(called.run == bench.run && called.made == 1 && called.answer.is_ok());
    assert_eq!((bench.callers.calls().count(), bench.callers.check(&bench.cx)), (0, Ok(())));
    assert_eq!(bench.cx.books.order(bench.order).unwrap().under_way(), 1, "the run that calls");
}

#[test]
fn an_answer_after_the_timeout_ends_nothing() {
    let mut bench = Bench::new(r#""timeout": "2s""#);
    let step = bench.begin().unwrap();
    let call = bench.started();
    assert!(matches!(bench.over().answer, Err((Reason::CallTimedOut, _))));
    assert_eq!(bench.cx.now, Time::ZERO + Span::from_secs(2));
    assert!(bench.callers.step(step).is_none());
    bench.answer(call, None);
    assert!(bench.due().is_none(), "nobody waits for it any more");
    assert_eq!(bench.callers.calls().count(), 0);
}

#[test]
fn a_failed_attempt_is_made_again_until_the_policy_gives_up() {
    let mut bench =
        Bench::new(r#""timeout": "2s", "retry": {"backoff": {"fixed": {"delay": "3s"}}, "maxAttempts": 2}"#);
    let step = bench.begin().unwrap();
    let call = bench.started();
    bench.answer(call, Some(Reason::CallFailed));
    assert!(bench.due().is_none());
    assert!(matches!(bench.callers.step(step).map(|step| step.stage), Some(StepStage::Backoff(EDGE))));
    assert!(bench.due().is_none(), "the wait is over, and a request leaves");
    assert_eq!(bench.cx.now, Time::ZERO + Span::from_secs(3));
    let again = bench.started();
    bench.answer(again, Some(Reason::CallFailed));
    let called = bench.over();
    assert!(called.made == 2 && matches!(called.answer, Err((Reason::CallFailed, _))));
}

#[test]
fn an_open_breaker_lets_no_request_leave() {
    let breaker = r#""timeout": "2s", "breaker": {"window": {"count": 1}, "minimumCalls": 1, "failureRate": 0.5,
        "openFor": "10s", "halfOpenCalls": 1}"#;
    let mut bench = Bench::new(breaker);
    bench.begin().unwrap();
    let call = bench.started();
    bench.answer(call, Some(Reason::CallFailed));
    assert!(bench.over().answer.is_err());
    let refused = bench.begin().unwrap_err();
    assert!(matches!(refused.answer, Err((Reason::CallNotPermitted, _))));
    assert_eq!((bench.callers.calls().count(), bench.callers.check(&bench.cx)), (0, Ok(())));
    bench.callers.forget(&mut bench.cx, NodeId(0));
    assert!(bench.begin().is_ok(), "who crashed has a closed breaker");
}

#[test]
fn a_call_to_a_node_that_is_down_is_refused_and_an_abandoned_step_hears_nothing() {
    let mut bench = Bench::new(r#""timeout": "2s""#);
    bench.cx.nodes[STOCK.index()].set_health(Health::Down, 0, FactId::NONE);
    let step = bench.begin().unwrap();
    assert!(bench.due().is_none(), "nobody lets it in");
    bench.callers.abandon(&mut bench.cx, &mut Silent, step);
    assert!(bench.due().is_none());
    assert_eq!((bench.callers.calls().count(), bench.callers.check(&bench.cx)), (0, Ok(())));
}

#[test]
fn each_broken_law_is_named() {
    type Break = fn(&mut Bench, CallStepKey);
    let cases: [(Break, &str); 4] = [
        (|b, _| b.callers.edges[0].answer(0).asked = Some(Time::ZERO), "a cached answer of nobody"),
        (|b, _| b.callers.checks[0].out = true, "nobody checks"),
        (|b, step| b.callers.steps[step].timer = None, "waits for nothing"),
        (|b, step| b.callers.steps[step].stage = StepStage::Choosing, "are under way"),
    ];
    for (break_it, law) in cases {
        let mut bench = Bench::new(r#""timeout": "2s""#);
        let step = bench.begin().unwrap();
        assert_eq!(bench.callers.check(&bench.cx), Ok(()));
        break_it(&mut bench, step);
        let told = bench.callers.check(&bench.cx).unwrap_err();
        assert!(told.contains(law), "{told}");
    }
}
