import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TryResult } from '../../src/cli/homelab/homelab-module';
import { exampleNames } from '../support/example-run';
import { describeHomelab } from '../support/homelab-run';
import { checkedOutput } from '../support/output-schema';
import { projectRoot } from '../support/project';
import { casesOfToday } from '../support/today';
import { runProgram } from '../support/tried-project';

let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'try-'));
});

afterEach(() => {
  rmSync(temporary, { recursive: true, force: true });
});

/** Variables that an example takes from the environment. */
const ENVIRONMENT = { CI: '' };

function tryExample(...args: readonly string[]) {
  const script = join(projectRoot, 'scripts', 'try.js');
  return runProgram([script, ...args], { cwd: projectRoot, temporary, environment: ENVIRONMENT });
}

/** When files that belong to the user were written. */
function ofTheUser(): Readonly<Record<string, number>> {
  const names = ['.terraform.lock.hcl', 'cdktf.out', 'state', 'stacks/clusters', 'kubeconfig', 'talosconfig'];
  const times = names.map((name) => [name, statSync(join(projectRoot, name), { throwIfNoEntry: false })?.mtimeMs]);
  return Object.fromEntries(times.map(([name, time]) => [String(name), Number(time ?? 0)]));
}

/** A part of a machine configuration in the image, for machines that have no other yet. */
const EMBEDDED = `customization:
  systemExtensions: { officialExtensions: [siderolabs/qemu-guest-agent] }
  embeddedMachineConfiguration: |
    apiVersion: v1alpha1
    kind: KmsgLogConfig
    name: logs
    url: tcp://10.9.9.9:5514/
`;

/** The same as a kernel argument has it. */
const EARLY =
  'talos.config.early=KLUv/QQAcQIAYXBpVmVyc2lvbjogdjFhbHBoYTEKa2luZDogS21zZ0xvZ0NvbmZpZwpuYW1lOiBsb2dzCnVybDogdGNwOi8vMTAuOS45Ljk6NTUxNC8K/6/tLQ==';

/**
 * A cluster with much that no homelab on one computer has: pools of IPv6 addresses, an overlay, values of META, images with a
 * part of a machine configuration.
 */
const LACKING = `name: six
talos:
  version: v1.13.9
  contract: v1.13
  schematic:
    extensions: [siderolabs/qemu-guest-agent]
    overlay: { image: siderolabs/sbc-raspberrypi, name: rpi_generic }
    meta: [{ key: 12, value: 'a: b' }]
    extraKernelArgs: ['${EARLY}', 'talos.config=https://10.0.0.9/cp.yaml', 'vlan=eth0.5:eth0']
kubernetes: { version: v1.36.3, podSubnets: ['fd01::/56'], serviceSubnets: ['fd02::/112'] }
network: { subnet: 'fd00::/64', gateway: 'fe80::1', vip: 'fd00::10' }
proxmox:
  endpoints:
    main:
      url: https://pve1.example:8006
      hosts: { pve1: { diskDatastoreId: local-lvm } }
nodes:
  cp-1: { machineType: controlplane, host: pve1, address: 'fd00::11' }
pools:
  work: { machineType: worker, nodes: 2, addresses: 'fd00::1:0-fd00::1:ffff', schematic: EMBEDDED }
state: { encryption: 'on' }
`;

describeHomelab('npm run try', () => {
  test('G-45 makes a cluster of what a homelab lacks, and lists what is played', async () => {
    const clusters = mkdtempSync(join(tmpdir(), 'clusters-'));
    try {
      const schematic = join(clusters, 'embedded.yml');
      writeFileSync(schematic, EMBEDDED);
      writeFileSync(join(clusters, 'six.yaml'), LACKING.replace('EMBEDDED', schematic));
      const { exitCode, output, errors } = await tryExample('six', '--json', '--cluster-directory', clusters);
      expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
      const result = checkedOutput('try', output) as TryResult;
      expect(result).toMatchObject({ secondPlanEmpty: true, destroyed: true });
      expect(result.steps[0]?.verdict.machines.map(({ name }) => name)).toEqual(['cp-1', 'work-00', 'work-01']);
      expect(result.doubles.map(({ place, part }) => `${place} ${part}`)).toEqual(
        expect.arrayContaining([
          'network.subnet fd00::/64',
          'kubernetes.podSubnets fd01::/56',
          'talos.schematic overlay rpi_generic',
          'talos.schematic meta 12',
          'talos.schematic talos.config=https://10.0.0.9/cp.yaml',
          'talos.schematic vlan=eth0.5:eth0',
          `talos.schematic ${EARLY}`,
          'pools.work.schematic embeddedMachineConfiguration',
        ]),
      );
    } finally {
      rmSync(clusters, { recursive: true, force: true });
    }
  });

  test.each(casesOfToday(exampleNames(), 1))('makes %s, changes it, shows a refusal and destroys it', async (name) => {
    const before = ofTheUser();
    const { exitCode, output, errors } = await tryExample(name, '--json');
    expect([exitCode, exitCode === 0 ? '' : errors]).toEqual([0, '']);
    const result = checkedOutput('try', output) as TryResult;
    for (const { verdict } of result.steps) checkedOutput('plan', JSON.stringify(verdict));

    expect(result).toMatchObject({ secondPlanEmpty: true, destroyed: true });
    expect(result.steps.map(({ step, verdict }) => [step, verdict.allowed])).toEqual([
      ['create', true],
      ['change', true],
      ['refusal', false],
    ]);
    const [create, change, refusal] = result.steps;
    expect(new Set(create?.verdict.machines.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
    expect(change?.edit).not.toEqual([]);
    expect(change?.verdict).toMatchObject({ hasChanges: true, refusals: [] });
    expect(refusal?.verdict.refusals[0]?.message).not.toBe('');
    expect(refusal?.verdict.refusals[0]?.accept.length).toBeGreaterThan(0);

    expect(ofTheUser()).toEqual(before);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('refuses a cluster that there is not, before anything is started', async () => {
    const { exitCode, output, errors } = await tryExample('hoem');
    expect([exitCode, output]).toEqual([1, '']);
    expect(errors).toContain('no cluster is called "hoem"; ');
  });
});
