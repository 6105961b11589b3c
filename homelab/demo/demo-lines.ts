/** Attributes of resources, and blank lines. */
const LEFT_OUT = /^(?: {4}|[-+/ ]*(?:[-+~]|<=) (?:resource|data) | *})/;

/**
 * The warning of `tofu init` about providers that come from a mirror: their checksums are those of this computer only, which nobody
 * can mend, and which does not matter in a folder that is removed. It ends with the last line of the command.
 */
const ABOUT_THE_MIRROR = {
  begins: 'Warning: Incomplete lock file information for providers',
  ends: 'OpenTofu has been ',
};

/**
 * Shows the lines of OpenTofu that tell what happens.
 *
 * @returns takes the lines of all commands, in order
 */
export function demoLines(print: (line: string) => void): (line: string) => void {
  let isAboutTheMirror = false;
  return (line) => {
    if (line.includes(ABOUT_THE_MIRROR.begins)) isAboutTheMirror = true;
    else if (line.startsWith(ABOUT_THE_MIRROR.ends)) isAboutTheMirror = false;
    if (isAboutTheMirror || line.trim() === '' || LEFT_OUT.test(line)) return;
    print(`  ${line}`);
  };
}
