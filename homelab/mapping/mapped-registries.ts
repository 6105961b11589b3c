import type { ServiceAddresses } from '../addresses';
import type { HomelabSecrets } from '../secrets';
import { type Doubles, PLAYED_BY } from './doubles';
import { changed, eachOf, type Section } from './mapped-texts';

/** A registry of a homelab. */
export interface PlayedRegistry {
  readonly listen: string;
  /** Who may pull; everybody without it. */
  readonly username?: string;
  readonly password?: string;
}

/** Registry of installer images, unless a factory of one's own has them. */
const OFFICIAL = 'factory.talos.dev';

/**
 * Registries that simulated machines pull their installer from. Others, of images that no machine here runs, stay as the
 * file has them.
 */
export class RegistryMapping {
  /** Registries of the homelab, by the host of the file that each plays. */
  private readonly played = new Map<string, PlayedRegistry>();
  /** Registry that the installers are named after in the file. */
  private readonly installers: string;
  private readonly mirror: string | undefined;

  /** @param sections all parts of the file that have registries */
  constructor(
    talos: Section,
    sections: readonly Section[],
    private readonly services: ServiceAddresses,
    private readonly secrets: HomelabSecrets,
    private readonly doubles: Doubles,
  ) {
    this.mirror = talos.installerMirror;
    this.installers = this.mirror?.split('/')[0] ?? hostOf(talos.factoryUrl ?? `https://${OFFICIAL}`);
    const endpoints = sections.flatMap(({ mirrors = {} }) =>
      Object.entries<Section>(mirrors).flatMap(([name, { endpoints: urls }]) =>
        this.isAsked(name) ? (urls as readonly string[]).map(hostOf) : [],
      ),
    );
    const hosts = [...(this.mirror === undefined ? [] : [this.installers]), ...endpoints];
    for (const host of new Set(hosts)) this.play(host, sections);
  }

  /** All registries that the homelab has for the file. */
  get all(): readonly PlayedRegistry[] {
    return [...this.played.values()];
  }

  /** The name of installer images in front of which a mirror stands. */
  mapMirror(mirror: string): string {
    const [host = '', ...path] = mirror.split('/');
    this.doubles.add('talos.installerMirror', mirror, PLAYED_BY.registry);
    return [this.listenerOf(host), ...path].join('/');
  }

  /** Settings of registries at one place of the file. */
  map(registries: Section, place: string): Section {
    return changed(registries, {
      mirrors: (mirrors) =>
        renamed(
          mirrors,
          (name) => (name === this.installers ? this.reference : name),
          (mirror, name) => (this.isAsked(name) ? this.mapEndpoints(mirror, `${place}.mirrors.${name}`) : mirror),
        ),
      auth: (auth) => renamed(auth, (host) => this.listenerOf(host)),
      tls: (tls) => this.mapTls(tls, `${place}.tls`),
    });
  }

  /** Registry that installers are named after in the homelab. */
  private get reference(): string {
    return this.mirror === undefined ? this.services.factory : this.listenerOf(this.installers);
  }

  private isAsked(name: string): boolean {
    return name === this.installers || name === '*';
  }

  private mapEndpoints(mirror: Section, place: string): Section {
    return changed(mirror, {
      endpoints: (urls) =>
        urls.map((url: string) => {
          this.doubles.add(`${place}.endpoints`, url, PLAYED_BY.registry);
          return `http://${this.listenerOf(hostOf(url))}${new URL(url).pathname.replace(/\/$/, '')}`;
        }),
    });
  }

  /** Registries here have no certificates, and Talos takes settings of them for a fault where nobody asks by TLS. */
  private mapTls(tls: Section, place: string): Section {
    const others = Object.entries(tls).filter(([host]) => !this.played.has(host));
    for (const host of Object.keys(tls).filter((each) => this.played.has(each))) {
      this.doubles.add(place, host, PLAYED_BY.registryTls);
    }
    return Object.fromEntries(others);
  }

  private play(host: string, sections: readonly Section[]): void {
    const listen = this.services.registry(this.played.size + 1);
    const credentials = sections.flatMap(({ auth = {} }) => (host in auth ? [auth[host] as Section] : []));
    this.played.set(host, { listen, ...this.loginOf(credentials.at(-1)) });
  }

  /** A secret is what the homelab has for all of them: as `auth` it is a name and a password in Base64. */
  private loginOf(credentials: Section | undefined): Omit<PlayedRegistry, 'listen'> {
    const { ofOthers } = this.secrets;
    if (credentials?.username !== undefined) return { username: credentials.username, password: ofOthers };
    if (credentials?.auth === undefined) return {};
    const [username = '', ...password] = Buffer.from(ofOthers, 'base64').toString().split(':');
    return { username, password: password.join(':') };
  }

  private listenerOf(host: string): string {
    return this.played.get(host)?.listen ?? host;
  }
}

/** All settings of registries in a cluster file, wherever they stand. */
export function registriesOf(spec: Section): readonly Section[] {
  const { machine, nodeDefaults = {}, nodes = {}, pools = {}, sizes = {} } = spec;
  const ofPools = Object.values<Section>(pools);
  const all = [
    machine,
    ...[nodeDefaults, sizes, pools, ...ofPools.map(({ overrides = {} }) => overrides), nodes].flatMap((each) =>
      Object.values<Section>(each as Section),
    ),
  ];
  return all.flatMap((each?: Section) => (each?.registries === undefined ? [] : [each.registries as Section]));
}

function hostOf(url: string): string {
  return new URL(url).host;
}

function renamed(
  section: Section,
  nameOf: (name: string) => string,
  change: (value: Section, name: string) => Section = (value) => value,
): Section {
  const mapped = eachOf(section, (value: Section, name) => change(value, name));
  return Object.fromEntries(Object.entries(mapped).map(([name, value]) => [nameOf(name), value as Section]));
}
