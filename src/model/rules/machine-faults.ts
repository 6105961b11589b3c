/** A machine that takes an update that is not written. */
export function updateWithoutTarget(): string {
  return 'got true, but there is nothing to update to; write talos.update or kubernetes.update, or remove it';
}

/** Machines that take an update that nothing puts on them. */
export function updateIsManual(name: string): string {
  return `got true with lifecycle: manual; the machine gets the new configuration but not the new image, run talosctl upgrade for ${name} or write lifecycle: replace`;
}

/** Pods whose questions the DNS server of the machine does not answer. */
export function masqueradePassesHostDns(hostname: string): string {
  return (
    `with bpf.masquerade answers of the DNS server on the machine do not reach CoreDNS, which asks it on ${hostname}; ` +
    'write bpf.hostLegacyRouting: true here, or machine.hostDns.forwardKubeDnsToHost: false'
  );
}
