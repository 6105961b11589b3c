import type { Draft } from '../values/draft';
import type { Path } from '../values/path';
import type { SettingRule } from '../values/setting-rule';
import { hostNotOfEndpoint } from './faults';
import type { ProxmoxEndpointSettings } from './settings';

/**
 * Conditions of one endpoint: every host that SSH settings and mappings name is a host of it.
 *
 * @param endpointName for the sentences
 * @param settings as far as they are known
 */
export function endpointRules(
  endpointName: string,
  settings: Draft<ProxmoxEndpointSettings>,
): readonly SettingRule<ProxmoxEndpointSettings>[] {
  return namedHosts(settings).map(({ host, at }) => ({
    at: () => at,
    condition: ({ settings: { hosts = {} }, isUncertain }) =>
      isUncertain('hosts') || isUncertain(...at) || Object.hasOwn(hosts, host),
    message: ({ settings: { hosts = {} } }) => hostNotOfEndpoint(host, endpointName, Object.keys(hosts)),
  }));
}

interface NamedHost {
  readonly host: string;
  readonly at: Path;
}

function namedHosts({ ssh, ...mappings }: Draft<ProxmoxEndpointSettings>): readonly NamedHost[] {
  return [
    ...Object.keys(ssh?.nodes ?? {}).map((host) => ({ host, at: ['ssh', 'nodes', host] })),
    ...(['pciMappings', 'usbMappings'] as const).flatMap((kind) =>
      Object.entries(mappings[kind] ?? {}).flatMap(([name, mapping]) =>
        listOf<{ readonly host?: string } | undefined>(mapping?.devices).flatMap(({ host } = {}, index) =>
          host === undefined ? [] : [{ host, at: [kind, name, 'devices', index, 'host'] }],
        ),
      ),
    ),
  ];
}

/** A list that is known as one. */
function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? (list as readonly T[]) : [];
}
