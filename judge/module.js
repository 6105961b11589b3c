// @ts-check
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { WASI } = require('node:wasi');

/**
 * Exports of the module besides its memory, which is another buffer after it has grown.
 *
 * @typedef {object} Exports
 * @property {{ readonly buffer: ArrayBuffer }} memory
 * @property {(size: number) => number} allocate
 * @property {() => number} judge
 * @property {() => number} answered
 */

/** Its types come with the library of browsers only. */
const { Module, Instance } = /** @type {any} */ (globalThis).WebAssembly;

/** The module with an instance that answers any number of questions. It has no files, no environment and no network. */
class JudgeModule {
  /** @param {string} file name of the module */
  constructor(file) {
    const wasi = new WASI({ version: 'preview1', args: ['judge'], env: {} });
    const module = new Module(readFileSync(join(__dirname, file)));
    const instance = new Instance(module, wasi.getImportObject());
    wasi.initialize(instance);
    /** @private @type {Exports} */
    this.exports = instance.exports;
  }

  /**
   * @param {Uint8Array} question JSON
   * @returns {Buffer} JSON
   */
  ask(question) {
    const { allocate, answered, judge, memory } = this.exports;
    const start = allocate(question.length) >>> 0;
    new Uint8Array(memory.buffer, start, question.length).set(question);
    const length = judge() >>> 0;
    return Buffer.from(new Uint8Array(memory.buffer, answered() >>> 0, length));
  }
}

module.exports = { JudgeModule };
