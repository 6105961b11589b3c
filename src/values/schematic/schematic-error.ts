import { invalidSchematic } from './faults';
import type { Fault } from '../fault';

/** Everything that is wrong with one schematic. */
export class SchematicError extends Error {
  /** @param faults each with its place in the schematic */
  constructor(public readonly faults: readonly Fault[]) {
    super(invalidSchematic(faults));
    this.name = 'SchematicError';
  }
}
