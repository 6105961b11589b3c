import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  changing,
  configurationOf,
  dataOf,
  EXAMPLES,
  patchesOf,
  resourcesOf,
  synthCluster,
} from '../support/cluster-stack';
import { differences } from '../support/homelab-tofu';
import { projectRoot } from '../support/project';

const metal = synthCluster(EXAMPLES['bare-metal']);
const CONTROL_PLANES = ['thor-cp-01', 'loki-cp-02', 'odin-cp-03'];
const WORKERS = ['sif-w-01', 'valkyrie-w-02'];
const MACHINES = [...CONTROL_PLANES, ...WORKERS];
const ADDRESSES = [200, 201, 202, 210, 211].map((last) => `192.168.50.${last}`);
const VIP = '192.168.50.199';

const changed = changing('bare-metal');

/** Documents of the firewall of a machine. */
function rulesOf(name: string): readonly unknown[] {
  return patchesOf(metal, name)
    .filter((text) => text.includes('"NetworkRuleConfig"'))
    .map((text) => JSON.parse(text) as unknown);
}

/** Documents of services of extensions, which hold references to secrets. */
function servicesOf(name: string, of = metal): readonly string[] {
  return patchesOf(of, name).filter((text) => text.includes('"ExtensionServiceConfig"'));
}

test('is taken without a warning, and has no virtual machine', () => {
  expect([metal.warnings, metal.stack.model.warnings]).toEqual([[], []]);
  expect(metal.resources.filter((type) => type.startsWith('proxmox_'))).toEqual([]);
  expect(resourcesOf(metal, 'talos_machine_configuration_apply')).toHaveLength(5);
});

describe('image', () => {
  const id = metal.stack.images[0]?.schematicId ?? '';

  test('BM-1 a plan names the ISO that each machine is booted from by hand', () => {
    const media = metal.json.output.boot_media?.value as Readonly<Record<string, Readonly<Record<string, string>>>>;
    expect(Object.keys(media).sort()).toEqual([...MACHINES].sort());
    for (const name of MACHINES) {
      expect(media[name]?.iso).toBe(`https://factory.talos.dev/image/${id}/v1.10.6/metal-amd64.iso`);
    }
  });

  test('BM-2 the schematic has cloudflared and tailscale by their full names', () => {
    expect(resourcesOf(metal, 'talos_image_factory_schematic')[0]?.schematic).toBe(
      [
        'customization:',
        '    systemExtensions:',
        '        officialExtensions:',
        '            - siderolabs/cloudflared',
        '            - siderolabs/tailscale',
        '',
      ].join('\n'),
    );
  });

  test('BM-3 BM-5 Talos installs itself from the metal installer of that schematic, on the disk of the machine', () => {
    for (const name of MACHINES) {
      expect(configurationOf(metal, name).machine.install).toEqual({
        disk: '/dev/nvme0n1',
        image: `factory.talos.dev/metal-installer/${id}:v1.10.6`,
      });
    }
    const other = changed((spec) => (spec.nodes['sif-w-01']!.installDisk = '/dev/sda'));
    expect(configurationOf(other, 'sif-w-01').machine.install).toMatchObject({ disk: '/dev/sda' });
    expect(configurationOf(other, 'valkyrie-w-02').machine.install).toMatchObject({ disk: '/dev/nvme0n1' });
  });

  test('BM-4 one machine is a cluster, and it grows without a change of the first', () => {
    const alone = changed((spec) => {
      spec.nodes = { 'thor-cp-01': spec.nodes['thor-cp-01']! };
      spec.network.vip = undefined;
      spec.network.endpoint = '192.168.50.200';
    });
    expect(alone.stack.model.warnings).toEqual([]);
    expect(dataOf(alone, 'talos_machine_configuration')).toMatchObject([
      { cluster_endpoint: 'https://192.168.50.200:6443', machine_type: 'controlplane' },
    ]);
    expect(configurationOf(alone, 'thor-cp-01').cluster.allowSchedulingOnControlPlanes).toBe(true);
    const two = changed((spec) => {
      spec.nodes = { 'thor-cp-01': spec.nodes['thor-cp-01']!, 'sif-w-01': spec.nodes['sif-w-01']! };
      spec.network.vip = undefined;
      spec.network.endpoint = '192.168.50.200';
    });
    expect(differences(alone, two).filter((address) => address.includes('thor-cp-01'))).toEqual([]);
  });
});

describe('Talos on every machine', () => {
  test('BM-6 hostname, interface with address and prefix, default route by the gateway', () => {
    MACHINES.forEach((name, index) => {
      const vip = CONTROL_PLANES.includes(name) ? { vip: { ip: VIP } } : {};
      expect(configurationOf(metal, name).machine.network).toMatchObject({
        hostname: name,
        interfaces: [
          {
            interface: 'eno1',
            dhcp: false,
            addresses: [`${ADDRESSES[index]}/24`],
            routes: [{ network: '0.0.0.0/0', gateway: '192.168.50.1' }],
            ...vip,
          },
        ],
      });
    });
  });

  test('BM-7 the address of the Kubernetes node is that of the machines’ network, never that of a tunnel', () => {
    for (const name of MACHINES) {
      expect(configurationOf(metal, name).machine.kubelet).toMatchObject({
        nodeIP: { validSubnets: ['192.168.50.0/24'] },
      });
    }
  });

  test('BM-8 the DNS of the cluster is asked first, and there is no cache of the machine before it', () => {
    for (const name of MACHINES) {
      expect(configurationOf(metal, name).machine).toMatchObject({
        network: { nameservers: ['10.96.0.10', '1.1.1.1', '1.0.0.1'] },
        features: { hostDNS: { enabled: false, forwardKubeDNSToHost: false } },
      });
    }
  });

  test('BM-9 networks of pods and services are those of the original', () => {
    for (const name of MACHINES) {
      expect(configurationOf(metal, name).cluster.network).toMatchObject({
        podSubnets: ['10.244.0.0/16'],
        serviceSubnets: ['10.96.0.0/12'],
      });
    }
  });

  test('BM-10 secrets and configurations are made for the version of Talos', () => {
    expect(resourcesOf(metal, 'talos_machine_secrets')).toMatchObject([{ talos_version: 'v1.10' }]);
    expect(dataOf(metal, 'talos_machine_configuration').map(({ talos_version: version }) => version)).toEqual(
      MACHINES.map(() => 'v1.10'),
    );
  });

  test('BM-11 BM-29 Tailscale and cloudflared are configured on each, with the key and the one tunnel of all', () => {
    for (const name of MACHINES) {
      expect(servicesOf(name)).toEqual([
        expect.stringContaining('"TS_AUTHKEY=${var.secret_tailscale_auth_key}"') as string,
        expect.stringContaining('"TUNNEL_TOKEN=${var.secret_cloudflared_tunnel_token}"') as string,
      ]);
    }
    expect(metal.json.variable).toMatchObject({
      secret_tailscale_auth_key: { sensitive: true },
      secret_cloudflared_tunnel_token: { sensitive: true },
    });
  });

  test('BM-12 a machine without the extension is not in the tunnel', () => {
    const without = changed((spec) => {
      spec.nodes['sif-w-01']!.schematic = { extensions: ['siderolabs/tailscale'] };
    });
    const [own, others] = WORKERS.map((name) => configurationOf(without, name).machine.install);
    expect(own).not.toEqual(others);
    expect(others).toEqual(configurationOf(metal, 'sif-w-01').machine.install);
    const schematics = resourcesOf(without, 'talos_image_factory_schematic').map(({ schematic }) => String(schematic));
    expect(schematics.map((text) => text.includes('siderolabs/cloudflared')).sort()).toEqual([false, true]);
  });
});

describe('control planes', () => {
  test('BM-13 take workloads', () => {
    for (const name of CONTROL_PLANES) {
      expect(configurationOf(metal, name).cluster.allowSchedulingOnControlPlanes).toBe(true);
    }
  });

  test('BM-14 BM-15 have the rules of the firewall, and workers have none', () => {
    for (const name of CONTROL_PLANES) {
      expect(rulesOf(name)).toMatchObject([
        {
          name: 'allow-k8s-nodeports',
          portSelector: { ports: ['30000-32767'], protocol: 'tcp' },
          ingress: [{ subnet: '192.168.50.0/24' }],
        },
        {
          name: 'allow-ingress-80',
          portSelector: { ports: [80, 443], protocol: 'tcp' },
          ingress: [{ subnet: '0.0.0.0/0' }, { subnet: '::/0' }],
        },
      ]);
    }
    expect(WORKERS.flatMap(rulesOf)).toEqual([]);
  });
});

describe('order', () => {
  const applied = Object.keys(metal.json.resource.talos_machine_configuration_apply ?? {});

  test('BM-16 each machine is configured at its address, then come bootstrap, kubeconfig and files', () => {
    const nodes = resourcesOf(metal, 'talos_machine_configuration_apply').map(({ node }) => node);
    expect(nodes.sort()).toEqual(ADDRESSES);
    expect(resourcesOf(metal, 'talos_machine_bootstrap')).toMatchObject([{ node: '192.168.50.200' }]);
    expect(resourcesOf(metal, 'talos_cluster_kubeconfig')).toMatchObject([
      { depends_on: [expect.stringMatching(/^talos_machine_bootstrap\./)] },
    ]);
    const [kubeconfig] = resourcesOf(metal, 'local_sensitive_file').filter(({ filename }) =>
      String(filename).endsWith('kube-config.yaml'),
    );
    expect(kubeconfig?.content).toMatch(/^\$\{talos_cluster_kubeconfig\./);
  });

  test('BM-17 bootstrap waits for the configurations of the control planes', () => {
    const [bootstrap] = resourcesOf(metal, 'talos_machine_bootstrap');
    const awaited = applied.filter((id) => CONTROL_PLANES.some((name) => id.includes(name)));
    expect(awaited).toHaveLength(3);
    expect(bootstrap?.depends_on).toEqual(
      expect.arrayContaining(awaited.map((id) => `talos_machine_configuration_apply.${id}`)),
    );
  });
});

describe('outputs, files and state', () => {
  test('BM-30 a new token is a new value of its variable: nothing else is written', () => {
    const texts = [metal.text, readFileSync(join(projectRoot, 'stacks/clusters/bare-metal.yaml'), 'utf8')];
    for (const text of texts) expect(text).not.toMatch(/tskey-|eyJ/);
    expect(metal.json.variable?.secret_cloudflared_tunnel_token).not.toHaveProperty('default');
  });

  test('BM-41 kubeconfig and talosconfig are put out, as secrets', () => {
    expect(metal.json.output).toMatchObject({ kube_config: { sensitive: true }, talos_config: { sensitive: true } });
  });

  test('BM-42 both are written to files that their owner alone reads', () => {
    const files = resourcesOf(metal, 'local_sensitive_file');
    for (const name of ['kube-config', 'talos-config']) {
      expect(files).toContainEqual(
        expect.objectContaining({ filename: `../../../output/bare-metal/${name}.yaml`, file_permission: '0600' }),
      );
    }
  });

  test('BM-43 the state lies in a bucket of Cloudflare R2', () => {
    expect(metal.json.terraform.backend).toMatchObject({
      s3: {
        key: 'talos/terraform.tfstate',
        region: 'auto',
        use_path_style: true,
        skip_credentials_validation: true,
        skip_metadata_api_check: true,
        skip_region_validation: true,
        skip_requesting_account_id: true,
        skip_s3_checksum: true,
      },
    });
  });
});
