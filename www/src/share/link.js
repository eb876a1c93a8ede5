// A run in the part of an address that no server sees: its record as JSON, compressed, in letters that survive a chat.
import { checked, MOST_BYTES, RecordError, VERSION } from './checked.js';

/** @import { RunRecord } from '../core/record.js' */

const SIGN = '#run=';
/** Browsers carry more, chats and mail programs do not. */
const MOST_LETTERS = 64 * 1024;

/** The letters for a text, with their sign. Rejects with a RecordError when it is too long for a link. @param {string} text @returns {Promise<string>} */
export async function lettersOf(text) {
  const blob = new Blob([text]);
  if (blob.size > MOST_BYTES) throw new RecordError('large');
  const packed = blob.stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  const link = `${SIGN}${VERSION}.${btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
  if (link.length > MOST_LETTERS) throw new RecordError('large');
  return link;
}

/** The fragment for a run. Rejects with a RecordError when the run is too long for one. @param {RunRecord} record */
export const linkOf = async (record) => lettersOf(JSON.stringify(checked(record)));

/** The text in letters. Rejects with a RecordError, and with nothing else. @param {string} fragment @returns {Promise<string>} */
export async function textIn(fragment) {
  if (fragment.length > MOST_LETTERS) throw new RecordError('large');
  const parts = /^#run=(\d{1,9})\.([\w-]*)$/.exec(fragment);
  if (!parts) throw new RecordError('damaged');
  if (Number(parts[1]) !== VERSION) throw new RecordError('foreign');
  try {
    const letters = atob(parts[2].replaceAll('-', '+').replaceAll('_', '/'));
    return await unpacked(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)));
  } catch (failure) {
    // Not base64, not compressed, not UTF-8: whatever it is, it did not arrive whole.
    throw failure instanceof RecordError ? failure : new RecordError('damaged');
  }
}

/** The run in a fragment. Rejects with a RecordError, and with nothing else. @param {string} fragment @returns {Promise<RunRecord>} */
export async function recordIn(fragment) {
  const text = await textIn(fragment);
  try {
    return checked(JSON.parse(text));
  } catch (failure) {
    throw failure instanceof RecordError ? failure : new RecordError('damaged');
  }
}

/** The text in compressed bytes, of which a few may hold gigabytes. @param {Uint8Array<ArrayBuffer>} bytes */
async function unpacked(bytes) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new RecordError('large');
    }
    text += decoder.decode(value, { stream: true });
  }
}
