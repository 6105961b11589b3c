import { filterSchema } from '../../scripts/lib/schema-filter';

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
