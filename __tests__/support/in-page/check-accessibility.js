'use strict';

/** What axe, which the page has loaded, finds in it, by all rules of WCAG 2.2 AA and its best practices. */
async function run() {
  const { violations, incomplete, passes } = await axe.run(document, { resultTypes: ['violations', 'incomplete'] });
  // axe does not know what is behind a text of a picture; the test of the theme computes that
  const unclear = incomplete
    .map(({ id, nodes }) => ({
      id,
      nodes: nodes.filter(({ html }) => !(id === 'color-contrast' && html.startsWith('<text'))),
    }))
    .filter(({ nodes }) => nodes.length > 0);
  const told = (found) =>
    found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
  return { violations: told(violations), unclear: told(unclear), passes: passes.length };
}
