import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportBlock } from '../plan/recovery';

/** Beside the stack, where OpenTofu reads it and synth leaves it alone. */
const RECOVERY_FILE = 'recovery.tf.json';

/** What a stack takes into its state at the next apply, as a file that OpenTofu reads. */
export class RecoveryFile {
  private readonly path: string;

  /** @param directory directory of the stack */
  constructor(directory: string) {
    this.path = join(directory, RECOVERY_FILE);
  }

  /** Its path. */
  public get name(): string {
    return this.path;
  }

  /** Adds to what is to be taken up; each address stands once, as OpenTofu refuses a second one. */
  public add(imports: readonly ImportBlock[]): void {
    const addresses = new Set(imports.map(({ to }) => to));
    const others = this.read().filter(({ to }) => !addresses.has(to));
    writeFileSync(this.path, `${JSON.stringify({ import: [...others, ...imports] }, undefined, 2)}\n`);
  }

  /**
   * Removes the file.
   *
   * @returns whether there was one
   */
  public remove(): boolean {
    const isThere = existsSync(this.path);
    rmSync(this.path, { force: true });
    return isThere;
  }

  private read(): readonly ImportBlock[] {
    if (!existsSync(this.path)) return [];
    return (JSON.parse(readFileSync(this.path, 'utf8')) as { readonly import: readonly ImportBlock[] }).import;
  }
}
