import { statSync, writeFileSync } from 'node:fs';
import { generateBindings } from '../../scripts/lib/bindings';
import { TemporaryProject } from '../support/project';

const LISTED = {
  acme: {
    source: 'example/acme',
    version: '1.2.3',
    constraint: '~> 1.2',
    resources: ['acme_thing'],
    dataSources: [],
    ephemeralResources: [],
  },
};

const SCHEMA = {
  format_version: '1.0',
  provider_schemas: {
    'registry.opentofu.org/example/acme': {
      provider: { version: 0, block: { attributes: { url: { type: 'string', optional: true } } } },
      resource_schemas: {
        acme_thing: { version: 0, block: { attributes: { size: { type: 'number', optional: true } } } },
      },
    },
  },
  provider_versions: { 'registry.opentofu.org/example/acme': '1.2.3' },
};

const THING = '.gen/providers/acme/thing/index.ts';

let project: TemporaryProject;

beforeEach(async () => {
  project = new TemporaryProject();
  project.write('schemas/providers.json', JSON.stringify(LISTED));
  project.write('schemas/providers/acme.json', JSON.stringify(SCHEMA));
  await generateBindings(project.root);
});

afterEach(() => {
  project.remove();
});

test('names the short source, renders the constraint, and links to pages of the exact version', () => {
  const text = project.read(THING);
  expect(text).toContain('export class Thing extends cdktf.TerraformResource');
  expect(text).toContain("providerVersion: '~> 1.2'");
  expect(text).toContain('/example/acme/1.2.3/docs/resources/thing');
  expect(project.read('.gen/providers/acme/provider/index.ts')).toContain("terraformProviderSource: 'example/acme'");
});

test('leaves files alone that would not change, and deletes those that are not its own', async () => {
  const { mtimeMs } = statSync(project.path(THING));
  project.write('.gen/constraints.json', '{}');
  project.write('.gen/providers/acme/gone/index.ts', '');
  writeFileSync(project.path('.gen/providers/acme/provider/index.ts'), 'edited by hand');

  await generateBindings(project.root);

  expect(statSync(project.path(THING)).mtimeMs).toBe(mtimeMs);
  expect(project.has('.gen/constraints.json')).toBe(false);
  expect(project.has('.gen/providers/acme/gone/index.ts')).toBe(false);
  expect(project.read('.gen/providers/acme/provider/index.ts')).toContain('class AcmeProvider');
});
