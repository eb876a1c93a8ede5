//! Keys of messages: which order has which.

use crate::base::left_out::left_out;
use crate::base::ids::OrderId;
use crate::base::rng::{Purpose, Streams};
use crate::model::TopicKey;
use std::sync::Arc;

/// Keys, numbered from 0: a function of the order, the place and the seed.
#[derive(Clone, Debug)]
pub struct TopicKeys {
    /// How many there are; `None`: each order has its own.
    of: Option<u32>,
    /// By key, the share of the messages that have it or one before it; empty where all keys are as likely.
    shares: Arc<[f64]>,
}

impl TopicKeys {
    pub fn new(key: TopicKey) -> TopicKeys {
        let TopicKey::Of { of, skew } = key else { return TopicKeys { of: None, shares: [].into() } };
        left_out!();
        let mut shares: Vec<f64> = Vec::new();
        if skew > 0.0 {
            let mut sum = 0.0;
            for nth in 1..=of {
                sum += libm::pow(nth.into(), -skew);
                shares.push(sum);
            }
            shares.iter_mut().for_each(|share| *share /= sum);
        }
        TopicKeys { of: Some(of), shares: shares.into() }
    }

    /// The key of an order at a place, which names the draw.
    pub fn of(&self, chance: &Streams, place: usize, order: OrderId) -> u32 {
        let Some(of) = self.of else { return order.0 - 1 };
        left_out!();
        let drawn = chance.draw(Purpose::Key, place, order.0, 0).unit();
        let key = match &self.shares[..] {
            [] => (drawn * f64::from(of)) as u32,
            shares => shares.partition_point(|share| *share <= drawn) as u32,
        };
        key.min(of - 1)
    }
}
