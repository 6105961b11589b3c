import { onSignals } from '../process/signals';

/** Thrown where a signal has come. */
export class InterruptedError extends Error {
  constructor(
    /** The signal that came. */
    public readonly signal: NodeJS.Signals,
  ) {
    super(signal);
    this.name = 'InterruptedError';
  }
}

/** Signals that come during work that must not be left half done. */
export class Interruption {
  private signal?: NodeJS.Signals;
  private readonly ignore = onSignals((signal) => {
    this.signal = signal;
  });

  /**
   * Lets the signals in that have come meanwhile: nothing hears them while a program computes.
   *
   * @throws {InterruptedError} if one has come
   */
  public async check(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.signal !== undefined) throw new InterruptedError(this.signal);
  }

  /** Leaves signals to the system again. */
  public end(): void {
    this.ignore();
  }
}
