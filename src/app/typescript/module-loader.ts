import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';

import type { CompiledProject } from './compiled-project';
import { OWN_PACKAGE } from './compiler-options';

/** Exports of a module, by name. */
export type Exports = Readonly<Record<string, unknown>>;

type Run = (
  exports: object,
  load: (name: string) => unknown,
  module: { exports: Exports },
  file: string,
  directory: string,
) => void;

/** Runs compiled files as modules of CommonJS, each once. What they import of packages is loaded by Node. */
export class ModuleLoader {
  private readonly loaded = new Map<string, { exports: Exports }>();

  constructor(private readonly project: CompiledProject) {}

  /**
   * Runs a compiled file, unless it was run before, and returns its exports.
   *
   * @throws whatever it throws, or what it imports
   */
  public load(path: string): Exports {
    const known = this.loaded.get(path);
    if (known !== undefined) return known.exports;
    const compiled = this.project.modules[path];
    if (compiled === undefined) return createRequire(path)(path) as Exports;
    const module = { exports: {} };
    // before it runs: two modules may import each other
    this.loaded.set(path, module);
    const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
    const run = compileFunction(compiled.code, parameters, { filename: path }) as Run;
    const load = (name: string): unknown => {
      const target = compiled.imports[name];
      return target === undefined ? loadPackage(name, path) : this.load(target);
    };
    try {
      run(module.exports, load, module, path, dirname(path));
    } catch (error) {
      this.loaded.delete(path);
      throw error;
    }
    return module.exports;
  }
}

/** A project that has not installed this package has that which reads it. */
function loadPackage(name: string, from: string): unknown {
  const load = createRequire(from);
  const isOwn = name === OWN_PACKAGE || name.startsWith(`${OWN_PACKAGE}/`);
  if (!isOwn) return load(name);
  try {
    load.resolve(name);
  } catch {
    return createRequire(__filename)(name);
  }
  return load(name);
}
