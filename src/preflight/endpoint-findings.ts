import {
  endpointNotTrusted,
  endpointUnreachable,
  guestWords,
  notProxmox,
  questionFailed,
  tokenRefused,
  versionTooOld,
  vmIdInUse,
} from './faults';
import { backupFindings } from './backup-findings';
import { datastoreFindings } from './datastore-findings';
import type { EndpointState, SilentEndpoint } from './endpoint-state';
import { hostFindings } from './host-findings';
import { missingFeatures } from './missing-features';
import type { EndpointNeeds } from './needs';
import { privilegeFindings } from './privilege-findings';
import { sdnFindings } from './sdn-findings';
import { sharedImageFindings } from './shared-image-findings';
import { endpointKey, type Findings, joinFindings, type Shortage } from './shortage';

/** Everything that an endpoint lacks for a plan. */
export function endpointFindings(needs: EndpointNeeds, state: EndpointState): Findings {
  return joinFindings([
    { shortages: [...versionShortages(needs, state), ...vmIdShortages(needs, state)], advice: [] },
    privilegeFindings(needs, state),
    hostFindings(needs, state),
    datastoreFindings(needs, state),
    sharedImageFindings(needs, state),
    backupFindings(needs, state),
    sdnFindings(needs, state),
  ]);
}

/** Diagnosis of an endpoint that did not answer. */
export function silenceShortage(endpoint: string, silent: SilentEndpoint): Shortage {
  return { kind: 'endpoint-silent', accept: endpointKey(endpoint), message: silenceMessage(endpoint, silent) };
}

function silenceMessage(endpoint: string, { url, tokenId, question, refusal }: SilentEndpoint): string {
  const { status, reason, failure } = refusal;
  if (question !== undefined) return questionFailed(endpoint, question, [status, reason].filter(Boolean).join(' '));
  if (failure === 'certificate') return endpointNotTrusted(endpoint, url, reason);
  if (status === undefined) return endpointUnreachable(endpoint, url, reason);
  const variable = `PROXMOX_${endpoint.toUpperCase().replaceAll('-', '_')}_API_TOKEN`;
  return status === 401 ? tokenRefused(endpoint, tokenId, reason, variable) : notProxmox(endpoint, url, status, reason);
}

function versionShortages(needs: EndpointNeeds, { version }: EndpointState): readonly Shortage[] {
  const { name } = needs;
  return missingFeatures(needs, version).map(({ minimum, because }) => ({
    kind: 'proxmox-too-old',
    accept: endpointKey(name),
    message: versionTooOld(name, version, minimum, because),
  }));
}

function vmIdShortages(
  { name, machines }: EndpointNeeds,
  { takenIds, guests, freeId }: EndpointState,
): readonly Shortage[] {
  const wanted = machines.map(({ vmId }) => vmId);
  return machines.flatMap(({ name: machine, vmId, stackTag }) => {
    if (vmId === undefined || !takenIds.includes(vmId)) return [];
    const guest = guests.find(({ id }) => id === vmId);
    // a machine that an interrupted apply has left behind is adopted
    if (stackTag !== undefined && guest?.tags.includes(stackTag) === true) return [];
    const owner = guest && guestWords(guest.kind, guest.name, guest.hostName);
    const message = vmIdInUse(name, { machine, vmId, owner, freeId: wanted.includes(freeId) ? undefined : freeId });
    return [{ kind: 'vm-id-taken', accept: machine, message }];
  });
}
