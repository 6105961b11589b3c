import type { Path } from '../values/path';
import { rulesOfParts, type SettingRules } from '../values/setting-rule';
import type { JudgedMachine } from './judged-machine';
import { allowedIpTwice, peerTwice, portTaken } from './link-faults';
import { writtenLinks } from './written-links';

/** Port of KubeSpan. */
const KUBESPAN_PORT = 51_820;

/** A port of a tunnel, and who has it already. */
interface TunnelPort {
  readonly place: Path;
  readonly port: number;
  readonly owner: string | undefined;
}

/** Something of a peer that stands in its tunnel already. */
interface Repeated {
  readonly place: Path;
  readonly got: string;
  readonly isTwice: boolean;
}

/** Conditions of WireGuard tunnels. */
export const TUNNEL_RULES: SettingRules<JudgedMachine> = [
  rulesOfParts<JudgedMachine, TunnelPort>(
    ({ settings }) => {
      const { kubeSpan } = settings;
      const owners = new Map<number, string>();
      if (kubeSpan !== undefined && kubeSpan.enabled !== false) owners.set(KUBESPAN_PORT, 'KubeSpan');
      return writtenLinks(settings).flatMap(({ name, place, link: { listenPort } }) => {
        if (listenPort === undefined) return [];
        const owner = owners.get(listenPort);
        owners.set(listenPort, owner ?? name);
        return [{ place: [...place, 'listenPort'], port: listenPort, owner }];
      });
    },
    [
      {
        at: ({ place }) => place,
        condition: ({ owner }) => owner === undefined,
        message: ({ port, owner = '' }) => portTaken(port, owner),
      },
    ],
  ),
  rulesOfParts<JudgedMachine, Repeated>(
    ({ settings }) =>
      writtenLinks(settings).flatMap(({ place, link: { peers = [] } }) => {
        const keys = peers.map((peer) => peer?.publicKey);
        return keys.flatMap((got, index) =>
          got === undefined
            ? []
            : [{ place: [...place, 'peers', index, 'publicKey'], got, isTwice: keys.indexOf(got) < index }],
        );
      }),
    [{ at: ({ place }) => place, condition: ({ isTwice }) => !isTwice, message: peerTwice }],
  ),
  rulesOfParts<JudgedMachine, Repeated>(
    ({ settings }) =>
      writtenLinks(settings).flatMap(({ place, link: { peers = [] } }) => {
        const known = new Set<string>();
        return peers.flatMap((peer, number) =>
          (peer?.allowedIps ?? []).flatMap((got, index) => {
            if (got === undefined) return [];
            const isTwice = known.has(got);
            known.add(got);
            return [{ place: [...place, 'peers', number, 'allowedIps', index], got, isTwice }];
          }),
        );
      }),
    [
      {
        at: ({ place }) => place,
        condition: ({ isTwice }) => !isTwice,
        message: ({ got }) => allowedIpTwice(got),
      },
    ],
  ),
];
