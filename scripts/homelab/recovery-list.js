// @ts-check
'use strict';

/**
 * How an interrupted apply goes on.
 *
 * @typedef {object} NamedRecovery
 * @property {string} says what the apply says when it stops, or how that begins
 * @property {string} command that it names
 */

/** Where the command line names a command: below what it says. */
const NAMED = /^(.+)\n *go on with: (.+)$/gm;

/** Rows of the table in the docs: both cells are code. */
const ROW = /^\| `([^`]+)` *\| `([^`]+)` *\|/gm;

/**
 * The closed list of the docs; parts in angle brackets are those of the case.
 *
 * @param {string} page `docs/recovery.md`
 * @returns {NamedRecovery[]}
 */
function listedRecoveries(page) {
  return [...page.matchAll(ROW)].map(([, says = '', command = '']) => ({ says, command }));
}

/**
 * What an apply named when it stopped.
 *
 * @param {string} output of the apply
 * @returns {NamedRecovery[]}
 */
function namedRecoveries(output) {
  return [...output.matchAll(NAMED)].map(([, says = '', command = '']) => ({ says, command: command.trim() }));
}

/**
 * The row of the list that a named recovery is.
 *
 * @param {readonly NamedRecovery[]} listed
 * @param {NamedRecovery} named
 * @returns {NamedRecovery | undefined}
 */
function listedAs(listed, named) {
  return listed.find(
    ({ says, command }) => pattern(says, '').test(named.says) && pattern(command, '$').test(named.command),
  );
}

/**
 * @param {string} text
 * @param {'' | '$'} end
 */
function pattern(text, end) {
  const parts = text.split(/<[^>]+>/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(String.raw`\S+`)}${end}`);
}

module.exports = { listedAs, listedRecoveries, namedRecoveries };
