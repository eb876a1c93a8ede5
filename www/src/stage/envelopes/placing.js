// Where an envelope is: a pure function of the frame's row, of simulated time and of the layout.
import { callKey, deliverKey, nodeKey, publishKey, topicKey } from '../layout/graph.js';
import { pointAt } from '../layout/route.js';
import { arrange, ENVELOPE, slotsOf } from './slots.js';

/** @import { FrameReader } from '../../core/frame.js' */
/** @import { EnvelopeColumn, Scenario } from '../../core/types.js' */
/** @import { Stage } from '../layout/columns.js' */
/** @import { Point, Route } from '../layout/route.js' */
/** @import { Slot } from './slots.js' */

/**
 * @typedef {object} Spot
 * @property {boolean} drawn whether there is room for it
 * @property {number} x
 * @property {number} y
 * @property {number} scale
 * @property {number} turn in degrees
 * @property {number} pie share that has passed of what it waits for, -1 for no pie
 * @property {boolean} onIt whether the pie lies on the envelope, where there is no room beside it
 * @property {number} remainingMs what is left of it, -1 when it is not written
 * @property {number} fade from 0 (there) to 1 (gone)
 */

/** How long the core keeps what has ended. */
const GHOST_MS = 1000;
/** Requests and replies of one call pass each other at this distance. */
const CALL_OFFSET = 9;
/** From a card to the middle of an envelope that leaves it or comes: it covers nothing that is pressed there. */
const CLEAR = 7;
/** What flies is drawn larger than what lies, unless there is a crowd of it; what lies on the pile is smaller. */
const FLYING = 1.15;
const PILED = 0.8;
/** The share of its time after which what is lost reaches the floor; then it rebounds, and slides to the pile. */
const LANDED = 0.75;
const REBOUND_PX = 9;
/** Where a fall would lead over a card, the envelope vanishes, and drops from so high on the pile. */
const DROP_PX = 24;
/** Half of what a turning envelope takes. */
const REACH = 19;
/** From so far away an order that failed comes back to its client. */
const BACK_PX = 26;

export class Placer {
  #stage;
  #reader;
  #scenario;
  /** @type {Map<string, Route>} */
  #routes;
  /** @type {((at: number, spot: Spot) => void)[]} */
  #byState;
  /** @type {(Slot | undefined)[][]} */
  #slotOfNode;
  #now = 0;
  /** How many others at the envelope's place the frame leaves out. */
  #more = 0;
  /** Flying envelopes stand where they are half-way, for people who want no motion. */
  still = false;
  /** Spreads the envelopes of a crowded route sideways. */
  crowded = false;

  /** @param {Stage} stage @param {Scenario} scenario @param {FrameReader} reader */
  constructor(stage, scenario, reader) {
    this.#stage = stage;
    this.#scenario = scenario;
    this.#reader = reader;
    this.slots = slotsOf(stage);
    this.#routes = new Map([...stage.edges.values()].map((edge) => [edge.key, edge.route]));
    this.#slotOfNode = scenario.nodes.map((_, index) =>
      ['worker', 'line', 'retry', 'dead', 'phone'].map((kind) => this.slots.get(`${kind}:${nodeKey(index)}`)),
    );
    const places = this.#places();
    this.#byState = reader.layout.envelopeStates.map((state) => places[state] ?? hide);
  }

  /** Begins a frame: nothing lies anywhere yet. */
  begin() {
    for (const slot of this.slots.values()) slot.used = 0;
    this.#now = this.#reader.header('nowMs');
  }

  /** Chooses how envelopes lie in each box, now that their number is known. @returns {boolean} whether anything changed */
  settle() {
    let changed = false;
    for (const slot of this.slots.values()) if (arrange(slot)) changed = true;
    return changed;
  }

  /** Places the envelope whose row begins at `at` in the frame's data. @param {number} at @param {Spot} spot */
  place(at, spot) {
    spot.drawn = true;
    spot.scale = 1;
    spot.turn = 0;
    spot.pie = -1;
    spot.onIt = false;
    spot.remainingMs = -1;
    spot.fade = 0;
    this.#more = this.#get(at, 'more');
    this.#byState[this.#get(at, 'state')]?.(at, spot);
  }

  /** @param {number} at @param {EnvelopeColumn} name */
  #get(at, name) {
    return this.#reader.data[at + this.#reader.field[name]];
  }

  /** @returns {Record<string, (at: number, spot: Spot) => void>} */
  #places() {
    return {
      publishing: (at, spot) => this.#fly(at, spot, publishKey(this.#get(at, 'from'), this.#get(at, 'topic'))),
      delivering: (at, spot) => this.#fly(at, spot, deliverKey(this.#get(at, 'subscription'), this.#get(at, 'to'))),
      replicating: (at, spot) => this.#replicate(at, spot),
      requesting: (at, spot) => this.#call(at, spot, -CALL_OFFSET, false),
      answering: (at, spot) => this.#call(at, spot, CALL_OFFSET, true),
      ready: (at, spot) => this.#lieInHole(at, spot, this.#get(at, 'position')),
      heldUp: (at, spot) => this.#lieInHole(at, spot, this.#get(at, 'position')),
      delayed: (at, spot) => {
        const subscription = this.#get(at, 'subscription');
        this.#lieInHole(at, spot, this.#reader.subscription(subscription, 'ready') + this.#get(at, 'position'));
        this.#wait(at, spot);
      },
      blocked: (at, spot) => this.#lieBefore(at, spot, 'blocked'),
      stale: (at, spot) => this.#lie(spot, this.#slotOf(at, 'line') ?? this.#slotOf(at, 'worker')),
      buffered: (at, spot) => this.#lie(spot, this.#slotOf(at, 'line') ?? this.#slotOf(at, 'worker')),
      handled: (at, spot) => this.#lie(spot, this.#slotOf(at, 'line') ?? this.#slotOf(at, 'worker')),
      working: (at, spot) => {
        this.#lie(spot, this.#slotOf(at, 'worker'));
        this.#wait(at, spot);
      },
      retryScheduled: (at, spot) => this.#waitToRetry(at, spot),
      parked: (at, spot) => this.#lie(spot, this.#slotOf(at, 'retry') ?? this.#slotOf(at, 'worker')),
      // A queue that nobody consumes keeps them itself.
      dead: (at, spot) => this.#lie(spot, this.#ownHole(at) ?? this.#slotOf(at, 'dead') ?? this.#slotOf(at, 'worker')),
      outbox: (at, spot) => this.#lieBefore(at, spot, 'outbox'),
      waitingCall: (at, spot) => this.#lie(spot, this.#slotOf(at, 'line')),
      waitingCore: (at, spot) => this.#lie(spot, this.#slotOf(at, 'worker')),
      waiting: (at, spot) => {
        this.#lie(spot, this.#slotOf(at, 'worker'));
        this.#wait(at, spot);
      },
      holding: (at, spot) => this.#lie(spot, this.#slotOf(at, 'phone') ?? this.#slotOf(at, 'worker')),
      acked: (at, spot) => this.#leave(at, spot),
      suppressed: (at, spot) => this.#leave(at, spot),
      refused: (at, spot) => this.#bounce(at, spot),
      lost: (at, spot) => this.#fall(at, spot),
    };
  }

  /** The service an envelope belongs to: where it goes, or the first consumer of its subscription. @param {number} at */
  #nodeOf(at) {
    const to = this.#get(at, 'to');
    if (to >= 0) return to;
    const from = this.#get(at, 'from');
    const consumer = this.#scenario.subscriptions[this.#get(at, 'subscription')]?.consumers[0];
    return consumer === undefined ? from : this.#scenario.nodes.findIndex(({ id }) => id === consumer);
  }

  /** @param {number} at @param {'worker' | 'line' | 'retry' | 'dead' | 'phone'} kind */
  #slotOf(at, kind) {
    return this.#slotOfNode[this.#nodeOf(at)]?.[{ worker: 0, line: 1, retry: 2, dead: 3, phone: 4 }[kind]];
  }

  /** @param {number} at */
  #share(at) {
    const since = this.#get(at, 'sinceMs');
    const span = this.#get(at, 'untilMs') - since;
    return span > 0 ? Math.min(1, Math.max(0, (this.#now - since) / span)) : 0;
  }

  /** @param {number} at @param {Spot} spot @param {string} key */
  #fly(at, spot, key) {
    const route = this.#routes.get(key);
    if (!route) {
      spot.drawn = false;
      return;
    }
    this.#along(route, this.#share(at), spot);
    if (this.crowded) {
      const spread = (((this.#get(at, 'id') || this.#get(at, 'order')) * 7) % 9) - 4;
      spot.y += spread * 4;
    }
  }

  /** On its way, between the cards' sides. @param {Route} route @param {number} share @param {Spot} spot */
  #along(route, share, spot) {
    const margin = Math.min(0.2, CLEAR / route.length);
    pointAt(route, this.still ? 0.5 : margin + share * (1 - 2 * margin), spot);
    spot.scale = this.crowded ? 1 : FLYING;
  }

  /** What only the leader has waits before the topic. @param {number} at @param {Spot} spot */
  #replicate(at, spot) {
    const route = this.#routes.get(publishKey(this.#get(at, 'from'), this.#get(at, 'topic')));
    spot.drawn = route !== undefined;
    if (!route) return;
    pointAt(route, 0.88, spot);
    spot.y += ((this.#get(at, 'position') % 5) - 2) * 11;
    this.#wait(at, spot);
  }

  /** @param {number} at @param {Spot} spot @param {number} offset @param {boolean} backwards */
  #call(at, spot, offset, backwards) {
    const route = this.#routes.get(callKey(this.#get(at, 'call')));
    if (!route) {
      spot.drawn = false;
      return;
    }
    const share = this.#share(at);
    this.#along(route, backwards ? 1 - share : share, spot);
    if (this.#stage.mode === 'columns') spot.y += offset;
    // At the rail there is less room than between two cards.
    else spot.x += offset * (route.words === 'entry' ? 0.3 : 1.8);
  }

  /** @param {Spot} spot @param {Slot | undefined} slot */
  #lie(spot, slot) {
    if (!slot) {
      spot.drawn = false;
      return;
    }
    const place = slot.used;
    slot.used += 1 + this.#more;
    put(spot, slot, place);
  }

  /** At an end of the arrow on which it was published. @param {number} at @param {Spot} spot @param {'outbox' | 'blocked'} end */
  #lieBefore(at, spot, end) {
    this.#lie(spot, this.slots.get(`${end}:${publishKey(this.#get(at, 'from'), this.#get(at, 'topic'))}`));
  }

  /** The pigeonhole of a queue that nobody consumes. @param {number} at */
  #ownHole(at) {
    const subscription = this.#get(at, 'subscription');
    if (this.#scenario.subscriptions[subscription]?.consumers.length !== 0) return undefined;
    return this.slots.get(`hole:${subscription}`);
  }

  /** A pigeonhole knows its order by itself. @param {number} at @param {Spot} spot @param {number} place */
  #lieInHole(at, spot, place) {
    const slot = this.slots.get(`hole:${this.#get(at, 'subscription')}`);
    if (!slot) {
      spot.drawn = false;
      return;
    }
    slot.used += 1 + this.#more;
    put(spot, slot, place);
  }

  /** @param {number} at @param {Spot} spot */
  #wait(at, spot) {
    spot.pie = this.#share(at);
  }

  /** @param {number} at @param {Spot} spot */
  #waitToRetry(at, spot) {
    const slot = this.#slotOf(at, 'retry');
    if (slot && this.#get(at, 'call') < 0) {
      this.#lie(spot, slot);
      if (slot.way.timed && spot.drawn) spot.remainingMs = Math.max(0, this.#get(at, 'untilMs') - this.#now);
    } else {
      const route = this.#routes.get(callKey(this.#get(at, 'call')));
      if (route) pointAt(route, 0.12, spot);
      else this.#lie(spot, this.#slotOf(at, 'worker'));
    }
    this.#wait(at, spot);
  }

  /** What is done goes on in its box, grows small and fades: over no button. @param {number} at @param {Spot} spot */
  #leave(at, spot) {
    const slot = this.#slotOf(at, 'worker');
    const passed = (this.#now - this.#get(at, 'sinceMs')) / GHOST_MS;
    // In a crowd the tally alone tells what is done.
    spot.drawn = !this.crowded && slot !== undefined && passed >= 0 && passed < 1;
    if (!slot || !spot.drawn) return;
    const share = this.still ? 1 : 1 - (1 - passed) ** 3;
    spot.scale = 1 - share / 2;
    spot.x = slot.x + Math.max(0, slot.inner - ENVELOPE.w) * share;
    spot.y = slot.middle;
    spot.fade = passed ** 2;
  }

  /** What is refused comes back a little. @param {number} at @param {Spot} spot */
  #bounce(at, spot) {
    const call = this.#get(at, 'call');
    const key = call >= 0 ? callKey(call) : publishKey(this.#get(at, 'from'), this.#get(at, 'topic'));
    const route = this.#routes.get(key);
    const passed = (this.#now - this.#get(at, 'sinceMs')) / GHOST_MS;
    spot.drawn = passed < 1;
    if (route) pointAt(route, 1 - (this.still ? 0.2 : 0.25 * passed), spot);
    else this.#backToTheClient(at, spot, passed);
    spot.fade = passed ** 3;
  }

  /** An order that failed comes back to who placed it. @param {number} at @param {Spot} spot @param {number} passed */
  #backToTheClient(at, spot, passed) {
    const client = this.#stage.boxes.get(nodeKey(this.#get(at, 'to')));
    spot.drawn &&= client !== undefined;
    if (!client) return;
    const away = CLEAR + (this.still ? 0 : BACK_PX * (1 - passed));
    const beside = this.#stage.mode === 'columns';
    spot.x = client.x + (beside ? client.w + away : client.w / 2);
    spot.y = client.y + (beside ? client.h / 2 : client.h + away);
  }

  /** What is lost falls, faster and faster, beside the cards to the pile. @param {number} at @param {Spot} spot */
  #fall(at, spot) {
    const passed = Math.min(1, Math.max(0, (this.#now - this.#get(at, 'sinceMs')) / GHOST_MS));
    const start = this.#placeOfLoss(at);
    const { pile } = this.#stage;
    const end = { x: pile.x + Math.min(pile.w / 2, 60), y: pile.y + pile.h / 2 };
    if (this.still || passed === 1) Object.assign(spot, end, { scale: PILED });
    else if (this.#isFree(start, end)) {
      const down = Math.min(1, passed / LANDED);
      const along = Math.max(0, passed - LANDED) / (1 - LANDED);
      spot.x = start.x + (end.x - start.x) * (1 - (1 - along) ** 2);
      spot.y = start.y + (end.y - start.y) * down ** 2 - REBOUND_PX * Math.sin(Math.PI * along);
      spot.turn = 360 * down ** 2;
      spot.scale = FLYING + (PILED - FLYING) * along;
    } else {
      const down = Math.max(0, 2 * passed - 1);
      const before = passed < 0.5;
      spot.x = before ? start.x : end.x;
      spot.y = before ? start.y : end.y - DROP_PX * (1 - down ** 2);
      spot.scale = before ? 1 - passed : PILED;
      spot.fade = before ? 2 * passed : 0;
    }
  }

  /** Whether a fall, straight down and then along the floor, leads over no card. @param {Point} start @param {Point} end */
  #isFree(start, end) {
    const left = Math.min(start.x, end.x);
    const legs = [
      { x: start.x - REACH, y: start.y, w: 2 * REACH, h: end.y - start.y },
      { x: left, y: end.y - REACH, w: Math.abs(end.x - start.x), h: 2 * REACH },
    ];
    return legs.every((leg) =>
      [...this.#stage.boxes.values()].every(
        ({ x, y, w, h }) => leg.x >= x + w || x >= leg.x + leg.w || leg.y >= y + h || y >= leg.y + leg.h,
      ),
    );
  }

  /** Some way to a topic, when nobody says who published. @param {number} topic */
  #routeTo(topic) {
    for (const { kind, to, route } of topic < 0 ? [] : this.#stage.edges.values()) {
      if (kind === 'publish' && to === topicKey(topic)) return route;
    }
    return undefined;
  }

  /** @param {number} at @returns {{ x: number, y: number }} */
  #placeOfLoss(at) {
    const [from, to, topic, call] = /** @type {const} */ (['from', 'to', 'topic', 'call']).map((name) =>
      this.#get(at, name),
    );
    const key = call >= 0 ? callKey(call) : publishKey(from, topic);
    const route = this.#routes.get(key) ?? this.#routeTo(topic);
    if (route) return route.middle;
    const hole = this.slots.get(`hole:${this.#get(at, 'subscription')}`);
    const slot = to >= 0 ? this.#slotOfNode[to]?.[0] : (hole ?? this.#slotOfNode[from]?.[0]);
    return slot ?? { x: this.#stage.width / 2, y: 0 };
  }
}

/** Puts an envelope into a place of a box, if that is drawn. @param {Spot} spot @param {Slot} slot @param {number} place */
function put(spot, slot, place) {
  const { columns, pitch, line, scale, onIt = false } = slot.way;
  spot.drawn = place < slot.capacity;
  spot.onIt = onIt;
  spot.scale = scale;
  spot.x = slot.x + (place % columns) * pitch;
  spot.y = slot.y + Math.floor(place / columns) * line;
}

/** @param {number} _at @param {Spot} spot */
function hide(_at, spot) {
  spot.drawn = false;
}
