'use strict';

/**
 * Has Mermaid, which the page has loaded, parse a text and draw it.
 *
 * @param {string} text
 */
async function run(text) {
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
  const { diagramType } = await mermaid.parse(text);
  const { svg } = await mermaid.render('x', text);
  document.body.innerHTML = svg;
  return {
    diagramType,
    texts: [...document.querySelectorAll('.nodeLabel')].map(({ textContent }) => textContent),
    foreign: document.querySelectorAll('body script, body img, body b').length,
  };
}
