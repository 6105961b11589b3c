import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { clusterOverview } from '../../src/diagram/cluster-overview';
import { diagramMermaid } from '../../src/diagram/diagram-mermaid';
import { diagramSvg } from '../../src/diagram/diagram-svg';
import { parseClusterSpec } from '../../src/model';
import { EXAMPLES } from '../support/cluster-stack';
import { openPage, startChromium } from '../support/chromium';
import { hostile, mixedSpec, smallSpec } from '../support/diagrams';
import { inPage } from '../support/in-page';
import { projectRoot } from '../support/project';

const SPECS = { ...EXAMPLES, small: smallSpec(), mixed: mixedSpec() };
const plain = Object.entries(SPECS).map(
  ([name, spec]) => [name, clusterOverview(parseClusterSpec(spec, { directory: projectRoot }))] as const,
);
const overviews = [...plain, ['hostile', hostile(plain[0]![1])] as const];

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});

afterAll(() => browser.close());

describe.each(overviews)('%s as SVG', (_, overview) => {
  test.each([320, 375, 960, 1600])('is XML, has its texts in their boxes and asks for nothing at %s', async (width) => {
    const svg = diagramSvg(overview, width);
    const look = { width: 1600, scheme: 'light' } as const;
    const { page, requests, close } = await openPage(browser, `<!doctype html><title>x</title>${svg}`, look);
    expect(await inPage(page, 'is-svg', svg)).toBe(true);
    expect(await inPage<string[]>(page, 'misplaced-texts')).toEqual([]);
    expect(requests).toHaveLength(1);
    await close();
  });
});

describe('the check of texts', () => {
  test('finds a text that is wider than its box, and one on another', async () => {
    const [, overview] = overviews.find(([name]) => name === 'home')!;
    const svg = diagramSvg(overview, 960).replace('>ctrl-00<', `>${'ctrl-00 '.repeat(9)}<`);
    const { page, close } = await openPage(browser, svg, { width: 1600, scheme: 'dark' });
    const found = await inPage<string[]>(page, 'misplaced-texts');
    expect(found.join('\n')).toMatch(/leaves its box[^]*is on/);
    await close();
  });
});

describe('Mermaid', () => {
  const library = join(projectRoot, 'node_modules', 'mermaid', 'dist', 'mermaid.min.js');

  test.each(overviews)('takes the flowchart of %s, and draws every machine', async (_, overview) => {
    const { page, close } = await openPage(browser, '<!doctype html><title>x</title>', {
      width: 1280,
      scheme: 'light',
    });
    await page.addScriptTag({ content: readFileSync(library, 'utf8') });
    const drawn = await inPage<Drawn>(page, 'draw-mermaid', diagramMermaid(overview));
    expect(drawn.diagramType).toMatch(/^flowchart/);
    expect(drawn.foreign).toBe(0);
    expect(drawn.texts.join('\n')).not.toContain('Unsupported markdown');
    const machines = [
      ...overview.endpoints.flatMap(({ hosts }) => hosts.flatMap((host) => host.machines)),
      ...overview.physicalMachines,
    ];
    const shown = (text: string): string => text.replace(/\s+/g, ' ');
    const missing = machines.filter(({ name }) => !drawn.texts.some((text) => shown(text).startsWith(shown(name))));
    expect(missing).toEqual([]);
    await close();
  });
});

interface Drawn {
  readonly diagramType: string;
  readonly texts: readonly string[];
  readonly foreign: number;
}
