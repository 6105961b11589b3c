import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageDirectory } from '../../process/package-file';
import type { CompletionTable } from './completion-table';

/** Shells that are completed. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** A shell. */
export type Shell = (typeof SHELLS)[number];

/** The script of a shell that completes the command line, to be sourced. */
export function completionScript(shell: Shell, table: CompletionTable): string {
  const name = '__cdktf_proxmox_talos_table';
  // cells hold no single quotes
  const text = shell === 'fish' ? `set -g ${name} '${table.join("' '")}'` : `${name}='${table.join('\n')}'`;
  return template(`completion.${shell}`)
    .replace('@TABLE@', () => text)
    .replace('@CANDIDATES@', () => template('candidates.sh').trimEnd());
}

function template(name: string): string {
  return readFileSync(join(packageDirectory(), 'templates', 'completion', name), 'utf8');
}
