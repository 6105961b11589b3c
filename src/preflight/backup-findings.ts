import { datastoreTypeUnfit, datastoreUnfit, datastoreUnknown, lacksContent } from './faults';
import { BLOCK_TYPES } from './datastore-findings';
import type { EndpointState } from './endpoint-state';
import type { EndpointNeeds } from './needs';
import { seesDatastore } from './privilege-findings';
import { endpointKey, type Findings, type Shortage } from './shortage';

/** Content type of backups. */
const CONTENT = 'backup';

/** Datastores that backup jobs write to and that take no backups, which Proxmox VE says only when a job runs. */
export function backupFindings({ name, objects }: EndpointNeeds, state: EndpointState): Findings {
  const ids = [...new Set(objects.flatMap(({ backupDatastoreId }) => backupDatastoreId ?? []))];
  const seen = ids.filter((id) => seesDatastore(state, id));
  return { shortages: seen.flatMap((id) => shortageOf(endpointKey(name), id, state)), advice: [] };
}

function shortageOf(place: string, id: string, { datastores }: EndpointState): readonly Shortage[] {
  const fitting = datastores.filter(({ content }) => content.includes(CONTENT)).map((each) => each.id);
  const found = datastores.find((each) => each.id === id);
  const unfit = (message: string): Shortage => ({ kind: 'datastore-unfit', accept: place, message });
  if (found === undefined) return [unfit(datastoreUnknown(place, id, CONTENT, fitting))];
  const { type, content: taken } = found;
  if (taken.includes(CONTENT)) return [];
  if (BLOCK_TYPES.includes(type)) return [unfit(datastoreTypeUnfit(place, id, { type, content: CONTENT }, fitting))];
  const commands = [`pvesm set ${id} --content ${[...taken.filter((each) => each !== 'none'), CONTENT].join(',')}`];
  return [{ ...unfit(datastoreUnfit(place, id, [lacksContent(CONTENT, 'backups')], fitting)), repair: { commands } }];
}
