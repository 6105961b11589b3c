import { certificateNameTwice } from './certificate-faults';
import { isIpAddress, normalizeIpAddress } from '../../values/ip-address';
import { type Claim, claims } from '../../values/claims';
import type { SpecFacts } from '../spec-facts';
import type { Findings, SpecRule } from '../findings';
import type { Path } from '../../values/path';

/** A name or an address that a list adds to a certificate. */
interface CertificateName {
  readonly got: string;
  readonly path: Path;
}

const TWICE_RULE: SpecRule<Claim<CertificateName>> = {
  path: ({ item }) => item.path,
  severity: 'advice',
  condition: ({ first }) => first === undefined,
  message: ({ item }) => certificateNameTwice(item.got),
};

/** Advises on names that one list adds to a certificate twice; lists of several places may share names. */
export function checkCertificates({ spec }: SpecFacts, findings: Findings): void {
  const { kubernetes, nodeDefaults = {}, pools = {}, nodes = {} } = spec;
  const lists: readonly (readonly [Path, readonly (string | undefined)[] | undefined])[] = [
    [['kubernetes', 'certSans'], kubernetes?.certSans],
    ...Object.entries(nodeDefaults).map(([type, each]) => [['nodeDefaults', type, 'certSans'], each.certSans] as const),
    ...Object.entries(pools).flatMap(([name, pool]) => [
      [['pools', name, 'certSans'], pool?.certSans] as const,
      ...Object.entries(pool?.overrides ?? {}).map(
        ([member, each]) => [['pools', name, 'overrides', member, 'certSans'], each?.certSans] as const,
      ),
    ]),
    ...Object.entries(nodes).map(([name, node]) => [['nodes', name, 'certSans'], node?.certSans] as const),
  ];
  for (const [place, names = []] of lists) {
    const items = names.flatMap((got, index) => (got === undefined ? [] : [{ got, path: [...place, index] }]));
    findings.check(
      [TWICE_RULE],
      claims(items, ({ got }) => (isIpAddress(got) ? normalizeIpAddress(got) : got)),
    );
  }
}
