import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from './project';
import { smallSpec } from './small-spec';

/** An example of some settings that belong together, as the reference has it. */
export interface SettingExample {
  readonly title: string;
  /** First contract that has all of it. */
  readonly since: string;
  /** Last contract that has all of it; nothing if each has. */
  readonly until?: string;
  /** Part of a cluster file. */
  readonly value: Readonly<Record<string, unknown>>;
}

const DIRECTORY = join(projectRoot, 'templates', 'settings');

/** The examples of the reference. */
export function settingExamples(): readonly SettingExample[] {
  return readdirSync(DIRECTORY).map((file) => {
    const text = readFileSync(join(DIRECTORY, file), 'utf8');
    return {
      title: /^# (.*)$/m.exec(text)?.[1] ?? '',
      since: /^# Contract (v[\d.]+) or newer/m.exec(text)?.[1] ?? 'v1.9',
      until: /^# Contract (v[\d.]+) or older/m.exec(text)?.[1],
      value: parse(text) as SettingExample['value'],
    };
  });
}

/** The small cluster with a part of a cluster file put beside what it has. */
export function specWith(part: unknown, spec: unknown = smallSpec()): unknown {
  return merged(spec, part);
}

function merged(base: unknown, part: unknown): unknown {
  if (!isMap(base) || !isMap(part)) return part ?? base;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(part)])];
  return Object.fromEntries(keys.map((key) => [key, merged(base[key], part[key])]));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
