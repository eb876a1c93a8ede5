//! The ledger by itself: what it counts, and that its check finds every wrong sum.

use super::check::Recount;
use super::*;

/// What is first expected of an order.
const MOVED: EffectId = EffectId(0);
/// What may be expected instead.
const REFUNDED: EffectId = EffectId(1);

fn only(effect: EffectId) -> EffectSet {
    [effect].into_iter().collect()
}

fn at(secs: u64) -> Time {
    Time::ZERO + Span::from_secs(secs)
}

/// A ledger whose orders are due within a second.
fn ledger() -> Ledger {
    Ledger::new(vec![EffectSet::default(); 2], only(MOVED), Some(Span::from_secs(1)))
}

/// An order that was placed at 0 s.
fn open(ledger: &mut Ledger, amount: u32) -> OrderId {
    ledger.open(Time::ZERO, NodeId(0), amount)
}

/// Orders that ended in every way: done, late, done twice, compensated, dead-lettered, lost; the last is under way.
fn books() -> Ledger {
    let mut ledger = ledger();
    let [done, late, twice, compensated, dead, lost] = [(); 6].map(|()| open(&mut ledger, 10));
    ledger.write(done, MOVED, at(0));
    ledger.write(late, MOVED, at(2));
    for _ in 0..2 {
        ledger.write(twice, MOVED, at(0));
    }
    ledger.expect(compensated, only(REFUNDED), only(MOVED));
    ledger.write(compensated, REFUNDED, at(0));
    ledger.departs(dead);
    ledger.dead(dead, [MOVED].into_iter(), 1);
    ledger.arrived(dead, at(3));
    for order in [done, late, twice, compensated, dead, lost] {
        ledger.arrived(order, at(3));
    }
    open(&mut ledger, 10);
    ledger
}

#[test]
fn each_way_to_end_is_counted_and_the_sums_are_right() {
    let ledger = books();
    assert_eq!(Recount::of(&ledger), Ok(()));
    let standings: Vec<Standing> = ledger.orders().iter().map(Order::standing).collect();
    use Standing::*;
    assert_eq!(standings, [Done, Late, DoneTwice, Done, DeadLettered, Lost, Waiting]);
    assert_eq!((ledger.lost_amount(), ledger.compensated()), (10, 1));
    let moved =
        EffectCount { expected: 6, once: 2, twice: 1, late: 1, waiting: 1, dead: 1, lost: 1, spared: 1, lines: 4 };
    assert_eq!(ledger.effect(MOVED), moved);
    let refunded = EffectCount { expected: 1, once: 1, spared: 6, lines: 1, ..EffectCount::default() };
    assert_eq!(ledger.effect(REFUNDED), refunded);
}

#[test]
fn an_order_is_compensated_as_long_as_it_is_done_by_what_replaced_its_effects() {
    let mut ledger = ledger();
    let order = open(&mut ledger, 1);
    ledger.expect(order, only(REFUNDED), only(MOVED));
    assert_eq!(ledger.compensated(), 0, "nothing is refunded yet");
    ledger.write(order, REFUNDED, at(0));
    assert_eq!(ledger.compensated(), 1);
    ledger.expect(order, only(MOVED), EffectSet::default());
    assert_eq!((ledger.compensated(), ledger.order(order).unwrap().standing()), (0, Standing::Waiting));
    ledger.write(order, MOVED, at(0));
    ledger.expect(order, only(REFUNDED), EffectSet::default());
    assert_eq!((ledger.compensated(), Recount::of(&ledger)), (1, Ok(())), "what is said twice counts once");
}

#[test]
fn an_effect_that_nobody_expects_does_not_stand_for_one_that_is_missing() {
    let mut ledger = ledger();
    let order = open(&mut ledger, 1);
    let (times, change) = ledger.write(order, REFUNDED, at(0));
    assert_eq!((times, change, ledger.order(order).unwrap().standing()), (1, None, Standing::Waiting));
}

#[test]
fn every_wrong_sum_is_found() {
    let breaks: [fn(&mut Ledger); 12] = [
        |l| l.standings[Standing::Done as usize] += 1,
        |l| l.lost_amount += 1,
        |l| l.compensated -= 1,
        |l| l.out_of_order += 1,
        |l| l.by_effect[0].lines += 1,
        |l| l.by_effect[0].expected += 1,
        |l| l.by_effect[1].spared -= 1,
        |l| l.orders[5].missing += 1,
        |l| l.orders[6].late = true,
        |l| l.orders[1].late = false,
        |l| l.orders[5].standing = Standing::Waiting,
        |l| l.lines[0].times += 1,
    ];
    for (i, break_it) in breaks.iter().enumerate() {
        let mut broken = books();
        break_it(&mut broken);
        assert!(Recount::of(&broken).is_err(), "nobody sees break {i}");
    }
}

#[test]
fn the_instant_at_which_an_order_is_due_is_in_time() {
    let mut ledger = ledger();
    let [in_time, late] = [(); 2].map(|()| open(&mut ledger, 1));
    ledger.write(in_time, MOVED, at(1));
    ledger.write(late, MOVED, at(1) + Span::from_micros(1));
    assert_eq!([in_time, late].map(|o| ledger.order(o).unwrap().standing()), [Standing::Done, Standing::Late]);
    let mut free = Ledger::new(Vec::new(), EffectSet::default(), Some(Span::from_secs(1)));
    let [in_time, late] = [(); 2].map(|()| open(&mut free, 1));
    free.arrived(in_time, at(1));
    free.arrived(late, at(1) + Span::from_micros(1));
    assert_eq!([in_time, late].map(|o| free.order(o).unwrap().standing()), [Standing::Done, Standing::Late]);
}
