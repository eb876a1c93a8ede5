// Scenarios of every shape, written as files are: with names as long as teachers give, or as long as they may be.

/** What a service does: whom it calls, to which topics it publishes, and whether it is called. Deliveries follow from the topics.
 * @typedef {{ calls?: string[], publishes?: string[], called?: boolean, workers?: number, client?: boolean }} Part
 * @typedef {{ broker?: string, to: string[][] }} Post
 * @typedef {{ parts: Record<string, Part>, topics?: Record<string, Post> }} Shape */

const LONGEST = 60;
/** As long as teachers really name things. */
const NAMES = {
  'pt-BR': [
    'Verificação antifraude de pagamentos',
    'Emissão de nota fiscal eletrônica ao consumidor',
    'Autorização de pagamento com cartão de crédito',
    'Separação e expedição de encomendas',
    'Notificações por correspondência eletrônica',
  ],
  en: [
    'Payment authorisation',
    'Electronic invoicing for consumers',
    'Warehouse and parcel fulfilment',
    'Notifications by e-mail',
    'Fraud check',
  ],
};

/** @param {string} id @param {number} place @param {'real' | 'longest'} length */
function nameOf(id, place, length) {
  /** @param {'en' | 'pt-BR'} lang */
  const name = (lang) => {
    const real = NAMES[lang][place % NAMES[lang].length];
    return length === 'real' ? real : `${real} ${id} ${'W'.repeat(LONGEST)}`.slice(0, LONGEST);
  };
  return { en: name('en'), 'pt-BR': name('pt-BR') };
}

/** A scenario's file. @param {Shape} shape @param {'real' | 'longest'} [length] */
export function fileOf({ parts, topics = {} }, length = 'real') {
  let named = 0;
  /** @param {string} id */
  const name = (id) => nameOf(id, named++, length);
  const called = new Set(Object.values(parts).flatMap(({ calls = [] }) => calls));
  /** @param {Part} part */
  const steps = ({ calls = [], publishes = [] }) => [
    ...calls.map((to) => ({ call: { to, timeout: '5s' } })),
    ...publishes.map((topic) => ({ publish: { topic, via: 'confirmed' } })),
  ];
  const work = { work: { takes: { uniform: { min: '300ms', max: '900ms' } } } };
  const nodes = Object.entries(parts).map(([id, part]) => {
    if (part.client)
      return {
        id,
        kind: 'client',
        name: name(id),
        arrivals: { every: '1s', limit: 60 },
        handlers: [{ on: 'order', steps: [{ effect: 'paid' }, ...steps(part)] }],
      };
    const received = Object.entries(topics).flatMap(([topic, { to }]) =>
      to.flatMap((consumers) => (consumers.includes(id) ? [`${topic}-${consumers[0]}`] : [])),
    );
    const on = [
      ...received.map((subscription) => ({ subscription })),
      ...(called.has(id) || part.called ? ['call'] : []),
    ];
    const done = [work, { effect: `${id}-done` }, ...steps(part)];
    return {
      id,
      kind: 'service',
      name: name(id),
      workers: part.workers ?? 1,
      handlers: on.map((trigger) => ({ on: trigger, steps: done })),
    };
  });
  const services = nodes.filter(({ kind }) => kind === 'service').map(({ id }) => id);
  const brokers = [...new Set(Object.values(topics).map(({ broker = 'broker' }) => broker))];
  const plain = { en: 'Test.', 'pt-BR': 'Teste.' };
  return {
    version: 1,
    id: 'topology',
    title: plain,
    text: plain,
    task: plain,
    seed: 7,
    until: '60s',
    network: { latency: { uniform: { min: '400ms', max: '600ms' } } },
    effects: ['paid', ...services.map((id) => `${id}-done`)].map((id) => ({ id, name: { en: id, 'pt-BR': id } })),
    nodes: [...nodes, ...brokers.map((id) => ({ id, kind: 'broker', name: name(id) }))],
    topics: Object.entries(topics).map(([id, { broker = 'broker', to }]) => ({
      id,
      name: name(id),
      broker,
      subscriptions: to.map((consumers) => ({ id: `${id}-${consumers[0]}`, name: name(consumers[0]), consumers })),
    })),
  };
}

const shop = { client: true };

/** @type {Record<string, Shape>} */
export const SHAPES = {
  'chain of four': {
    parts: {
      shop: { ...shop, calls: ['a'] },
      a: { calls: ['b'], workers: 4 },
      b: { calls: ['c'] },
      c: { calls: ['d'] },
      d: {},
    },
  },
  'chain of eight': {
    parts: {
      shop: { ...shop, calls: ['a'] },
      a: { calls: ['b'] },
      b: { calls: ['c'] },
      c: { calls: ['d'] },
      d: { calls: ['e'] },
      e: { calls: ['f'] },
      f: { calls: ['g'] },
      g: { calls: ['h'] },
      h: {},
    },
  },
  'three clients, one gate, three instances': {
    parts: {
      shop: { ...shop, calls: ['gate'] },
      phone: { ...shop, calls: ['gate'] },
      partner: { ...shop, calls: ['gate'] },
      gate: { calls: ['i1', 'i2', 'i3'], workers: 4 },
      i1: {},
      i2: {},
      i3: {},
    },
  },
  layers: {
    parts: {
      shop: { ...shop, calls: ['a', 'b'] },
      a: { calls: ['c', 'd'] },
      b: { calls: ['d', 'e'] },
      c: {},
      d: {},
      e: {},
    },
  },
  'saga over two brokers': {
    parts: {
      shop: { ...shop, publishes: ['ordered'] },
      orders: { publishes: ['reserved'] },
      stock: { publishes: ['reserved'] },
      payment: { publishes: ['settled'] },
      audit: { publishes: ['settled'] },
    },
    topics: {
      ordered: { to: [['orders'], ['stock']] },
      reserved: { broker: 'second', to: [['payment'], ['audit']] },
      settled: { broker: 'second', to: [['orders']] },
    },
  },
  'fan-out to five': {
    parts: { shop: { ...shop, publishes: ['bought'] }, a: {}, b: {}, c: {}, d: {}, e: {} },
    topics: { bought: { to: [['a'], ['b'], ['c'], ['d'], ['e']] } },
  },
  'competing consumers': {
    parts: { shop: { ...shop, publishes: ['jobs'] }, a: {}, b: {}, c: {}, d: {} },
    topics: { jobs: { to: [['a', 'b', 'c', 'd']] } },
  },
  'three topics in a row': {
    parts: {
      shop: { ...shop, publishes: ['one'] },
      a: { publishes: ['two'] },
      b: { publishes: ['three'] },
      c: {},
    },
    topics: { one: { to: [['a']] }, two: { to: [['b']] }, three: { to: [['c']] } },
  },
  'consumes and is called': {
    parts: {
      shop: { ...shop, publishes: ['bought'], calls: ['stock'] },
      stock: { called: true, workers: 3, publishes: ['moved'] },
      price: { calls: ['stock'] },
    },
    topics: { bought: { to: [['stock'], ['price']] }, moved: { to: [['price']] } },
  },
  'news that go back over three rows': {
    parts: {
      shop: { ...shop, calls: ['a'] },
      a: { calls: ['b'] },
      b: { calls: ['c'] },
      c: { calls: ['d'] },
      d: { calls: ['e'] },
      e: { calls: ['f'] },
      f: { calls: ['g'] },
      g: { calls: ['h'] },
      h: { calls: ['i', 'j'] },
      i: { publishes: ['news'] },
      j: { publishes: ['news', 'other'] },
    },
    topics: { news: { to: [['a'], ['d'], ['i']] }, other: { to: [['g'], ['j']] } },
  },
};
