import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writing } from './file-writing';

/** Secrets may come into it: only its owner may read it. */
const OWNER_ONLY = 0o600;

/** An empty file for another program to write into. It is removed when it is no longer needed, and when this process ends. */
export class PrivateFile {
  /** Full path of the file, which lies in a directory of its own. */
  public readonly path: string;
  private readonly directory: string;

  /**
   * @param prefix of the name of its directory, such as `plan-`
   * @param name of the file
   * @throws an error that names the path and the reason, if the system refuses
   */
  constructor(prefix: string, name: string) {
    this.directory = writing(tmpdir(), () => mkdtempSync(join(tmpdir(), prefix)));
    this.path = join(this.directory, name);
    process.on('exit', this.remove);
    try {
      // a program that writes into a file that is there keeps its mode
      writing(this.path, () => writeFileSync(this.path, '', { mode: OWNER_ONLY }));
    } catch (error) {
      this.remove();
      throw error;
    }
  }

  /** Its content as text. */
  public read(): string {
    return readFileSync(this.path, 'utf8');
  }

  /** Removes the file and its directory. */
  public readonly remove = (): void => {
    process.off('exit', this.remove);
    rmSync(this.directory, { recursive: true, force: true });
  };
}
