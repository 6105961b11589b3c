import { quoteValue } from '../errors/spec';

/** A setting of the control plane at a worker. */
export function settingOfControlPlanes(setting: string, hostname: string): string {
  return `${hostname} is a worker, which runs none of the control plane; leave ${setting} out here`;
}

/** A field of the kubelet that Talos sets by itself. */
export function kubeletFieldOfTalos(field: string): string {
  return `Talos sets ${field} of the kubelet by itself, and a machine refuses another value; leave it out`;
}

/** Taints beside the setting for taints. */
export function taintsByKubeletConfig(): string {
  return 'taints have a setting of their own, which is checked; write nodeTaints at the machine';
}

/** Certificates of a registry that say nothing. */
export function tlsSaysNothing(): string {
  return 'the entry says nothing; write the ca of the registry, or insecureSkipVerify: true';
}

/** Servers of a clock that asks nobody. */
export function clockAsksNobody(): string {
  return 'with enabled: false no server is asked; leave servers and bootTimeoutSeconds out, or enabled';
}

/** A wish of a DNS server that does not run. */
export function hostDnsIsOff(setting: string): string {
  return `with enabled: false there is no DNS server on the machine; leave ${setting} out, or enabled`;
}

/** Fields of messages that are sent nowhere. */
export function tagsWithoutServices(): string {
  return 'tags are fields of the logs of services; write services that they are sent to, or leave tags out';
}

/** A place that two mounts have. */
export function mountTaken(got: string): string {
  return `${quoteValue(got)} is the destination of two mounts; leave one of them out`;
}

/** Credentials of a registry that say nothing. */
export function credentialsSayNothing(): string {
  return 'the entry says nothing; write username and password, auth or identityToken';
}

/** Several credentials of one registry, of which a machine takes one. */
export function credentialsAmbiguous(): string {
  return 'a registry takes one kind of credentials; write username and password, or auth, or identityToken';
}

/** Half of what a registry asks for. */
export function passwordWithoutName(): string {
  return 'a password needs a username, and a username a password; write both';
}

/** A service that is configured with nothing. */
export function serviceSaysNothing(): string {
  return 'the entry says nothing; write environment or configFiles';
}

/** A file that a service would find twice. */
export function fileTaken(path: string): string {
  return `${quoteValue(path)} is the mountPath of two files; leave one of them out`;
}

/** Settings of tunnels that are switched off. */
export function kubeSpanOffWithSettings(): string {
  return 'with enabled: false there are no tunnels; leave the other settings of kubeSpan out, or enabled';
}

/** Filters that let nothing through. */
export function filtersWithoutEnd(): string {
  return 'every filter excludes, so the machine would announce no address; write what is left at the end, such as "0.0.0.0/0"';
}

/** Refusal of several network cards of which Talos could not tell the first. */
export function firstCardNotFound(contract: string, since: string): string {
  return (
    `Talos finds the cards of a machine by their MAC addresses, and with the contract ${contract} it has to know that of the ` +
    `first: write macAddress: deterministic, or the one that it has (from ${since} on none is needed)`
  );
}

/** A setting that older contracts do not have. */
export function settingNeedsContract(what: string, since: string, contract: string): string {
  return `${what} is there from contract ${since} on, and the cluster has ${contract}; leave it out, or raise talos.contract`;
}
