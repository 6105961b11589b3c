import { extensionLifetime, knownExtensions, knownOverlays, renamedExtension } from '../../data/extensions';
import { extensionOfOtherVersions, renamedExtensionUsed, unknownExtension, unknownOverlay } from './schematic-faults';
import { isWholeConfiguration } from '../../values/schematic/embedded-configuration';
import { bootloaderUnsigned, embeddedConfigurationWhole } from '../../image/faults';
import { startsSigned } from '../../image/rules';
import { nearestName } from '../../values/nearest-name';
import type { Schematic } from '../../values/schematic/schematic';
import type { TalosVersion } from '../../values/talos-version';
import type { SpecFacts } from '../spec-facts';
import { distinct } from '../distinct';
import type { Findings, SpecRule } from '../findings';
import type { Path } from '../../values/path';
import type { Written } from '../versions';

/** A name in a schematic that Image Factory must know for the Talos version. */
interface PartFacts {
  readonly name: string;
  readonly path: Path;
  readonly minor: string;
  /** Names that the Talos version has; undefined if they are not known here. */
  readonly known: readonly string[] | undefined;
}

/** An extension, and the name that Image Factory takes in its place where the version has no extension of that name. */
interface ExtensionFacts extends PartFacts {
  readonly renamed: string | undefined;
}

const EXTENSION_RULES: readonly SpecRule<ExtensionFacts>[] = [
  {
    path: ({ path }) => path,
    condition: ({ name, known, renamed }) => (known?.includes(name) ?? true) || renamed !== undefined,
    message: ({ name, minor, known = [] }) => {
      const lifetime = extensionLifetime(name);
      // one that another version has is not misspelt
      return lifetime === undefined
        ? unknownExtension(name, minor, nearestPart(name, known))
        : extensionOfOtherVersions(name, minor, lifetime);
    },
  },
  {
    path: ({ path }) => path,
    severity: 'advice',
    condition: ({ renamed }) => renamed === undefined,
    message: ({ name, minor, renamed = '' }) => renamedExtensionUsed(name, renamed, minor),
  },
];

const OVERLAY_RULE: SpecRule<PartFacts> = {
  path: ({ path }) => path,
  condition: ({ name, known }) => known?.includes(name) ?? true,
  message: ({ name, minor, known = [] }) => unknownOverlay(name, minor, nearestPart(name, known)),
};

const BOOTLOADER_RULE: SpecRule<{ readonly bootloader: string; readonly path: Path }> = {
  path: ({ path }) => path,
  condition: ({ bootloader }) => startsSigned(bootloader),
  message: ({ bootloader }) => bootloaderUnsigned(bootloader),
};

const EMBEDDED_CONFIGURATION_RULE: SpecRule<{ readonly text: string; readonly path: Path }> = {
  path: ({ path }) => path,
  condition: ({ text }) => !isWholeConfiguration(text),
  message: () => embeddedConfigurationWhole(),
};

/** Checks the extensions, overlays and embedded configurations of every image in use against what its Talos version has. */
export function checkSchematics(facts: SpecFacts, findings: Findings): void {
  for (const image of imagesInUse(facts)) {
    findings.check(EXTENSION_RULES, extensionsOf(image));
    findings.check([OVERLAY_RULE], overlayOf(image));
    findings.check([EMBEDDED_CONFIGURATION_RULE], embeddedIn(image));
    if (facts.spec.talos?.secureBoot === true) findings.check([BOOTLOADER_RULE], bootloaderOf(image));
  }
}

interface ImageInUse {
  readonly schematic: Written<Schematic>;
  readonly talos: TalosVersion;
}

function imagesInUse({ nodes }: SpecFacts): readonly ImageInUse[] {
  const images = nodes.flatMap(({ schematic, talosVersion }) =>
    schematic === undefined || talosVersion === undefined ? [] : [{ schematic, talos: talosVersion.value }],
  );
  return distinct(images, ({ schematic, talos }) => `${schematic.path.join('/')} ${talos.tag}`);
}

function extensionsOf({ schematic, talos }: ImageInUse): readonly ExtensionFacts[] {
  const known = knownExtensions(talos.contract);
  const { extensions = [] } = schematic.value.content;
  return extensions.map((name, index) => ({
    name,
    path: [...schematic.path, 'extensions', index],
    minor: talos.contract.tag,
    known,
    renamed: renamedIn(name, known),
  }));
}

/** Image Factory looks for the name itself first, and takes the new one only where the version has it. */
function renamedIn(name: string, known: readonly string[] | undefined): string | undefined {
  if (known === undefined || known.includes(name)) return undefined;
  const renamed = renamedExtension(name);
  return renamed !== undefined && known.includes(renamed) ? renamed : undefined;
}

/** Compared without what all names begin with, as that would make names of other things near. */
function nearestPart(name: string, known: readonly string[]): string | undefined {
  const nearest = nearestName(withoutVendor(name), known.map(withoutVendor));
  return known.find((each) => withoutVendor(each) === nearest);
}

function withoutVendor(name: string): string {
  return name.replace(/^.*\//, '');
}

function bootloaderOf({ schematic: { value, path } }: ImageInUse) {
  const { bootloader } = value.content;
  return bootloader === undefined ? [] : [{ bootloader, path: [...path, 'bootloader'] }];
}

function embeddedIn({ schematic: { value, path } }: ImageInUse) {
  const text = value.content.embeddedMachineConfiguration;
  return text === undefined ? [] : [{ text, path: [...path, 'embeddedMachineConfiguration'] }];
}

function overlayOf({ schematic, talos }: ImageInUse): readonly PartFacts[] {
  const { overlay } = schematic.value.content;
  if (overlay === undefined) return [];
  const known = knownOverlays(talos.contract)?.map(({ image, name }) => `${image} ${name}`);
  const name = `${overlay.image} ${overlay.name}`;
  return [{ name, path: [...schematic.path, 'overlay'], minor: talos.contract.tag, known }];
}
