'use strict';

/**
 * Texts of the pictures in a page that are not within their boxes, or lie on other texts.
 *
 * @returns {string[]}
 */
function run() {
  const problems = [];
  const tolerance = 0.5;
  const contains = (outer, inner) =>
    inner.left >= outer.left - tolerance &&
    inner.right <= outer.right + tolerance &&
    inner.top >= outer.top - tolerance &&
    inner.bottom <= outer.bottom + tolerance;
  const isApart = (one, other) =>
    one.right <= other.left + tolerance ||
    other.right <= one.left + tolerance ||
    // letters are lower than their line
    one.bottom <= other.top + 3 ||
    other.bottom <= one.top + 3;
  for (const svg of document.querySelectorAll('svg:not([aria-hidden])')) {
    const texts = [...svg.querySelectorAll('text')];
    if (texts.length === 0) problems.push('a picture has no text');
    for (const text of texts) {
      if (text.getBBox().width === 0) problems.push(`${text.textContent} is not shown`);
      const before = text.previousElementSibling;
      const box = before?.tagName === 'rect' ? before : (text.parentElement?.querySelector(':scope > rect') ?? svg);
      if (!contains(box.getBoundingClientRect(), text.getBoundingClientRect())) {
        problems.push(`${text.textContent} leaves its box`);
      }
    }
    const placed = texts.map((text) => ({ words: text.textContent, rect: text.getBoundingClientRect() }));
    placed.forEach(({ words, rect }, index) => {
      for (const other of placed.slice(index + 1)) {
        if (!isApart(rect, other.rect)) problems.push(`${words} is on ${other.words}`);
      }
    });
  }
  return problems;
}
