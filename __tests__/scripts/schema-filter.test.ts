import { readFileSync } from 'node:fs';
import { projectRoot } from '../../scripts/lib/paths';
import { schemaFile } from '../../scripts/lib/providers';
import { filterSchema, looksTrimmed } from '../../scripts/lib/schema-filter';

const PROVIDER = {
  name: 'acme',
  source: 'example/acme',
  version: '1.2.3',
  constraint: '~> 1.2.3',
  resources: ['acme_b', 'acme_a'],
  dataSources: ['acme_c'],
  ephemeralResources: [],
};

const ADDRESS = 'registry.opentofu.org/example/acme';

function block(attributes: object): { version: number; block: object } {
  return { version: 0, block: { attributes, description_kind: 'plain' } };
}

function documentOf(version: string): Parameters<typeof filterSchema>[0] {
  return {
    format_version: '1.0',
    provider_schemas: {
      [ADDRESS]: {
        provider: block({ url: { type: 'string', description: 'where it is', optional: true } }),
        resource_schemas: { acme_a: block({}), acme_b: block({ description: { type: 'string' } }), acme_z: block({}) },
        data_source_schemas: { acme_c: block({ x: { type: ['object', { description: 'string' }] } }) },
      },
    },
    provider_versions: { [ADDRESS]: version, 'registry.opentofu.org/example/other': '9.9.9' },
  };
}

test('keeps the listed types, sorted and without prose', () => {
  const filtered = filterSchema(documentOf('1.2.3'), PROVIDER);
  expect(filtered).toEqual({
    format_version: '1.0',
    provider_schemas: {
      [ADDRESS]: {
        provider: { version: 0, block: { attributes: { url: { type: 'string', optional: true } } } },
        resource_schemas: {
          acme_a: { version: 0, block: { attributes: {} } },
          acme_b: { version: 0, block: { attributes: { description: { type: 'string' } } } },
        },
        data_source_schemas: {
          acme_c: { version: 0, block: { attributes: { x: { type: ['object', { description: 'string' }] } } } },
        },
      },
    },
    provider_versions: { [ADDRESS]: '1.2.3' },
  });
  const text = JSON.stringify(filtered);
  expect(text.indexOf('acme_a')).toBeLessThan(text.indexOf('acme_b'));
});

test('keeps attributes, blocks and keys of object types that are called as prose is', () => {
  const PROSE = ['description', 'description_kind', 'deprecation_message'];
  const named = <T>(value: T): Record<string, T> => Object.fromEntries(PROSE.map((name) => [name, value]));
  const said = { description: 'what it is', description_kind: 'markdown', deprecation_message: 'use another' };
  const types = { plain: 'string', object: ['list', ['object', named('string')]] };
  const attributes = (prose: object): object => ({
    ...named({ type: 'string', ...prose }),
    typed: { type: types.object, ...prose },
    type: { type: types.plain, ...prose },
    nested: { nested_type: { nesting_mode: 'list', attributes: named({ type: types.object, ...prose }) }, ...prose },
  });
  const schema = (prose: object): object => ({
    version: 0,
    block: {
      attributes: attributes(prose),
      block_types: named({ nesting_mode: 'single', block: { attributes: attributes(prose), ...prose } }),
      ...prose,
    },
  });
  const document = (prose: object): Parameters<typeof filterSchema>[0] => ({
    format_version: '1.0',
    provider_schemas: {
      [ADDRESS]: {
        provider: schema(prose),
        resource_schemas: { acme_a: schema(prose), acme_b: schema(prose) },
        data_source_schemas: { acme_c: schema(prose) },
      },
    },
    provider_versions: { [ADDRESS]: '1.2.3' },
  });

  expect(filterSchema(document(said), PROVIDER)).toEqual(document({}));
});

test('a document without a description was trimmed by somebody', () => {
  expect(looksTrimmed(documentOf('1.2.3'))).toBe(false);
  expect(looksTrimmed(filterSchema(documentOf('1.2.3'), PROVIDER))).toBe(true);
});

// what the trimming of the schemas had taken out, by their providers' sources
test.each([
  [
    'talos',
    'talos_image_factory_extensions_versions',
    'extensions_info',
    ['author', 'description', 'digest', 'name', 'ref'],
  ],
  [
    'github',
    'github_repository',
    'repository_license',
    [
      'body',
      'conditions',
      'description',
      'featured',
      'html_url',
      'implementation',
      'key',
      'limitations',
      'name',
      'permissions',
      'spdx_id',
      'url',
    ],
  ],
])('the schema of %s has the description in %s.%s', (provider, type, attribute, keys) => {
  const document = JSON.parse(readFileSync(schemaFile(projectRoot, provider), 'utf8')) as SchemaDocument;
  const [schema] = Object.values(document.provider_schemas);
  expect(innermostKeys(schema?.data_source_schemas[type]?.block.attributes[attribute]?.type)).toEqual(keys);
});

interface SchemaDocument {
  readonly provider_schemas: Record<
    string,
    { data_source_schemas: Record<string, { block: { attributes: Record<string, { type: unknown }> } }> }
  >;
}

/** Keys of the object type that lies deepest in a type expression. */
function innermostKeys(type: unknown): string[] {
  if (!Array.isArray(type)) return [];
  const [kind, inner] = type as [string, unknown];
  if (kind !== 'object') return innermostKeys(inner);
  const members = inner as Record<string, unknown>;
  const deeper = Object.values(members)
    .map(innermostKeys)
    .find((keys) => keys.length > 0);
  return deeper ?? Object.keys(members).sort();
}

test('fails when a listed type is not in the schema', () => {
  expect(() => filterSchema(documentOf('1.2.3'), { ...PROVIDER, resources: ['acme_a', 'acme_q'] })).toThrow(
    'not in the schema: acme_q (resources of acme)',
  );
});

test('fails when the schema is of another version than the list says', () => {
  expect(() => filterSchema(documentOf('1.2.4'), PROVIDER)).toThrow(
    'schema of example/acme is of version 1.2.4, the list says 1.2.3',
  );
});

test('fails when the document is of another provider', () => {
  expect(() => filterSchema(documentOf('1.2.3'), { ...PROVIDER, source: 'example/nothing' })).toThrow(
    `no schema of example/nothing; got ${ADDRESS}`,
  );
});
