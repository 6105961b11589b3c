import type { Bindings } from './family';
import { codeOfTheTool } from './left-over-texts';
import type { SourceInput } from './source';

/** Settings of a bucket by their names in OpenTofu. */
const BUCKET: readonly (readonly [key: string, name: string])[] = [
  ['bucket', 'bucket'],
  ['key', 'key'],
  ['region', 'region'],
  ['usePathStyle', 'use_path_style'],
  ['useLockfile', 'use_lockfile'],
];

/** Puts a bucket that holds the state into the cluster file; the state itself stays where it is. */
export function carryState(bindings: Bindings, { draft }: SourceInput): void {
  const terraform = bindings.find('terraform');
  for (const entry of terraform?.children() ?? []) if (entry.key !== 'backend.s3') draft.leave(entry, codeOfTheTool());
  const backend = terraform?.find('backend.s3');
  if (backend === undefined) return;
  const path = ['state', 'backend', 's3'];
  for (const [key, name] of BUCKET) {
    if (name === 'key')
      draft.leave(backend.find(name), 'holds the state of the other project; the new stack has its own');
    else draft.put([...path, key], backend.find(name));
  }
  draft.put([...path, 'endpoint'], backend.at('endpoints', 's3') ?? backend.find('endpoint'));
  for (const entry of backend.children()) {
    if (entry.key.startsWith('skip_'))
      draft.leave(entry, 'state.backend.s3.skipAwsChecks leaves out all checks of AWS together');
  }
  draft.keepSecret(backend.find('access_key'), 'AWS_ACCESS_KEY_ID');
  draft.keepSecret(backend.find('secret_key'), 'AWS_SECRET_ACCESS_KEY');
}
