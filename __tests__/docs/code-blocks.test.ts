import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';
import { parseClusterSpec } from '../../src/model/parse-cluster-spec';

const ROOT = join(__dirname, '..', '..');

interface CodeBlock {
  /** Page and line, such as `README.md:42`. */
  readonly place: string;
  readonly language: string;
  readonly code: string;
}

function pages(): string[] {
  return ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)].filter((name) =>
    name.endsWith('.md'),
  );
}

function codeBlocks(page: string): CodeBlock[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(({ index, 1: language = '', 2: code = '' }) => ({
    place: `${page}:${text.slice(0, index).split('\n').length}`,
    language,
    code,
  }));
}

/** What the compiler says of each block, compiled as a file of its own against the built package. */
function compile(blocks: readonly CodeBlock[]): Map<string, string[]> {
  const sources = new Map(blocks.map((block, index) => [join(__dirname, `block-${index}.ts`), block]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    ignoreDeprecations: '5.0',
    types: ['node'],
    baseUrl: ROOT,
    paths: {
      'cdktf-proxmox-talos': ['lib/src/index.d.ts'],
      'cdktf-proxmox-talos/stacks': ['lib/stacks/index.d.ts'],
      'cdktf-proxmox-talos/providers/*': ['lib/.gen/providers/*/index.d.ts'],
    },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => sources.has(path) || fileExists(path);
  host.readFile = (path) => sources.get(path)?.code ?? readFile(path);
  host.getSourceFile = (path, languageVersion) => {
    const block = sources.get(path);
    return block ? ts.createSourceFile(path, block.code, languageVersion) : getSourceFile(path, languageVersion);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return new Map(
    [...sources].map(([path, { place }]) => {
      const file = program.getSourceFile(path);
      const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
      return [place, diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))];
    }),
  );
}

const blocks = pages().flatMap(codeBlocks);
const programs = blocks.filter(({ language }) => language === 'ts');
const clusters = blocks.filter(({ language, code }) => language === 'yaml' && /^name: /m.test(code));

describe('code blocks of the docs', () => {
  const messages = compile(programs);

  test.each(programs.map(({ place }) => place))('%s compiles', (place) => {
    expect(messages.get(place)).toEqual([]);
  });

  test.each(clusters.map(({ place, code }) => [place, code]))('%s is a cluster file without faults', (_, code) => {
    expect(parseClusterSpec(parse(code)).nodes.length).toBeGreaterThan(0);
  });

  test('the README has both kinds', () => {
    expect(new Set(blocks.filter(({ place }) => place.startsWith('README')).map(({ language }) => language))).toEqual(
      new Set(['sh', 'yaml', 'ts']),
    );
  });
});
