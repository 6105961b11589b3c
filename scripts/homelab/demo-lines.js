// @ts-check
'use strict';

/** Attributes of resources, and blank lines. */
const LEFT_OUT = /^(?: {4}|[-+/ ]*(?:[-+~]|<=) (?:resource|data) | *})/;

/**
 * What `tofu init` says of providers that come from a mirror: their checksums are those of this computer only, which nobody
 * can mend, and which does not matter in a folder that is removed. It ends with the last line of the command.
 */
const ABOUT_THE_MIRROR = {
  begins: /Warning: Incomplete lock file information for providers/,
  ends: /^OpenTofu has been /,
};

/**
 * Shows the lines of OpenTofu that tell what happens.
 *
 * @param {(line: string) => void} print
 * @returns {(line: string) => void} takes the lines of all commands, in order
 */
function demoLines(print) {
  let isAboutTheMirror = false;
  return (line) => {
    if (ABOUT_THE_MIRROR.begins.test(line)) isAboutTheMirror = true;
    else if (ABOUT_THE_MIRROR.ends.test(line)) isAboutTheMirror = false;
    if (isAboutTheMirror || line.trim() === '' || LEFT_OUT.test(line)) return;
    print(`  ${line}`);
  };
}

module.exports = { demoLines };
