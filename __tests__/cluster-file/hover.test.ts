import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../support/project';

/** A cluster in TypeScript, as somebody edits it. */
const CLUSTER = `
import type { ClusterSpec } from '../../src/cluster-file';
export const cluster: ClusterSpec = {
  name: 'home',
  talos: { version: 'v1.13.9', contract: 'v1.13' },
  kubernetes: { version: 'v1.36.3', cni: { cilium: { version: 'v1.17.3', cliVersion: 'v0.18.7' } } },
  network: { subnet: '10.0.0.0/24', dnsServers: [] },
  nodes: { a: { machineType: 'worker', address: '10.0.0.2', memoryMiB: 4096, disks: { data: { slot: 1, sizeGiB: 4 } } } },
};
`;

const FILE = join(projectRoot, '__tests__', 'cluster-file', 'edited-cluster.ts');

/** Hover text of a key in an editor: its words, and its default. */
function hover(service: ts.LanguageService, key: string) {
  const info = service.getQuickInfoAtPosition(FILE, CLUSTER.indexOf(`${key}:`));
  const fallback = info?.tags?.find(({ name }) => name === 'default');
  return {
    text: plain(ts.displayPartsToString(info?.documentation)),
    fallback: plain(ts.displayPartsToString(fallback?.text)),
  };
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function languageService(): ts.LanguageService {
  return ts.createLanguageService({
    getScriptFileNames: () => [FILE],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const text = file === FILE ? CLUSTER : ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => projectRoot,
    getCompilationSettings: () => ({
      strict: true,
      module: ts.ModuleKind.Node16,
      lib: ['lib.es2022.d.ts'],
      skipLibCheck: true,
      types: [],
    }),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (file) => file === FILE || ts.sys.fileExists(file),
    readFile: (file) => (file === FILE ? CLUSTER : ts.sys.readFile(file)),
  });
}

test('editors show the same words over a key in TypeScript and in YAML', () => {
  const service = languageService();
  const schema = readFileSync(join(projectRoot, 'schemas', 'cluster.schema.json'), 'utf8');
  const keys = [
    'contract',
    'kubernetes',
    'cilium',
    'cliVersion',
    'subnet',
    'dnsServers',
    'machineType',
    'memoryMiB',
    'slot',
  ];
  for (const key of keys) {
    const { text, fallback } = hover(service, key);
    const inYaml = fallback === '' ? text : `${text}\n\nDefault: ${fallback.replace(/^- /, '')}`;
    expect(text).not.toBe('');
    expect(schema).toContain(`"description": ${JSON.stringify(inYaml)}`);
  }
  expect(service.getSemanticDiagnostics(FILE).map(({ messageText }) => messageText)).toEqual([]);
});
