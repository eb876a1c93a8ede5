// Where a setting or a button of the panel is, by the words that stand beside it: what the guide points at.
/** @import { Key, Translator } from '../i18n/index.js' */
/** @import { Ui } from '../store/ui.js' */

/** The words beside a setting, by its path in the command that sets it; of a longer path the nearest above counts.
 * @type {Record<string, Key>} */
export const WORDS = {
  retry: 'retry.label',
  'retry.backoff.fixed.delay': 'retry.delay',
  'retry.backoff.exponential.base': 'retry.base',
  'retry.backoff.exponential.factor': 'retry.factor',
  'retry.backoff.exponential.cap': 'retry.cap',
  'retry.jitter': 'retry.jitter',
  'retry.maxAttempts': 'retry.attempts',
  'crashes.perHandling': 'crashes.perHandling',
  'crashes.after': 'crashes.after',
  ack: 'settings.ack',
  inbox: 'settings.idempotent',
  'inbox.window': 'settings.window',
  deadLetter: 'settings.deadLetter',
  ttl: 'settings.ttl',
  delay: 'settings.delay',
  maxLength: 'settings.maxLength',
  'maxLength.messages': 'settings.messages',
  preset: 'settings.preset',
  prefetch: 'settings.prefetch',
  prefetchPer: 'settings.prefetchPer',
  retryHoldsPlace: 'settings.retryHoldsPlace',
  singleActiveConsumer: 'settings.singleActiveConsumer',
  ordering: 'settings.ordering',
  fetch: 'settings.fetch',
  'fetch.pull.messages': 'settings.fetched',
  commit: 'settings.commit',
  lease: 'settings.lease',
  requeue: 'settings.requeue',
  renewal: 'settings.renewal',
  'renewal.every': 'settings.renewal.every',
  'renewal.upTo': 'settings.renewal.upTo',
  counts: 'settings.counts',
  stale: 'settings.stale',
  lateAck: 'settings.lateAck',
  crashReturns: 'settings.crashReturns',
  crashCharges: 'settings.crashCharges',
  retryAs: 'settings.retryAs',
  giveUp: 'settings.giveUp',
  timeout: 'settings.timeout',
  breaker: 'egress.breaker',
  'breaker.window.count': 'egress.windowCalls',
  'breaker.minimumCalls': 'egress.minimumCalls',
  'breaker.failureRate': 'egress.failureRate',
  'breaker.openFor': 'egress.openFor',
  'breaker.halfOpenCalls': 'egress.halfOpenCalls',
  deadline: 'egress.deadlineAfter',
  cancel: 'egress.cancel',
  bulkhead: 'egress.bulkhead',
  parallel: 'egress.parallel',
  'parallel.calls': 'egress.parallelCalls',
  'parallel.need': 'egress.parallelNeed',
  'parallel.after': 'egress.parallelAfter',
  ejection: 'egress.ejection',
  'ejection.failures': 'egress.ejectionFailures',
  'ejection.outFor': 'egress.outFor',
  'ejection.most': 'egress.mostOut',
  'bulkhead.calls': 'egress.bulkheadCalls',
  'bulkhead.wait': 'egress.bulkheadWait',
  retryBudget: 'egress.retryBudget',
  'retryBudget.maxTokens': 'egress.maxTokens',
  'retryBudget.tokenRatio': 'egress.tokenRatio',
  cache: 'egress.cache',
  'cache.coalesce': 'egress.coalesce',
  'cache.fresh': 'egress.fresh',
  'cache.staleIfError': 'egress.staleIfError',
  workers: 'settings.workers',
  cores: 'machine.cores',
  speed: 'machine.speed',
  ingress: 'ingress.limit',
  'ingress.limit.rate': 'ingress.rate',
  'ingress.limit.per': 'ingress.per',
  'ingress.limit.burst': 'ingress.burst',
  'ingress.allow': 'ingress.allow',
  'ingress.authenticate': 'ingress.authenticate',
  healthCheck: 'check.kind',
  'healthCheck.every': 'check.every',
  'healthCheck.timeout': 'check.timeout',
  on: 'reading.on',
};

/** The words on a button, by its name. @type {Record<string, Key>} */
const BUTTONS = {
  dropNext: 'tamper.drop',
  duplicateNext: 'tamper.duplicate',
  delayNext: 'tamper.delay',
  poisonNext: 'tamper.poison',
  reorder: 'tamper.reorder',
  mend: 'dead.mend',
  redrive: 'dead.redrive',
  failAll: 'settings.failAll',
  crash: 'settings.crash',
  now: 'crash.now',
  beforeEffect: 'crash.beforeEffect',
  afterEffect: 'crash.afterEffect',
  afterAck: 'crash.afterAck',
  beforeMark: 'crash.beforeMark',
};

/** @param {Element | null} element */
const words = (element) => element?.textContent?.trim() ?? '';

/** @param {ParentNode} place @param {string} selector @param {string} text */
const withText = (place, selector, text) => [...place.querySelectorAll(selector)].find((one) => words(one) === text);

/** The part of the panel that is about an owner; all of it where none is. @param {HTMLElement} panel @param {Ui} ui @param {string} owner */
function partOf(panel, { tr, session }, owner) {
  const { subscriptions, nodes } = session.scenario;
  const [, callee] = owner.split('/');
  const subscription = subscriptions.find(({ id }) => id === owner);
  const node = nodes.find(({ id }) => id === callee);
  const legends = [
    subscription && tr.t('settings.subscription', { name: tr.text(subscription.name) || owner }),
    node && tr.t('settings.call', { name: tr.text(node.name) }),
  ];
  const [legend] = legends.flatMap((one) => (one && withText(panel, 'legend', one)) || []);
  return legend?.closest('fieldset') ?? panel;
}

/** The words beside the setting at a path, or beside what holds it. @param {Translator} tr @param {string} path */
function wordsOf(tr, path) {
  for (let at = path; at; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
    if (WORDS[at]) return tr.t(WORDS[at]);
  }
  return '';
}

/**
 * The field of a setting, with every fold around it opened.
 * @param {HTMLElement} panel @param {Ui} ui
 * @param {{ owner: string, field: string, word?: string }} setting `owner`: a node, a subscription, or two nodes with a stroke between them; `word`: one of several buttons
 */
export function settingIn(panel, ui, { owner, field, word }) {
  if (field === 'health') {
    if (word === 'failAll') return buttonIn(panel, ui, owner, word);
    const all = panel.querySelector('.healths');
    return /** @type {HTMLElement | null} */ ((word && all?.querySelector(`.h-${word}`)) || all) ?? undefined;
  }
  const text = namedIn(ui, owner, field) || wordsOf(ui.tr, field);
  return text ? fieldWith(panel, ui, owner, text) : undefined;
}

/** The words beside a setting that hold the name of a part. @param {Ui} ui @param {string} owner @param {string} field */
function namedIn({ tr, session }, owner, field) {
  const { subscriptions, topics, nodes } = session.scenario;
  if (field === 'deadLetterNotice') {
    const notice = subscriptions.find(({ id }) => id === owner)?.notice;
    const topic = topics.find(({ id }) => id === notice);
    return topic && tr.t('settings.notice', { name: tr.text(topic.name) || topic.id });
  }
  if (!field.startsWith('ingress.limit.reserved')) return undefined;
  // Whoever has a share; there is one in each lesson.
  const shares = session.settings().nodes[owner]?.ingress?.limit?.reserved ?? [];
  const client = nodes.find(({ id }) => id === shares[0]?.client);
  return client && tr.t('ingress.reserved', { name: tr.text(client.name) });
}

/** @param {HTMLElement} panel @param {Ui} ui @param {string} owner @param {string} text */
function fieldWith(panel, ui, owner, text) {
  const word = withText(partOf(panel, ui, owner), '.field > span', text) ?? withText(panel, '.field > span', text);
  return word ? shown(/** @type {HTMLElement} */ (word.parentElement)) : undefined;
}

/** @param {HTMLElement} panel @param {Ui} ui @param {string} owner @param {string} name */
export function buttonIn(panel, ui, owner, name) {
  if (!BUTTONS[name]) return undefined;
  const text = ui.tr.t(BUTTONS[name]);
  const words = 'button, .field > span';
  const found = withText(partOf(panel, ui, owner), words, text) ?? withText(panel, words, text);
  return found ? shown(/** @type {HTMLElement} */ (found)) : undefined;
}

/** @param {HTMLElement} field */
function shown(field) {
  for (let fold = field.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null)
    fold.open = true;
  return field;
}
