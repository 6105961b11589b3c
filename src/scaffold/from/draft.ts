import { formatPath, type Path, valueAt } from '../../values/path';
import type { Entry } from './entry';
import type { InputValue } from './input-value';
import { leavesOf } from './input-value';
import type { Ledger } from './ledger';
import { hasToBeComputed, saidOtherwise, secretStays } from './left-over-texts';
import { isSecret } from './secrets';

/** Makes the value of a cluster file out of the plain data of the input; nothing if it does not fit. */
export type Convert = (data: unknown) => unknown;

type Data = Record<string, unknown>;

/** A cluster file that is being written out of the input, which remembers where each value comes from. */
export class Draft {
  private readonly content: Data = emptyData();
  private readonly origins: { readonly path: Path; readonly entries: readonly Entry[] }[] = [];

  /**
   * @param ledger accounts for the input
   * @param refused values without values in them that the rules of cluster files refuse, with the reason
   */
  constructor(
    private readonly ledger: Ledger,
    private readonly refused: ReadonlyMap<InputValue, string> = new Map(),
  ) {}

  /** The cluster file so far, as data. */
  public get data(): unknown {
    return this.content;
  }

  /** The value at a place so far. */
  public valueAt(path: Path): unknown {
    return valueAt(this.content, path);
  }

  /**
   * Puts a value of the input into the cluster file.
   *
   * @param path place in the cluster file; it may have another value already, which stays
   * @param entry the value; nothing is done without one
   */
  public put(path: Path, entry: Entry | undefined, convert: Convert = (data) => data): void {
    if (entry === undefined) return;
    const data = entry.data;
    if (data === undefined) {
      this.leaveComputed(entry);
      return;
    }
    const value = convert(data);
    if (value !== undefined) this.set(path, value, entry);
  }

  /** Puts values of the input into a list of the cluster file, one after the other. */
  public putAll(path: Path, entry: Entry | undefined, convert: Convert = (data) => data): void {
    for (const item of entry?.value.kind === 'list' ? entry.children() : entry === undefined ? [] : [entry]) {
      const value = item.data === undefined ? undefined : convert(item.data);
      if (value === undefined) this.leaveComputed(item);
      else this.add(path, value, item);
    }
    // a list without anything in it says nothing
    if (entry?.value.kind === 'list' && entry.value.items.length === 0) this.ledger.carry(entry.value);
  }

  /**
   * Sets a value that was made of values of the input.
   *
   * @param path place in the cluster file; if it has another value already, the entries are left
   */
  public set(path: Path, value: unknown, ...entries: readonly Entry[]): void {
    const known = this.valueAt(path);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(value)) {
      this.leaveAll(entries, saidOtherwise(formatPath(path), known));
      return;
    }
    if (this.isRefused(entries)) return;
    this.place(path, value);
    this.remember(path, entries);
  }

  /** Adds a value to a list of the cluster file, once. */
  public add(path: Path, value: unknown, ...entries: readonly Entry[]): void {
    if (this.isRefused(entries)) return;
    const known = this.valueAt(path);
    const list = Array.isArray(known) ? (known as unknown[]) : [];
    const text = JSON.stringify(value);
    const found = list.findIndex((item) => JSON.stringify(item) === text);
    if (found === -1) list.push(value);
    this.place(path, list);
    this.remember([...path, found === -1 ? list.length - 1 : found], entries);
  }

  /** Makes a place in the cluster file where keys can stand, if there is none. */
  public ensure(path: Path): void {
    if (this.valueAt(path) === undefined) this.place(path, emptyData());
  }

  /** Values of the input that a place of the cluster file comes from: itself, what it is in, or what is in it. */
  public originsOf(path: Path): readonly Entry[] {
    const wanted = formatPath(path);
    const all = this.origins.map(({ path: place, entries }) => ({ place: formatPath(place), entries }));
    const within = (inner: string, outer: string): boolean =>
      inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
    const exact = all.filter(({ place }) => place === wanted);
    const around = all.filter(({ place }) => within(wanted, place));
    const inside = all.filter(({ place }) => within(place, wanted));
    const nearest = [exact, around, inside].find((found) => found.length > 0) ?? [];
    return nearest.flatMap(({ entries }) => entries);
  }

  /** Says why a value of the input is not carried over. */
  public leave(entry: Entry | undefined, reason: string): void {
    if (entry !== undefined) this.ledger.leave(entry.value, reason);
  }

  /** Says that a value of the input needs no place in the cluster file, as it is so anyway. */
  public agree(entry: Entry | undefined): void {
    if (entry !== undefined) this.ledger.carry(entry.value);
  }

  /** Says that a value that is carried over says more than that. */
  public leavePart(entry: Entry, part: string, reason: string): void {
    this.ledger.leavePart(entry.value, entry.path, part, reason);
  }

  /** Says which variable takes the place of a secret. */
  public keepSecret(entry: Entry | undefined, variable: string): void {
    if (entry !== undefined) this.ledger.keepSecret(entry.value, variable);
  }

  private leaveAll(entries: readonly Entry[], reason: string): void {
    for (const entry of entries) this.leave(entry, reason);
  }

  private leaveComputed(entry: Entry): void {
    for (const { value } of leavesOf(entry.value)) this.ledger.leave(value, hasToBeComputed());
  }

  private isRefused(entries: readonly Entry[]): boolean {
    const [reason] = entries
      .flatMap(({ value, path }) => leavesOf(value, path))
      .flatMap(({ value, path }) => this.refused.get(value) ?? (isSecret(value, path) ? secretStays() : []));
    if (reason === undefined) return false;
    this.leaveAll(entries, reason);
    return true;
  }

  private place(path: Path, value: unknown): void {
    const last = path.at(-1);
    let at: Data = this.content;
    for (const key of path.slice(0, -1)) {
      const next = (at[key] ??= emptyData()) as Data;
      at = next;
    }
    if (last !== undefined) at[last] = value;
  }

  private remember(path: Path, entries: readonly Entry[]): void {
    this.origins.push({ path, entries });
    for (const { value } of entries) this.ledger.carry(value);
  }
}

/** An object in which every key is a key, whatever JavaScript calls so. */
function emptyData(): Data {
  return Object.create(null) as Data;
}
