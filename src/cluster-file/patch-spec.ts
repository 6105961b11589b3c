import { z } from 'zod';
import { dataFilePath, plainData } from './scalars';
import type { DeepReadonly } from './strict-object';

/** A patch of the machine configuration: the path of a YAML file, or one document as keys and values. */
export const patchChoice = z.union([dataFilePath, plainData]);

/** A patch of the machine configuration: the path of a YAML file, or one document as keys and values. */
export type PatchChoice = DeepReadonly<z.input<typeof patchChoice>>;
