import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Runs the function of a file in `in-page` in a page, whatever the page itself forbids. */
export function inPage<T>(page: Page, name: string, ...args: readonly unknown[]): Promise<T> {
  const source = readFileSync(join(__dirname, 'in-page', `${name}.js`), 'utf8');
  const values = args.map((value) => JSON.stringify(value)).join(', ');
  // a scope of its own for each
  return page.evaluate<T>(`(() => {${source}\nreturn run(${values});})()`);
}
