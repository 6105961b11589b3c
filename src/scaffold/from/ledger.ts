import { formatPath, type Path } from '../../values/path';
import { childrenOf, type InputPlace, type InputValue, leavesOf } from './input-value';
import { isSecret, shownValue } from './secrets';
import { unknownHere } from './left-over-texts';

/** Something in the input that is not in the cluster file. */
export interface LeftOver {
  /** Where it stands. */
  readonly place: InputPlace;
  /** Its keys, as `nodes.ctrl-00.igpu`. */
  readonly key: string;
  /** Its value; secrets are not shown. */
  readonly value: string;
  /** The reason, and what to do instead. */
  readonly reason: string;
}

/** A secret of the input, and the variable that takes its place. */
export interface LeftSecret {
  /** Where it stands. */
  readonly place: InputPlace;
  /** Its keys. */
  readonly key: string;
  /** Variable of the environment. */
  readonly variable: string;
}

/** Fate of a value: it is carried over, is left with a reason, or becomes the variable of a secret. */
type Outcome =
  | { readonly kind: 'carried' }
  | { readonly kind: 'left'; readonly reason: string }
  | { readonly kind: 'secret'; readonly variable: string };

/**
 * Accounts for every value of the input: each is carried over, or is told with its reason. A value that nobody asked for is
 * told too.
 */
export class Ledger {
  private readonly outcomes = new Map<InputValue, Outcome>();
  private readonly partly: LeftOver[] = [];

  private readonly roots = new Map<InputValue, Path>();

  /**
   * Has a value accounted for, with all values in it.
   *
   * @param path its keys
   */
  public addRoot(value: InputValue, path: Path): void {
    this.roots.set(value, path);
  }

  /** Says that a value, with all values in it, is in the cluster file. */
  public carry(value: InputValue): void {
    this.settle(value, { kind: 'carried' });
  }

  /** Says why a value, with all values in it, is not in the cluster file. One that is carried over already stays so. */
  public leave(value: InputValue, reason: string): void {
    this.settle(value, { kind: 'left', reason });
  }

  /** Says which variable takes the place of a secret. */
  public keepSecret(value: InputValue, variable: string): void {
    this.settle(value, { kind: 'secret', variable });
  }

  /** Says what a value that is carried over says beyond that. */
  public leavePart(value: InputValue, path: Path, part: string, reason: string): void {
    this.partly.push({ place: value.place, key: formatPath(path), value: part, reason });
  }

  /** Everything that is not in the cluster file, in the order of the files; values with one reason stand together. */
  public leftOvers(): readonly LeftOver[] {
    const found = [...this.roots].flatMap(([value, path]) => this.leftIn(value, path));
    return [...found, ...this.partly];
  }

  /** Names of all files that values come from. */
  public fileNames(): readonly string[] {
    return [...new Set([...this.roots.keys()].map(({ place }) => place.file))];
  }

  /** Every secret. */
  public secrets(): readonly LeftSecret[] {
    return [...this.roots].flatMap(([root, path]) =>
      leavesOf(root, path).flatMap(({ value, path: key }) => {
        const outcome = this.outcomes.get(value);
        return outcome?.kind === 'secret'
          ? [{ place: value.place, key: formatPath(key), variable: outcome.variable }]
          : [];
      }),
    );
  }

  private settle(value: InputValue, outcome: Outcome): void {
    for (const leaf of leavesOf(value)) {
      if (this.outcomes.get(leaf.value)?.kind !== 'carried') this.outcomes.set(leaf.value, outcome);
    }
  }

  private leftIn(value: InputValue, path: Path): readonly LeftOver[] {
    const reasons = new Set(leavesOf(value).map((leaf) => this.reasonOf(leaf.value)));
    const [reason] = reasons;
    if (reasons.size === 1) {
      if (reason === undefined) return [];
      // a whole file stands in pieces
      if (path.length > 0) {
        const hasSecret = leavesOf(value, path).some((leaf) => isSecret(leaf.value, leaf.path));
        return [{ place: value.place, key: formatPath(path), value: shownValue(value, hasSecret), reason }];
      }
    }
    return childrenOf(value).flatMap(([key, child]) => this.leftIn(child, [...path, key]));
  }

  /** Why a value is not in the cluster file; nothing if it is, or if a variable takes its place. */
  private reasonOf(value: InputValue): string | undefined {
    const outcome = this.outcomes.get(value);
    if (outcome === undefined) return unknownHere();
    return outcome.kind === 'left' ? outcome.reason : undefined;
  }
}
