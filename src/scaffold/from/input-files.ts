import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { readTextFile } from '../../cluster-file/text-file';
import { nothingThere } from './faults';
import { readHcl } from './hcl/hcl-input';
import type { InputValue, MapInput } from './input-value';
import { readYaml } from './yaml-input';

/** The files of another tool: one that a person names, or those of a directory. Each is read once. */
export class InputFiles {
  /** Directory that names of files are relative to. */
  public readonly directory: string;

  private readonly only: string | undefined;
  private readonly parsed = new Map<string, readonly InputValue[]>();

  /**
   * @param path of the file or the directory
   * @throws if nothing is there
   */
  constructor(path: string) {
    const target = resolve(path);
    if (!existsSync(target)) throw new Error(nothingThere(path));
    const isDirectory = statSync(target).isDirectory();
    this.directory = isDirectory ? target : dirname(target);
    this.only = isDirectory ? undefined : basename(target);
  }

  /**
   * Names of the files in a directory that a pattern fits, sorted; if one file was named, only that.
   *
   * @param below directory below the own one; `*` stands for all directories of a level
   */
  public names(pattern: RegExp, below = '.'): readonly string[] {
    if (this.only !== undefined) return below === '.' && pattern.test(this.only) ? [this.only] : [];
    return this.directories(below).flatMap((directory) =>
      this.list(directory)
        .filter((entry) => entry.isFile() && pattern.test(entry.name))
        .map((entry) => posix.join(directory, entry.name))
        .sort(),
    );
  }

  /**
   * Text of a file that another one refers to.
   *
   * @returns nothing if it cannot be read
   */
  public text(name: string): string | undefined {
    const path = resolve(this.directory, name);
    const read = readTextFile(path, relative(this.directory, path));
    return 'text' in read ? read.text : undefined;
  }

  /**
   * A file in HCL.
   *
   * @throws if it is no HCL
   */
  public hcl(name: string): MapInput {
    const [body] = this.parse(name, (text) => [readHcl(text, name)]);
    return body?.kind === 'map' ? body : { kind: 'map', entries: new Map(), place: { file: name, line: 1 } };
  }

  /**
   * The documents of a file in YAML or JSON.
   *
   * @throws if it is no YAML
   */
  public yaml(name: string): readonly InputValue[] {
    return this.parse(name, (text) => readYaml(text, name));
  }

  private parse(name: string, read: (text: string) => readonly InputValue[]): readonly InputValue[] {
    const known = this.parsed.get(name);
    if (known !== undefined) return known;
    const values = read(this.text(name) ?? '');
    this.parsed.set(name, values);
    return values;
  }

  private directories(below: string): readonly string[] {
    return below.split('/').reduce<readonly string[]>(
      (found, step) =>
        found.flatMap((directory) =>
          step !== '*'
            ? [posix.join(directory, step)]
            : this.list(directory)
                .filter((entry) => entry.isDirectory())
                .map((entry) => posix.join(directory, entry.name))
                .sort(),
        ),
      ['.'],
    );
  }

  private list(directory: string) {
    const path = join(this.directory, directory);
    return existsSync(path) && statSync(path).isDirectory() ? readdirSync(path, { withFileTypes: true }) : [];
  }
}
