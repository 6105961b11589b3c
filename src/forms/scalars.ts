import * as z from 'zod';
import {
  writeAbsolutePath,
  writeAddress,
  writeArgumentName,
  writeCidr,
  writeContract,
  writeCpuType,
  writeDataNotText,
  writeDirectory,
  writeDiskName,
  writeDnsLabel,
  writeDnsName,
  writeDnsNameOrAddress,
  writeEndpointName,
  writeExtensionName,
  writeFilePath,
  writeFirstName,
  writeHost,
  writeHostWithPort,
  writeImageFileName,
  writeInterfaceAddress,
  writeIpRange,
  writeKubernetesVersion,
  writeLabelKey,
  writeLabelText,
  writeLabelValue,
  writeMacAddress,
  writeMappingName,
  writeOutputName,
  writeMountPath,
  writeNodeName,
  writeOverlayImage,
  writePciId,
  writePciPath,
  writePoolName,
  writeOtherName,
  writeProxmoxName,
  writeResourcePool,
  writeSdnName,
  writeSerialNumber,
  writeSetting,
  writeShare,
  writeSomeText,
  writeTag,
  writeTalosVersion,
  writeUrl,
  writeVersion,
  writeVmIdRange,
  writeWholeNumber,
} from './scalar-texts';
import { writeTaint } from '../errors/spec';
import { writePathAlone, writeQuoted } from './scalar-texts';
import { numberAdvice } from './number-advice';
import { isDnsLabel, isDnsName } from '../values/dns-name';
import { isIpAddress } from '../values/ip-address';
import { IpCidr } from '../values/ip-cidr';
import { IpRange } from '../values/ip-range';
import { KubernetesVersion } from '../values/kubernetes-version';
import { DETERMINISTIC, MacAddress } from '../values/mac-address';
import { SHARE_FORM } from '../values/max-unavailable';
import { isFreeOutputName } from '../values/output-value';
import { TAINT_FORM } from '../values/taint';
import { TalosContract } from '../values/talos-contract';
import { TalosVersion } from '../values/talos-version';
import { isHostWithPort, isPlainUrl } from '../values/url';
import { VmIdRange } from '../values/vm-id-range';

/** Shapes of settings that end as text; a number or a truth value in a file stands for the text that is written. */
export const textSettings = z.registry<{ readonly isText: true }>();

const LABEL_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/** Characters of a hostname at most whose number may become longer. */
const MOST_OF_SERIES = 58;

/** Below `/var`, but neither in a directory of Talos nor around one, and without empty steps and steps back. */
const MOUNT_PATH =
  /^\/var(?!\/(?:lib|mnt)\/?$)(?!\/(?:lib\/(?:cni|containerd|etcd|kubelet)|log|run|system)(?:\/|$))(?:\/(?!\.\.?(?:\/|$))[^\s/]+)+\/?$/;

/** Text that is not empty. */
export const someText = textOf(writeSomeText(), /\S/);

/** A release of Talos, with or without `v`. */
export const talosVersion = textThat(writeTalosVersion(), (text) => TalosVersion.isValid(text));

/** A Talos minor version, with or without `v`. */
export const talosContract = textThat(writeContract(), (text) => TalosContract.isValid(text));

/** A release of Kubernetes, with or without `v`. */
export const kubernetesVersion = textThat(writeKubernetesVersion(), (text) => KubernetesVersion.isValid(text));

/** An IPv4 or IPv6 address without prefix. */
export const ipAddress = textThat(writeAddress(), isIpAddress);

/** A network in CIDR form. */
export const ipNetwork = textThat(writeCidr(), (text) => IpCidr.isValid(text));

/** An address with the length of the prefix of its network. */
export const interfaceAddress = textThat(writeInterfaceAddress(), (text) => IpCidr.tryParse(text) !== undefined);

/** A MAC address of one machine, or the word for one that is made of names. */
export const macAddress = textThat(writeMacAddress(), (text) => text === DETERMINISTIC || MacAddress.isValid(text));

/** A name made of one DNS label. */
export const dnsLabel = textThat(writeDnsLabel(), isDnsLabel);

/** Name of a cluster, and of its stack. */
export const clusterName = freeName(textThat(writeDnsLabel(), isDnsLabel));

/** Hostname of a machine. Digits alone are refused: JavaScript sorts such keys, and the order of the file would be lost. */
export const nodeName = freeName(textThat(writeNodeName(), (text) => isDnsLabel(text) && !/^\d+$/.test(text)));

/** Name of a pool. The number of a machine has room behind it. */
export const poolName = freeName(
  textThat(writePoolName(), (text) => isDnsLabel(text) && text.length <= MOST_OF_SERIES && !/^\d+$/.test(text)),
);

/** Hostname that others count on from. */
export const firstName = textThat(
  writeFirstName(),
  (text) => isDnsLabel(text) && text.length <= MOST_OF_SERIES && /^.*\D\d{1,9}$/.test(text),
);

/** Addresses from a first to a last one. */
export const ipRange = textThat(writeIpRange(), (text) => IpRange.tryParse(text) !== undefined);

/** Ids of virtual machines from a first to a last one. */
export const vmIdRange = textThat(writeVmIdRange(), (text) => VmIdRange.tryParse(text) !== undefined);

/** Name of a zone or a vnet: Proxmox VE makes names of network interfaces of it. */
export const sdnName = freeName(textOf(writeSdnName(), /^[A-Za-z][A-Za-z0-9]{0,6}[A-Za-z0-9]$/));

/** Name of a Proxmox VE API. The alias of a provider begins with a letter. */
export const endpointName = freeName(textOf(writeEndpointName(), /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/));

/** One or more DNS labels. */
export const dnsName = textThat(writeDnsName(), isDnsName);

/** A DNS name or an address, as in the names of a certificate. */
export const dnsNameOrAddress = textThat(writeDnsNameOrAddress(), (text) => isDnsName(text) || isIpAddress(text));

/** Full name of an official extension. */
export const extensionName = textOf(
  (refused) => writeExtensionName(writtenText(refused)),
  /^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9._-]*$/,
);

/** Container image of an overlay. */
export const overlayImage = textOf(writeOverlayImage(), /^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9._-]*$/);

/** Key of a Kubernetes label or taint. */
export const labelKey = textThat(writeLabelKey(), isLabelKey);

/** Value of a Kubernetes label; numbers and truth values stand for their text. */
export const labelValue = settingThat(writeLabelValue(), (text) => text === '' || LABEL_NAME.test(text));

/** Text that becomes the value of a Kubernetes label. */
export const labelText = textOf(writeLabelText(), LABEL_NAME);

/** Name of a Proxmox VE host, which is also the value of a Kubernetes label. */
export const hostName = freeName(textOf(writeLabelText(), LABEL_NAME));

/** Name of an argument of a program, without leading dashes. */
export const argumentName = textOf(({ input }) => writeArgumentName(String(input)), /^[A-Za-z0-9][A-Za-z0-9._-]*$/);

/** Value and effect of a taint. */
export const taint = textOf(writeTaint(), TAINT_FORM);

/** A setting that is passed on as text: an argument, a sysctl. */
export const setting = settingThat(writeSetting(), () => true);

/** A tag of Proxmox VE. Upper case is read as lower case. */
export const tag = textOf(writeTag(), /^[A-Za-z0-9_][A-Za-z0-9_+.-]*$/);

/** Path of a file, relative to the project. */
export const filePath = textOf(writeFilePath(), /\S/);

/** One line that does not look like data, which holds keys, and has no sign before it. */
const DATA_FILE = /^(?![@[{])(?!.*:(?:\s|$))[^\n]*\S[^\n]*$/;

/** Path of a file, where keys and values may stand as well. */
export const dataFilePath = dataPath(DATA_FILE);

/** Path of a schematic file, where its content may stand as well; the id of a schematic is none. */
export const schematicPath = dataPath(/^(?![0-9a-f]{64}$)(?![@[{])(?!.*:(?:\s|$))[^\n]*\S[^\n]*$/);

/** Directory inside the project, or an absolute path. */
export const directory = textOf(writeDirectory(), /^(?!~)(?!(?:.*\/)?\.\.(?:\/|$))[^\\\s]+$/);

/** Where a disk is mounted for workloads. */
export const mountPath = textOf(writeMountPath(), MOUNT_PATH);

/** Place of a machine. */
export const hostReference = textOf(writeHost(), /^(?:[a-z][a-z0-9-]*\/)?[A-Za-z0-9][A-Za-z0-9.-]*$/);

/** Name of a Proxmox VE host, datastore, bridge or mapping. */
export const proxmoxName = textOf(writeProxmoxName(), /^[A-Za-z0-9][A-Za-z0-9._-]*$/);

const RESOURCE_POOL = /^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+){0,2}$/;

/** Resource pool of a machine. */
export const resourcePool = textOf(writeResourcePool(), RESOURCE_POOL);

/** Name of a resource pool that is made. */
export const resourcePoolName = freeName(textOf(writeResourcePool(), RESOURCE_POOL));

/** Name of a resource mapping. */
export const mappingName = freeName(textOf(writeMappingName(), /^[A-Za-z][A-Za-z0-9_-]+$/));

/** Name of an output of the user's own choice. */
export const outputName = freeName(textThat(writeOutputName(), isFreeOutputName));

/** Name of a rule or job; the name of the stack comes before it. */
export const ruleName = freeName(textThat(writeDnsLabel(), isDnsLabel));

/** Type of a processor. */
export const cpuType = textOf(writeCpuType(), /^[A-Za-z0-9][A-Za-z0-9._-]*$/);

/** A share of several machines. */
export const share = textOf(writeShare(), SHARE_FORM);

/** Serial number of a disk; QEMU keeps 20 characters. */
export const serialNumber = textOf(writeSerialNumber(), /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,18}[A-Za-z0-9])?$/);

/** Name of a disk, which is its serial number too and neither that of the system disk nor of a partition of Talos. */
export const diskName = textOf(
  writeDiskName(),
  /^(?!(?:BIOS|BOOT|EFI|EPHEMERAL|IMAGECACHE|META|STATE|osDisk)$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,18}[A-Za-z0-9])?$/,
);

/** Where a PCI device sits on its host. */
export const pciPath = textOf(writePciPath(), /^[0-9a-f]{4,}:[0-9a-f]{2}:[0-9a-f]{2}(?:\.[0-9a-f])?$/);

/** Vendor and device of a PCI device. */
export const pciId = textOf(writePciId(), /^[0-9a-f]{4}:[0-9a-f]{4}$/);

/** Pattern of the names of image files. */
export const imageFileName = textThat(writeImageFileName(), isImageFileName);

/** Keys and values of any depth: a patch, values of a chart. */
export const plainData = z.record(z.string(), z.json());

/** A path that begins at the root. */
export function absolutePath(example: string): z.ZodString {
  return textOf(writeAbsolutePath(example), /^\/[^\s]*$/);
}

/** A release of Flux. */
export const fluxVersion = textOf(writeVersion('v2.8.5'), /^v\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.-]+)?$/);

/** A version of something that is neither Talos nor Kubernetes. */
export function otherVersion(example: string): z.ZodString {
  return textOf(writeVersion(example), /^v?\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.-]+)?$/);
}

/** Where a server answers SSH. */
export const hostWithPort = textThat(writeHostWithPort(), isHostWithPort);

/** A URL without password. */
export function url(example: string, ...schemes: string[]): z.ZodString {
  return textThat(writeUrl(schemes, example), (text) => isPlainUrl(text, schemes));
}

const WHOLE_NUMBERS = new Map<string, z.ZodInt>();

/** A whole number, both ends included. Those of one range are one form, as each takes time to make when an app starts. */
export function wholeNumber(min: number, max?: number): z.ZodInt {
  const range = writeWholeNumber(min, max);
  const known = WHOLE_NUMBERS.get(range);
  if (known !== undefined) return known;
  const isInRange = (number: number): boolean => number >= min && number <= (max ?? Number.MAX_SAFE_INTEGER);
  const error = ({ input, path }: Refused): string => numberAdvice(input, path?.at(-1), isInRange) ?? range;
  const atLeast = z.int({ error }).min(min, { error });
  const form = max === undefined ? atLeast : atLeast.max(max, { error });
  WHOLE_NUMBERS.set(range, form);
  return form;
}

/** One of the words of an enumeration, as the word or as its member. */
export function oneOf<Words extends Record<string, string>>(
  words: Words,
): z.ZodEnum<{ [Word in `${Words[keyof Words]}`]: Word }> {
  return z.enum(Object.values(words)) as unknown as z.ZodEnum<{ [Word in `${Words[keyof Words]}`]: Word }>;
}

/** A name that becomes the id of a construct: the framework keeps those in an object, where some names are taken. */
export function freeName(name: z.ZodString): z.ZodString {
  return name.refine((text) => !(text in Object.prototype), { error: writeOtherName() });
}

/** A value that a schema refuses. */
interface Refused {
  readonly input?: unknown;
  readonly path?: readonly PropertyKey[];
}

/** The text that was refused; nothing of any other value. */
export function writtenText({ input }: Refused): string {
  return typeof input === 'string' ? input : '';
}

/** The advice itself, or how it follows from the value. */
type Advice = string | ((refused: Refused) => string);

/**
 * Text of a form.
 *
 * @param advice what to write, or how that follows from what was refused
 */
export function textOf(advice: Advice, form: RegExp): z.ZodString {
  const error = textAdvice(advice, (text) => form.test(text));
  return z.string({ error }).regex(form, { error });
}

function dataPath(form: RegExp): z.ZodString {
  const error = ({ input }: Refused): string =>
    typeof input === 'string' && input.trim() !== '' ? dataAdvice(input) : writeFilePath();
  return z.string({ error }).regex(form, { error });
}

function dataAdvice(text: string): string {
  return /^@\S+$/.test(text) ? writePathAlone(text.slice(1)) : writeDataNotText();
}

/**
 * Text that is valid.
 *
 * @param advice what to write, or how that follows from what was refused
 */
export function textThat(advice: Advice, isValid: (text: string) => boolean): z.ZodString {
  const error = textAdvice(advice, isValid);
  return z.string({ error }).refine(isValid, { error });
}

/** Advice that points out missing quotes where the text itself is right. */
function textAdvice(advice: Advice, isValid: (text: string) => boolean) {
  return (refused: Refused): string => {
    const { input } = refused;
    const isUnquoted = Number.isSafeInteger(input) || typeof input === 'boolean';
    if (isUnquoted && isValid(String(input))) return writeQuoted(String(input));
    return typeof advice === 'string' ? advice : advice(refused);
  };
}

type SettingShape = z.ZodUnion<readonly [z.ZodString, z.ZodInt, z.ZodBoolean]>;

/**
 * A setting that is passed on as text and is valid.
 *
 * @param error what to write
 */
export function settingThat(error: string, isValid: (text: string) => boolean): SettingShape {
  const shape = z
    .union([z.string(), z.int(), z.boolean()], { error })
    .refine((value) => isValid(String(value)), { error });
  return shape.register(textSettings, { isText: true });
}

function isLabelKey(text: string): boolean {
  const [name = '', prefix, ...more] = text.split('/').reverse();
  return more.length === 0 && (prefix === undefined || isDnsName(prefix)) && LABEL_NAME.test(name);
}

function isImageFileName(text: string): boolean {
  const placeholders: readonly string[] = text.match(/\{[^}]*\}?/g) ?? [];
  const known = ['{cluster}', '{schematic}', '{version}', '{platform}', '{architecture}'];
  return (
    placeholders.every((placeholder) => known.includes(placeholder)) &&
    ['{schematic}', '{version}'].every((placeholder) => placeholders.includes(placeholder)) &&
    /^[A-Za-z0-9_{][A-Za-z0-9._{}-]*$/.test(text)
  );
}
