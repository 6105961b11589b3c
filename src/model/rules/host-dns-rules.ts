import { isOn } from '../../manifests/cni/cilium-job';
import { isPlainObject } from '../../values/plain-object';
import type { ConfigPatches } from '../config-patches';
import type { Findings, SpecRule } from '../findings';
import type { SpecFacts } from '../spec-facts';
import { masqueradePassesHostDns } from './machine-faults';
import type { ChartValues } from './manifest-rules';

/** Networking of pods, beside the DNS servers of the machines. */
interface HostDnsBesideCilium {
  readonly values: ChartValues;
  /** First machine whose DNS server CoreDNS asks. */
  readonly hostname: string | undefined;
}

const RULES: readonly SpecRule<HostDnsBesideCilium>[] = [
  {
    path: () => ['kubernetes', 'cni', 'cilium', 'values'],
    severity: 'warning',
    // @see https://github.com/siderolabs/talos/issues/10002
    condition: ({ values: { bpf }, hostname }) =>
      hostname === undefined || !isPlainObject(bpf) || !isOn(bpf.masquerade) || isOn(bpf.hostLegacyRouting),
    message: ({ hostname = '' }) => masqueradePassesHostDns(hostname),
  },
];

/** Checks that answers of the DNS server on each machine reach CoreDNS. Patches that mention it are not looked into. */
export function checkHostDns(
  { spec, nodes }: SpecFacts,
  values: ChartValues | undefined,
  patches: ConfigPatches,
  findings: Findings,
): void {
  if (values === undefined || patches.mention('forwardKubeDNSToHost')) return;
  const asked = nodes.find(({ options }) => {
    const { enabled, forwardKubeDnsToHost } = { ...spec.machine?.hostDns, ...options.hostDns };
    return enabled !== false && forwardKubeDnsToHost !== false;
  });
  findings.check(RULES, [{ values, hostname: asked?.name }]);
}
