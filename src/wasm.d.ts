/** A text in every language of the page. */
export interface Text { en: string; "pt-BR": string }
/** A problem: what is wrong, where, and the remedy. Thrown as a plain object. */
export interface Problem { code: string; path: string; message: Text; remedy: Text }
export interface Scenario {
  id: string; title: Text; text: Text; task: Text; seed: string; dueWithin?: Duration | null;
  order?: OrderWords;
  effects: { id: string; name: Text }[];
  nodes: { id: string; name: Text; kind: "client" | "service" | "gateway" | "broker"; workers: number; amount: number | null; order?: OrderWords; effects: string[]; requires?: string[]; identity?: boolean; sidecar?: boolean; replicas?: { count: number; lag: Dist; election: Duration } | null }[];
  topics: { id: string; name: Text; broker: string; log?: boolean; partitions?: number }[];
  subscriptions: { id: string; name: Text; topic: string; consumers: string[]; bindings?: { topic: string; routingKeys?: string[] }[]; notice?: string; deadTo?: string }[];
  publishes: { from: string; topic: string; via?: Via[] }[];
  calls: { from: string; to: string }[];
  claims: { expect: string; text: Text; contrasts: boolean }[];
}
/** What an order is called, and what a customer does to place one; `feminine` is of the Portuguese noun. */
export interface OrderWords { one: Text; many: Text; verb: Text; feminine?: boolean }
/** The field `lesson` of a scenario file. */
export interface Lesson {
  group: "why" | "failing" | "guarantees" | "protect" | "scale"; idea: Text;
  prediction?: { question: Text; at?: Duration; options: { text: Text; holds: string[] }[]; because: Text };
  goals?: ({ text: Text } & ({ steps: Step[] } | { when: string[] }))[];
  beats?: Beat[];
  solution?: { at: Duration; do: Command }[];
  contrast?: { name: Text; text: Text; changes: { op: "add" | "remove" | "replace"; path: string; value?: unknown }[] };
  meet?: { system: string; text: Text }[];
}
/** A command of which any fields may be left out; each one given must be equal. A list: any of them. */
export type Deed = { [command: string]: { [field: string]: unknown } };
/** A command of the learner, `times` such (1 unless set), given while the comparisons of `while` hold. */
export interface DeedStep { do: Deed | Deed[]; times?: number; while?: string[] }
/** Comparisons that hold at one instant; a quantity after `new:` counts from the step before. */
export interface StateStep { when: string[] }
export type Step = DeedStep | StateStep;
/**
 * One thing that the guide says. It begins after the beat before has ended: at the instant `at`, when the comparisons of `when` hold, or at once.
 * It ends by `until`, or when the learner goes on (`nextBeat`); `goal` counts from 0.
 */
export interface Beat {
  phase: "look" | "predict" | "act" | "see" | "why"; at?: Duration; when?: string[];
  say: Text; more?: Text; point?: Point; until?: Step | { goal: number };
}
/** The id of a node, a topic or a subscription, or an area; a button of such a part; or a setting `OWNER/FIELD`, where the owner may be `FROM/TO`. */
export type Point = string | { control: Control; of: string } | { setting: string };
export type Area = "timeline" | "books" | "compare";
export type Control = "order" | "down" | "crash" | "settings" | "dropNext" | "duplicateNext" | "delayNext" | "poisonNext" | "reorder"
  | "deadLetters" | "redriveAll" | "subscribe" | "unsubscribe" | "seek" | "failLeader";
/**
 * Verdicts at the playhead: on each claim, each answer to the lesson's question and each goal; and whether the question is answered.
 * `progress` tells for each goal how many steps are met of how many and, if the next one is a deed, how many commands are counted of how many.
 * `beat` is the one that has begun or comes next, null when all have ended, with the commands counted towards its end.
 * `stopped`: a beat has begun since the playhead last set out.
 */
export interface Judgement {
  claims: boolean[]; options: boolean[]; answered: boolean; goals: boolean[];
  progress: { step: number; of: number; count?: number; times?: number }[];
  beat: { index: number; begun: boolean; count: number } | null; stopped: boolean;
}
/** How a message is published: without a confirm, with the leader's, with that of all replicas, or through an outbox. */
export type Via = "fireAndForget" | "confirmedByLeader" | "confirmed" | "outbox";
/** A number and a unit: "250ms", "2s", "5min". */
export type Duration = string;
export type Dist = Duration | { uniform: { min: Duration; max: Duration } } | { exponential: { mean: Duration } }
  | { normal: { mean: Duration; sd: Duration } } | { logNormal: { median: Duration; sigma: number } }
  | { pareto: { min: Duration; shape: number } } | { erlang: { mean: Duration; shape: number } }
  | { empirical: { p50: Duration; p90: Duration; p99: Duration; max: Duration } };
export type Backoff = "none" | "immediate" | { fixed: { delay: Duration } }
  | { exponential: { base: Duration; factor: number; cap: Duration } } | { [kind: string]: unknown };
export type Jitter = "none" | "full" | "equal" | "decorrelated" | { [kind: string]: unknown };
/** Why an attempt failed, as far as a policy can know. */
export type Failure = "invalid" | "notFound" | "conflict" | "declined" | "unavailable" | "workFailed" | "flaky" | "poison"
  | "prerequisiteMissing" | "callTimedOut" | "callRefused" | "callFailed" | "overloaded" | "callNotPermitted" | "rateLimited"
  | "unauthenticated" | "forbidden" | "upstreamDown" | "publishRefused" | "brokerDown" | "leaderFailed";
export interface Retry { backoff: Backoff; jitter: Jitter; maxAttempts: number | "unlimited"; except?: Failure[]; whole?: Duration }
export interface Crashes { perHandling?: number; after?: Dist | null }
export interface ScheduledRetry { attempt: number; minMs: number; maxMs: number }
export interface MaxLength { messages: number; overflow: "dropHead" | "rejectPublish" | "block" }
export interface Delivery {
  ack: "before" | "after"; prefetch: "workers" | "unlimited" | number; lease: Duration | Duration[] | null; requeue: "tail" | "head" | "position" | "returned";
  crashReturns: "atOnce" | "atLeaseEnd"; counts: "handlings" | "deliveries" | "failures"; retry: Retry;
  renewal?: { every: Duration; upTo?: Duration } | null; stale?: "skipped" | "worked"; lateAck?: "ignored" | "settles";
  crashCharges?: "working" | "held"; retryAs?: "redelivery" | "newMessage"; giveUp?: "atFailure" | "atNextDelivery";
  prefetchPer?: "consumer" | "subscription"; retryHoldsPlace?: boolean; singleActiveConsumer?: boolean;
  ordering: "none" | "queue" | "key"; fetch?: "push" | { pull: { messages: number } }; commit?: "message" | "batch" | { interval: Duration };
  deadLetter: boolean | { topic: string }; ttl?: Duration | null; delay?: Duration | null; maxLength?: MaxLength | null; deadLetterNotice?: string | null; inbox: { window: "forever" | Duration } | null; duplicates: { probability: number; after: Duration } | null;
}
export type Health = "up" | "down" | "hung" | { slow: { factor: number } } | { flaky: { probability: number; kind?: Failure } }
  | { draining: { grace?: Duration } };
export interface Breaker {
  window: { count: number } | { time: Duration }; minimumCalls: number; failureRate: number; slowCall?: { after: Duration; rate: number } | null;
  openFor: Duration; halfOpenCalls: number; halfOpenFor?: Duration | null;
}
export interface RetryBudget { maxTokens: number; tokenRatio: number }
export interface Cache { fresh: Duration; staleIfError: Duration; coalesce?: boolean }
export interface Bulkhead { calls: number; wait?: Duration; adaptive?: { start: number; decrease: number; slow?: Duration | null } | null }
export interface Ejection { failures: number; outFor: Duration; most: number; allOut?: "call" | "refuse" }
export interface CallSettings {
  from: string; to: string; timeout: Duration; retry: Retry; breaker?: Breaker | null; retryBudget?: RetryBudget | null; cache?: Cache | null;
  deadline?: Duration | null; cancel?: boolean; bulkhead?: Bulkhead | null; ejection?: Ejection | null;
  parallel?: { calls: number; need?: number; after?: Duration } | null;
}
export interface HealthCheck { every: Duration; timeout: Duration; deep: boolean; unhealthyAfter: number; healthyAfter: number }
/** A command with its position: the instant in milliseconds, the number of events before it, and its JSON. */
export type LogEntry = [atMs: number, events: number, command: string];
/** The checks on calls to a node; `allow` lists the ids of nodes. */
export interface Ingress {
  authenticate?: boolean; allow?: string[];
  limit?: { rate: number; per?: Duration; algorithm?: "tokenBucket" | "fixedWindow" | "slidingWindow"; burst?: number; reserved?: { client: string; rate: number }[] };
}
export interface Settings {
  subscriptions: { [id: string]: Delivery };
  nodes: { [id: string]: { health: Health; workers: number; cores?: number | null; speed?: number; crashes?: Crashes; ingress: Ingress | null } };
  calls: CallSettings[];
  /** The instances that each caller calls in turn, and how it checks them; a single call is a pool of one. */
  pools: { from: string; to: string[]; healthCheck: HealthCheck | null }[];
  clients: { [id: string]: { arrivals: Dist | null; left: number; users?: number } };
}
export interface Fact { index: number; atMs: number; cause?: number; what: string; [field: string]: unknown }
export type Command =
  | { placeOrder: { client: string; amount?: number; count?: number } }
  | { setHealth: { node: string; health: Health } }
  | { crash: { node: string; point: "now" | "beforeEffect" | "afterEffect" | "afterAck" | "beforeMark" } }
  | { dropNext: { subscription: string } } | { duplicateNext: { subscription: string } }
  | { delayNext: { subscription: string; by: Duration } } | { poisonNext: { subscription: string; kind?: Failure; crashes?: boolean } }
  | { reorder: { subscription: string } }
  | { poison: { message: number; kind?: Failure; crashes?: boolean } } | { mend: { message: number } }
  | { redrive: { message: number } } | { redriveAll: { subscription: string } } | { discard: { message: number } }
  | { setDelivery: { subscription: string; delivery: Partial<Delivery> & { preset?: string } } }
  | { setWorkers: { node: string; workers: number } }
  | { setCall: CallSettings }
  | { setCrashes: { node: string; crashes: Crashes | null } }
  | { setMachine: { node: string; cores?: number; speed?: number } }
  | { setHealthCheck: { from: string; to: string; healthCheck: HealthCheck | null } }
  | { setIngress: { node: string; ingress: Ingress | null } }
  | { setArrivals: { client: string; every: Dist | null; limit?: number; users?: number } }
  | { subscribe: { subscription: string; from?: "latest" | "earliest" | number } } | { unsubscribe: { subscription: string } }
  | { seek: { subscription: string; offset: number } } | { failLeader: { broker: string } };
