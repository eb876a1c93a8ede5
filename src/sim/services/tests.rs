//! The services by themselves: no world, only the parts that they call.

use super::run::RunStage;
use super::{Below, Services};
use crate::base::ids::{NodeId, OrderId, SubscriptionId};
use crate::base::marks::Marks;
use crate::base::time::{Span, Time};
use crate::model::CrashPoint;
use crate::model::machine::Machine;
use crate::sim::broker::{Broker, BrokerMemory};
use crate::sim::callers::Callers;
use crate::sim::cx::Cx;
use crate::sim::schedule::Event;
use crate::sim::test_models::publishing;
use crate::trace::{FactId, Reason, Silent};

/// A shop that publishes, and a service with two workers on one core.
struct Bench {
    cx: Cx,
    broker: Broker,
    callers: Callers,
    services: Services,
}

const QUEUE: SubscriptionId = SubscriptionId(0);
const SHOP: NodeId = NodeId(0);
const STOCK: NodeId = NodeId(1);

impl Bench {
    fn new() -> Bench {
        let model = publishing(r#""workers": 2, "cores": 1, "restart": "3s","#, r#"{"prefetch": 9}"#);
        let (callers, services) = (Callers::new(&model), Services::new(&model));
        let cx = Cx::new(model, 1, u64::MAX);
        Bench { broker: Broker::new(&cx.model, &cx.program), callers, services, cx }
    }

    /// Orders are placed, and their messages are with the service.
    fn orders(&mut self, count: usize) {
        let Bench { cx, broker, callers, services } = self;
        for _ in 0..count {
            services.place_order(cx, &mut Silent, &mut Below { broker, callers }, (SHOP, 100), FactId::NONE);
        }
        while services.hand_out(cx, &mut Silent, &mut Below { broker, callers }, QUEUE) {}
    }

    /// Lets the next event that a run waits for happen, and free workers take what waits.
    fn due(&mut self) {
        let Bench { cx, broker, callers, services } = self;
        let item = cx.agenda.pop(Time::MAX).unwrap();
        match item.event() {
            Event::Run(i) => services.run_due(cx, &mut Silent, &mut Below { broker, callers }, item, i),
            _ => cx.now = item.at(),
        }
        services.take_work(cx, &mut Silent, &mut Below { broker, callers }, STOCK);
    }

    fn stages(&self) -> Vec<RunStage> {
        self.services.runs().map(|(_, run)| run.stage()).collect()
    }

    fn check(&self) -> Result<(), String> {
        let mut worked_on = Marks::default();
        self.services.worked_on(&self.broker, &mut worked_on)?;
        self.broker.check(&self.cx, &mut BrokerMemory::default(), &worked_on)?;
        self.services.check(&self.cx, &mut Vec::new())
    }

    fn written(&self, order: u32) -> u32 {
        self.cx.books.times(OrderId(order), crate::base::ids::EffectId::new(0))
    }
}

#[test]
fn workers_take_what_waits_and_share_the_cores() {
    let mut bench = Bench::new();
    bench.orders(3);
    let station = &bench.cx.nodes[STOCK.index()].station;
    assert_eq!((station.busy(), station.inbound().len(), station.waiting_for_core()), (2, 1, 1));
    let stages = bench.stages();
    assert!(matches!(stages[..], [RunStage::Working { .. }, RunStage::WaitingCore]), "{stages:?}");
    assert_eq!(bench.check(), Ok(()));
    bench.due();
    assert_eq!((bench.cx.now, bench.written(1)), (Time::ZERO + Span::from_secs(1), 1));
    let station = &bench.cx.nodes[STOCK.index()].station;
    assert_eq!((station.busy(), station.inbound().len(), station.waiting_for_core()), (2, 0, 1));
    bench.due();
    bench.due();
    assert_eq!([bench.written(1), bench.written(2), bench.written(3)], [1, 1, 1]);
    assert_eq!((bench.broker.messages().count(), bench.check()), (0, Ok(())));
}

#[test]
fn a_service_that_stops_drops_its_work_and_gives_the_messages_back() {
    let mut bench = Bench::new();
    bench.orders(3);
    bench.cx.nodes[STOCK.index()].set_health(crate::model::Health::Down, 0, FactId::NONE);
    let Bench { cx, broker, callers, services } = &mut bench;
    services.stop(cx, &mut Silent, &mut Below { broker, callers }, STOCK, Reason::Stopped, FactId::NONE);
    assert_eq!((bench.services.runs().count(), bench.broker.census()[0].ready), (0, 3));
    assert_eq!(bench.check(), Ok(()));
    assert!(bench.broker.messages().all(|(_, m)| m.attempts == 0), "an orderly stop uses up nothing");
}

#[test]
fn an_armed_crash_strikes_once_and_the_service_restarts() {
    let mut bench = Bench::new();
    Services::arm_crash(&mut bench.cx, &mut Silent, STOCK, CrashPoint::AfterEffect);
    bench.orders(1);
    bench.due();
    assert_eq!((bench.written(1), bench.broker.census()[0].ready), (1, 1), "done, and not acknowledged");
    let node = &bench.cx.nodes[STOCK.index()];
    assert_eq!((node.is_up(), node.restarting()), (false, Some(Time::ZERO + Span::from_secs(4))));
    assert_eq!(bench.cx.nodes[STOCK.index()].station.crash_at, None);
    assert_eq!(bench.check(), Ok(()));
}

#[test]
fn each_broken_law_is_named() {
    type Break = fn(&mut Bench);
    let cases: [(Break, &str); 7] = [
        (|b| b.cx.nodes[STOCK.index()].station.busy += 1, "busy workers"),
        (|b| b.cx.nodes[STOCK.index()].station.computing += 1, "cores taken"),
        (|b| b.cx.nodes[STOCK.index()].station.core_queue.clear(), "cores taken"),
        (
            |b| {
                let down = crate::model::Health::Down;
                b.cx.nodes[STOCK.index()].set_health(down, 0, FactId::NONE);
            },
            "is down and holds work",
        ),
        (
            |b| {
                let waiting = b.cx.nodes[STOCK.index()].station.core_queue.pop_front().unwrap();
                b.cx.nodes[STOCK.index()].station.computing += 1;
                let timer = Some(b.cx.agenda.push(Time::MAX, Event::Run(waiting.index())));
                b.services.runs[waiting].enter(RunStage::Working { until: Time::MAX }, Time::ZERO, timer);
            },
            "has 1 cores, and 2 work",
        ),
        (
            |b| {
                let machine = b.cx.nodes[STOCK.index()].machine();
                b.cx.nodes[STOCK.index()].set_machine(Machine { cores: Some(2), ..machine });
            },
            "has a free core, and 1 wait",
        ),
        (
            |b| {
                let run = b.services.runs().next().map(|(_, run)| *run).unwrap();
                b.services.runs.insert(run);
            },
            "two runs work on one message",
        ),
    ];
    for (break_it, law) in cases {
        let mut bench = Bench::new();
        bench.orders(3);
        assert_eq!(bench.check(), Ok(()));
        break_it(&mut bench);
        let told = bench.check().unwrap_err();
        assert!(told.contains(law), "{told}");
    }
}

#[test]
fn a_service_that_is_down_has_neither_a_run_nor_anything_that_waits() {
    let down = |bench: &mut Bench| {
        let health = crate::model::Health::Down;
        bench.cx.nodes[STOCK.index()].set_health(health, 0, FactId::NONE);
        bench.check().unwrap_err()
    };
    let mut runs = Bench::new();
    runs.orders(2);
    assert!(runs.cx.nodes[STOCK.index()].station.inbound.is_empty());
    assert!(down(&mut runs).contains("is down and holds work"));
    let mut waits = Bench::new();
    waits.cx.nodes[STOCK.index()].set_workers(0);
    waits.orders(1);
    assert_eq!(waits.cx.nodes[STOCK.index()].station.busy(), 0);
    assert!(down(&mut waits).contains("is down and holds work"));
}
