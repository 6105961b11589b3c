import { type LoopbackCluster, mapToLoopback } from '../../homelab/mapping/loopback';
import type { HomelabSecrets } from '../../homelab/secrets';

/** Block of loopback addresses in tests that start nothing. */
export const BLOCK = 27;

/** Secrets that are the same in every test. */
export const SECRETS: HomelabSecrets = {
  apiToken: '11111111-1111-1111-1111-111111111111',
  hostKey: { privateKey: 'host-private', publicKey: 'ssh-ed25519 HOST' },
  gitKey: { privateKey: 'git-private', publicKey: 'ssh-ed25519 GIT' },
  gitToken: 'git-token',
  accessKey: 'access-key',
  secretKey: 'secret-key',
  passphrase: 'a-long-passphrase',
  ofOthers: 'AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=',
};

/** A cluster on loopback. */
export function onLoopback(spec: unknown, options: Partial<Parameters<typeof mapToLoopback>[1]> = {}): LoopbackCluster {
  return mapToLoopback(spec, {
    block: BLOCK,
    stateDirectory: '/homelab/state',
    filesDirectory: '/homelab/files',
    secrets: SECRETS,
    programs: { apiserver: '/bin/kube-apiserver', etcd: '/bin/etcd', olderJudge: '/bin/judge' },
    ...options,
  });
}
