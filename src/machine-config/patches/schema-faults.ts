import type { PatchFieldSchema, SchemaError } from '../../data/talos-schema';
import { againstSchema, notAllowed, unknownSetting, wrongType } from '../faults';
import type { Fault } from '../../values/fault';
import { nearestName } from '../../values/nearest-name';

const EXPECTED: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  object: 'a map',
  something: 'something',
  string: 'text',
};

/** Meaning of the patterns of the schemas, by a part that only they have. */
const FORMS: readonly (readonly [part: string, form: string])[] = [
  ['nuµm', 'a duration such as 1h30m'],
  ['/\\d{1,3}$', 'an address with a prefix such as 10.0.0.0/24'],
  [':\\d{1,5}$', 'an address with a port such as 10.0.0.1:51820'],
  ['(:[0-9a-fA-F]{2})+', 'hexadecimal pairs with colons'],
  ['F.:]+$', 'an IP address'],
  ['F:]+$', 'a MAC address'],
  ['://', 'a URL'],
];

/** Faults that a validator found, in words; each place once. */
export function schemaFaults(errors: readonly SchemaError[], contract: string): readonly Fault[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf').map(({ schemaPath }) => `${schemaPath}/`);
  return errors
    .filter(({ schemaPath }) => !choices.some((choice) => schemaPath.startsWith(choice)))
    .map((error) => ({ ...faultyPlace(error), message: messageOf(error, contract) }));
}

/** An unknown field is the place itself, as the field has a line of its own. */
function faultyPlace({ instancePath, keyword, params }: SchemaError): Pick<Fault, 'path' | 'part'> {
  const path = placeOf(instancePath);
  const { additionalProperty } = params;
  const isUnknownField = keyword === 'additionalProperties' && additionalProperty !== undefined;
  return isUnknownField ? { path: [...path, additionalProperty], part: 'key' } : { path };
}

/** Place that a pointer of JSON names. */
export function placeOf(pointer: string): readonly (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

function messageOf(error: SchemaError, contract: string): string {
  const { keyword, data, message = 'is not what Talos takes', parentSchema: parent } = error;
  switch (keyword) {
    case 'additionalProperties': {
      const { additionalProperty = '' } = error.params;
      const known = Object.keys(parent.properties ?? {});
      return unknownSetting(additionalProperty, contract, known, nearestName(additionalProperty, known));
    }
    case 'type':
    case 'minimum':
    case 'pattern':
      return wrongType(expectedBy(parent), data);
    case 'enum':
      return notAllowed(
        (parent.enum ?? []).filter((value) => value !== null),
        data,
      );
    case 'anyOf':
      return wrongType((parent.anyOf ?? []).map(expectedBy).join(' or '), data);
    default:
      return againstSchema(message, data);
  }
}

function expectedBy(schema: PatchFieldSchema): string {
  const expected = EXPECTED[schema.expects ?? ''] ?? 'of another form';
  return schema.pattern !== undefined && schema.expects === 'string' ? formOf(schema.pattern) : expected;
}

function formOf(text: string): string {
  const [part, form = text] = FORMS.find(([known]) => text.includes(known)) ?? [];
  return part === '://' ? `a URL that fits ${text}` : form;
}
