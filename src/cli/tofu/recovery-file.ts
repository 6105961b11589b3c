import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writing } from '../../process/file-writing';
import type { HttpRead, ImportBlock } from '../../plan/recovery/import-block';

/** Beside the stack, where OpenTofu reads it and synth leaves it alone. */
const RECOVERY_FILE = 'recovery.tf.json';

/** Import blocks for the next apply of a stack, as a file that OpenTofu reads. */
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

  /** Adds imports; each address stands once, as OpenTofu refuses a second one. */
  public add(imports: readonly ImportBlock[]): void {
    const addresses = new Set(imports.map(({ to }) => to));
    const before = this.read();
    const reads = {
      ...before.data?.http,
      ...Object.fromEntries(imports.flatMap(({ read }) => (read === undefined ? [] : [dataSource(read)]))),
    };
    const content: Content = {
      ...(Object.keys(reads).length > 0 && { data: { http: reads } }),
      import: [...before.import.filter(({ to }) => !addresses.has(to)), ...imports.map(({ to, id }) => ({ to, id }))],
    };
    writing(this.path, () => writeFileSync(this.path, `${JSON.stringify(content, undefined, 2)}\n`));
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

  private read(): Content {
    return existsSync(this.path) ? (JSON.parse(readFileSync(this.path, 'utf8')) as Content) : { import: [] };
  }
}

type DataSource = Omit<HttpRead, 'name'>;

interface Content {
  readonly data?: { readonly http: Readonly<Record<string, DataSource>> };
  readonly import: readonly Pick<ImportBlock, 'to' | 'id'>[];
}

function dataSource({ name, ...settings }: HttpRead): [string, DataSource] {
  return [name, settings];
}
