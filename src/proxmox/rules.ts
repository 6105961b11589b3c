import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import type { SettingRule } from '../values/setting-rule';
import { hostNotOfEndpoint, imagesNotShared } from './faults';
import { IMAGE_DATASTORE } from './resolved';
import type { ProxmoxEndpointSettings } from './settings';

/** All hosts find the images that one of them downloads. */
const IMAGE_HOST_RULE: SettingRule<ProxmoxEndpointSettings> = {
  at: () => ['imageHost'],
  condition: ({ settings, isUncertain }) => isUncertain('hosts') || hostsWithoutImages(settings).length === 0,
  message: ({ settings }) =>
    imagesNotShared(
      settings.imageHost ?? '',
      imageDatastoreOf(settings, settings.imageHost),
      hostsWithoutImages(settings),
    ),
};

/**
 * Conditions of one endpoint: every host that is named is a host of it, and images are found where they are wanted.
 *
 * @param endpointName for the sentences
 * @param settings as far as they are known
 */
export function endpointRules(
  endpointName: string,
  settings: Draft<ProxmoxEndpointSettings>,
): readonly SettingRule<ProxmoxEndpointSettings>[] {
  const named = namedHosts(settings).map(({ host, at }): SettingRule<ProxmoxEndpointSettings> => ({
    at: () => at,
    condition: ({ settings: { hosts = {} }, isUncertain }) =>
      isUncertain('hosts') || isUncertain(...at) || Object.hasOwn(hosts, host),
    message: ({ settings: { hosts = {} } }) => hostNotOfEndpoint(host, endpointName, Object.keys(hosts)),
  }));
  return [...named, IMAGE_HOST_RULE];
}

function hostsWithoutImages(settings: Draft<ProxmoxEndpointSettings>): readonly string[] {
  const { imageHost, hosts = {} } = settings;
  if (imageHost === undefined || !Object.hasOwn(hosts, imageHost)) return [];
  const datastore = imageDatastoreOf(settings, imageHost);
  return Object.keys(hosts).filter((host) => imageDatastoreOf(settings, host) !== datastore);
}

function imageDatastoreOf({ hosts }: Draft<ProxmoxEndpointSettings>, host = ''): string {
  return hosts?.[host]?.imageDatastoreId ?? IMAGE_DATASTORE;
}

interface NamedHost {
  readonly host: string;
  readonly at: Path;
}

function namedHosts({ ssh, imageHost, ...mappings }: Draft<ProxmoxEndpointSettings>): readonly NamedHost[] {
  return [
    ...(imageHost === undefined ? [] : [{ host: imageHost, at: ['imageHost'] }]),
    ...Object.keys(ssh?.nodes ?? {}).map((host) => ({ host, at: ['ssh', 'nodes', host] })),
    ...mappedHosts('pciMappings', 'devices', mappings.pciMappings),
    ...mappedHosts('usbMappings', 'devices', mappings.usbMappings),
    ...mappedHosts('directoryMappings', 'directories', mappings.directoryMappings),
  ];
}

type Mapped<Key extends string> = Readonly<Partial<Record<Key, readonly ({ readonly host?: string } | undefined)[]>>>;

function mappedHosts<Key extends string>(
  kind: string,
  key: Key,
  mappings: Readonly<Record<string, Mapped<Key> | undefined>> = {},
): readonly NamedHost[] {
  return Object.entries(mappings).flatMap(([name, mapping]) =>
    listOf(mapping?.[key]).flatMap(({ host } = {}, index) =>
      host === undefined ? [] : [{ host, at: [kind, name, key, index, 'host'] }],
    ),
  );
}

/** A list that is known as one. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? (list as readonly T[]) : [];
}
