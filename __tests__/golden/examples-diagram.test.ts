import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterOverview } from '../../src/diagram/cluster-overview';
import { diagramMermaid } from '../../src/diagram/diagram-mermaid';
import { diagramSvg } from '../../src/diagram/diagram-svg';
import { parseClusterSpec } from '../../src/model';
import { EXAMPLES } from '../support/cluster-stack';
import { expectGoldenJson, expectGoldenText } from '../support/golden';
import { projectRoot } from '../support/project';

const overviews = Object.entries(EXAMPLES).map(
  ([name, spec]) => [name, clusterOverview(parseClusterSpec(spec, { directory: projectRoot }))] as const,
);

describe.each(overviews)('the diagram of %s', (name, overview) => {
  test('shows what was read and agreed to', () => {
    expectGoldenJson(`${name}.diagram.json`, overview);
  });

  test('is the SVG that was looked at', () => {
    expectGoldenText(`${name}.diagram.svg`, diagramSvg(overview, 960));
  });

  test('is the Mermaid that was read', () => {
    expectGoldenText(`${name}.diagram.mmd`, diagramMermaid(overview));
  });

  test('is the same every time', () => {
    expect(diagramSvg(structuredClone(overview), 375)).toBe(diagramSvg(overview, 375));
    expect(diagramMermaid(structuredClone(overview))).toBe(diagramMermaid(overview));
  });
});

// npx cdktf-proxmox-talos diagram two-sites --output docs/diagram-two-sites.svg, and with --width 400 the other
test.each([
  ['docs/diagram-two-sites.svg', 960],
  ['docs/diagram-two-sites-narrow.svg', 400],
])('%s is what the command writes', (file, width) => {
  const [, overview] = overviews.find(([name]) => name === 'two-sites')!;
  expect(readFileSync(join(projectRoot, file), 'utf8')).toBe(diagramSvg(overview, width));
});
