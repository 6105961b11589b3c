import { join } from 'node:path';
import ts from 'typescript';
import { clusterFiles, type CodeBlock, pages, programs } from '../support/code-blocks';
import { projectRoot } from '../support/project';
import { adviceOf, faultsOf } from '../support/small-spec';
import { parseClusterYaml } from '../../src/cluster-file';

/** Errors of the compiler in each block, compiled as a file of its own against the built package. */
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
    baseUrl: projectRoot,
    paths: {
      'cdktf-proxmox-talos': ['lib/src/index.d.ts'],
      'cdktf-proxmox-talos/stacks': ['lib/src/stack/index.d.ts'],
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

describe('code blocks of the docs', () => {
  const blocks = pages().flatMap(programs);
  const messages = compile(blocks);

  test.each(blocks.map(({ place }) => place))('%s compiles', (place) => {
    expect(messages.get(place)).toEqual([]);
  });

  test.each(pages().flatMap(clusterFiles))('$place is a cluster file that is taken without a word', ({ code }) => {
    const { spec, source } = parseClusterYaml(code, 'lab.yaml');
    expect(faultsOf(spec, { source })).toEqual([]);
    expect(adviceOf(spec, { source })).toEqual([]);
  });

  test('the README has both kinds', () => {
    expect([programs('README.md').length, clusterFiles('README.md').length]).toEqual([1, 1]);
  });
});
