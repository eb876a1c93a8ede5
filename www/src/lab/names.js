// What settings, measures and values are called, in the learner's language.
import { parseDuration } from '../core/durations.js';

/** @import { LabMeasure, LabSetting } from '../../pkg/lab/lab.js' */
/** @import { Scenario } from '../core/types.js' */
/** @import { Translator } from '../i18n/index.js' */

/** Whose a setting or a measure is, in words; empty for what concerns all. @param {Translator} tr @param {Scenario} scenario @param {string} of */
export function ownerName(tr, scenario, of) {
  const [kind, id = ''] = of.split(/:(.*)/s);
  const node = (/** @type {string} */ name) => {
    const found = scenario.nodes.find((one) => one.id === name);
    return found ? tr.text(found.name) : name;
  };
  if (kind === 'node') return node(id);
  if (kind === 'call') {
    const [from, to] = id.split('/');
    return tr.t('lab.call', { from: node(from), to: node(to) });
  }
  const list = kind === 'subscription' ? scenario.subscriptions : kind === 'effect' ? scenario.effects : [];
  const named = list.find((one) => one.id === id);
  return named ? tr.text(named.name) || id : id;
}

/** The setting's own name, or that of a path: in words where there are any. @param {Translator} tr @param {Pick<LabSetting, 'name'>} setting */
export function settingName(tr, { name }) {
  const tail = name.split('.').slice(-2).join('.');
  const last = name.split('.').at(-1) ?? name;
  for (const key of [name, tail, last]) {
    const said = tr.t('lab.setting', { name: key });
    if (said) return said;
  }
  return name;
}

/** A setting with whose it is. @param {Translator} tr @param {Scenario} scenario @param {LabSetting} setting */
export function fullName(tr, scenario, setting) {
  const [name, owner] = [settingName(tr, setting), ownerName(tr, scenario, setting.of)];
  return owner ? tr.t('lab.of', { name, owner }) : name;
}

/** A measure with whose it is. @param {Translator} tr @param {Scenario} scenario @param {LabMeasure} measure */
export function measureName(tr, scenario, measure) {
  const [name, owner] = [tr.text(measure.head), ownerName(tr, scenario, measure.of)];
  return owner ? tr.t('lab.of', { name, owner }) : name;
}

/** A value of a setting, as a person says it. @param {Translator} tr @param {string} value */
export function valueName(tr, value) {
  if (/^[\d.]+(us|ms|s|min|h|d)$/.test(value)) return tr.duration(parseDuration(value));
  const number = Number(value);
  return value.trim() !== '' && Number.isFinite(number) ? tr.number(number) : value;
}

/** A measured value. @param {Translator} tr @param {LabMeasure | undefined} measure @param {number} value */
export function measured(tr, measure, value) {
  if (measure?.millis) return tr.duration(Math.round(value));
  return tr.measured(value);
}
