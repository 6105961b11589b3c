// @ts-check
'use strict';

/** A node of the graph that makes, changes or removes one resource; all others are about data, values and providers. */
const RESOURCE =
  /^\[root\] ((?!data\.|var\.|local\.|output\.|provider\[|root$)[a-z][a-z0-9_]*\..+?)( \((?:destroy|expand|close)\))?$/;

const EDGE = /^\s*("(?:[^"\\]|\\.)*") -> ("(?:[^"\\]|\\.)*")\s*$/;

/**
 * The longest chain of resources in a graph of `tofu graph -plan=<file>`, each waiting for the one before.
 *
 * @param {string} dot
 * @returns {string[]} addresses, the first to be made first
 */
function criticalPath(dot) {
  const needs = readEdges(dot);
  /** @type {Map<string, string[]>} */
  const known = new Map();
  /**
   * @param {string} node
   * @returns {string[]}
   */
  const chainTo = (node) => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const before = (needs.get(node) ?? []).map(chainTo).reduce(longer, []);
    const [, address, kind] = RESOURCE.exec(node) ?? [];
    const chain = address === undefined || kind === ' (expand)' || kind === ' (close)' ? before : [...before, address];
    known.set(node, chain);
    return chain;
  };
  return [...needs.keys()].map(chainTo).reduce(longer, []);
}

/**
 * @param {string[]} left
 * @param {string[]} right
 */
function longer(left, right) {
  return right.length > left.length ? right : left;
}

/**
 * @param {string} dot
 * @returns {Map<string, string[]>} what each node waits for
 */
function readEdges(dot) {
  /** @type {Map<string, string[]>} */
  const needs = new Map();
  for (const line of dot.split('\n')) {
    const [, from, to] = EDGE.exec(line) ?? [];
    if (from === undefined || to === undefined) continue;
    const node = JSON.parse(from);
    needs.set(node, [...(needs.get(node) ?? []), JSON.parse(to)]);
  }
  return needs;
}

module.exports = { criticalPath };
