/** The test of one part of a story. */
type Body = () => Promise<void> | void;

/** Makes a test known, as jest's `test` does. */
type Declare = (name: string, body: () => Promise<void>, limitMs: number) => void;

/** How long one part may take on a computer that has a lot to do. */
const PART_MS = 300_000;

/** Time that is left for what jest does around a test. */
const MARGIN_MS = 10_000;

/**
 * Tests that go on where the last one has left what they share, such as a cluster that is edited day after day.
 *
 * They hold in any order and alone: a test first runs what comes before it in the story, each part once. When a step
 * fails, or takes too long, all that comes later fails immediately and names it.
 */
export class Story {
  private readonly parts: Part[] = [];

  /** @param declare makes a test known; jest does unless a test of stories looks on */
  public constructor(private readonly declare: Declare = (name, body, limitMs) => test(name, body, limitMs)) {}

  /** A test that changes what the others go on with. */
  public readonly step = (name: string, body: Body, limitMs = PART_MS): void =>
    this.add(new Part(name, body, limitMs, true));

  /** A test that only looks, and whose failure stops none of the others. */
  public readonly look = (name: string, body: Body, limitMs = PART_MS): void =>
    this.add(new Part(name, body, limitMs, false));

  private add(part: Part): void {
    this.parts.push(part);
    const upToHere = [...this.parts];
    const limitMs = upToHere.reduce((sum, each) => sum + each.limitMs, MARGIN_MS);
    this.declare(part.name, () => runAll(upToHere), limitMs);
  }
}

/** Runs parts in order; throws what the last of them threw, or which step before it has failed. */
async function runAll(parts: readonly Part[]): Promise<void> {
  let failedStep: Part | undefined;
  for (const part of parts) {
    if (failedStep !== undefined) throw notRun(failedStep);
    await part.run();
    if (part.isStep && part.failure !== undefined) failedStep = part;
  }
  const failure = parts.at(-1)?.failure;
  if (failure !== undefined) throw failure;
}

function notRun({ name, failure }: Part): Error {
  const [reason] = failure?.message.split('\n') ?? [];
  return new Error(`not run, because "${name}" failed: ${reason}`);
}

/** A part of a story, which is run once. */
class Part {
  public failure?: Error;
  private ran?: Promise<void>;

  public constructor(
    public readonly name: string,
    private readonly body: Body,
    public readonly limitMs: number,
    public readonly isStep: boolean,
  ) {}

  /** Never throws. */
  public run(): Promise<void> {
    this.ran ??= this.tryBody();
    return this.ran;
  }

  private async tryBody(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`did not end within ${this.limitMs / 1000} s`)), this.limitMs);
    });
    try {
      await Promise.race([this.body(), late]);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
    } finally {
      clearTimeout(timer);
    }
  }
}
