import { TerraformVariable } from 'cdktf';
import { CredentialFile } from '../../../src/constructs/credentials/credential-file';
import { synthesize, testStack } from '../../support/synth';

test('HT-44 only the owner can read a file with credentials', () => {
  const { stack } = testStack();
  const content = new TerraformVariable(stack, 'secret', { sensitive: true }).stringValue;
  const file = new CredentialFile(stack, 'kubeconfig', { path: '../../../output/kube-config.yaml', content });
  expect(file.path).toBe('../../../output/kube-config.yaml');
  expect(synthesize(stack).at('kubeconfig/Resource')).toEqual({
    filename: '../../../output/kube-config.yaml',
    content: '${var.secret}',
    file_permission: '0600',
    directory_permission: '0700',
  });
});

test('fails when the credentials are a literal', () => {
  const { stack } = testStack();
  expect(() => new CredentialFile(stack, 'file', { path: 'x', content: 'apiVersion: v1' })).toThrow(
    new Error(
      'test/file: content is a literal and would stand in the synthesized JSON; pass a sensitive variable or an attribute of a resource',
    ),
  );
});
