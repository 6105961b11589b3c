import { KubernetesVersion } from '../../src/values/kubernetes-version';
import { TalosContract } from '../../src/values/talos-contract';
import { TalosVersion } from '../../src/values/talos-version';

describe('TalosVersion', () => {
  test('is accepted with and without v', () => {
    expect([TalosVersion.of('1.13.9').tag, String(TalosVersion.of('v1.13.9'))]).toEqual(['v1.13.9', 'v1.13.9']);
  });

  test('knows the newest contract it understands', () => {
    expect(TalosVersion.of('v1.13.9').contract.tag).toBe('v1.13');
  });

  test('orders minor versions by number, pre-releases before their release', () => {
    const sorted = ['v1.13.9', 'v1.9.5', 'v1.14.0', 'v1.14.0-rc.1', 'v1.10.0']
      .map((text) => TalosVersion.of(text))
      .sort((a, b) => a.compare(b));
    expect(sorted.map(String)).toEqual(['v1.9.5', 'v1.10.0', 'v1.13.9', 'v1.14.0-rc.1', 'v1.14.0']);
  });

  test('knows pre-releases', () => {
    expect(TalosVersion.of('v1.14.0-alpha.1').isPrerelease).toBe(true);
    expect(TalosVersion.of('v1.14.0').isPrerelease).toBe(false);
  });

  test.each(['v1.13', '1.13.9.1', 'latest', '', 'v1.13.9+dirty', 'v01.2.3'])('fails on "%s"', (text) => {
    expect(TalosVersion.isValid(text)).toBe(false);
    expect(() => TalosVersion.of(text)).toThrow(
      new Error(`a Talos version has three numbers, such as v1.13.9; got "${text}"`),
    );
  });
});

describe('TalosContract', () => {
  test('is accepted with and without v', () => {
    expect(TalosContract.of('1.13').tag).toBe('v1.13');
    expect(String(TalosContract.of('v1.9'))).toBe('v1.9');
  });

  test('orders by number', () => {
    expect(TalosContract.of('v1.9').compare(TalosContract.of('v1.10'))).toBeLessThan(0);
    expect(TalosContract.of('v1.12').compare(TalosContract.of('1.12'))).toBe(0);
    expect(TalosContract.of('v2.0').compare(TalosContract.of('v1.99'))).toBeGreaterThan(0);
  });

  test('isAtLeast includes the contract itself', () => {
    expect(['v1.11', 'v1.12', 'v1.13'].map((tag) => TalosContract.of(tag).isAtLeast('v1.12'))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test.each(['v1.13.9', '1', 'v1', 'v1.x', 'v1.013', ''])('fails on "%s"', (text) => {
    expect(TalosContract.isValid(text)).toBe(false);
    expect(() => TalosContract.of(text)).toThrow(
      new Error(`a contract is a Talos minor version, such as v1.13; got "${text}"`),
    );
  });
});

describe('KubernetesVersion', () => {
  test('is accepted with and without v', () => {
    expect([KubernetesVersion.of('1.36.3').tag, String(KubernetesVersion.of('v1.36.3'))]).toEqual([
      'v1.36.3',
      'v1.36.3',
    ]);
    expect(KubernetesVersion.of('v1.36.3').minor).toBe('1.36');
  });

  test('orders by number', () => {
    expect(KubernetesVersion.of('1.9.0').compare(KubernetesVersion.of('1.36.0'))).toBeLessThan(0);
  });

  test.each([
    ['v1.31.0', true],
    ['v1.36.9', true],
    ['v1.36.0-rc.1', true],
    ['v1.30.14', false],
    ['v1.37.0', false],
    ['v1.4.0', false],
  ])('%s lies in 1.31 to 1.36: %s', (text, expected) => {
    expect(KubernetesVersion.of(text).isMinorWithin('1.31', '1.36')).toBe(expected);
  });

  test.each(['1.36', 'stable', '1.36.3+k3s1'])('fails on "%s"', (text) => {
    expect(KubernetesVersion.isValid(text)).toBe(false);
    expect(() => KubernetesVersion.of(text)).toThrow(
      new Error(`a Kubernetes version has three numbers, such as v1.36.3; got "${text}"`),
    );
  });
});
