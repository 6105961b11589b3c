import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../support/project';

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  readonly files: readonly string[];
}

const { exports: entries, files } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Manifest;

/** Declaration files that a program reaches from the exports, but for those of the bindings. */
function reachedTypes(): ReadonlyMap<string, string> {
  const reached = new Map<string, string>();
  const visit = (file: string): void => {
    const name = relative(projectRoot, file);
    if (reached.has(name) || name.includes('.gen') || !existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    reached.set(name, text);
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const path = join(dirname(file), fileName);
      visit(existsSync(`${path}.d.ts`) ? `${path}.d.ts` : join(path, 'index.d.ts'));
    }
  };
  for (const entry of Object.values(entries)) {
    if (typeof entry === 'object' && !entry.types.includes('*')) visit(join(projectRoot, entry.types));
  }
  return reached;
}

describe('the published types', () => {
  const reached = reachedTypes();

  test('name no type of zod, whose next release would break them', () => {
    expect(reached.size).toBeGreaterThan(50);
    expect([...reached].filter(([, text]) => /zod/i.test(text)).map(([name]) => name)).toEqual([]);
  });

  test('are whole without the files that are left out of the package', () => {
    expect(files).toEqual(expect.arrayContaining(['!lib/src/forms/**/*.d.ts', '!lib/src/**/*shape.d.ts']));
    expect([...reached.keys()].filter((name) => /[\\/]forms[\\/]|shape\.d\.ts$/.test(name))).toEqual([]);
  });
});
