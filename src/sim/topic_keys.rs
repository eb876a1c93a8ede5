//! Keys of messages: which order has which.

use crate::base::ids::OrderId;
use crate::base::rng::{Purpose, Streams};
use crate::model::{Topic, TopicKey};
use std::sync::Arc;

/// Keys, numbered from 0: a function of the order, the place and the seed.
#[derive(Clone, Debug)]
pub struct TopicKeys {
    /// Names the draws. Topics that dead letters connect have the same: a message keeps its key on its way.
    place: u16,
    /// How many there are; `None`: each order has its own.
    of: Option<u32>,
    /// By key, the share of the messages that have it or one before it; empty where all keys are as likely.
    shares: Arc<[f64]>,
}

impl TopicKeys {
    pub fn new(topic: &Topic) -> TopicKeys {
        let place = topic.space.0;
        let TopicKey::Of { of, skew } = topic.key else { return TopicKeys { place, of: None, shares: [].into() } };
        let mut shares: Vec<f64> = Vec::new();
        if skew > 0.0 {
            let mut sum = 0.0;
            for nth in 1..=of {
                sum += libm::pow(nth.into(), -skew);
                shares.push(sum);
            }
            shares.iter_mut().for_each(|share| *share /= sum);
        }
        TopicKeys { place, of: Some(of), shares: shares.into() }
    }

    /// The key of an order, where keys are drawn.
    pub fn drawn(&self, chance: &Streams, order: OrderId) -> Option<u32> {
        self.of.map(|_| self.of(chance, order))
    }

    /// The key of an order.
    pub fn of(&self, chance: &Streams, order: OrderId) -> u32 {
        let Some(of) = self.of else { return order.0 - 1 };
        let drawn = chance.draw(Purpose::Key, self.place.into(), order.0, 0).unit();
        let key = match &self.shares[..] {
            [] => (drawn * f64::from(of)) as u32,
            shares => shares.partition_point(|share| *share <= drawn) as u32,
        };
        key.min(of - 1)
    }
}
