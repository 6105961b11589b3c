import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseClusterSpec } from '../../../src/model/parse-cluster-spec';
import { importedAnswers, importedFaults, importedSpec, readImport } from '../../../src/scaffold/from/import-project';
import { InputFiles } from '../../../src/scaffold/from/input-files';
import { type InputValue, leavesOf, type MapInput } from '../../../src/scaffold/from/input-value';
import { ImportedCluster } from '../../../src/scaffold/from/imported-cluster';
import { projectFiles } from '../../../src/scaffold/project-files';
import { type Answers, defaultAnswers } from '../../../src/scaffold/questions';
import { formatPath, type Path } from '../../../src/values/path';
import { SAMPLES, sampleDirectory } from '../../support/from/samples';

function answersFor(imported: ImportedCluster): Answers {
  return defaultAnswers({}, { folder: 'lab', imported: importedAnswers(imported) });
}

function clusterText(imported: ImportedCluster): string {
  const files = projectFiles(answersFor(imported), imported);
  return [...files].find(([path]) => path.startsWith('stacks/'))?.[1] ?? '';
}

/** Texts that samples hold and that must be in none of the files of the project. */
const SECRETS = [
  'tskey-auth',
  '6NtibgkNWGSLp7ud6NgZr9k3kNhlQiaJCVW6vN',
  's3cr3t-of-the-registry',
  '0a1b2c3d-4e5f',
  'U2VjcmV0VmFsdWU',
  'b1946ac92492d2347c6235b4d2611184',
  '1a1b2c3d-4e5f',
  'eyJhIjoiMDAwMCIs',
  '0123456789abcdefABCDEF',
  '0123456789abcdef0123456789abcdef0123456789abcdef',
];

describe.each(SAMPLES)('%s', (name) => {
  const directory = sampleDirectory(name);
  const imported = readImport(directory, 'lab');

  test('is recognised', () => {
    expect(imported.sourceName).toBe(name);
  });

  test('G-47 becomes a cluster that is accepted, with what is asked by default', () => {
    const answers = answersFor(imported);
    expect(importedFaults(imported, answers)).toEqual([]);
    const text = clusterText(imported);
    expect(parse(text)).toEqual(JSON.parse(JSON.stringify(importedSpec(imported, answers))));
    expect(() => parseClusterSpec(parse(text), { environment: {} })).not.toThrow();
  });

  test('has every secret masked', () => {
    const written = [...projectFiles(answersFor(imported), imported).values()].join('\n');
    const lines = [...imported.leftOvers, ...imported.secrets].map((entry) => JSON.stringify(entry)).join('\n');
    expect(SECRETS.filter((secret) => `${written}${lines}`.includes(secret))).toEqual([]);
    const inputs = readdirSync(directory, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    // what is looked for is there
    if (!['nova', 'prod-k8s'].includes(name)) expect(SECRETS.some((secret) => inputs.includes(secret))).toBe(true);
  });

  test('is told in the report, with places of lines that are there', () => {
    const report = projectFiles(answersFor(imported), imported).get('CARRIED-OVER.md') ?? '';
    for (const { place, key, reason } of imported.leftOvers) {
      const lines = readFileSync(join(directory, place.file), 'utf8').split('\n');
      expect(lines.length).toBeGreaterThanOrEqual(place.line);
      expect(report).toContain(`| ${place.file}:${place.line} |`);
      expect(report.replaceAll('\\|', '|')).toContain(key);
      expect(report).toContain(reason.replaceAll('|', '\\|'));
    }
    expect(imported.leftOvers.length).toBeGreaterThan(0);
  });
});

describe('no value is dropped in silence', () => {
  /** Files as they are read: each by its name, with its documents. */
  function filesRead(directory: string): ReadonlyMap<string, readonly InputValue[]> {
    const read = new Map<string, readonly InputValue[]>();
    const { hcl, yaml } = InputFiles.prototype;
    jest.spyOn(InputFiles.prototype, 'hcl').mockImplementation(function (this: InputFiles, name) {
      const body = hcl.call(this, name);
      read.set(name, [body]);
      return body;
    });
    jest.spyOn(InputFiles.prototype, 'yaml').mockImplementation(function (this: InputFiles, name) {
      const documents = yaml.call(this, name);
      read.set(name, documents);
      return documents;
    });
    ImportedCluster.read(directory);
    jest.restoreAllMocks();
    return read;
  }

  /** The result if a file had this content. */
  function resultWith(directory: string, file: string, documents: readonly InputValue[]): string {
    const { hcl, yaml } = InputFiles.prototype;
    jest.spyOn(InputFiles.prototype, 'hcl').mockImplementation(function (this: InputFiles, name) {
      return name === file ? (documents[0] as MapInput) : hcl.call(this, name);
    });
    jest.spyOn(InputFiles.prototype, 'yaml').mockImplementation(function (this: InputFiles, name) {
      return name === file ? documents : yaml.call(this, name);
    });
    try {
      return resultOf(ImportedCluster.read(directory));
    } catch (error) {
      return String(error);
    } finally {
      jest.restoreAllMocks();
    }
  }

  test.each(SAMPLES)('%s: each is told, or another one makes another result', (name) => {
    const directory = sampleDirectory(name);
    const imported = ImportedCluster.read(directory);
    const before = resultOf(imported);
    const told = [...imported.leftOvers, ...imported.secrets];
    let carried = 0;
    const silent: string[] = [];
    for (const [file, documents] of filesRead(directory)) {
      documents.forEach((document, number) => {
        for (const { path } of leavesOf(document)) {
          const key = formatPath(path);
          const isTold = told.some(
            (entry) =>
              entry.place.file === file &&
              (key === entry.key || key.startsWith(`${entry.key}.`) || key.startsWith(`${entry.key}[`)),
          );
          if (isTold) continue;
          const changed = documents.map((each, index) => (index === number ? changedAt(each, path) : each));
          if (resultWith(directory, file, changed) === before) silent.push(`${file} ${key}`);
          else carried += 1;
        }
      });
    }
    expect(silent).toEqual([]);
    expect(carried).toBeGreaterThan(15);
  });
});

/** The value with another one at a place. */
function changedAt(value: InputValue, [step, ...rest]: Path): InputValue {
  if (step === undefined) return anotherThan(value);
  if (value.kind === 'list') {
    return { ...value, items: value.items.map((item, index) => (index === step ? changedAt(item, rest) : item)) };
  }
  if (value.kind !== 'map') return value;
  const entries = [...value.entries].map(
    ([key, child]) => [key, key === step ? changedAt(child, rest) : child] as const,
  );
  return { ...value, entries: new Map(entries) };
}

function anotherThan(value: InputValue): InputValue {
  if (value.kind === 'expression') return { ...value, text: `another.${value.text}` };
  if (value.kind !== 'scalar') return { kind: 'scalar', value: 'another', place: value.place };
  if (typeof value.value === 'boolean') return { ...value, value: !value.value };
  if (typeof value.value === 'number') return { ...value, value: value.value + 1 };
  return { ...value, value: `x${value.value ?? ''}` };
}

function resultOf({ data, leftOvers, secrets }: ImportedCluster): string {
  return JSON.stringify([data, leftOvers, secrets]);
}
