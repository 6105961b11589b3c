import type { Complete } from '../../src/values/complete';
import { nothingLeft } from '../../src/values/nothing-left';

interface Settings {
  readonly cpuCores: number;
  readonly protection?: boolean;
  readonly watchdog?: 'reset' | undefined;
}

const settings: Settings = { cpuCores: 2 };

describe('a struct that is taken apart', () => {
  test('may have every key used, whether required or not', () => {
    const { cpuCores, protection, watchdog, ...rest } = settings;
    nothingLeft(rest);
    expect([cpuCores, protection, watchdog]).toEqual([2, undefined, undefined]);
    expect(rest).toEqual({});
  });

  test('does not compile with a key that is used nowhere', () => {
    const { cpuCores, watchdog, ...optional } = settings;
    // @ts-expect-error protection is left
    nothingLeft(optional);
    const { protection, watchdog: again, ...required } = settings;
    // @ts-expect-error cpuCores is left
    nothingLeft(required);
    const { cpuCores: cores, protection: guarded, ...mayBeUndefined } = settings;
    // @ts-expect-error watchdog is left
    nothingLeft(mayBeUndefined);
    expect([cpuCores, cores]).toEqual([2, 2]);
    expect([watchdog, protection, again, guarded]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('a mapping', () => {
  test('names every key, also those without a value', () => {
    const mapped: Complete<Settings> = { cpuCores: 2, protection: undefined, watchdog: undefined };
    expect(mapped).toEqual(settings);
    const taken: Settings = mapped;
    expect(taken).toBe(mapped);
  });

  test('does not compile without a key', () => {
    // @ts-expect-error watchdog is forgotten
    const forgetful: Complete<Settings> = { cpuCores: 2, protection: true };
    // @ts-expect-error a required key has a value
    const empty: Complete<Settings> = { cpuCores: undefined, protection: true, watchdog: undefined };
    expect([forgetful.watchdog, empty.cpuCores]).toEqual([undefined, undefined]);
  });
});
