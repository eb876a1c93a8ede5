//! The reference workload: orders that fan out to three subscriptions, as an ordinary scenario.
//!
//! Orders arrive 10 ms apart on average (exponential), and enter three queues at once. Each message is duplicated
//! 100 ms later with probability 0.02. Each queue has `workers` workers and an inbox. An attempt takes exponentially
//! distributed time, with a mean that loads the workers to 0.8, and fails with probability `fail`. A message is tried
//! up to 5 times, with exponential back-off from 200 ms, doubled, at most 10 s, and full jitter.

use crate::model::Model;
use crate::problem::Problem;
use serde_json::{Value, json};

/// The three subscriptions.
pub const SUBSCRIPTIONS: [&str; 3] = ["stock", "invoice", "logistics"];

/// The workload's parameters.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Workload {
    /// The number of orders.
    pub orders: u32,
    /// The number of workers of each subscription.
    pub workers: u32,
    /// The probability that an attempt fails, from 0 to 0.99.
    pub fail: f64,
}

impl Workload {
    /// The workload as a scenario file.
    pub fn scenario(&self) -> Value {
        // The mean number of attempts of a message, 1 + f + f² + f³ + f⁴: the load includes retries.
        let attempts: f64 = (0..5).map(|n| libm::pow(self.fail, f64::from(n))).sum();
        let mean_us = 0.8 * f64::from(self.workers) * 10_000.0 / attempts;
        let word = |w: &str| json!({"en": w, "pt-BR": w});
        let service = |id: &&str| {
            let work =
                json!({"work": {"takes": {"exponential": {"mean": format!("{mean_us:.0}us")}}, "fails": self.fail}});
            json!({"id": id, "kind": "service", "name": word(id), "workers": self.workers,
                "handlers": [{"on": {"subscription": id}, "steps": [work]}]})
        };
        let mut nodes = vec![
            json!({"id": "shop", "kind": "client", "name": word("shop"),
                "arrivals": {"every": {"exponential": {"mean": "10ms"}}, "limit": self.orders, "on": true},
                "handlers": [{"on": "order", "steps": [{"publish": {"topic": "purchases", "via": "fireAndForget"}}]}]}),
            json!({"id": "broker", "kind": "broker", "name": word("broker"), "durable": true}),
        ];
        nodes.extend(SUBSCRIPTIONS.iter().map(service));
        let delivery = json!({
            "inbox": {"window": "forever"},
            "duplicates": {"probability": 0.02, "after": "100ms"},
            "retry": {"backoff": {"exponential": {"base": "200ms", "factor": 2.0, "cap": "10s"}}, "jitter": "full", "maxAttempts": 5}
        });
        let subscription = |id: &&str| json!({"id": id, "consumers": [id], "delivery": delivery});
        json!({
            "version": 1, "id": "workload", "title": word("Workload"), "text": word("Workload"), "task": word("Workload"),
            "seed": 1, "until": "365d", "network": {"latency": "0ms"}, "effects": [], "nodes": nodes,
            "topics": [{"id": "purchases", "name": word("purchases"), "broker": "broker",
                "subscriptions": SUBSCRIPTIONS.iter().map(subscription).collect::<Vec<_>>()}],
            "faults": [], "claims": []
        })
    }

    /// The workload as a model.
    ///
    /// # Errors
    /// A parameter outside the limits of a scenario.
    pub fn model(&self) -> Result<Model, Problem> {
        crate::scenario::load(&self.scenario().to_string())
    }
}
