import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readProviders, schemaFile } from '../../scripts/lib/providers';
import { projectRoot, TemporaryProject } from '../support/project';

const GENERATED = join(projectRoot, '.gen');

test('cdktf get on cdktf.json makes the types of the bindings', () => {
  const project = new TemporaryProject('cdktf.json', 'package.json');
  try {
    // the file that the command reads instead of asking a registry: <name>@<constraint of cdktf.json>.json
    const constraints = constraintsOf(project.read('cdktf.json'));
    for (const { name } of readProviders(projectRoot)) {
      const key = `${encodeURIComponent(name)}@${encodeURIComponent(constraints.get(name) ?? '')}`;
      project.write(`cache/${key}.json`, readFileSync(schemaFile(projectRoot, name), 'utf8'));
    }

    const { status, stderr } = spawnSync(
      process.execPath,
      [join(projectRoot, 'node_modules/cdktf-cli/bundle/bin/cdktf'), 'get'],
      { cwd: project.root, encoding: 'utf8', env: { ...process.env, ...environment(project) } },
    );

    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
    const files = bindingFiles();
    expect(exportsByFile(files, project.path('.gen'))).toEqual(exportsByFile(files, GENERATED));
  } finally {
    project.remove();
  }
});

test('cdktf.json names the providers of the list, at their registry and with their constraint', () => {
  const { terraformProviders } = JSON.parse(readFileSync(join(projectRoot, 'cdktf.json'), 'utf8')) as CdktfJson;
  expect(terraformProviders).toEqual(
    readProviders(projectRoot).map(({ source, constraint }) => `registry.opentofu.org/${source}@${constraint}`),
  );
});

interface CdktfJson {
  readonly terraformProviders: readonly string[];
}

function constraintsOf(cdktfJson: string): ReadonlyMap<string, string> {
  const { terraformProviders } = JSON.parse(cdktfJson) as CdktfJson;
  return new Map(
    terraformProviders.map((text): [string, string] => {
      const [source = '', constraint = ''] = text.split('@');
      return [source.split('/').at(-1) ?? '', constraint];
    }),
  );
}

function environment(project: TemporaryProject): Readonly<Record<string, string>> {
  return {
    CDKTF_EXPERIMENTAL_PROVIDER_SCHEMA_CACHE_PATH: project.path('cache'),
    CHECKPOINT_DISABLE: '1',
    CI: '1',
    // everything is in the cache: were something not, this command fails instead of asking a registry
    TERRAFORM_BINARY_NAME: 'no-binary-needed',
  };
}

function bindingFiles(): string[] {
  return readdirSync(GENERATED, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
}

function exportsByFile(files: readonly string[], directory: string): Record<string, string[]> {
  return Object.fromEntries(files.map((file) => [file, exportedNames(readFileSync(join(directory, file), 'utf8'))]));
}

function exportedNames(text: string): string[] {
  return [...text.matchAll(/^export (?:\w+ )*(?:class|interface|function|\* as) (\w+)/gm)].map(([, name = '']) => name);
}
