import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** A person sees no delay that is shorter. */
const EVERY_MS = 200;

const PIECE_BYTES = 64 * 1024;

/** Reads what another program appends to a file, while it does. */
export class FollowedFile {
  private readonly file: number;
  private readonly timer: NodeJS.Timeout;
  private readonly decoder = new StringDecoder('utf8');
  private readonly buffer = Buffer.alloc(PIECE_BYTES);
  private position = 0;
  private hasEnded = false;

  /** @param onText called with each new piece, which may end within a line */
  constructor(
    path: string,
    private readonly onText: (text: string) => void,
  ) {
    this.file = openSync(path, 'r');
    this.timer = setInterval(() => this.read(), EVERY_MS);
    this.timer.unref();
  }

  /** Reads what is left, and no more after that. */
  public end(): void {
    // a program that cannot be started ends twice
    if (this.hasEnded) return;
    this.hasEnded = true;
    clearInterval(this.timer);
    this.read();
    closeSync(this.file);
  }

  private read(): void {
    for (;;) {
      const bytes = readSync(this.file, this.buffer, 0, PIECE_BYTES, this.position);
      if (bytes === 0) return;
      this.position += bytes;
      this.onText(this.decoder.write(this.buffer.subarray(0, bytes)));
    }
  }
}
