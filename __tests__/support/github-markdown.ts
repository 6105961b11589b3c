import { execFileSync } from 'node:child_process';
import { projectRoot } from './project';

/** The library and its extension are modules that only `import` loads. */
const SCRIPT = `
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
let input = '';
for await (const part of process.stdin) input += part;
const render = (text) => micromark(text, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] });
process.stdout.write(JSON.stringify(JSON.parse(input).map(render)));
`;

/** HTML of texts in GitHub's Markdown, with the HTML that stands in them. */
export function githubHtml(texts: readonly string[]): readonly string[] {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    cwd: projectRoot,
    input: JSON.stringify(texts),
    maxBuffer: 100_000_000,
  });
  return JSON.parse(output.toString()) as string[];
}
