import { z } from 'zod';
import { dataFilePath, plainData } from '../forms/scalars';
import type { DeepReadonly } from '../forms/strict-object';

/** A patch of the machine configuration: the path of a YAML file, or one document as keys and values. */
export const patchChoice = z.union([dataFilePath, plainData]);

/** A patch of the machine configuration: the path of a YAML file, or one document as keys and values. */
export type PatchChoice = DeepReadonly<z.input<typeof patchChoice>>;
