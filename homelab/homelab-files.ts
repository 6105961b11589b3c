import { join } from 'node:path';
import { projectRoot } from './project-root';

/** Directories that the simulator reads beside its configuration. */
export interface HomelabFiles {
  /** With the extensions of Image Factory and their former names. */
  readonly schemaDirectory: string;
  /** Schemas of Talos configurations. */
  readonly talosConfigDirectory: string;
  /** Manifests that the file server brings, by host and path of their URLs. */
  readonly manifestDirectory: string;
}

/** Those of a clone of this project. */
export const CLONE_FILES: HomelabFiles = {
  schemaDirectory: join(projectRoot, 'schemas'),
  talosConfigDirectory: join(projectRoot, 'schemas', 'talos-config'),
  manifestDirectory: join(projectRoot, 'simulator', 'internal', 'files', 'manifests'),
};
