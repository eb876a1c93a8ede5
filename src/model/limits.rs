//! The limits of a scenario: named constants, so that nothing is hidden and every refusal can say its limit.

use crate::base::time::Span;
use crate::policy::retry::RetryPolicy;

/// The largest scenario file, in bytes (1 MiB).
pub const FILE_BYTES: usize = 1 << 20;
/// The version of the file format that this build reads.
pub const VERSION: u32 = 1;
/// The longest id, in characters.
pub const ID_CHARS: usize = 40;
/// The longest name of a node, topic, subscription or effect, in characters.
pub const NAME_CHARS: usize = 60;
/// The longest title, in characters.
pub const TITLE_CHARS: usize = 120;
/// The longest single sentence (what to try, a claim's text), in characters.
pub const SENTENCE_CHARS: usize = 400;
/// The longest lesson text, in characters.
pub const TEXT_CHARS: usize = 4_000;

/// The most effects.
pub const EFFECTS: usize = 32;
/// The most nodes.
pub const NODES: usize = 64;
/// The most topics.
pub const TOPICS: usize = 64;
/// The most subscriptions, over all topics.
pub const SUBSCRIPTIONS: usize = 128;
/// The most handlers of one node.
pub const HANDLERS: usize = 64;
/// The most steps of one handler, with those of all branches.
pub const STEPS: usize = 64;
/// The most decisions within one another.
pub const DECISIONS: usize = 4;
/// The most idempotency keys that one order may need in one subscription: the places that publish to its topic, times
/// the effects of its handler.
pub const KEYS: usize = 256;
/// The most timed faults.
pub const FAULTS: usize = 10_000;
/// The most claims.
pub const CLAIMS: usize = 64;
/// The most answers to choose from in a prediction.
pub const OPTIONS: usize = 4;
/// The most goals of a lesson.
pub const GOALS: usize = 8;
/// The most comparisons that must hold together.
pub const COMPARISONS: usize = 8;
/// The most commands of a lesson's solution, and the most changes of its contrast.
pub const CHANGES: usize = 100;
/// The most places where a lesson's idea is met.
pub const MEETINGS: usize = 8;

/// The highest rate of a limit, in calls a second, and the largest burst.
pub const RATE: u32 = 1_000_000;
/// The most replicas of one broker, its leader among them.
pub const REPLICAS: u32 = 9;
/// The most workers of one service.
pub const WORKERS: u32 = 10_000;
/// The most calls that may wait for a worker of one service.
pub const WAITING: u32 = 1_000_000;
/// The most messages one consumer may hold, when a number is given.
pub const PREFETCH: u32 = 100_000;
/// The most attempts at one message or call.
pub const ATTEMPTS: u32 = RetryPolicy::MOST_ATTEMPTS;
/// The most calls that a circuit breaker looks at, by count or when half-open.
pub const WINDOW_CALLS: u32 = 1_000;
/// The longest time that a circuit breaker looks back.
pub const WINDOW_TIME: Span = Span::from_secs(3_600);
/// The smallest share: of failed or slow calls that open a circuit breaker, of a token that a success gives.
pub const LEAST_SHARE: f64 = 0.001;
/// The most tokens of a retry budget, as in gRPC.
pub const TOKENS: u32 = 1_000;
/// The most waits in a back-off list.
pub const DELAYS: usize = 100;
/// The lowest speed of a machine.
pub const SPEED: f64 = 0.01;
/// The most probes in a row that a verdict may need.
pub const PROBES: u32 = 100;
/// The largest factor: of an exponential back-off, of a slow node.
pub const FACTOR: f64 = 1_000.0;
/// The highest power of a polynomial back-off.
pub const POWER: u32 = 10;
/// The strongest slowdown by overload.
pub const SLOWDOWN: f64 = 10.0;
/// The most automatic orders of one client.
pub const ARRIVALS: u32 = 10_000_000;
/// The largest amount of one order.
pub const AMOUNT: u32 = 1_000_000_000;
/// The largest seed: any JSON tool reads a whole number up to 2^53 - 1 exactly.
pub const SEED: u64 = (1 << 53) - 1;
