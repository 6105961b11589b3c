import fc from 'fast-check';
import { stringify } from 'yaml';
import { type ClusterModel, parseClusterSpec } from '../../src/model';
import { ClusterSpecError, type LocatedFault, parseClusterYaml } from '../../src/cluster-file';
import { formatFault } from '../../src/cluster-file/cluster-spec-error';
import { normalizeIpAddress } from '../../src/values/ip-address';
import { arbitraryCrowd, arbitraryDamage, arbitraryOddKey, arbitrarySpec } from '../support/arbitrary-spec';
import { faultsOf } from '../support/small-spec';

/** How many specs are tried: as many as it takes in CI, and fewer where somebody waits. */
const runs = (here: number, inCi: number) => ({ numRuns: process.env.CI === undefined ? here : inCi });

/** The model of a spec, or nothing if it is refused. */
function tryParse(spec: unknown): ClusterModel | undefined {
  try {
    return parseClusterSpec(spec);
  } catch (error) {
    if (error instanceof ClusterSpecError) return undefined;
    throw error;
  }
}

test('a valid spec gives a model, twice the same one', () => {
  fc.assert(
    fc.property(arbitrarySpec(), (spec) => {
      expect(faultsOf(spec)).toEqual([]);
      expect(parseClusterSpec(spec)).toEqual(parseClusterSpec(spec));
    }),
    runs(40, 100),
  );
});

test('YAML and a literal give the same model', () => {
  fc.assert(
    fc.property(arbitrarySpec(), (spec) => {
      const { spec: read } = parseClusterYaml(stringify(spec, { keepUndefined: false }), 'generated.yaml');
      expect(parseClusterSpec(read)).toEqual(parseClusterSpec(spec));
    }),
    runs(20, 50),
  );
});

test('no spec that is taken yields two machines with one address, id or MAC address', () => {
  const unique = (values: readonly unknown[]) => new Set(values).size === values.length;
  let taken = 0;
  fc.assert(
    fc.property(arbitraryCrowd(), (spec) => {
      const model = tryParse(spec);
      if (model === undefined) return;
      taken++;
      const { gateway, vip } = spec.network;
      const addresses = [gateway, vip, ...model.nodes.map(({ machine }) => machine.address)];
      expect(unique(addresses.filter((each) => each !== undefined).map(normalizeIpAddress))).toBe(true);
      const machines = model.nodes.flatMap(({ vm }) => (vm === undefined ? [] : [vm]));
      const ids = machines.filter(({ vmId }) => vmId !== undefined);
      expect(unique(ids.map(({ hostKey, vmId }) => `${hostKey.split('/')[0]} ${vmId}`))).toBe(true);
      expect(unique(machines.map(({ macAddress }) => macAddress).filter((each) => each !== undefined))).toBe(true);
    }),
    runs(250, 500),
  );
  expect(taken).toBeGreaterThan(20);
});

test('images name every host that a machine needs them on, and no other', () => {
  fc.assert(
    fc.property(arbitrarySpec(), (spec) => {
      const { images, nodes } = parseClusterSpec(spec);
      const needed = nodes.map(({ imageKey, vm }) => `${imageKey} ${vm?.hostKey}`);
      const named = images.flatMap(({ key, hosts }) => hosts.map((host) => `${key} ${host}`));
      expect([...named].sort()).toEqual([...new Set(needed)].sort());
    }),
    runs(20, 50),
  );
});

/** Takes a spec or refuses it, in sentences. */
function takeOrRefuse(spec: unknown): readonly LocatedFault[] {
  try {
    parseClusterSpec(spec, { environment: {} });
    return [];
  } catch (error) {
    if (!(error instanceof ClusterSpecError)) throw error;
    expect(error.faults.length).toBeGreaterThan(0);
    for (const fault of error.faults) {
      expect(fault.message).not.toMatch(/undefined|\[object|NaN|native code|\.$/);
      expect(formatFault(fault)).not.toContain('\n');
    }
    return error.faults;
  }
}

test('whatever becomes of a spec, it is taken or refused with sentences', () => {
  fc.assert(
    fc.property(arbitraryDamage(), (spec) => {
      takeOrRefuse(spec);
    }),
    runs(150, 1500),
  );
});

test('a key that JavaScript objects have is checked as any other, wherever it stands', () => {
  fc.assert(
    fc.property(arbitraryOddKey(), ({ spec, path }) => {
      const places = takeOrRefuse(spec).map((fault) => fault.path.map(String));
      if (path.at(-1) === '__proto__') expect(places).toContainEqual(path);
      // a machine, a host or an endpoint of such a name has no place in the construct tree
      const named = path.length === 2 && path[0] === 'nodes';
      if (named) expect(places.some((place) => path.every((key, index) => place[index] === key))).toBe(true);
    }),
    runs(150, 1500),
  );
});
