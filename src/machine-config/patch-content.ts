import type { ConfigPatch } from './settings/config-patch';

/** A config patch as it is handed on: text that a person wrote, or data. */
export type PatchContent = ConfigPatch['content'];

/** A patch as text, where every value of it is known. */
export function patchText(content: PatchContent): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
