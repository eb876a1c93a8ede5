//! Who holds a message, from the facts alone: when a lease ends, who may begin with a message, and whose
//! acknowledgement counts.

use super::audit::law;
use carteiro::base::ids::{MessageId, SubscriptionId};
use carteiro::base::time::Time;
use carteiro::model::{Delivery, LateAck, Model, Stale};
use carteiro::trace::{Fact, FactId, Reason, RunId, Trace, What};
use std::collections::BTreeMap;

/// The last hand-out of a message.
#[derive(Clone, Copy, Default, Debug)]
struct Hold {
    /// The fact of the hand-out, or of the last renewal of its lease, while it is in force.
    by: Option<FactId>,
    /// When its lease began.
    since: Time,
    deliveries: u16,
}

/// The hold of every message.
#[derive(Clone, Debug)]
pub struct Holds {
    holds: BTreeMap<MessageId, Hold>,
    /// Under which hand-out each run began.
    runs: BTreeMap<RunId, FactId>,
    /// The settings of each subscription, until a command changes them.
    settings: Vec<Option<Delivery>>,
}

impl Holds {
    pub fn new(model: &Model) -> Holds {
        let settings = model.subscriptions.iter().map(|s| Some(s.delivery.clone())).collect();
        Holds { holds: BTreeMap::new(), runs: BTreeMap::new(), settings }
    }

    /// Whether a run begins with a message that its consumer no longer holds.
    pub fn is_stale(&self, fact: &Fact) -> bool {
        let What::RunStarted { message: Some(message), .. } = fact.what else { return false };
        self.holds.get(&message).and_then(|hold| hold.by) != Some(fact.cause)
    }

    /// Takes note of a fact, the one with this id.
    pub fn follow(
        &mut self,
        trace: &Trace,
        id: FactId,
        fact: &Fact,
        of: impl Fn(MessageId) -> Option<SubscriptionId>,
    ) -> Result<(), String> {
        match fact.what {
            What::MessageHandedOut { message, .. } => {
                let hold = self.holds.entry(message).or_default();
                *hold = Hold { by: Some(id), since: fact.at, deliveries: hold.deliveries.wrapping_add(1) };
            }
            What::LeaseRenewed { message, subscription, .. } => {
                let hold = self.holds.entry(message).or_default();
                law(hold.by == Some(fact.cause), "a lease was renewed of a message that nobody holds")?;
                (hold.by, hold.since) = (Some(id), fact.at);
                let renews = self.settings[subscription.index()].as_ref().is_none_or(|d| d.renewal.is_some());
                law(renews, "a lease was renewed where none is")?;
            }
            What::RunStarted { run, message: Some(message), .. } => {
                self.runs.insert(run, fact.cause);
                let settings = of(message).and_then(|subscription| self.settings[subscription.index()].as_ref());
                let may = settings.is_none_or(|delivery| delivery.stale == Stale::Worked);
                law(may || !self.is_stale(fact), "a worker began what its consumer no longer holds")?;
            }
            What::MessageAcked { message, subscription, .. } => {
                let hold = self.holds.remove(&message).unwrap_or_default();
                let ended = trace.get(fact.cause).map(|cause| cause.what);
                let settings = self.settings[subscription.index()].as_ref();
                if let Some(What::RunEnded { run, .. }) = ended
                    && settings.is_some_and(|delivery| delivery.late_ack == LateAck::Ignored)
                {
                    // A renewal does not end the hold: its chain leads back to the hand-out.
                    let began = self.runs.get(&run).copied();
                    law(
                        hold.by.is_some_and(|by| leads_to(trace, by, began)),
                        "acknowledged by one that no longer holds it",
                    )?;
                }
            }
            What::MessageReturned { message, subscription, reason, .. }
            | What::MessageDeadLettered { message, subscription, reason, .. } => {
                let hold = self.holds.entry(message).or_default();
                let settings = self.settings[subscription.index()].as_ref();
                if let (Reason::LeaseExpired, Some(delivery)) = (reason, settings) {
                    let ends = hold.since + delivery.lease_after(hold.deliveries.wrapping_sub(1));
                    law(ends == fact.at, &format!("a lease ended that ends at {ends}"))?;
                }
                hold.by = None;
            }
            What::RetryScheduled { message, .. } | What::MessageParked { message, .. } => {
                self.holds.entry(message).or_default().by = None;
            }
            What::DeliverySet { subscription } => self.settings[subscription.index()] = None,
            _ => {}
        }
        Ok(())
    }
}

/// Whether a hold is that under which a run began, or a renewal of it.
fn leads_to(trace: &Trace, by: FactId, began: Option<FactId>) -> bool {
    let mut at = by;
    loop {
        if Some(at) == began {
            return true;
        }
        match trace.get(at) {
            Some(Fact { what: What::LeaseRenewed { .. }, cause, .. }) => at = *cause,
            _ => return false,
        }
    }
}
