import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Directory of this project. */
export const projectRoot = join(__dirname, '..', '..');

/** A project in a temporary directory, with the packages of this one. */
export class TemporaryProject {
  public readonly root = mkdtempSync(join(tmpdir(), 'project-'));

  /** Files of this project to be taken over, by path below it. */
  public constructor(...copied: readonly string[]) {
    for (const path of copied) this.write(path, readFileSync(join(projectRoot, path), 'utf8'));
    symlinkSync(join(projectRoot, 'node_modules'), join(this.root, 'node_modules'));
  }

  /** Another project with the same files. */
  public copy(): TemporaryProject {
    const copy = new TemporaryProject();
    const ownFiles = (path: string): boolean => path !== this.path('node_modules');
    cpSync(this.root, copy.root, { recursive: true, preserveTimestamps: true, filter: ownFiles });
    return copy;
  }

  public path(path: string): string {
    return join(this.root, path);
  }

  public has(path: string): boolean {
    return existsSync(this.path(path));
  }

  public read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  public write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  public remove(path = '.'): void {
    rmSync(this.path(path), { recursive: true, force: true });
  }
}
