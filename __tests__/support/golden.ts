import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const DIRECTORY = join(__dirname, '..', 'golden');

/** True only under `npm run golden`, which a person types and whose diff a person reads. */
function isUpdate(): boolean {
  if (process.env.UPDATE_GOLDENS !== '1') return false;
  if (process.env.CI === undefined) return true;
  throw new Error('UPDATE_GOLDENS is set in CI, which compares with the goldens and never writes them; unset it');
}

/** Compares parsed JSON, keys sorted, with `__tests__/golden/<name>`; the two frameworks print empty lists differently. */
export function expectGoldenJson(name: string, actual: unknown): void {
  if (isUpdate()) writeGolden(name, `${JSON.stringify(sorted(actual), undefined, 2)}\n`);
  expect(sorted(actual)).toEqual(JSON.parse(readGolden(name)));
}

/** Compares text, such as a construct tree, with `__tests__/golden/<name>`. */
export function expectGoldenText(name: string, actual: string): void {
  const text = `${actual.trimEnd()}\n`;
  if (isUpdate()) writeGolden(name, text);
  expect(text).toBe(readGolden(name));
}

function readGolden(name: string): string {
  const path = join(DIRECTORY, name);
  if (!existsSync(path))
    throw new Error(`__tests__/golden/${name} is missing; make it with npm run golden and read it`);
  return readFileSync(path, 'utf8');
}

function writeGolden(name: string, text: string): void {
  mkdirSync(dirname(join(DIRECTORY, name)), { recursive: true });
  writeFileSync(join(DIRECTORY, name), text);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, sorted(entry)]));
}
