// Outages in the file that is edited: each change takes a file and gives another.
import { withBand, withMovedBand, withoutBand } from '../timeline/outage-bands.js';
import { withField } from './file.js';

/** @import { Band, Fault } from '../timeline/outage-bands.js' */
/** @import { File } from './file.js' */

/** @param {File} file @param {Fault[]} faults */
const withFaults = (file, faults) => withField(file, 'faults', faults.length > 0 ? faults : undefined);

/** A node is down from an instant to another. @param {File} file @param {string} node @param {{ fromMs: number, toMs: number }} span */
export const addBand = (file, node, span) => withFaults(file, withBand(file, node, span));

/** @param {File} file @param {Band} band @param {{ fromMs: number, toMs: number }} span */
export const moveBand = (file, band, span) => withFaults(file, withMovedBand(file, band, span));

/** @param {File} file @param {Band} band */
export const removeBand = (file, band) => withFaults(file, withoutBand(file, band));
