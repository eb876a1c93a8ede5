// A run that the core plays in this process, without any of the page's code but what reads a frame by its names.
import { readFileSync } from 'node:fs';
import { contrast, initSync, layout, Playground } from '../pkg/carteiro.js';
import { FrameReader } from '../src/core/frame.js';

/** @import { Delivery, Lesson, LogEntry } from '../src/core/types.js' */
/** @import { RunRecord } from '../src/core/record.js' */

initSync({ module: readFileSync(new URL('../pkg/carteiro_bg.wasm', import.meta.url)) });

/** A scenario without its lesson's idea, as a comparison shows it. @param {string} json */
export const contrastOf = (json) => JSON.stringify({ ...JSON.parse(contrast(json)), claims: [], lesson: undefined });

/** The core's presets, as its schema and docs name them. */
const PRESETS =
  'plain log rabbitmq-classic rabbitmq-quorum rabbitmq-quorum-delayed kafka-spring kafka-retry-topic sqs pubsub pubsub-backoff jetstream sidekiq temporal celery celery-backoff aws-full-jitter aws-decorrelated-jitter'.split(
    ' ',
  );

/** @param {Delivery} delivery */
const ofTheBroker = ({ inbox, duplicates, deadLetterNotice, ...broker }) => JSON.stringify(broker);

export class CoreRun {
  #playground;
  #json;

  /** @param {string} json @param {string} seed */
  constructor(json, seed) {
    this.#json = json;
    /** @type {Lesson | undefined} */
    this.lesson = JSON.parse(json).lesson;
    this.#playground = new Playground(json, seed);
    this.scenario = this.#playground.scenario();
    this.frame = new FrameReader(layout(), this.scenario);
    this.#arrive();
  }

  #arrive() {
    while (this.#playground.isUnderWay()) this.#playground.goOn();
    this.frame.read(this.#playground.frame());
  }

  /** @param {number} ms */
  seek(ms) {
    this.#playground.seek(ms);
    this.#arrive();
  }

  /** Gives the commands of a log, each at its place. @param {LogEntry[]} log */
  repeat(log) {
    for (const [atMs, events, json] of log) {
      this.#playground.repeat(atMs, events, JSON.parse(json));
      this.#arrive();
    }
  }

  /** Gives the commands of another run's log at their instants; what is refused is left out. @param {LogEntry[]} log */
  imitate(log) {
    for (const [atMs, , json] of log) {
      this.seek(Math.max(atMs, this.now));
      try {
        this.#playground.command(JSON.parse(json));
      } catch {
        // What it is about is not there.
      }
      this.#arrive();
    }
  }

  /** The whole run of a record, at its playhead. @param {RunRecord} record */
  static of({ scenario, seed, log, headMs, nowMs, place: [events, commands] = [0, 0] }) {
    const run = new CoreRun(JSON.stringify(scenario), seed);
    run.repeat(log);
    run.seek(Math.max(headMs, run.now));
    run.#playground.seekPosition(nowMs, events, commands);
    run.#arrive();
    return run;
  }

  get now() {
    return this.frame.header('nowMs');
  }

  get head() {
    return this.frame.header('headMs');
  }

  get hash() {
    return this.#playground.traceHash();
  }

  /** The preset that a subscription's settings are, as the core resolves each; empty when none. @param {string} subscription */
  presetOf(subscription) {
    const now = ofTheBroker(this.settings().subscriptions[subscription]);
    const other = new Playground(this.#json);
    const found = PRESETS.find((preset) => {
      other.command({ setDelivery: { subscription, delivery: { preset } } });
      return ofTheBroker(other.settings().subscriptions[subscription]) === now;
    });
    other.free();
    return found ?? '';
  }

  settings() {
    return this.#playground.settings();
  }

  close() {
    this.#playground.free();
  }
}
