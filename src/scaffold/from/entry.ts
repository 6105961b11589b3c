import type { Path } from '../../values/path';
import { childrenOf, type InputValue, plainData } from './input-value';

/** A value of the input with the keys that lead to it. */
export class Entry {
  /**
   * @param value the value
   * @param path its keys
   */
  constructor(
    public readonly value: InputValue,
    public readonly path: Path,
  ) {}

  /** The last key. */
  public get key(): string {
    return String(this.path.at(-1) ?? '');
  }

  /** The value as plain data; nothing if it has to be computed. */
  public get data(): unknown {
    return plainData(this.value);
  }

  /** The value as text; nothing if it is none. */
  public get text(): string | undefined {
    const { data } = this;
    return typeof data === 'string' || typeof data === 'number' ? String(data) : undefined;
  }

  /** True if the value is `true`. */
  public get isTrue(): boolean {
    return this.data === true;
  }

  /** The value of the first of these keys that is there; nothing if it is none, or nothing is written. */
  public find(...keys: readonly string[]): Entry | undefined {
    const { value } = this;
    if (value.kind !== 'map') return undefined;
    const key = keys.find((name) => value.entries.has(name));
    const child = key === undefined ? undefined : value.entries.get(key);
    if (key === undefined || child === undefined) return undefined;
    return child.kind === 'scalar' && child.value === null ? undefined : new Entry(child, [...this.path, key]);
  }

  /** The value below several keys, one in the other. */
  public at(...keys: readonly string[]): Entry | undefined {
    return keys.reduce<Entry | undefined>((entry, key) => entry?.find(key), this);
  }

  /** Values in it, by key or by position. */
  public children(): readonly Entry[] {
    return childrenOf(this.value).map(([key, child]) => new Entry(child, [...this.path, key]));
  }
}
