import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { JudgeAnswer, JudgeRequest } from '../machine-config/machine-judge';
import { userCache } from './user-cache';

/**
 * Answers of a judge to configurations that it finds nothing wrong with, kept between runs in the cache of the user. What
 * is refused is not kept, as an answer may quote it.
 */
export class JudgedAnswers {
  private readonly directory: string;

  /** @param judge what tells one judge from another: each has answers of its own */
  constructor(judge: string) {
    this.directory = join(userCache(), 'judged', judge.slice(0, 16));
  }

  /** The answer that was given before; nothing if there is none. */
  public of(request: JudgeRequest): JudgeAnswer | undefined {
    if (request.documents === true) return undefined;
    try {
      return JSON.parse(readFileSync(this.fileOf(request), 'utf8')) as JudgeAnswer;
    } catch {
      return undefined;
    }
  }

  /** Keeps an answer, if it is one to keep; where there is no cache it is asked for again. */
  public keep(request: JudgeRequest, answer: JudgeAnswer): void {
    // documents have what stands in patches
    if (answer.faults !== undefined || request.documents === true) return;
    const file = this.fileOf(request);
    const draft = `${file}.${process.pid}`;
    try {
      mkdirSync(this.directory, { recursive: true });
      writeFileSync(draft, JSON.stringify({ warnings: answer.warnings }));
      renameSync(draft, file);
    } catch {
      // a home that cannot be written to only takes time
    }
  }

  private fileOf(request: JudgeRequest): string {
    return join(this.directory, createHash('sha256').update(JSON.stringify(request)).digest('hex'));
  }
}
