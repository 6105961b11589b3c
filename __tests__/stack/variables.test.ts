import { TerraformOutput } from 'cdktf';
import { createSecretVariable } from '../../src/constructs/credentials/secret-variable';
import { createSwitchVariable } from '../../src/stack/variables';
import { variableForms } from '../../src/values/variable-form';
import { SECRET_SAMPLES } from '../support/secret-samples';
import { synth } from '../support/synth';
import { describeWithTofu, planJson } from '../support/tofu';

/** A variable for each sample, with its value: `proxmox_main_site_api_token` becomes `proxmox_3_main_site_api_token`. */
const values = Object.fromEntries(
  Object.entries(SECRET_SAMPLES).flatMap(([variable, samples]) =>
    samples.map(({ value, draws }, index) => {
      const name = variable.startsWith('proxmox') ? variable.replace('_', `_${index}_`) : variable;
      return [`${name} ${index}`, { name, value, draws }] as const;
    }),
  ),
);

function variablesOnly(build: Parameters<typeof synth>[0]): object {
  const { variable, output } = JSON.parse(synth(build).json) as { variable: object; output?: object };
  return { variable, output };
}

describeWithTofu('the real OpenTofu', () => {
  const ofProxmox = Object.values(values).filter(({ name }) => name.startsWith('proxmox'));

  test('refuses what is no secret of the kind, each with the name of its variable and none with its value', async () => {
    const stack = variablesOnly((scope) => {
      for (const { name } of ofProxmox) createSecretVariable(scope, name, 'A sample.');
    });
    const plan = await planJson(stack, Object.fromEntries(ofProxmox.map(({ name, value }) => [name, value])));
    const output = plan.output.replace(/\s+/g, ' ');
    for (const { name, value, draws } of ofProxmox) {
      const said = variableForms(name).flatMap(({ message }, index) => (output.includes(message(name)) ? [index] : []));
      expect({ name, value, said }).toEqual({ name, value, said: draws });
    }
    const secrets = ofProxmox.flatMap(({ value }) => value.split(/\s+/)).filter((part) => part.length > 16);
    expect(secrets.filter((part) => !part.includes('id_ed25519') && plan.output.includes(part))).toEqual([]);
  });

  const single = ['state_passphrase', 'gitea_token'].flatMap((name) =>
    (SECRET_SAMPLES[name] ?? []).map((sample) => ({ name, ...sample })),
  );

  test.each(single)('judges $name: $title', async ({ name, value, draws }) => {
    const stack = variablesOnly((scope) => void createSecretVariable(scope, name, 'A sample.'));
    const plan = await planJson(stack, { [name]: value });
    expect({ exitCode: plan.exitCode, output: plan.output }).toMatchObject({ exitCode: draws.length });
    expect(plan.output.replace(/\s+/g, ' ').includes(`${name} must `)).toBe(draws.length > 0);
  });

  test('a switch is on, whatever is made of nothing, and is nothing but on or off', async () => {
    const stack = variablesOnly((scope) => {
      const value = createSwitchVariable(scope, 'health_check', 'A switch.').value as unknown;
      new TerraformOutput(scope, 'on', { value });
    });
    expect((await planJson(stack)).output).toMatch(/on += true/);
    expect((await planJson(stack, { health_check: 'false' })).output).toMatch(/on += false/);
    const refused = await planJson(stack, { health_check: '' });
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('var.health_check');
  });
});
