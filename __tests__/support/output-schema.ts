import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { outputSchemaFile } from '../../src/cli/commands/schema';
import { projectRoot } from './project';

/**
 * The JSON that a command has printed, parsed.
 *
 * @throws with the errors of its published schema
 */
export function checkedOutput(command: Parameters<typeof outputSchemaFile>[0], output: string): unknown {
  const file = join(projectRoot, 'schemas', outputSchemaFile(command));
  const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
  const value = JSON.parse(output) as unknown;
  if (!ajv.validate(JSON.parse(readFileSync(file, 'utf8')) as object, value)) throw new Error(ajv.errorsText());
  return value;
}
