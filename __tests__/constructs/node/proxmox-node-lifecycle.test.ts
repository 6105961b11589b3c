import { Lifecycle } from '../../../src/constructs/lifecycle/lifecycle';
import { TerraformOutput, type TerraformStack, TerraformVariable } from 'cdktf';
import { ProxmoxProvider } from '../../../.gen/providers/proxmox/provider';
import type { ProxmoxNodeProps } from '../../../src/constructs/node/proxmox-node';
import { TalosVersion } from '../../../src/values/talos-version';
import { host, image, node } from '../../support/homelab';
import { synth, testStack } from '../../support/synth';

const VM = 'cp1/Resource';

/** The one virtual machine of a stack with one machine. */
function vmOf(props: (stack: TerraformStack) => Partial<ProxmoxNodeProps> = () => ({}), stackName = 'test') {
  return synth((stack) => node(stack, props(stack)), stackName).at(VM);
}

describe('a machine that is replaced with its image', () => {
  const replaced = (stack: TerraformStack, version = 'v1.13.9') =>
    node(stack, { image: image(stack, { talosVersion: TalosVersion.of(version) }), lifecycle: Lifecycle.replace() });

  test('BC-8 HT-5 F-5 is replaced exactly when its own pair of schematic and version changes', () => {
    const out = synth((stack) => replaced(stack));
    expect(out.at('cp1/boot-image')).toEqual({
      input: 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515-v1.13.9',
    });
    expect(out.at(VM).lifecycle).toEqual({
      ignore_changes: ['disk[0].import_from', 'agent[0].wait_for_ip'],
      replace_triggered_by: ['terraform_data.cp1_boot-image_B2F9ACCC'],
    });
  });

  test('no binary is asked for its version while the stack is synthesized', () => {
    const before = process.env.TERRAFORM_BINARY_NAME;
    process.env.TERRAFORM_BINARY_NAME = '/does/not/exist';
    try {
      expect(() => synth((stack) => replaced(stack))).not.toThrow();
    } finally {
      if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
      else process.env.TERRAFORM_BINARY_NAME = before;
    }
  });

  test('BC-35 HT-41 F-31 names its id as what changes when it is replaced', () => {
    const { stack } = testStack();
    const made = replaced(stack);
    expect(made._replacementTriggers).toEqual(['proxmox_virtual_environment_vm.cp1_33051384.id']);
    expect(made.ready).toBe(made.node.defaultChild);
  });
});

describe('the id of a virtual machine', () => {
  const MACHINES = 'data.proxmox_virtual_environment_vms.vms_main_D533DCE3';
  const CONTAINERS = 'data.proxmox_virtual_environment_containers.containers_main_AE3E319C';

  test('S-19 a given id is refused at plan while a container, or a machine without the tag of the stack, has it', () => {
    const out = synth((stack) => node(stack, { vmId: 800 }));
    expect(out.dataSources).toEqual(['proxmox_virtual_environment_containers', 'proxmox_virtual_environment_vms']);
    expect(out.at('vms/main')).toEqual({ provider: 'proxmox.main' });
    expect(out.at(VM).lifecycle).toMatchObject({
      precondition: [
        {
          condition:
            `\${alltrue([for vm in ${MACHINES}.vms : vm.vm_id != 800 || try(contains(vm.tags, "stack-test"), false)]) && ` +
            `alltrue([for container in flatten(${CONTAINERS}[*].containers) : container.vm_id != 800])}`,
          error_message:
            "VM id 800 on endpoint main belongs to a container, or to a machine without the tag stack-test. Choose another vmId or leave it out. If the machine is really this stack's, give it the tag in Proxmox VE and plan again.",
        },
      ],
    });
  });

  test('S-19 containers are listed only while one of the machines is not there', () => {
    const out = synth((stack) => {
      node(stack, { vmId: 800 });
      node(stack, { vmId: 801, hostname: 'cp2' });
    });
    const there = `[for vm in ${MACHINES}.vms : vm.vm_id if try(contains(vm.tags, "stack-test"), false)]`;
    expect(out.at('containers/main')).toEqual({
      provider: 'proxmox.main',
      count: `\${length(setsubtract([800, 801], ${there})) > 0 ? 1 : 0}`,
    });
  });

  test('S-19 containers are always listed where the address of the endpoint is known late', () => {
    const out = synth((stack) => {
      const url = new TerraformVariable(stack, 'url', { type: 'string' }).stringValue;
      const provider = new ProxmoxProvider(stack, 'proxmox-late', { alias: 'late', endpoint: url });
      const late = { ...host(stack), endpointName: 'late', provider };
      node(stack, { vmId: 800, host: late, image: image(stack, { hosts: [late] }) });
    });
    expect(out.at('containers/late')).toEqual({ provider: 'proxmox.late', count: 1 });
  });

  test('every endpoint is asked once at each plan, whether ids are given or not', () => {
    const dataSources = (...vmIds: readonly (number | undefined)[]) =>
      Object.keys(
        synth((stack) => vmIds.forEach((vmId, index) => node(stack, { vmId, hostname: `cp${index + 1}` }))).byPath,
      ).filter((path) => path.endsWith('/main') && !path.startsWith('image'));
    expect(dataSources(undefined, undefined)).toEqual(['endpoints/main']);
    expect(dataSources(800, undefined).sort()).toEqual(['containers/main', 'vms/main']);
    expect(dataSources(undefined, 800).sort()).toEqual(['containers/main', 'vms/main']);
  });

  test('S-19 the list is read once for each endpoint', () => {
    const out = synth((stack) => {
      const shared = image(stack, { hosts: [host(stack), host(stack, 'pve1', 'attic')] });
      node(stack, { image: shared, vmId: 800 });
      node(stack, { image: shared, vmId: 801, hostname: 'cp2' });
      node(stack, {
        image: shared,
        host: host(stack, 'pve1', 'attic'),
        vmId: 800,
        hostname: 'cp3',
      });
    });
    expect(Object.keys(out.byPath).filter((path) => path.startsWith('vms/'))).toEqual(['vms/main', 'vms/attic']);
  });

  test('BC-21 G-29 fails when two machines of one endpoint have one', () => {
    const { stack } = testStack();
    node(stack, { vmId: 800 });
    expect(() => node(stack, { vmId: 800, hostname: 'cp2' })).toThrow(
      new Error('test/cp2: vmId 800 is that of test/cp1 too; give each machine of an endpoint an id of its own'),
    );
  });

  test('can be left to Proxmox VE, and is a reference then', () => {
    const out = synth((stack) => {
      new TerraformOutput(stack, 'chosen', { value: node(stack).vmId });
      const given = node(stack, { hostname: 'cp2', vmId: 801 });
      new TerraformOutput(stack, 'given', { value: given.vmId });
    });
    expect(out.outputs).toEqual({ chosen: '${proxmox_virtual_environment_vm.cp1_33051384.vm_id}', given: 801 });
    expect(out.at(VM)).not.toHaveProperty('vm_id');
  });
});

describe('a machine on another host than the stack says', () => {
  test('S-25 F-15 is migrated, not replaced', () => {
    expect(vmOf()).toMatchObject({
      migrate: true,
      lifecycle: { ignore_changes: ['disk[0].import_from', 'agent[0].wait_for_ip'] },
    });
  });

  test('S-25 F-15 is left there if high availability decides', () => {
    const vm = vmOf(() => ({ onHostChange: 'ignore' }));
    expect(vm.lifecycle).toEqual({ ignore_changes: ['disk[0].import_from', 'agent[0].wait_for_ip', 'node_name'] });
    expect(vm).not.toHaveProperty('migrate');
  });
});
