// Reads one frame of the core by the field names that the core's layout gives; knows nothing of what they mean.
/** @import { CallColumn, EffectColumn, EnvelopeState, HeaderColumn, Layout, NodeColumn, Scenario, SubscriptionColumn, WriteColumn } from './types.js' */

/** @template {string} Name @param {Name[]} names @returns {Record<Name, number>} */
function places(names) {
  return /** @type {Record<Name, number>} */ (Object.fromEntries(names.map((name, index) => [name, index])));
}

export class FrameReader {
  /** @type {Float64Array} */
  #data = new Float64Array(0);
  #header;
  #node;
  #subscription;
  #effect;
  #write;
  #call;

  /**
   * @param {Layout} layout
   * @param {Pick<Scenario, 'nodes' | 'subscriptions' | 'effects' | 'calls'>} scenario
   */
  constructor(layout, scenario) {
    this.layout = layout;
    this.#header = places(layout.header);
    this.#node = places(layout.node);
    this.#subscription = places(layout.subscription);
    this.#effect = places(layout.effect);
    this.#write = places(layout.write);
    this.#call = places(layout.call);
    /** Place of each field in an envelope's row. */
    this.field = places(layout.envelope);
    /** Code of each state. */
    this.state = places(layout.envelopeStates);
    this.nodeBase = layout.header.length;
    this.subscriptionBase = this.nodeBase + scenario.nodes.length * layout.node.length;
    this.effectBase = this.subscriptionBase + scenario.subscriptions.length * layout.subscription.length;
    let base = this.effectBase + scenario.effects.length * layout.effect.length;
    /** Where what each node wrote begins. */
    this.writeBases = scenario.nodes.map(({ effects }) => {
      const start = base;
      base += effects.length * layout.write.length;
      return start;
    });
    this.callBase = base;
    this.envelopeBase = this.callBase + scenario.calls.length * layout.call.length;
    this.envelopeStride = layout.envelope.length;
  }

  /** @param {Float64Array} data */
  read(data) {
    const rows = data[this.#header.envelopes] ?? 0;
    const expected = this.envelopeBase + rows * this.envelopeStride;
    if (data.length !== expected) throw new RangeError(`a frame of ${data.length} numbers where ${expected} are due`);
    this.#data = data;
  }

  get data() {
    return this.#data;
  }

  get envelopes() {
    return this.header('envelopes');
  }

  /** @param {HeaderColumn} name */
  header(name) {
    return this.#data[this.#header[name]];
  }

  /** The whole header, by its names. @returns {Record<HeaderColumn, number>} */
  headers() {
    const entries = this.layout.header.map((name) => [name, this.header(name)]);
    return /** @type {Record<HeaderColumn, number>} */ (Object.fromEntries(entries));
  }

  /** @param {number} index @param {NodeColumn} name */
  node(index, name) {
    return this.#data[this.nodeBase + index * this.layout.node.length + this.#node[name]];
  }

  /** The health of a node as a word. @param {number} index */
  health(index) {
    return this.layout.health[this.node(index, 'health')] ?? 'up';
  }

  /** @param {number} index @param {SubscriptionColumn} name */
  subscription(index, name) {
    return this.#data[this.subscriptionBase + index * this.layout.subscription.length + this.#subscription[name]];
  }

  /** @param {number} index @param {EffectColumn} name */
  effect(index, name) {
    return this.#data[this.effectBase + index * this.layout.effect.length + this.#effect[name]];
  }

  /**
   * What a node wrote of its effect at `place`.
   * @param {number} node @param {number} place @param {WriteColumn} name
   */
  write(node, place, name) {
    return this.#data[this.writeBases[node] + place * this.layout.write.length + this.#write[name]];
  }

  /** @param {number} index @param {CallColumn} name */
  call(index, name) {
    return this.#data[this.callBase + index * this.layout.call.length + this.#call[name]];
  }

  /** How many envelopes are in a state at a place, those too that are not drawn. @param {EnvelopeState} state @param {'to' | 'topic' | 'subscription'} column @param {number} place */
  count(state, column, place) {
    const { field, envelopeStride: step } = this;
    const code = this.state[state];
    let count = 0;
    for (let at = this.envelopeBase; at < this.#data.length; at += step) {
      if (this.#data[at + field.state] === code && this.#data[at + field[column]] === place)
        count += 1 + this.#data[at + field.more];
    }
    return count;
  }

  /** How many messages a node holds and does not work on yet. @param {number} node */
  held(node) {
    return this.count('buffered', 'to', node) + this.count('stale', 'to', node);
  }

  /** The state of a call's circuit breaker as a word; none where there is no breaker. @param {number} index */
  breaker(index) {
    return this.layout.breaker[this.call(index, 'breaker')];
  }
}
