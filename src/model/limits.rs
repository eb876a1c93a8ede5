//! Limits of a scenario: named constants, so that every refusal can state its limit.
//!
//! Each is a maximum unless its doc says otherwise.

use crate::base::time::Span;
use crate::policy::retry::RetryPolicy;

/// Largest scenario file, in bytes (1 MiB).
pub const FILE_BYTES: usize = 1 << 20;
/// Version of the file format that this build reads.
pub const VERSION: u32 = 1;
/// Longest id, in characters.
pub const ID_CHARS: usize = 40;
/// Longest name of a node, topic, subscription or effect, in characters.
pub const NAME_CHARS: usize = 60;
/// Longest noun for an order, in characters: it stands within sentences.
pub const NOUN_CHARS: usize = 24;
/// Longest verb for placing an order, in characters: it stands on a button.
pub const VERB_CHARS: usize = 16;
/// Longest title, in characters.
pub const TITLE_CHARS: usize = 120;
/// Longest single sentence (a lesson's task, a claim's text), in characters.
pub const SENTENCE_CHARS: usize = 400;
/// Longest lesson text, in characters.
pub const TEXT_CHARS: usize = 4_000;

pub const EFFECTS: usize = 32;
pub const NODES: usize = 64;
pub const TOPICS: usize = 64;
/// Subscriptions over all topics.
pub const SUBSCRIPTIONS: usize = 128;
/// Bindings over all subscriptions.
pub const BINDINGS: usize = 256;
/// Patterns of routing keys in one binding.
pub const ROUTING_KEYS: usize = 8;
/// Longest routing key, or pattern of one, in characters.
pub const ROUTING_KEY_CHARS: usize = 64;
/// Handlers of one node.
pub const HANDLERS: usize = 64;
/// Steps of one handler, over all branches.
pub const STEPS: usize = 64;
/// Nesting depth of decisions.
pub const DECISIONS: usize = 4;
/// Idempotency keys of one order in one subscription: the publishing sites of its topic, times the effects of its
/// handler.
pub const KEYS: usize = 256;
/// Timed faults.
pub const FAULTS: usize = 10_000;
pub const CLAIMS: usize = 64;
/// Answers to choose from in a prediction.
pub const OPTIONS: usize = 4;
/// Goals of a lesson.
pub const GOALS: usize = 8;
/// Steps of one goal.
pub const GOAL_STEPS: usize = 8;
/// Commands that one step of a goal asks for.
pub const TIMES: u32 = 100;
/// Beats of a lesson's guide.
pub const BEATS: usize = 20;
/// Comparisons that must hold together.
pub const COMPARISONS: usize = 8;
/// Commands of a lesson's solution, and changes of its contrast.
pub const CHANGES: usize = 100;
/// Places where a lesson's idea is met in practice.
pub const MEETINGS: usize = 8;

/// Highest rate of a limit, in calls, and largest burst.
pub const RATE: u32 = 1_000_000;
/// Longest time to which a rate refers.
pub const RATE_PER: Span = Span::from_secs(86_400);
/// Calls that a sliding window remembers.
pub const SLIDING_CALLS: u32 = 10_000;
/// Replicas of one broker, its leader included.
pub const REPLICAS: u32 = 9;
/// Workers of one service, and cores of its machine.
pub const WORKERS: u32 = 10_000;
/// Calls that may wait for a worker of one service.
pub const WAITING: u32 = 1_000_000;
/// Messages that one consumer may hold, when a number is given.
pub const PREFETCH: u32 = 100_000;
/// Messages that a queue may hold, when there is a limit.
pub const LENGTH: u32 = 1_000_000;
/// Messages that one request fetches.
pub const FETCHED: u32 = 100_000;
/// Keys that a topic's messages are drawn from.
pub const TOPIC_KEYS: u32 = 10_000;
/// Partitions of one log.
pub const PARTITIONS: u32 = 32;
/// Highest exponent of the skew of a topic's keys.
pub const SKEW: f64 = 10.0;
/// Attempts at one message or call.
pub const ATTEMPTS: u32 = RetryPolicy::MOST_ATTEMPTS;
/// Calls in a circuit breaker's window, by count or when half-open.
pub const WINDOW_CALLS: u32 = 1_000;
/// Longest window by time of a circuit breaker.
pub const WINDOW_TIME: Span = Span::from_secs(3_600);
/// Smallest share: of failed or slow calls that open a circuit breaker, of a token that a success earns.
pub const LEAST_SHARE: f64 = 0.001;
/// Tokens of a retry budget, as in gRPC.
pub const TOKENS: u32 = 1_000;
/// Calls that one call step makes at once.
pub const PARALLEL: u32 = 10;
/// Smallest share of an adaptive limit that a drop leaves.
pub const DECREASE: f64 = 0.5;
/// Waits in a back-off list.
pub const DELAYS: usize = 100;
/// Lowest speed of a machine.
pub const SPEED: f64 = 0.01;
/// Probes in a row that a verdict may need.
pub const PROBES: u32 = 100;
/// Largest factor: of an exponential back-off, of a slow node, of a machine's speed.
pub const FACTOR: f64 = 1_000.0;
/// Most users of a client's closed loop.
pub const USERS: u32 = 10_000;
/// Most orders of one command.
pub const ORDERS_AT_ONCE: u32 = 10_000;
/// Most changes of a client's rate.
pub const RATES: usize = 1_000;
/// Largest standard deviation of a log-normal distribution's logarithm.
pub const SIGMA: f64 = 5.0;
/// Least and largest shape of a Pareto distribution.
pub const LEAST_PARETO_SHAPE: f64 = 0.1;
pub const MOST_PARETO_SHAPE: f64 = 100.0;
/// Most exponential durations in an Erlang distribution.
pub const ERLANG_SHAPE: u32 = 100;
/// Highest power of a polynomial back-off.
pub const POWER: u32 = 10;
/// Largest slowdown by overload.
pub const SLOWDOWN: f64 = 10.0;
/// Automatic orders of one client.
pub const ARRIVALS: u32 = 10_000_000;
/// Largest amount of one order.
pub const AMOUNT: u32 = 1_000_000_000;
/// Largest seed: any JSON tool reads integers up to 2^53 - 1 exactly.
pub const SEED: u64 = (1 << 53) - 1;
