import type { BondOptions } from '../../network/link-settings';
import { withoutEmpty } from '../fields';
import { fieldsOf, linksOf } from './described-links';
import type { DocumentKind, TalosDocument } from './document-kind';
import type { LinkFields } from './link-fields';

/** Settings of a bond that both forms have. */
export type BondFields = Readonly<Record<string, string | number | undefined>>;

/** Several links that act as one. */
export interface BondConfig extends TalosDocument, LinkFields {
  /** The kind of document. */
  readonly kind: 'BondConfig';
  /** Name of the link. */
  readonly name: string;
  /** Names or aliases of the links in it. */
  readonly links: readonly string[];
  /** How packets are spread. */
  readonly bondMode: BondOptions['mode'];
}

/** Bonds; before this kind they are interfaces of the main document. */
export const bondConfig: DocumentKind<BondConfig> = {
  kind: 'BondConfig',
  since: 'v1.12',
  describesLink: true,
  render: (_cluster, machine) =>
    linksOf(machine, 'bonds').map(([name, options]) => ({
      apiVersion: 'v1alpha1',
      kind: 'BondConfig',
      name,
      links: options.members,
      bondMode: options.mode,
      ...bondFields(options),
      ...fieldsOf(machine, name, options),
    })),
};

/** Without an interval nobody would notice a cable that is pulled. */
const MIIMON = 100;

/** The settings of a bond beside its links and its mode; Talos warns where it has to guess delays of LACP. */
export function bondFields({
  mode,
  lacpRate,
  xmitHashPolicy,
  miimonMilliseconds: miimon = MIIMON,
  upDelayMilliseconds,
  downDelayMilliseconds,
  minLinks,
  adSelect,
}: BondOptions): BondFields {
  const delay = mode === '802.3ad' ? 0 : undefined;
  return withoutEmpty({
    lacpRate,
    xmitHashPolicy,
    adSelect,
    miimon,
    updelay: upDelayMilliseconds ?? delay,
    downdelay: downDelayMilliseconds ?? delay,
    minLinks,
  });
}
