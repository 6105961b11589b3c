import fc from 'fast-check';
import { judgePlan } from '../../../src/plan/judge-plan';
import { codeBlock, inlineCode, plainText } from '../../../src/plan/verdict/markdown-text';
import { COMMENT_LIMIT, renderMarkdown } from '../../../src/plan/verdict/render-markdown';
import type { Verdict } from '../../../src/plan/verdict/verdict';
import { printable } from '../../../src/values/printable';
import { unescaped } from '../../support/diagrams';
import { githubHtml } from '../../support/github-markdown';
import { destroy, home, replacedBy, SECRET, update } from '../../support/plan';

const COMMAND = 'npx cdktf-proxmox-talos plan home';

/** Tags of a page of HTML, in their order. */
function tagsOf(html: string): readonly string[] {
  return [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
}

/** Text that a reader of the HTML sees, without tags and zero-width spaces. */
function shownIn(html: string): string {
  return unescaped(html.replace(/<[^>]*>/g, '')).replaceAll('\u200B', '');
}

function verdictOf(changes: Parameters<typeof home>[0]): Verdict {
  return judgePlan(home(changes), { clusterName: 'home' });
}

describe('the comment on a plan', () => {
  test('of nothing says so', () => {
    expect(renderMarkdown(verdictOf({}), COMMAND)).toBe(
      '<!-- cdktf-proxmox-talos plan home -->\n### ⚪ Plan of home: nothing changes\n',
    );
  });

  test('that may be applied has a table, and every change folded', () => {
    const text = renderMarkdown(
      verdictOf({
        'ctrl-00': { vm: update((vm) => (vm.cpu = [{ cores: 4 }])) },
        'work-01': { vm: destroy, config: destroy },
      }),
      COMMAND,
    );
    expect(text).toContain('### 🟢 Plan of home: may be applied\n\n1 destroyed, 1 restarted, 3 machines unchanged.');
    expect(text).toContain('> [!CAUTION]\n> **Permanently lost**\n>\n> - work-01: scsi0 (20 GiB)\n');
    expect(text).toContain(
      '| 🔴 | **work-01** | worker | destroyed | because it was removed from the cluster file, and 1 more |',
    );
    expect(text).toContain('<details><summary>Every change of these machines</summary>');
    const [html = ''] = githubHtml([text]);
    expect(tagsOf(html).filter((tag) => tag === '<tr>')).toHaveLength(3);
  });

  test('that is refused says why and how to do it anyway, before all else', () => {
    const verdict = verdictOf({ 'ctrl-00': { vm: replacedBy('vm_id') } });
    const text = renderMarkdown(verdict, COMMAND);
    expect(text).toContain(`### 🔴 Plan of home: refused for ${verdict.refusals.length} reason`);
    expect(text.indexOf('#### Refused')).toBeLessThan(text.indexOf('| Machine |'));
    expect(text).toContain('To do it anyway: `--accept ctrl-00`');
    expect(text).not.toContain(SECRET);
  });

  test('has commands in a block that can be copied, within its refusal', () => {
    const message =
      'main: privileges lack\n  run as root:\n      pveum role add X\n      pveum acl modify / --users a@pve';
    const refusal = { kind: 'privileges-missing', accept: ['endpoint/main'], message } as const;
    const [html = ''] = githubHtml([
      renderMarkdown({ ...verdictOf({}), hasChanges: true, allowed: false, refusals: [refusal, refusal] }, COMMAND),
    ]);
    expect(html.match(/<li>/g)).toHaveLength(2);
    expect(html).toContain(
      '<pre><code>run as root:\n    pveum role add X\n    pveum acl modify / --users a@pve\n</code></pre>',
    );
  });
});

const NASTY = [
  '| a | b |',
  '`code` ``more``',
  '<img src=x onerror=alert(1)>',
  '</details><h1>x</h1>',
  '[link](javascript:alert(1)) ![image](http://x)',
  '**bold** _em_ ~~gone~~ $x$ \\| \\',
  '# heading',
  '- item',
  '1. item',
  '> quote',
  '=====',
  '&lt;b&gt; &#64;',
  'line\nbreak\r\n\r\n| x |',
  'https://evil.example www.evil.example a@evil.example',
  '<!-- --> <!--',
  '```',
  '[^1] :smile: [x]',
];

describe('no value', () => {
  const verdict = (value: string): Verdict => ({
    ...verdictOf({}),
    clusterName: value,
    hasChanges: true,
    allowed: false,
    machines: [{ name: value, outcome: 'restarted', details: [value, value], disks: [] }],
    losses: [value],
    refusals: [{ kind: 'disk-shrinks', accept: [value], message: value }],
    accepted: [{ kind: 'disk-shrinks', accept: [value], message: value }],
    notes: [value],
    steps: [{ title: value, commands: [value] }],
    others: [{ type: value, created: 1, changed: 0, replaced: 0, destroyed: 0 }],
  });

  test('becomes markup of any kind, in any place', () => {
    const values = ['plain', ...NASTY];
    const [expected = '', ...htmls] = githubHtml(values.map((value) => renderMarkdown(verdict(value), COMMAND)));
    const plain = tagsOf(expected).filter((tag) => !tag.startsWith('<!--'));
    expect(plain).toEqual(expect.arrayContaining(['<table>', '<details>', '<blockquote>', '<ol>']));
    const isOfBlock = (tag: string): boolean => /^<\/?(?:pre|code)\b/.test(tag) || tag === '<p>' || tag === '</p>';
    for (const [index, html] of htmls.entries()) {
      const tags = tagsOf(html);
      // a refusal of several lines has a block of code
      const isLong = NASTY[index]!.includes('\n');
      const [found, wanted] = isLong
        ? [tags, plain].map((each) => each.filter((tag) => !isOfBlock(tag)))
        : [tags, plain];
      expect([NASTY[index], found]).toEqual([NASTY[index], wanted]);
    }
  });

  test('is shown as other than it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...NASTY)), {
          minLength: 20,
          maxLength: 40,
        }),
        (texts) => {
          const htmls = githubHtml(texts.map((text) => `| a |\n|---|\n| x${plainText(text)} |`));
          texts.forEach((text, index) => {
            const html = htmls[index] ?? '';
            expect(tagsOf(html).filter((tag) => tag === '<td>' || tag === '<a')).toHaveLength(1);
            const shown = /<td>x(.*)<\/td>/s.exec(html)?.[1] ?? '';
            expect(shown).not.toMatch(/<[^>]/);
            expect(shownIn(shown).trim()).toBe(printable(text).replace(/\s+/g, ' ').trim());
          });
        },
      ),
      { numRuns: 3 },
    );
  });

  test('mentions a person or an issue', () => {
    expect(plainText('@octocat #12 GH-12')).toBe('@&#8203;octocat #&#8203;12 GH&#8203;-12');
  });

  test('ends a piece of code', () => {
    const [html = '', block = ''] = githubHtml([inlineCode('`` a ` b'), codeBlock(['```', '````', 'x'])]);
    expect(html).toBe('<p><code>`` a ` b</code></p>');
    expect(shownIn(block)).toBe('```\n````\nx\n');
  });
});

describe('a comment that would be too long', () => {
  const many = (count: number, words: string): Verdict => ({
    ...verdictOf({}),
    hasChanges: true,
    machines: Array.from({ length: count }, (_, index) => ({
      name: `worker-${index}`,
      outcome: 'restarted' as const,
      details: [words, words],
      disks: [],
    })),
    notes: Array.from({ length: count }, (_, index) => `note ${index}: ${words}`),
  });

  test('is as long as may be, and says what was left out', () => {
    const text = renderMarkdown(many(900, 'cores 2 -> 4, which <is> long'), COMMAND);
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(text.length).toBeGreaterThan(COMMENT_LIMIT - 3000);
    expect(text).toMatch(
      /Left out, as GitHub takes at most 65,536 characters in a comment: \d+ machines, 900 lists of changes and \d+ notes\. Everything is printed by `npx cdktf-proxmox-talos plan home`\.\n$/,
    );
    const [html = ''] = githubHtml([text]);
    expect(html.match(/<table>/g)).toHaveLength(1);
    expect(html.split('<details>').length).toBe(html.split('</details>').length);
  });

  test.each([
    ['one word that never ends', 'a'.repeat(200_000)],
    ['characters of two halves', '😀'.repeat(100_000)],
    ['characters that are written longer', '<&@a'.repeat(60_000)],
  ])('stays short with %s', (_, words) => {
    const refusals = [{ kind: 'disk-shrinks', accept: [words], message: `${words}\n  ${words}` }] as const;
    const text = renderMarkdown({ ...many(3, words), clusterName: words, allowed: false, refusals }, words);
    expect(text.length).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(text).toContain('refused for 1 reason');
  });
});
