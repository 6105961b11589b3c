import { generateKeyPairSync } from 'node:crypto';
import { copyOf, type EditableSpec, EXAMPLES, synthCluster } from '../support/cluster-stack';
import { describeWithTofu, planJson, validateJson } from '../support/tofu';

type Example = keyof typeof EXAMPLES;

/** Values in the right form for every variable of the examples; nothing answers at any address. */
const VARIABLES = {
  proxmox_main_api_token: 'root@pam!opentofu=00000000-0000-0000-0000-000000000000',
  proxmox_kube_api_token: 'root@pam!opentofu=00000000-0000-0000-0000-000000000000',
  proxmox_kube_ssh_private_key: generateKeyPairSync('ed25519', {
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey,
  state_passphrase: 'a passphrase of more than 16 characters',
};

/** An example whose plan asks each endpoint for its version only: VM ids are left to Proxmox VE, so nobody asks which are taken. */
function offline(name: Example): EditableSpec {
  const spec = copyOf(name);
  for (const node of Object.values(spec.nodes)) delete node.vmId;
  return spec;
}

describeWithTofu('the real OpenTofu', () => {
  test.each(Object.keys(EXAMPLES) as Example[])('G-30 accepts %s without a warning', async (name) => {
    expect(await validateJson(synthCluster(EXAMPLES[name]).text)).toEqual([]);
  });

  test.each([
    ['home' as const, 22, 'main'],
    ['homelab-tofu' as const, 31, 'kube'],
  ])(
    'F-18 F-27 G-6 plans %s from an empty state without asking anybody but Proxmox VE',
    async (name, resources, endpoint) => {
      const plan = await planJson(synthCluster(offline(name)).text, VARIABLES);
      expect(plan.output).toContain(`Plan: ${resources} to add, 0 to change, 0 to destroy.`);
      expect(plan.exitCode).toBe(1);
      expect(plan.output.match(/^.*Error: .*$/gm)).toHaveLength(1);
      expect(plan.output).toMatch(
        new RegExp(`Error: Unable to Read Version[^]+with data\\.proxmox_version\\.endpoints_${endpoint}_`),
      );
    },
  );

  test('fails naming a variable that is not set', async () => {
    const { proxmox_kube_api_token: _, ...others } = VARIABLES;
    const plan = await planJson(synthCluster(offline('homelab-tofu')).text, others);
    expect(plan.exitCode).toBe(1);
    expect(plan.output).toContain('proxmox_kube_api_token');
  });

  test('fails naming the passphrase of an encrypted state that is not set', async () => {
    const { state_passphrase: _, ...others } = VARIABLES;
    const plan = await planJson(synthCluster(offline('home')).text, others);
    expect(plan.exitCode).toBe(1);
    expect(plan.output).toContain('state_passphrase');
  });
});
