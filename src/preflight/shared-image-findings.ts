import { imageNotShared } from './faults';
import type { EndpointState } from './endpoint-state';
import type { EndpointNeeds, ImagePlace, MachineNeeds } from './needs';
import { seesDatastore } from './privilege-findings';
import { type Findings, hostKey, type Shortage } from './shortage';

/** Images that one host downloads for another, on a datastore that the other one does not share. */
export function sharedImageFindings({ name, machines }: EndpointNeeds, state: EndpointState): Findings {
  const taken = machines.flatMap((machine) =>
    machine.image === undefined || machine.image.hostName === machine.hostName
      ? []
      : [{ machine, image: machine.image }],
  );
  const places = taken.filter(
    ({ machine, image }, index) =>
      taken.findIndex(
        (other) => other.machine.hostName === machine.hostName && other.image.datastoreId === image.datastoreId,
      ) === index,
  );
  return { shortages: places.flatMap(({ machine, image }) => shortageOf(name, machine, image, state)), advice: [] };
}

function shortageOf(
  endpoint: string,
  { name, hostName }: MachineNeeds,
  image: ImagePlace,
  state: EndpointState,
): readonly Shortage[] {
  const { datastores } = state.hosts.get(hostName) ?? {};
  if (datastores === undefined || !seesDatastore(state, image.datastoreId)) return [];
  if (datastores.some(({ id, isShared }) => id === image.datastoreId && isShared)) return [];
  const shared = datastores
    .filter(({ id, isShared }) => isShared && state.datastores.some((each) => each.id === id && takesImages(each)))
    .map(({ id }) => id);
  const place = hostKey(endpoint, hostName);
  return [{ kind: 'datastore-unfit', accept: place, message: imageNotShared(place, name, image, shared) }];
}

function takesImages({ content }: { readonly content: readonly string[] }): boolean {
  return content.includes('import') || content.includes('iso');
}
