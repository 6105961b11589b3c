import type { EthernetChannels, EthernetOptions, EthernetRings, WakeOnLan } from '../../network/link-settings';
import { withoutEmpty } from '../fields';
import { linksOf } from './described-links';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Settings of a card, as `ethtool` knows them. */
export interface EthernetConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'EthernetConfig';
  /** Name or alias of the card. */
  readonly name: string;
  /** Length of queues. */
  readonly rings?: Readonly<Record<string, number | undefined>>;
  /** Count of queues. */
  readonly channels?: EthernetChannels;
  /** Features by their state. */
  readonly features?: Readonly<Record<string, boolean>>;
  /** Packets that switch the machine on. */
  readonly wakeOnLan?: readonly WakeOnLan[];
}

/** Settings of cards. */
export const ethernetConfig: DocumentKind<EthernetConfig> = {
  kind: 'EthernetConfig',
  since: 'v1.10',
  render: (_cluster, machine) =>
    linksOf(machine, 'cards').flatMap(([name, { ethernet = {} }]) => {
      const fields = ethernetFields(ethernet);
      return Object.keys(fields).length === 0
        ? []
        : [{ apiVersion: 'v1alpha1', kind: 'EthernetConfig', name, ...fields }];
    }),
};

function ethernetFields({ rings = {}, channels, features, wakeOnLan }: EthernetOptions): Partial<EthernetConfig> {
  return withoutEmpty({ rings: ringFields(rings), channels, features, wakeOnLan });
}

function ringFields({ rx, tx, rxJumbo, rxMini }: EthernetRings): Readonly<Record<string, number | undefined>> {
  return { rx, tx, 'rx-jumbo': rxJumbo, 'rx-mini': rxMini };
}
