import type { ConfigPatch } from '../settings/config-patch';
import { secretTexts } from './credentials';

/** In place of a secret. */
const REDACTED = '<secret>';

/**
 * A sentence about patches without any secret that they hold.
 *
 * Talos quotes what it does not understand: the value that does not fit, cut off after a few characters; an unknown field
 * with everything below it; an address with its password. None of these is needed to find the place.
 */
export function discreetSentence(sentence: string, patches: readonly ConfigPatch[]): string {
  const plain = withoutUnknownValues(sentence)
    .replace(/(!!\w+) `[^`]*`/g, '$1')
    .replace(/:\/\/[^/\s"@]+@/g, `://${REDACTED}@`);
  return secretTexts(patches).reduce(withoutSecret, plain);
}

/** Below unknown fields no name is one of Talos: only the fields are reported. */
function withoutUnknownValues(sentence: string): string {
  const [before = '', fields] = sentence.split(/(?<=unknown keys found during decoding:)\n/, 2);
  if (fields === undefined) return sentence;
  return [before, ...fields.split('\n').map((line) => line.replace(/^(\s*(?:- )*(?:"[^"]*"|[\w./-]+):).*$|^.*$/, '$1'))]
    .filter((line) => line !== '')
    .join('\n');
}

/** A short one is a word of its own, or every sentence would be full of it. */
function withoutSecret(sentence: string, secret: string): string {
  if (secret.length >= 4) return sentence.replaceAll(secret, REDACTED).replaceAll(quoted(secret), REDACTED);
  return sentence.replace(new RegExp(`(?<!\\w)${escapeRegExp(secret)}(?!\\w)`, 'g'), REDACTED);
}

/** As Go quotes it. */
function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
