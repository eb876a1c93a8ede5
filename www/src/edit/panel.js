// The settings of what is chosen on the stage that is edited; of the scenario where nothing is.
import { html, nothing } from 'lit';
import { parseDuration } from '../core/durations.js';
import { callSettings, deliverySettings } from '../settings/delivery.js';
import { checkSettings } from '../settings/health-check.js';
import { hasIngress, ingressSettings } from '../settings/ingress.js';
import { machineSettings } from '../settings/machine.js';
import { choice, durationField, numberField, textField, toggle } from '../ui/fields.js';
import { icons } from '../ui/page-icons.js';
import { iconButton } from '../ui/parts.js';
import { arrivals } from './arrivals.js';
import { arrowName, nameText } from './cards.js';
import { filter, keyed, setOfNode, withNotice } from './changes.js';
import { bindingsOf, eachStep, handlersOf, publishOf, stepsOf, subscriptionsOf, topicsOf, withField } from './file.js';
import { setOfTopic, settled } from './settle.js';

/** @import { Dist, Lang, Scenario, Text } from '../core/types.js' */
/** @import { Request } from '../store/requests.js' */
/** @import { Arrow, Thing } from './changes.js' */
/** @import { FileNode, FileSubscription, FileTopic, Step } from './file.js' */
/** @import { EditUi } from './view.js' */

const MOST_WORKERS = 1000;
/** What of a text a reader takes in, and the core takes. */
const LONGEST = { name: 60, title: 120, task: 400 };
const LANGUAGES = /** @type {const} */ (['en', 'pt-BR']);

/** A text in both languages, each by itself. @param {EditUi} ui @param {'name' | 'title' | 'task'} what @param {Text} text @param {(lang: Lang, text: string) => void} change */
function bothLanguages({ tr }, what, text, change) {
  return LANGUAGES.map(
    (lang) => html`<label class="field wide"
      ><span>${tr.t('edit.textIn', { what, lang })}</span
      ><input
        type="text"
        lang=${lang}
        maxlength=${LONGEST[what]}
        autocomplete="off"
        .value=${text[lang]}
        @change=${(/** @type {Event & { target: HTMLInputElement }} */ { target }) => {
          const typed = target.value.trim();
          if (typed) change(lang, typed);
          else target.value = text[lang];
        }}
    /></label>`,
  );
}

/** @param {Step} step @returns {{ takes: Dist } | undefined} */
const workOf = (step) =>
  typeof step === 'object' ? /** @type {{ takes: Dist } | undefined} */ (step.work) : undefined;

/** How long a service works, whatever it works on. @param {EditUi} ui @param {FileNode} node */
function work({ tr, editor }, node) {
  const steps = handlersOf(node).flatMap((handler) => handler.steps);
  const first = steps.map(workOf).find((found) => found !== undefined);
  if (!first) return nothing;
  /** @param {Dist} takes */
  const set = (takes) => {
    const handlers = handlersOf(node).map((handler) => ({
      ...handler,
      steps: eachStep(handler.steps, (step) => {
        const work = workOf(step);
        return work ? { work: { ...work, takes } } : step;
      }),
    }));
    editor.apply(setOfNode(editor.file, node.id, 'handlers', handlers));
  };
  const { takes } = first;
  if (typeof takes === 'string') return durationField(tr.t('edit.work'), takes, set);
  if ('exponential' in takes) {
    return durationField(tr.t('edit.work.mean'), takes.exponential.mean, (mean) => set({ exponential: { mean } }));
  }
  // What has another form is changed in the text of the file.
  if (!('uniform' in takes)) return nothing;
  const { min, max } = takes.uniform;
  /** The greater of two durations. @param {string} a @param {string} b */
  const longer = (a, b) => (parseDuration(a) >= parseDuration(b) ? a : b);
  /** @param {string} a @param {string} b */
  const shorter = (a, b) => (parseDuration(a) >= parseDuration(b) ? b : a);
  return html`${durationField(tr.t('edit.work.from'), min, (next) => set({ uniform: { min: next, max: longer(next, max) } }))}
  ${durationField(tr.t('edit.work.to'), max, (next) => set({ uniform: { min: shorter(min, next), max: next } }))}`;
}

/** The page's own settings, with a run of the file that nobody has begun: what they command is written into the file. @param {EditUi} ui @param {string} id */
function deliveries(ui, id) {
  const { editor, tr } = ui;
  const { session } = editor;
  if (!session) return html`<p class="quiet">${tr.t('edit.settings.later')}</p>`;
  const settings = session.settings();
  /** @param {Request} request */
  const dispatch = (request) => {
    if (request.type === 'command') editor.apply(settled(editor.file, settings, request.command));
  };
  const own = { ...ui, session, dispatch };
  const index = session.scenario.nodes.findIndex((node) => node.id === id);
  const { kind } = session.scenario.nodes[index];
  const heard = session.scenario.subscriptions.filter(({ consumers }) => consumers.includes(id));
  return html`${heard.map(({ id: subscription, name }) => {
    const delivery = settings.subscriptions[subscription];
    const topic = session.scenario.topics.find(
      (one) => one.id === session.scenario.subscriptions.find((sub) => sub.id === subscription)?.topic,
    );
    const title = tr.t('edit.hears', { topic: tr.text(topic?.name), name: tr.text(name) || subscription });
    return html`<fieldset><legend>${title}</legend>${delivery ? deliverySettings(own, subscription, delivery) : nothing}
      ${noticeField(ui, subscription)}</fieldset>`;
  })}
  ${settings.calls.map((call, place) => (call.from === id ? callSettings(own, call, place) : nothing))}
  ${settings.pools.map((pool) => (pool.from === id ? checkSettings(own, pool) : nothing))}
  ${hasIngress(session.scenario, index) ? ingressSettings(own, index) : nothing}
  ${settings.nodes[id] && kind === 'service' ? machineSettings(own, id, settings.nodes[id]) : nothing}`;
}

/** Where the broker tells of the dead letters of a subscription. @param {EditUi} ui @param {string} subscription */
function noticeField({ tr, editor }, subscription) {
  const topics = topicsOf(editor.file);
  const own = topics.find((topic) => subscriptionsOf(topic).some(({ id }) => id === subscription));
  const now = editor.shape.subscriptions.find(({ id }) => id === subscription)?.notice ?? '';
  const others = topics.filter(({ id, broker }) => id !== own?.id && broker === own?.broker);
  if (others.length === 0) return nothing;
  const options = others.map(({ id, name }) => /** @type {const} */ ([id, tr.text(name) || id]));
  return choice(tr.t('edit.notice'), now, [['', tr.t('edit.notice.none')], ...options], (topic) =>
    editor.apply(withNotice(editor.file, subscription, topic || undefined)),
  );
}

/** The names of a topic's subscriptions, each by itself: without one it is that of who subscribes. @param {EditUi} ui @param {FileTopic} topic */
function subscriptionNames(ui, topic) {
  const { tr, editor } = ui;
  const place = topicsOf(editor.file).findIndex(({ id }) => id === topic.id);
  return subscriptionsOf(topic).map((one, n) => {
    const { id, name, consumers } = one;
    const own = editor.shape.nodes.find((node) => node.id === consumers[0])?.name ?? { en: id, 'pt-BR': id };
    return html`<fieldset>
      <legend>${tr.t('edit.hears', { topic: tr.text(topic.name), name: tr.text(name ?? own) })}</legend>
      ${bothLanguages(ui, 'name', name ?? own, (lang, text) =>
        editor.put(['topics', place, 'subscriptions', n, 'name'], { ...(name ?? own), [lang]: text }),
      )}
      ${bindings(ui, topic, one)}
    </fieldset>`;
  });
}

/** The arrows by which topics lead to queues of others, each pair of topics once. @param {Scenario['subscriptions']} subscriptions @returns {Arrow[]} */
function bindsOf(subscriptions) {
  const all = subscriptions.flatMap(({ topic: to, bindings = [] }) =>
    bindings.flatMap(({ topic: from }) => (from === to ? [] : [{ kind: /** @type {const} */ ('bind'), from, to }])),
  );
  return [...new Map(all.map((arrow) => [`${arrow.from} ${arrow.to}`, arrow])).values()];
}

/** A list of routing keys as somebody types it. @param {string} typed */
const keysIn = (typed) => typed.split(/[\s,;]+/).filter((key) => key !== '');

/** What a node's messages to each topic carry, for queues that filter by it. @param {EditUi} ui @param {FileNode} node */
function routingKeys({ tr, editor }, node) {
  const published = [...new Set(stepsOf(node).flatMap((step) => publishOf(step)?.topic ?? []))];
  return published.map((topic) => {
    const own = stepsOf(node).flatMap((step) => {
      const found = publishOf(step);
      return found?.topic === topic ? [found] : [];
    });
    // Steps that carry different keys are told apart in the text of the file.
    if (new Set(own.map(({ routingKey }) => routingKey)).size > 1) return nothing;
    const name = tr.text(topicsOf(editor.file).find(({ id }) => id === topic)?.name) || topic;
    return textField(tr.t('edit.routingKey', { topic: name }), own[0].routingKey ?? '', (typed) =>
      editor.apply(keyed(editor.file, node.id, topic, typed.trim())),
    );
  });
}

/** What a queue takes of each topic that leads to it. @param {EditUi} ui @param {FileTopic} own @param {FileSubscription} one */
function bindings({ tr, editor }, own, one) {
  if (own.log) return nothing;
  const others = bindingsOf(one).flatMap(({ topic }) => (topic === own.id ? [] : [topic]));
  return [own.id, ...others].map((topic) => {
    const keys = bindingsOf(one).find((binding) => binding.topic === topic)?.routingKeys ?? [];
    const name = tr.text(topicsOf(editor.file).find(({ id }) => id === topic)?.name) || topic;
    return textField(tr.t('edit.takes', { topic: name }), keys.join(', '), (typed) =>
      editor.apply(filter(editor.file, one.id, topic, keysIn(typed))),
    );
  });
}

/** The arrows of a part, each with the way to take it off. @param {EditUi} ui @param {Thing} thing */
function arrows(ui, { kind, id }) {
  const { tr, editor } = ui;
  const { publishes, subscriptions, calls } = editor.shape;
  /** @type {Arrow[]} */
  const all = [
    ...publishes.map(({ from, topic }) => ({ kind: /** @type {const} */ ('publish'), from, to: topic })),
    ...subscriptions.flatMap(({ topic, consumers }) =>
      consumers.map((to) => ({ kind: /** @type {const} */ ('deliver'), from: topic, to })),
    ),
    ...bindsOf(subscriptions),
    ...calls.map(({ from, to }) => ({ kind: /** @type {const} */ ('call'), from, to })),
    ...subscriptions.flatMap(({ consumers: [from], notice }) =>
      notice && from ? [{ kind: /** @type {const} */ ('notice'), from, to: notice }] : [],
    ),
  ];
  const own = all.filter(({ kind: arrow, from, to }) => {
    const [starts, ends] = [
      arrow === 'deliver' || arrow === 'bind' ? 'topic' : 'node',
      arrow === 'publish' || arrow === 'notice' || arrow === 'bind' ? 'topic' : 'node',
    ];
    return (starts === kind && from === id) || (ends === kind && to === id);
  });
  if (own.length === 0) return nothing;
  return html`<fieldset>
    <legend>${tr.t('edit.arrows')}</legend>
    <ul class="arrow-list">
      ${own.map((arrow) => {
        const name = arrowName(ui, arrow);
        const take = () => {
          editor.choice = { of: 'arrow', arrow };
          editor.remove();
        };
        return html`<li><span>${name}</span>${iconButton(icons.trash, tr.t('edit.removeArrow', { arrow: name }), take, { kind: 'small' })}</li>`;
      })}
    </ul>
  </fieldset>`;
}

/** @param {EditUi} ui @param {FileNode} node */
function nodeFields(ui, node) {
  const { tr, editor } = ui;
  if (node.kind === 'client') return html`${arrivals(ui, node)} ${routingKeys(ui, node)}`;
  if (node.kind === 'broker') {
    return toggle(tr.t('edit.durable'), node.durable !== false, (on) =>
      editor.apply(setOfNode(editor.file, node.id, 'durable', on ? undefined : false)),
    );
  }
  const workers = numberField(
    tr.t('settings.workers'),
    node.workers ?? 1,
    { min: 1, max: MOST_WORKERS, step: 1 },
    (count) => editor.apply(setOfNode(editor.file, node.id, 'workers', Math.round(count))),
  );
  return html`${node.kind === 'service' ? workers : nothing} ${work(ui, node)} ${routingKeys(ui, node)}
    ${deliveries(ui, node.id)}`;
}

/** @param {EditUi} ui @param {FileTopic} topic */
function topicFields(ui, topic) {
  const { tr, editor } = ui;
  const log = toggle(tr.t('edit.log'), topic.log === true, (on) =>
    editor.apply(setOfTopic(editor.file, topic.id, 'log', on ? true : undefined)),
  );
  return html`${log} ${subscriptionNames(ui, topic)}`;
}

/** @param {EditUi} ui @param {Thing} thing @param {FileNode | FileTopic} part */
function thingPanel(ui, thing, part) {
  const { tr, editor } = ui;
  const name = nameText(ui, thing);
  const node = thing.kind === 'node' ? /** @type {FileNode} */ (part) : undefined;
  const fields = node ? nodeFields(ui, node) : topicFields(ui, /** @type {FileTopic} */ (part));
  const copy =
    node?.kind === 'service'
      ? html`<button type="button" class="button small" @click=${() => editor.duplicate(thing.id)}>${tr.t('edit.duplicate')}</button>`
      : nothing;
  return html`<div class="card-head">
      <h2>${name}</h2>
      <span class="space"></span>
      ${iconButton(icons.close, tr.t('settings.close'), () => editor.set({ choice: undefined, open: false }))}
    </div>
    <div class="scroll" tabindex="0" role="group" aria-label=${tr.t('settings.title', { name })}>
      ${bothLanguages(ui, 'name', part.name, (lang, text) => editor.rename(thing, lang, text, true))}
      ${fields} ${arrows(ui, thing)}
      <div class="buttons">
        ${copy}
        <button type="button" class="button small danger" @click=${() => editor.remove()}>${icons.trash}${tr.t('edit.remove', { name })}</button>
      </div>
    </div>`;
}

/** How one builds, and what is said of the scenario as a whole. @param {EditUi} ui */
function wholePanel(ui) {
  const { tr, editor } = ui;
  const { file } = editor;
  /** @param {'title' | 'task'} what */
  const field = (what) => {
    const text = file[what] ?? { en: '', 'pt-BR': '' };
    return bothLanguages(ui, what, text, (lang, typed) =>
      editor.apply(withField(file, what, { ...text, [lang]: typed })),
    );
  };
  return html`<div class="card-head"><h2>${tr.t('edit.whole')}</h2></div>
    <div class="scroll" tabindex="0" role="group" aria-label=${tr.t('edit.whole')}>
      ${field('title')} ${field('task')}
      <h3>${tr.t('edit.how')}</h3>
      <ol class="how">
        ${/** @type {const} */ (['parts', 'arrows', 'names', 'outages', 'run']).map((step) => html`<li>${tr.t(`edit.how.${step}`)}</li>`)}
      </ol>
    </div>`;
}

/** @param {EditUi} ui */
export function editPanel(ui) {
  const { tr, editor } = ui;
  const { choice, file } = editor;
  const thing = choice?.of === 'thing' ? choice.thing : undefined;
  const part = thing && (thing.kind === 'topic' ? file.topics : file.nodes)?.find(({ id }) => id === thing.id);
  return html`<section part="settings" class="card settings edit-panel" aria-label=${tr.t('edit.panel')}>
    ${thing && part ? thingPanel(ui, thing, part) : wholePanel(ui)}
  </section>`;
}
