import * as z from 'zod';
import { dataFilePath, plainData } from '../forms/scalars';
import type { Form } from '../forms/shape';
import type { PatchChoice } from './patch-settings';

/** Form of a patch; the values in it are those of JSON, which TypeScript cannot tell at any depth. */
export const patchChoice: Form<PatchChoice> = z.union([dataFilePath, plainData]);
