import { schemaFile } from './schema-file';

/** A part of a configuration that a machine takes while it runs, and that has an effect only after its next restart. */
export interface LatePart {
  /** Kind of the document. */
  readonly kind: string;
  /**
   * Field of the document.
   * @default - all of it
   */
  readonly field?: string;
}

interface ChangesFile {
  readonly live: readonly string[];
  readonly liveFeatures: readonly string[];
  readonly afterRestart: readonly LatePart[];
}

const file = (): ChangesFile => schemaFile('configuration-changes.json') as ChangesFile;

/** True if Talos takes a changed field of `machine` without a reboot. */
export function isTakenLive(field: string): boolean {
  return file().live.includes(field);
}

/** The same of a field of `machine.features`. */
export function isFeatureTakenLive(feature: string): boolean {
  return file().liveFeatures.includes(feature);
}

/** Parts that have an effect only after a restart, which Talos does not do for them. */
export function lateParts(): readonly LatePart[] {
  return file().afterRestart;
}
