import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageDirectory } from '../process/package-file';

/** A place on a line of its own with the empty line before it, or a place within a line: `@name@`. */
const PLACE = /(?:(?<=\n)(\n))?^@([a-zA-Z]+)@\n|@([a-zA-Z]+)@/gm;

/**
 * Fills the places of a text. A place on a line of its own takes any number of lines; with nothing to say it disappears with
 * the empty line before it.
 *
 * @throws if a place has no value
 */
export function fillTemplate(text: string, values: Readonly<Record<string, string>>): string {
  const valueOf = (name: string): string => {
    const value = values[name];
    if (value === undefined) throw new Error(`a template names @${name}@, which has no value`);
    return value;
  };
  return text.replace(PLACE, (_, before = '', block: string | undefined, name: string) => {
    if (block === undefined) return valueOf(name);
    const value = valueOf(block);
    return value === '' ? '' : `${before}${value}\n`;
  });
}

/** Text of a template of new projects. */
export function readTemplate(name: string): string {
  return readFileSync(join(packageDirectory(), 'templates', 'init', name), 'utf8');
}

/** Versions of the templates, which were tested with each other. */
export function templateVersions(): Readonly<Record<'talos' | 'kubernetes' | 'cilium', string>> {
  const versionIn = (template: string, repository: string): string => {
    const hint = new RegExp(`depName=${repository}\\n\\s*version: (\\S+)`);
    return hint.exec(readTemplate(template))?.[1] ?? '';
  };
  return {
    talos: versionIn('cluster.yaml', 'siderolabs/talos'),
    kubernetes: versionIn('cluster.yaml', 'kubernetes/kubernetes'),
    cilium: versionIn('cilium.yaml', 'cilium/cilium'),
  };
}
