/* Written from the frame's declarations by `CARTEIRO_WRITE=1 cargo test --test measures`. Measures: docs/measures.md */
export type HeaderColumn = "orders" | "late" | "waiting" | "deadLettered" | "lost" | "doneTwice" | "outOfOrder" | "lostAmount" | "compensated" | "answered" | "refused" | "answerP95" | "commands" | "nowMs" | "events" | "envelopes" | "nextEventMs" | "facts" | "past" | "headMs" | "headEvents" | "commandFacts";
export type NodeColumn = "busy" | "waitingCalls" | "limited" | "unauthenticated" | "forbidden" | "orders" | "health" | "healthValue" | "restartingUntilMs" | "replicas" | "replicating" | "partitions" | "tokens" | "reservedTokens";
export type SubscriptionColumn = "ready" | "inFlight" | "retryScheduled" | "parked" | "dead" | "attempts" | "p95" | "offset" | "records" | "on" | "rebalancing";
export type EffectColumn = "expected" | "once" | "twice" | "late" | "waiting" | "dead" | "lost";
export type WriteColumn = "lines";
export type CallColumn = "out" | "breaker" | "recorded" | "failureRate" | "halfOpenAfterMs" | "tokens" | "underWay" | "heldBack" | "places" | "cachedAtMs";
export type EnvelopeColumn = "id" | "order" | "state" | "from" | "to" | "subscription" | "topic" | "position" | "sinceMs" | "untilMs" | "attempt" | "copy" | "poison" | "call" | "failed" | "key" | "more";
export type BarColumn = "node" | "kind" | "startMs" | "endMs" | "result" | "order" | "subscription" | "call";
export type DepthColumn = "subscription" | "startMs" | "endMs" | "waiting";
export type EnvelopeState = "publishing" | "ready" | "delivering" | "buffered" | "working" | "retryScheduled" | "delayed" | "parked" | "dead" | "outbox" | "requesting" | "waitingCall" | "answering" | "holding" | "replicating" | "acked" | "suppressed" | "lost" | "refused" | "waitingCore" | "waiting" | "handled" | "heldUp" | "blocked" | "stale";
export type HealthName = "up" | "slow" | "flaky" | "down" | "hung" | "draining";
export type BreakerState = "closed" | "open" | "halfOpen";
/** Names of the columns of each kind of row, in order: the only source of a frame's layout. */
export interface FrameLayout {
  header: HeaderColumn[];
  node: NodeColumn[];
  subscription: SubscriptionColumn[];
  effect: EffectColumn[];
  write: WriteColumn[];
  call: CallColumn[];
  envelope: EnvelopeColumn[];
  bar: BarColumn[];
  depth: DepthColumn[];
  envelopeStates: EnvelopeState[]; health: HealthName[]; breaker: BreakerState[]; barKinds: string[]; barResults: string[];
  /** The number of seeds with which the claims of the built-in scenarios are tested. */
  claimSeeds: number;
}
