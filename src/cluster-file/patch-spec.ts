import { z } from 'zod';
import { dataFilePath, plainData } from '../forms/scalars';
import type { Form } from '../forms/shape';

/** A patch of the machine configuration: the path of a YAML file, or one document as keys and values. */
export type PatchChoice = string | Readonly<Record<string, unknown>>;

/** Form of a patch; the values in it are those of JSON, which TypeScript cannot tell at any depth. */
export const patchChoice: Form<PatchChoice> = z.union([dataFilePath, plainData]);
