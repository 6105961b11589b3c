'use strict';

/**
 * If a text is a document of SVG, to a parser of XML.
 *
 * @param {string} text
 * @returns {boolean}
 */
function run(text) {
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
  return parsed.querySelector('parsererror') === null && parsed.documentElement.tagName === 'svg';
}
