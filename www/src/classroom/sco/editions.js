// What the two editions of SCORM call things, and the forms in which they want them. Everything else about them is one: see runtime.js.

/** @import { Text } from '../../core/types.js' */

/** What a run is worth so far. @typedef {{ points: number, of: number }} Score */

/** Something that the learner answered or did.
 * @typedef {object} Interaction
 * @property {string} id
 * @property {'choice' | 'performance'} type
 * @property {string} response
 * @property {string} [correct] the response that is right, where one is
 * @property {boolean} [right] unknown until the run has answered
 * @property {string} text what it is about, in the learner's language
 * @property {Text} asked the same in each language
 * @property {Text[]} [options] the answers to choose from
 * @property {number} latencyMs after so long
 */

/** @typedef {[element: string, value: string][]} Values */

/** @typedef {object} Edition
 * @property {string} api under which name the host offers it
 * @property {{ start: string, end: string, get: string, set: string, commit: string, error: string }} calls
 * @property {number} most letters that may be kept
 * @property {string} learner
 * @property {string} lang
 * @property {string} location
 * @property {string} exit
 * @property {string} time
 * @property {string} raw where the score stands that was told before
 * @property {(ms: number) => string} duration
 * @property {(score: Score) => Values} score
 * @property {(done: { completed: boolean, passed: boolean }) => Values} status
 * @property {(text: string) => { completed: boolean, passed: boolean }} statusIn
 * @property {string} statusOf
 * @property {(one: Interaction) => Values} interaction without the place of the list
 */

/** @param {number} number @param {number} length */
const digits = (number, length) => String(number).padStart(length, '0');

/** @param {number} number with two decimals at most */
const short = (number) => String(Math.round(number * 100) / 100);

/** `0000:01:02.50`. @param {number} ms */
function clockDuration(ms) {
  const hundredths = Math.round(ms / 10);
  const seconds = Math.floor(hundredths / 100);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${digits(hours, 4)}:${digits(minutes, 2)}:${digits(seconds % 60, 2)}.${digits(hundredths % 100, 2)}`;
}

/** `PT62.5S`, as ISO 8601 has it. @param {number} ms */
export const isoDuration = (ms) => `PT${short(ms / 1000)}S`;

/** A sentence as one of the letters that an answer is known by. @param {number} option */
export const letterOf = (option) => String.fromCharCode('a'.charCodeAt(0) + option);

/** The time of day on this device, which SCORM 1.2 wants beside an answer. */
const timeOfDay = () => new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format();

/** @type {Edition} */
export const SCORM_1_2 = {
  api: 'API',
  calls: {
    start: 'LMSInitialize',
    end: 'LMSFinish',
    get: 'LMSGetValue',
    set: 'LMSSetValue',
    commit: 'LMSCommit',
    error: 'LMSGetLastError',
  },
  most: 4096,
  learner: 'cmi.core.student_name',
  lang: 'cmi.student_preference.language',
  location: 'cmi.core.lesson_location',
  exit: 'cmi.core.exit',
  time: 'cmi.core.session_time',
  raw: 'cmi.core.score.raw',
  duration: clockDuration,
  // Whole points are no score here: it goes from 0 to 100.
  score: ({ points, of }) => [
    ['cmi.core.score.min', '0'],
    ['cmi.core.score.max', '100'],
    ['cmi.core.score.raw', short((100 * points) / of)],
  ],
  statusOf: 'cmi.core.lesson_status',
  status: ({ completed, passed }) => [
    ['cmi.core.lesson_status', passed ? 'passed' : completed ? 'completed' : 'incomplete'],
  ],
  statusIn: (text) => ({ passed: text === 'passed', completed: text === 'passed' || text === 'completed' }),
  interaction: ({ id, type, response, correct, right, latencyMs }) => [
    ['id', id],
    ['type', type],
    ['time', timeOfDay()],
    ...(correct === undefined ? [] : /** @type {Values} */ ([['correct_responses.0.pattern', correct]])),
    ['student_response', response],
    ['latency', clockDuration(latencyMs)],
    ['result', right === undefined ? 'unanticipated' : right ? 'correct' : 'wrong'],
  ],
};

/** @type {Edition} */
export const SCORM_2004 = {
  api: 'API_1484_11',
  calls: {
    start: 'Initialize',
    end: 'Terminate',
    get: 'GetValue',
    set: 'SetValue',
    commit: 'Commit',
    error: 'GetLastError',
  },
  most: 64_000,
  learner: 'cmi.learner_name',
  lang: 'cmi.learner_preference.language',
  location: 'cmi.location',
  exit: 'cmi.exit',
  time: 'cmi.session_time',
  raw: 'cmi.score.raw',
  duration: isoDuration,
  score: ({ points, of }) => [
    ['cmi.score.min', '0'],
    ['cmi.score.max', short(of)],
    ['cmi.score.raw', short(points)],
    ['cmi.score.scaled', short(points / of)],
  ],
  statusOf: 'cmi.completion_status',
  status: ({ completed, passed }) => [
    ['cmi.completion_status', completed ? 'completed' : 'incomplete'],
    ['cmi.success_status', passed ? 'passed' : 'unknown'],
  ],
  // Whether it was passed is found again by the run itself.
  statusIn: (text) => ({ passed: false, completed: text === 'completed' }),
  interaction: ({ id, type, response, correct, right, text, latencyMs }) => [
    ['id', id],
    ['type', type],
    ...(correct === undefined ? [] : /** @type {Values} */ ([['correct_responses.0.pattern', correct]])),
    // A performance is a list of steps with their answers.
    ['learner_response', type === 'performance' ? `[.]${response}` : response],
    ['latency', isoDuration(latencyMs)],
    ['result', right === undefined ? 'unanticipated' : right ? 'correct' : 'incorrect'],
    ['description', text.slice(0, 250)],
  ],
};
