/** A part of a cluster file that a homelab plays, as it has no original of it. */
export interface Double {
  /** Where it stands in the file, such as `proxmox.endpoints.main.ssh.agent`. */
  readonly place: string;
  /** The part itself, as the file has it. */
  readonly part: string;
  /** How it is played, in words. */
  readonly playedBy: string;
}

/** Doubles of a cluster, each once. */
export class Doubles {
  private readonly found: Map<string, Double>;

  constructor() {
    this.found = new Map();
  }

  /** @param part as the file has it */
  add(place: string, part: string, playedBy: string): void {
    this.found.set(`${place} ${part}`, { place, part, playedBy });
  }

  /** In the order in which they were found. */
  get all(): readonly Double[] {
    return [...this.found.values()];
  }
}

/** Doubles in words, as `playedBy` has them. */
export const PLAYED_BY = {
  ipv4: 'IPv4 addresses of 127.0.0.0/8, which are all that a computer has without being configured',
  otherAddress: 'another address, as the homelab has room for a /16, and for its own services there',
  podNetwork: 'an IPv4 network, as the machines have IPv4 addresses here',
  sshAgent: 'an agent of the homelab, with a key for its hosts',
  directory: 'a directory of the temporary project',
  store: 'a store of the homelab, empty at first',
  awsChecks: 'true, as nothing here knows accounts of AWS',
  pathStyle: 'the bucket in the path, as no name can stand before an address',
  gitHost: 'a Git host of the homelab, with a repository of that name that has one commit',
  fluxManifests: 'the manifests that the provider brings, from no other server',
  manifest: 'a manifest with one ConfigMap that names the URL',
  knownManifest: 'a shorter manifest with the same kinds of objects',
  mapping: 'a resource mapping that is there from the start, with a device of no use',
  share: 'a resource mapping that is there from the start, with a directory that is empty',
  administrator: 'beside them 127.0.0.1, where OpenTofu runs here',
  mirror: 'the factory of the homelab, which has what a mirror of it has',
  registry: 'a registry of the homelab, which has the installer images of the factory',
  registryTls: 'a registry of the homelab without TLS',
  nobody: 'an address where nobody listens',
  extension: 'its name in the image; no program of it runs',
  extensionService: 'its configuration on the machine; no program of it runs',
  overlay: 'its name in the image, which boots as any other',
  meta: 'its value in the image; the network of the machine is that of the homelab',
  embedded: 'its text in the image; nothing here needs it before the configuration of the cluster comes',
  networkArgument: 'its text in the image; the network of the machine is that of the homelab',
  configArgument: 'its text in the image, which machines read when they have no configuration',
  unreadArgument: 'its text in the image; Talos on nocloud images does not read it',
  environment: 'a made-up value',
} as const;
