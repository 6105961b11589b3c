import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, EXAMPLES, resourcesOf, synthCluster } from '../support/cluster-stack';
import { projectRoot } from '../support/project';

const PROVIDERS = ['proxmox', 'talos', 'flux', 'tls', 'local', 'gitea'];

type Kind = 'resource_schemas' | 'data_source_schemas';
type ProviderSchema = Partial<
  Record<Kind, Readonly<Record<string, { readonly block: { readonly deprecated?: boolean } }>>>
>;

/** Types that their providers call deprecated, of those that the bindings have. */
function deprecatedTypes(kind: Kind): string[] {
  return PROVIDERS.flatMap((name) => {
    const text = readFileSync(join(projectRoot, 'schemas', 'providers', `${name}.json`), 'utf8');
    const { provider_schemas: schemas } = JSON.parse(text) as { provider_schemas: Record<string, ProviderSchema> };
    return Object.values(schemas).flatMap((schema) => Object.entries(schema[kind] ?? {}));
  })
    .filter(([, { block }]) => block.deprecated)
    .map(([type]) => type);
}

describe.each(Object.entries(EXAMPLES))('%s', (_, spec) => {
  const out = synthCluster(spec);
  const downloads = resourcesOf(out, 'proxmox_download_file');
  const machines = resourcesOf(out, 'proxmox_virtual_environment_vm');

  test('S-41 C-15 the Talos provider is the stable one that knows Talos 1.14', () => {
    const { required_providers: providers } = out.json.terraform as Record<string, Record<string, { version: string }>>;
    expect(providers?.talos?.version).toBe('~> 0.12.0');
  });

  test('F-2 no name or URL waits for the factory, so a new schematic needs one apply', () => {
    for (const { url, file_name, depends_on } of downloads) {
      expect(`${url} ${file_name}`).not.toContain('${');
      expect(depends_on).toEqual([expect.stringMatching(/^talos_image_factory_schematic\./)]);
    }
  });

  test('F-7 no type is one that its provider calls deprecated or means to rename', () => {
    const resources = Object.keys(out.json.resource);
    const dataSources = Object.keys(out.json.data ?? {});
    expect(deprecatedTypes('resource_schemas').filter((type) => resources.includes(type))).toEqual([]);
    expect(deprecatedTypes('data_source_schemas').filter((type) => dataSources.includes(type))).toEqual([]);
    const longNames = [...resources, ...dataSources].filter((type) => type.startsWith('proxmox_virtual_environment_'));
    expect(longNames.filter((type) => !/_(vm|vms|containers)$/.test(type))).toEqual([]);
  });

  test('F-8 the hosts download the image themselves, nothing is uploaded', () => {
    expect(downloads.map(({ url }) => url)).toEqual(downloads.map(() => expect.stringMatching(/^https:/) as unknown));
    expect(out.resources).not.toContain('proxmox_virtual_environment_file');
  });

  test('F-13 no machine has a disk of another one attached, which is done by its path', () => {
    const disks = machines.flatMap(({ disk }) => disk as readonly Record<string, unknown>[]);
    expect(disks.filter((disk) => 'path_in_datastore' in disk)).toEqual([]);
  });

  test('F-21 no address is asked of the guest agent', () => {
    const asked = JSON.stringify([out.json.resource, out.json.data]);
    expect(asked).not.toMatch(/ipv[46]_addresses|network_interface_names|mac_addresses/);
  });

  test('F-23 each configuration is applied to the own address of its machine', () => {
    const applied = resourcesOf(out, 'talos_machine_configuration_apply');
    expect(applied.map(({ node }) => node).sort()).toEqual(out.stack.nodes.map(({ address }) => address).sort());
    expect(applied.map(({ endpoint }) => endpoint)).toEqual(applied.map(() => undefined));
  });

  test('F-58 machines of both types are entries of one map', () => {
    const pools = Object.keys(spec.pools ?? {});
    const names = out.stack.nodes.map(({ hostname }) => hostname);
    const single = names.filter((name) => !pools.some((pool) => name.startsWith(`${pool}-`)));
    expect(single).toEqual(Object.keys(spec.nodes));
  });
});

test('F-16 two machines cannot be given one id, and ids that are left out are chosen by Proxmox VE', () => {
  const taken = copyOf('home');
  Object.assign(taken.nodes['work-01'] ?? {}, { vmId: 810 });
  expect(() => synthCluster(taken)).toThrow(/vmId: .*810/);

  const free = copyOf('home');
  for (const node of Object.values(free.nodes)) delete node.vmId;
  const machines = resourcesOf(synthCluster(free), 'proxmox_virtual_environment_vm');
  expect(machines.filter((machine) => 'vm_id' in machine)).toEqual([]);
});
