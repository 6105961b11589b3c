import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { ADDRESS, LOOKS, openPage, startChromium } from '../support/chromium';
import { inPage } from '../support/in-page';
import { home } from '../support/plan';
import { hostilePage, mixedPlan, pageOf, refusedPlan, smallPlan, stepsPage } from '../support/plan-pages';
import { projectRoot } from '../support/project';

const PAGES = {
  nothing: pageOf(home({})),
  small: pageOf(smallPlan()),
  refused: pageOf(refusedPlan()),
  mixed: pageOf(mixedPlan()),
  steps: stepsPage(),
  hostile: hostilePage(),
};

/** Checks of accessibility, each with the elements that fail it. */
interface AxeResult {
  readonly violations: readonly string[];
  readonly unclear: readonly string[];
  readonly passes: number;
}

const AXE = readFileSync(join(projectRoot, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});

afterAll(() => browser.close());

describe.each(Object.entries(PAGES))('the page on a plan: %s', (_, html) => {
  test.each(LOOKS)('is whole and readable at $width in $scheme', async (look) => {
    const { page, requests, messages, close } = await openPage(browser, html, look);
    expect(requests).toEqual([ADDRESS]);
    expect(messages).toEqual([]);
    expect(await inPage<string[]>(page, 'beside-the-page')).toEqual([]);
    expect(await inPage<string[]>(page, 'misplaced-texts')).toEqual([]);
    await inPage(page, 'unfold');
    await page.evaluate(AXE);
    const { violations, unclear, passes } = await inPage<AxeResult>(page, 'check-accessibility');
    expect([violations, unclear]).toEqual([[], []]);
    expect(passes).toBeGreaterThan(15);
    await close();
  });
});

describe('the keyboard', () => {
  test('reaches every link and every fold, and shows where it is', async () => {
    const { page, close } = await openPage(browser, PAGES.refused, LOOKS[0]!);
    const reached: string[] = [];
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press('Tab');
      const { name, isShown } = await inPage<{ name: string; isShown: boolean }>(page, 'focused');
      if (name === 'BODY') break;
      expect([name, isShown]).toEqual([name, true]);
      reached.push(name);
    }
    expect(reached).toEqual([
      'Skip to the content',
      'Refused',
      'Permanently lost',
      'Machines',
      'Hosts, before and after',
      'Notes',
      'Other resources',
      'Every type of resource that changes',
    ]);
    await close();
  });

  test('skips to the content, and unfolds what is folded', async () => {
    const { page, close } = await openPage(browser, PAGES.refused, LOOKS[0]!);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open] li').count()).toBeGreaterThan(0);
    await close();
  });
});

describe('a screen reader', () => {
  test('finds landmarks, headings, a table and pictures with their words', async () => {
    const { page, close } = await openPage(browser, PAGES.refused, { width: 320, scheme: 'light' });
    const tree = await page.locator('body').ariaSnapshot();
    expect(tree).toMatch(/^- banner:/m);
    expect(tree).toMatch(/^- main:/m);
    expect(tree).toMatch(/^- contentinfo:/m);
    expect(tree).toContain('heading "home" [level=1]');
    expect(tree).toContain('heading "Refused" [level=2]');
    // the table is one on a phone too, where it is shown as blocks
    expect(tree).toContain('table "Machines that change"');
    expect(tree).toMatch(/rowheader "ctrl-00 control plane"/);
    expect(tree).toContain('img "pve1 before"');
    const words = await page.locator('svg[role=img] desc').first().textContent();
    expect(words).toContain(
      'ctrl-00: control plane, 10.0.0.11, VM 811, 2 cores · 4 GiB, scsi0 20 GiB · local-lvm (gone)',
    );
    await close();
  });
});

describe('the policy of the page', () => {
  test('lets nothing run or load, whatever stands in it', async () => {
    const bad =
      '<script>document.title = "run"</script><img src="/a.png"><link rel="stylesheet" href="/b.css">' +
      '<style>@import "/c.css"; body { display: none }</style><iframe src="/d"></iframe>' +
      '<img src="data:x" onerror="document.title = \'run\'">';
    const html = PAGES.small.replace('</body>', `${bad}</body>`);
    const { page, sent, messages, close } = await openPage(browser, html, LOOKS[0]!);
    expect(sent).toEqual([ADDRESS]);
    expect(await page.title()).toBe('Plan of home: may be applied');
    expect(await page.evaluate('getComputedStyle(document.body).display')).toBe('block');
    expect(messages.length).toBeGreaterThan(4);
    await close();
  });
});
