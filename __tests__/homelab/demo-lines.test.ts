import { demoLines } from '../../homelab/demo/demo-lines';

function shown(...lines: readonly string[]): readonly string[] {
  const printed: string[] = [];
  const show = demoLines((line) => printed.push(line));
  lines.forEach(show);
  return printed;
}

test('the demo shows what happens, and no attributes', () => {
  expect(
    shown('', '  + resource "a" "b" {', '      + id = 1', '    }', '  }', 'Plan: 1 to add.', 'a.b: Creating...'),
  ).toEqual(['  Plan: 1 to add.', '  a.b: Creating...']);
});

test('the demo does not warn of the mirror that its providers come from, and of everything else', () => {
  expect(
    shown(
      '- Installed hashicorp/tls v4.2.1 (unauthenticated)',
      'Warning: Incomplete lock file information for providers',
      'Due to your customized provider installation methods, OpenTofu was forced to',
      '  - hashicorp/tls',
      'OpenTofu has been successfully initialized!',
      'Warning: Check block assertion failed',
    ),
  ).toEqual([
    '  - Installed hashicorp/tls v4.2.1 (unauthenticated)',
    '  OpenTofu has been successfully initialized!',
    '  Warning: Check block assertion failed',
  ]);
});
