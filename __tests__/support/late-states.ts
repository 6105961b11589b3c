import { TerraformVariable } from 'cdktf';
import { StateBackend } from '../../src/constructs/state/state-backend';
import { StateEncryption } from '../../src/constructs/state/state-encryption';
import type { Subject } from './late-subjects';

/** Places of the state, and its encryption, with every setting. */
export function stateSubjects(): readonly Subject[] {
  return [
    {
      type: 'S3StateSettings',
      file: 'src/state/settings.ts',
      examples: [
        () => ({
          bucket: 'b',
          key: 'k',
          region: 'eu-central-1',
          endpoint: 'https://s3.example',
          usePathStyle: true,
          useLockfile: true,
          skipAwsChecks: true,
        }),
      ],
      make: (stack, props) => StateBackend.s3(props).attachTo(stack),
    },
    {
      type: 'HttpStateSettings',
      file: 'src/state/settings.ts',
      examples: [
        () => ({
          address: 'https://a.example',
          lockAddress: 'https://a.example/lock',
          unlockAddress: 'https://a.example/lock',
          updateMethod: 'PUT',
          lockMethod: 'PUT',
          unlockMethod: 'POST',
          retryWaitMinSeconds: 1,
        }),
      ],
      make: (stack, props) => StateBackend.http(props).attachTo(stack),
    },
    {
      type: 'PgStateSettings',
      file: 'src/state/settings.ts',
      examples: [
        () => ({
          address: 'postgres://db.example/tofu',
          schemaName: 'home',
          tableName: 'states',
          indexName: 'states_by_name',
          skipSchemaCreation: true,
          skipTableCreation: true,
          skipIndexCreation: true,
        }),
      ],
      make: (stack, props) => StateBackend.pg(props).attachTo(stack),
    },
    {
      type: 'KubernetesStateSettings',
      file: 'src/state/settings.ts',
      examples: [
        () => ({
          secretSuffix: 'home',
          namespace: 'states',
          labels: { team: 'home' },
          configPath: '~/.kube/config',
          configContext: 'admin@states',
          configContextAuthInfo: 'admin',
          configContextCluster: 'states',
          endpoint: 'https://192.168.1.10:6443',
          clusterCaCertificate: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----',
          exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'kubelogin', args: ['get-token'] },
        }),
        () => ({ secretSuffix: 'home', insecure: true, inClusterConfig: true }),
      ],
      make: (stack, props) => StateBackend.kubernetes(props).attachTo(stack),
    },
    {
      type: 'StateEncryptionSettings',
      file: 'src/state/settings.ts',
      examples: [() => ({ encryptionIterations: 300_000 })],
      make: (stack, props) =>
        StateEncryption.on(new TerraformVariable(stack, 'passphrase', { sensitive: true }).stringValue, props).attachTo(
          stack,
        ),
    },
  ];
}
