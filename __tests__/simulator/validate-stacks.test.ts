import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateStacks } from '../../homelab/tofu/validate-stacks';
import { describeWithTofu, toolchain } from '../support/tofu';

// also where the other tests use the real providers
process.env.CDKTF_PROXMOX_TALOS_PROVIDERS = 'stand-in';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdktf-out-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function addStack(name: string, resources: object): void {
  const stack = {
    terraform: {
      backend: { local: { path: `../../../state/${name}.tfstate` } },
      required_providers: { local: { source: 'hashicorp/local', version: '~> 2.9.0' } },
    },
    resource: { local_file: resources },
  };
  mkdirSync(join(directory, 'stacks', name), { recursive: true });
  writeFileSync(join(directory, 'stacks', name, 'cdk.tf.json'), JSON.stringify(stack, null, 2));
}

async function validate(
  names?: readonly string[],
): Promise<{ lines: string[]; valid: string[]; invalid: string[] }> {
  const lines: string[] = [];
  const verdict = await validateStacks(directory, toolchain(), (line) => lines.push(line), names);
  return { ...verdict, lines: lines.map((line) => line.replace(/[\d.]+ s,/, 'N s,')) };
}

describeWithTofu('validation of all stacks', () => {
  test('tells the size of a good stack in one line', async () => {
    addStack('home', { a: { filename: 'a', content: 'x' }, b: { filename: 'b', content: 'y' } });
    expect(await validate()).toEqual({
      valid: ['home'],
      invalid: [],
      lines: ['home: 2 resources, 0 data sources, N s, ok'],
    });
  });

  test('looks only at the stacks that are named', async () => {
    addStack('home', { a: { filename: 'a', content: 'x' } });
    addStack('wrong', { a: { content: 'x' } });
    expect(await validate(['home'])).toMatchObject({ valid: ['home'], invalid: [] });
  });

  test('tells each fault and each warning with the line it is in', async () => {
    addStack('good', { a: { filename: 'a', content: 'x' } });
    addStack('old', { a: { filename: 'a', sensitive_content: 'x' } });
    addStack('wrong', { a: { content: 'x' } });
    expect(await validate()).toEqual({
      valid: ['good'],
      invalid: ['old', 'wrong'],
      lines: [
        'good: 1 resource, 0 data sources, N s, ok',
        'old: 1 resource, 0 data sources, N s, FAILED',
        [
          '  warning: Attribute Deprecated',
          '    cdk.tf.json:19 in resource.local_file.a: "sensitive_content": "x"',
          '    sensitive_content is deprecated: the documentation of the provider says what to use instead.',
        ].join('\n'),
        'wrong: 1 resource, 0 data sources, N s, FAILED',
        [
          '  error: Missing required argument',
          '    cdk.tf.json:19 in resource.local_file.a: }',
          '    The argument "filename" is required, but no definition was found.',
        ].join('\n'),
      ],
    });
  });

  test('leaves what OpenTofu has written beside a stack alone', async () => {
    addStack('home', { a: { filename: 'a', content: 'x' } });
    const stack = join(directory, 'stacks', 'home');
    mkdirSync(join(stack, '.terraform'));
    writeFileSync(join(stack, '.terraform', 'environment'), 'elsewhere');
    writeFileSync(join(stack, '.terraform.lock.hcl'), 'not a lock file');
    expect((await validate()).valid).toEqual(['home']);
    expect(readdirSync(stack).sort()).toEqual(['.terraform', '.terraform.lock.hcl', 'cdk.tf.json']);
    expect(readdirSync(join(stack, '.terraform'))).toEqual(['environment']);
  });

  test('fails without a stack', async () => {
    await expect(validate()).rejects.toThrow('no stack in cdktf.out/stacks; add a cluster file to stacks/clusters');
  });
});
