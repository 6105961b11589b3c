import {
  datastoreInactive,
  datastoreTypeUnfit,
  datastoreUnfit,
  datastoreUnknown,
  isDisabled,
  lacksContent,
  lacksHosts,
  spaceExceeds,
  spaceShort,
} from './faults';
import type { DatastoreDefinition, EndpointState } from './endpoint-state';
import type { EndpointNeeds } from './needs';
import { seesDatastore } from './privilege-findings';
import { endpointKey, type Findings, hostKey, joinFindings, type Shortage } from './shortage';

/** Files and disks that one host puts on a datastore. */
interface DatastoreUse {
  readonly datastoreId: string;
  readonly hostName: string;
  readonly content: string;
  readonly sizeGiB: number;
}

const USES: Readonly<Record<string, string>> = { images: 'disks', import: 'images', iso: 'images' };

/** Types whose volumes are blocks, which hold disks and nothing else. */
export const BLOCK_TYPES: readonly string[] = ['lvm', 'lvmthin', 'zfspool', 'zfs', 'rbd', 'iscsi', 'iscsidirect'];

/** Types that reserve the space of a disk when it is made. */
const RESERVING_TYPES = ['lvm', 'zfspool', 'zfs'];

const GIB = 1024 ** 3;

/** Shortages of datastores: content type, host or space. */
export function datastoreFindings(needs: EndpointNeeds, state: EndpointState): Findings {
  const uses = usesOf(needs).filter(
    ({ datastoreId, hostName }) => state.hosts.get(hostName)?.isOnline === true && seesDatastore(state, datastoreId),
  );
  const ids = [...new Set(uses.map(({ datastoreId }) => datastoreId))];
  return joinFindings(
    ids.map((id) =>
      findingsOf(
        needs.name,
        uses.filter(({ datastoreId }) => datastoreId === id),
        state,
      ),
    ),
  );
}

function usesOf({ machines, downloads }: EndpointNeeds): readonly DatastoreUse[] {
  return [
    ...machines.flatMap(({ hostName, disks }) => disks.map((disk) => ({ ...disk, hostName, content: 'images' }))),
    ...downloads.map(({ hostName, datastoreId, contentType }) => ({
      datastoreId,
      hostName,
      content: contentType,
      sizeGiB: 0,
    })),
  ];
}

function findingsOf(endpoint: string, uses: readonly DatastoreUse[], state: EndpointState): Findings {
  const [first] = uses;
  const definition = state.datastores.find(({ id }) => id === first?.datastoreId);
  if (first === undefined) return { shortages: [], advice: [] };
  if (definition === undefined) return { shortages: [unknownDatastore(endpoint, first, state)], advice: [] };
  const unfit = [
    ...typeShortages(endpoint, uses, definition, state),
    ...definitionShortages(endpoint, uses, definition, state),
  ];
  if (unfit.length > 0) return { shortages: unfit, advice: [] };
  return joinFindings([inactive(endpoint, uses, state), space(endpoint, uses, definition, state)]);
}

function unknownDatastore(
  endpoint: string,
  { hostName, datastoreId, content }: DatastoreUse,
  state: EndpointState,
): Shortage {
  const place = hostKey(endpoint, hostName);
  const message = datastoreUnknown(place, datastoreId, content, fittingOn(hostName, content, state));
  return { kind: 'datastore-unfit', accept: place, message };
}

function typeShortages(
  endpoint: string,
  uses: readonly DatastoreUse[],
  { id, type, content: taken }: DatastoreDefinition,
  state: EndpointState,
): readonly Shortage[] {
  if (!BLOCK_TYPES.includes(type)) return [];
  const never = uses.filter(({ content }) => content !== 'images' && !taken.includes(content));
  return firstOfEach(never, ({ hostName, content }) => `${hostName} ${content}`).map(({ hostName, content }) => {
    const place = hostKey(endpoint, hostName);
    const message = datastoreTypeUnfit(place, id, { type, content }, fittingOn(hostName, content, state));
    return { kind: 'datastore-unfit', accept: place, message };
  });
}

/** Options that one command changes in the definition of a datastore. */
function definitionShortages(
  endpoint: string,
  uses: readonly DatastoreUse[],
  { id, type, content: taken, hostNames, isDisabled: isOff }: DatastoreDefinition,
  state: EndpointState,
): readonly Shortage[] {
  const can = uses.filter(({ content }) => content === 'images' || !BLOCK_TYPES.includes(type));
  const contents = [...new Set(can.map(({ content }) => content))].filter((content) => !taken.includes(content));
  const hosts = [...new Set(uses.map(({ hostName }) => hostName))].filter(
    (name) => hostNames?.includes(name) === false,
  );
  if (contents.length === 0 && hosts.length === 0 && !isOff) return [];
  const lacks = [
    ...contents.map((content) => lacksContent(content, USES[content] ?? content)),
    ...(hosts.length > 0 ? [lacksHosts(hosts)] : []),
    ...(isOff ? [isDisabled()] : []),
  ];
  const options = [
    ...(contents.length > 0
      ? [`--content ${[...taken.filter((each) => each !== 'none'), ...contents].join(',')}`]
      : []),
    ...(hosts.length > 0 ? [`--nodes ${[...(hostNames ?? []), ...hosts].join(',')}`] : []),
    ...(isOff ? ['--disable 0'] : []),
  ];
  const names = [...new Set(uses.map(({ hostName }) => hostName))];
  const [only = ''] = names;
  const place = names.length === 1 ? hostKey(endpoint, only) : endpointKey(endpoint);
  const others = names
    .map((name) => [...new Set(uses.map(({ content }) => content))].map((content) => fittingOn(name, content, state)))
    .flat()
    .reduce((common, fitting) => common.filter((each) => fitting.includes(each)));
  return [
    {
      kind: 'datastore-unfit',
      accept: place,
      message: datastoreUnfit(
        place,
        id,
        lacks,
        others.filter((each) => each !== id),
      ),
      repair: { commands: [`pvesm set ${id} ${options.join(' ')}`] },
    },
  ];
}

function inactive(endpoint: string, uses: readonly DatastoreUse[], state: EndpointState): Findings {
  const shortages = firstOfEach(uses, ({ hostName }) => hostName)
    .filter(({ hostName, datastoreId }) => {
      const seen = state.hosts.get(hostName)?.datastores;
      return seen !== undefined && seen.find(({ id }) => id === datastoreId)?.isActive !== true;
    })
    .map(({ hostName, datastoreId }): Shortage => {
      const place = hostKey(endpoint, hostName);
      return { kind: 'datastore-unfit', accept: place, message: datastoreInactive(place, datastoreId) };
    });
  return { shortages, advice: [] };
}

/** Disks on a datastore that hosts share are counted together. */
function space(
  endpoint: string,
  uses: readonly DatastoreUse[],
  { id, type, isSparse }: DatastoreDefinition,
  state: EndpointState,
): Findings {
  const seenBy = (hostName: string) => state.hosts.get(hostName)?.datastores?.find((each) => each.id === id);
  const places = firstOfEach(uses, ({ hostName }) => (seenBy(hostName)?.isShared === true ? '' : hostName));
  const found = places.flatMap(({ hostName }): readonly Findings[] => {
    const seen = seenBy(hostName);
    if (seen?.isActive !== true) return [];
    const together = uses.filter((use) => seen.isShared || use.hostName === hostName);
    const neededGiB = together.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0);
    if (neededGiB * GIB <= seen.availableBytes) return [];
    const place = hostKey(endpoint, hostName);
    const values = [place, id, neededGiB, Math.floor(seen.availableBytes / GIB)] as const;
    if (!RESERVING_TYPES.includes(type) || isSparse) return [{ shortages: [], advice: [spaceShort(...values)] }];
    const shortage: Shortage = { kind: 'datastore-unfit', accept: place, message: spaceExceeds(...values) };
    return [{ shortages: [shortage], advice: [] }];
  });
  return joinFindings(found);
}

/** Datastores of a host that take a content type. */
function fittingOn(hostName: string, content: string, { datastores, hosts }: EndpointState): readonly string[] {
  const active = (hosts.get(hostName)?.datastores ?? []).filter(({ isActive }) => isActive).map(({ id }) => id);
  return datastores.filter((each) => each.content.includes(content) && active.includes(each.id)).map(({ id }) => id);
}

function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): readonly T[] {
  return items.filter((item, index) => items.findIndex((other) => keyOf(other) === keyOf(item)) === index);
}
