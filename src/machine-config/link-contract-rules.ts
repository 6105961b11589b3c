import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import { TalosContract } from '../values/talos-contract';
import type { JudgedMachine } from './judged-machine';
import { cardWithoutName, clockOfTwoKinds, membersMixed, vlanNamedByTalos } from './link-faults';
import { settingNeedsContract } from './machine-faults';
import { membershipsOf, type WrittenLink, writtenLinks } from './written-links';

/** First contracts with settings of any machine. */
const SINCE: Readonly<Record<string, string>> = {
  vrfs: 'v1.13',
  blackholeRoutes: 'v1.13',
  routingRules: 'v1.13',
  tcpProbes: 'v1.13',
};

/** First contracts with settings of a link, by their places in it. */
const OF_LINKS: Readonly<Record<string, string>> = {
  multicast: 'v1.12',
  match: 'v1.12',
  protocol: 'v1.12',
  'dhcpOptions.clientIdentifier': 'v1.12',
  'dhcpOptions.duid': 'v1.12',
  'dhcpOptions.ignoreHostname': 'v1.12',
  'routes.*.table': 'v1.12',
  'peers.*.presharedKey': 'v1.12',
  ethernet: 'v1.10',
  'ethernet.wakeOnLan': 'v1.12',
};

/** First contract with a document for each link. */
const DOCUMENTS_SINCE = 'v1.12';

/** Something that needs a later contract. */
interface NeededContract {
  readonly place: Path;
  readonly since: string;
  readonly contract: string | undefined;
}

/** Something that older contracts cannot say. */
interface Unsayable {
  readonly place: Path;
  readonly message: string;
  readonly part?: 'key';
}

/** Conditions that the contract makes. */
export const LINK_CONTRACT_RULES: SettingRules<JudgedMachine> = [
  rulesOfParts<JudgedMachine, NeededContract>(
    ({ settings }) => needed(settings),
    [
      {
        at: ({ place }) => place,
        part: 'key',
        condition: ({ since, contract }) => contract === undefined || TalosContract.of(contract).isAtLeast(since),
        message: ({ place, since, contract = '' }) => settingNeedsContract(String(place.at(-1)), since, contract),
      },
    ],
  ),
  ...([undefined, 'key'] as const).map((part) =>
    rulesOfParts<JudgedMachine, Unsayable>(
      ({ settings }) => unsayable(settings).filter((each) => each.part === part),
      [
        {
          at: ({ place }) => place,
          ...(part !== undefined && { part }),
          condition: () => false,
          message: ({ message }) => message,
        },
      ],
    ),
  ),
  {
    at: () => ['time', 'ptpDevices'],
    condition: ({ settings: { time } }) => time?.ptpDevices === undefined || time.servers === undefined,
    message: clockOfTwoKinds,
  },
];

function needed(settings: Draft<JudgedMachine>): readonly NeededContract[] {
  const { contract, links = {}, time = {} } = settings;
  return [
    ...Object.entries(SINCE)
      .filter(([kind]) => links[kind as 'vrfs'] !== undefined)
      .map(([kind, since]) => ({ place: ['links', kind], since, contract })),
    ...writtenLinks(settings).flatMap(({ place, link }) =>
      Object.entries(OF_LINKS).flatMap(([at, since]) =>
        placesIn(link, at.split('.')).map((below) => ({ place: [...place, ...below], since, contract })),
      ),
    ),
    ...(time.ptpDevices === undefined ? [] : [{ place: ['time', 'ptpDevices'], since: DOCUMENTS_SINCE, contract }]),
  ];
}

/** Places in a value that a pattern means, where `*` is any item. */
function placesIn(value: unknown, [key, ...rest]: readonly string[]): readonly Path[] {
  if (value === undefined) return [];
  if (key === undefined) return [[]];
  if (typeof value !== 'object' || value === null) return [];
  const keys = key === '*' ? [...(value as readonly unknown[]).keys()] : [key];
  return keys.flatMap((each) => placesIn(Reflect.get(value, each), rest).map((below) => [each, ...below]));
}

function unsayable(settings: Draft<JudgedMachine>): readonly Unsayable[] {
  const { contract } = settings;
  if (contract === undefined || TalosContract.of(contract).isAtLeast(DOCUMENTS_SINCE)) return [];
  const all = writtenLinks(settings);
  const nameless = new Set(all.filter(isNameless).map(({ name }) => name));
  return [
    ...mixedBonds(settings, nameless, contract),
    ...membershipsOf(settings)
      .filter(({ member, owner }) => owner.kind !== 'bonds' && nameless.has(member))
      .map(({ member, place }) => ({ place, message: cardWithoutName(member, contract) })),
    ...all
      .filter(({ name, link }) => nameless.has(name) && link.ethernet !== undefined)
      .map(({ name, place }) => ({ place: [...place, 'ethernet'], message: cardWithoutName(name, contract) })),
    ...all.flatMap(({ kind, name, place, link: { parent, id } }): readonly Unsayable[] => {
      const wanted = `${parent ?? ''}.${id ?? ''}`;
      if (kind !== 'vlans' || parent === undefined || id === undefined || name === wanted) return [];
      return [{ place, message: vlanNamedByTalos(wanted, contract), part: 'key' }];
    }),
  ];
}

function mixedBonds(
  settings: Draft<JudgedMachine>,
  nameless: ReadonlySet<string>,
  contract: string,
): readonly Unsayable[] {
  return writtenLinks(settings).flatMap(({ kind, place, link: { members = [] } }) => {
    const found = members.filter((member) => member !== undefined && nameless.has(member)).length;
    return kind !== 'bonds' || found === 0 || found === members.length
      ? []
      : [{ place: [...place, 'members'], message: membersMixed(contract) }];
  });
}

function isNameless({ kind, link: { macAddress, busPath } }: WrittenLink): boolean {
  return kind === 'cards' && (macAddress !== undefined || busPath !== undefined);
}
