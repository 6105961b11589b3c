// @ts-check
'use strict';

/**
 * Runs a command: what it throws is printed as one message, without a stack, and ends the process with code 1.
 *
 * @param {() => void | Promise<void>} command
 */
async function runCommand(command) {
  surviveClosedPipes();
  try {
    await command();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** A reader that has had enough, such as `head`, ends nothing: what is written after that is for nobody. */
function surviveClosedPipes() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/**
 * Tells what is being done, on standard error: standard output belongs to the command's result.
 *
 * @param {string} line
 */
function tell(line) {
  process.stderr.write(`${line}\n`);
}

module.exports = { runCommand, tell };
