// Numbers and durations as a language writes them: the one place where a number becomes text.

/** @import { Lang } from '../core/types.js' */

/** @param {Lang} lang @param {string} unit @param {number} digits */
const unitFormat = (lang, unit, digits) =>
  new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: digits });

export class Numbers {
  #grouped;
  #figures;
  #whole;
  #tenth;
  #plain;
  #typed;
  #percents;
  #fine;
  #exact;
  #minutes;
  #seconds;
  #list;
  #units;

  /** @param {Lang} lang */
  constructor(lang) {
    this.lang = lang;
    /** @param {Intl.NumberFormatOptions} [options] */
    const format = (options) => new Intl.NumberFormat(lang, { maximumFractionDigits: 2, ...options });
    /** @param {number} digits */
    const fixed = (digits) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
    this.#grouped = format();
    this.#figures = new Intl.NumberFormat(lang, { maximumSignificantDigits: 4 });
    this.#whole = format({ maximumFractionDigits: 0 });
    this.#tenth = format({ maximumFractionDigits: 1 });
    this.#plain = format({ useGrouping: false });
    this.#typed = format({ useGrouping: false, maximumFractionDigits: 4 });
    this.#percents = format({ style: 'percent', maximumFractionDigits: 1 });
    this.#fine = format(fixed(1));
    this.#exact = format(fixed(3));
    this.#minutes = format({ minimumIntegerDigits: 2, useGrouping: false });
    this.#seconds = format({ minimumIntegerDigits: 2, ...fixed(2) });
    this.#list = new Intl.ListFormat(lang, { type: 'unit', style: 'narrow' });
    this.#units = {
      ms: unitFormat(lang, 'millisecond', 0),
      fineMs: unitFormat(lang, 'millisecond', 2),
      s: unitFormat(lang, 'second', 2),
      min: unitFormat(lang, 'minute', 2),
      h: unitFormat(lang, 'hour', 2),
      d: unitFormat(lang, 'day', 2),
    };
  }

  /** A count, or a measured value. @param {number} value */
  number = (value) => this.#grouped.format(value);

  /** A value with four figures. @param {number} value */
  figures = (value) => this.#figures.format(value);

  /** A mean: with the more digits after the point, the smaller it is. @param {number} value */
  measured = (value) =>
    (Math.abs(value) >= 100 ? this.#whole : Math.abs(value) >= 10 ? this.#tenth : this.#grouped).format(value);

  /** What is numbered, as an order or a record: its digits are not parted. @param {number} value */
  plain = (value) => this.#plain.format(value);

  /** What stands in a field, to be typed over. @param {number} value */
  typed = (value) => this.#typed.format(value);

  /** @param {number} share */
  percent = (share) => this.#percents.format(share);

  /** A span with one decimal, without its unit. @param {number} ms @returns {string} seconds */
  tenths = (ms) => this.#fine.format(ms / 1000);

  /** An instant to the millisecond, without its unit. @param {number} ms @returns {string} seconds */
  instant = (ms) => this.#exact.format(ms / 1000);

  /** Minutes, seconds and hundredths, as on a stop-watch. @param {number} ms */
  watch = (ms) => {
    // What is not over yet is not rounded up.
    const hundredths = Math.floor(ms / 10);
    const [minutes, rest] = [Math.floor(hundredths / 6000), hundredths % 6000];
    return `${this.#minutes.format(minutes)}:${this.#seconds.format(rest / 100)}`;
  };

  /** A span in the unit in which people say it. @param {number} ms */
  duration = (ms) => {
    const unit = this.#units;
    if (ms === 0) return unit.s.format(0);
    if (ms < 10 && ms !== Math.round(ms)) return unit.fineMs.format(ms);
    if (ms < 1000) return unit.ms.format(ms);
    if (ms < 60_000) return unit.s.format(ms / 1000);
    if (ms < 3_600_000) {
      const seconds = Math.round(ms / 1000);
      const [min, s] = [unit.min.format(Math.floor(seconds / 60)), seconds % 60];
      return s === 0 ? min : this.#list.format([min, unit.s.format(s)]);
    }
    if (ms < 86_400_000) return unit.h.format(ms / 3_600_000);
    return unit.d.format(ms / 86_400_000);
  };
}
