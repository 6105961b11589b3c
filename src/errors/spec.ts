const PASSWORD_IN_URL = /(:\/\/[^/\s:@"]*:)[^@/\s"]*@/g;

/** A value as it stands in an error: JSON, shortened to one line that can be read, without the password of a URL. */
export function quoteValue(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value, plainValue) as string | undefined);
  if (text === undefined) return `a ${typeof value}`;
  const harmless = text.replace(PASSWORD_IN_URL, '$1…@');
  return harmless.length <= 60 ? harmless : `${harmless.slice(0, 57)}…${harmless.startsWith('"') ? '"' : ''}`;
}

/** For a value of the wrong type, form or range. */
export function gotInstead(value: unknown, advice: string): string {
  return `got ${quoteValue(value)}; ${advice}`;
}

/** For a key that must be there. */
export function missing(advice: string): string {
  return `missing; ${advice}`;
}

/** For a key that nobody could tell from what JavaScript keeps under it. */
export function prototypeKey(): string {
  return '"__proto__" cannot be a key; write another name';
}

/** What to write: a name that becomes part of the construct tree. */
export function writeOtherName(): string {
  return 'choose a name that JavaScript objects do not have already';
}

/** For a key that does not exist. */
export function unknownKey(key: string, nearest: string | undefined, known: readonly string[]): string {
  if (nearest !== undefined) return `unknown key "${key}"; write "${nearest}"`;
  if (known.length === 0 || known.length > 16)
    return `unknown key "${key}"; remove it, docs/cluster-file.md lists the keys`;
  const keys = known.length === 1 ? `the only key here is ${known.join('')}` : `the keys here are ${known.join(', ')}`;
  return `unknown key "${key}"; remove it, ${keys}`;
}

/** For a name that is written inside of what it names. */
export function nameIsKey(key: string, name: string): string {
  return `unknown key "${key}"; remove it, the key above it is the name: ${name}`;
}

/** For a key that would hold a secret. */
export function secretKey(key: string, variable: string): string {
  return `unknown key "${key}"; secrets never stand in a cluster file, give the variable ${variable} instead`;
}

/** For a key of a map that has the wrong form. */
export function wrongMapKey(key: string, advice: string): string {
  return `the name ${quoteValue(key)} can't be used; ${advice}`;
}

/** For a text that refers to an environment variable. */
export function environmentVariableMissing(name: string): string {
  return `the environment variable ${name} is not set; set it, or write the value itself`;
}

/** For `${env` that is not followed by a name. */
export function environmentReferenceMalformed(got: string): string {
  return `got ${quoteValue(got)}; write \${env.NAME} with the name of an environment variable`;
}

/** For a reference to the environment in a patch, a manifest or another file, where it is a text like others. */
export function environmentReferenceUnreplaced(reference: string): string {
  return `holds ${reference}, which nothing replaces here: variables of the environment are put into the other texts of the cluster file only; write the value itself`;
}

/** For a text that OpenTofu would not take as it is. */
export function expressionOfOpenTofu(got: string, sign: string): string {
  const [, name] = /\$\{([A-Z_][A-Z0-9_]*)\}/.exec(got) ?? [];
  const advice =
    name === undefined ? 'leave it out' : `write \${env.${name}} if a variable of the environment is meant`;
  return `got ${quoteValue(got)}; OpenTofu would read ${sign} as an expression, ${advice}`;
}

/** For a value that YAML could not hold: what a class or a Map has is not seen, or only in part. */
export function noPlainData(value: unknown): string {
  const { constructor } = Object.getPrototypeOf(value) as { readonly constructor: { readonly name: string } };
  const kind = typeof value === 'object' ? constructor.name : typeof value;
  return `got a value of the type ${kind}; write plain data: keys and values, lists, text, numbers, true and false`;
}

/** For a literal that holds itself. */
export function holdsItself(): string {
  return 'the value holds itself; write it out as plain data';
}

/** For a cluster file or a file that it names. */
export function fileMissing(path: string): string {
  return `there is no file ${quoteValue(path)}; create it or correct the path`;
}

/** For a file that can't be read for another reason. */
export function fileUnreadable(path: string, reason: string): string {
  return `the file ${quoteValue(path)} can't be read: ${reason}; correct the path or its permissions`;
}

/** For a file in another encoding, or one that is no text. */
export function fileNotUtf8(path: string): string {
  return `the file ${quoteValue(path)} is not UTF-8 text; save it as UTF-8`;
}

/** For a cluster file without content. */
export function fileEmpty(): string {
  return 'the file is empty; describe a cluster, beginning with its name';
}

/** For a cluster file with more than one document. */
export function severalDocuments(): string {
  return 'a second document begins here; write one cluster per file';
}

/** What the common slips of YAML are, and what to write instead, by the code that the parser has for each. */
const YAML_SLIPS: ReadonlyMap<string, string> = new Map([
  ['BLOCK_AS_IMPLICIT_KEY', 'a map begins in the middle of a line; quote the text if ": " is part of it'],
  ['MULTILINE_IMPLICIT_KEY', 'a key and its ":" must stand on one line; write them so, or quote the text'],
  ['TAB_AS_INDENT', 'a tab indents the line; write spaces'],
  ['BAD_INDENT', 'the line does not begin where those beside it do; align it'],
  ['BAD_SCALAR_START', "a text can't begin with this character; quote the text"],
  ['UNEXPECTED_TOKEN', 'this belongs to nothing above; quote the whole text, or correct where the line begins'],
]);

/** For a slip in YAML; one that is not common is told in the words of the parser. */
export function yamlSlip(code: string, reason: string): string {
  if (reason.startsWith('Flow '))
    return yamlSyntax(`a ${reason.slice(-1)} is missing; close what was opened with its partner`);
  if (reason.startsWith('Missing closing')) return yamlSyntax('a quote is not closed; close it');
  return yamlSyntax(YAML_SLIPS.get(code) ?? reason);
}

/** For text that is not YAML. */
export function yamlSyntax(reason: string): string {
  return `this is not YAML: ${reason}`;
}

/** For an alias without its anchor. */
export function yamlAlias(name: string): string {
  return `nothing above is called &${name}; write the value itself, or put the anchor above`;
}

/** For a merge key with something else than maps. */
export function yamlMerge(): string {
  return '"<<" takes in the keys of another map; write an alias of a map, such as "<<: *name", or a list of them';
}

/** For a tag of YAML that nothing gives a meaning to. */
export function yamlTag(reason: string): string {
  return `${reason}; write plain YAML without tags`;
}

/** For a key that stands twice in one map. */
export function duplicateKey(key: string): string {
  return `the key ${quoteValue(key)} stands here a second time; keep one of the two`;
}

/** What to write: text. */
export function writeText(): string {
  return 'write text';
}

/** What to write: text of at least one character. */
export function writeSomeText(): string {
  return 'write text that is not empty';
}

/** What to write: a truth value. */
export function writeBoolean(): string {
  return 'write true or false';
}

/** What to write: a list. */
export function writeList(): string {
  return 'write a list';
}

/** What to write: a list that is not empty. */
export function writeSomeItems(): string {
  return 'write at least one item, or leave the key out';
}

/** What to write: a map. */
export function writeMap(): string {
  return 'write keys and values';
}

/** What to write: one of several words or forms. */
export function writeOneOf(words: readonly string[]): string {
  return words.length === 1 ? `write ${words.join('')}` : `write ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** What to write: a whole number in a range. */
export function writeWholeNumber(min: number, max: number | undefined): string {
  return max === undefined ? `write a whole number, ${min} or more` : `write a whole number from ${min} to ${max}`;
}

/** What to write: a setting that is passed on as text. */
export function writeSetting(): string {
  return 'write text, a whole number, true or false';
}

/** What to write: a Talos version. */
export function writeTalosVersion(): string {
  return 'write a Talos version with three numbers, such as "v1.13.9"';
}

/** What to write: a contract. */
export function writeContract(): string {
  return 'write the Talos minor version that the cluster was made with, such as "v1.13"';
}

/** What to write: a Kubernetes version. */
export function writeKubernetesVersion(): string {
  return 'write a Kubernetes version with three numbers, such as "v1.36.3"';
}

/** What to write: a version of something else. */
export function writeVersion(example: string): string {
  return `write a version with three numbers, such as "${example}"`;
}

/** What to write: an address without prefix. */
export function writeAddress(): string {
  return 'write an IPv4 or IPv6 address without prefix, such as "10.0.0.11"';
}

/** What to write: a network. */
export function writeCidr(): string {
  return 'write a network with the length of its prefix, such as "10.0.0.0/24"';
}

/** What to write: a MAC address. */
export function writeMacAddress(): string {
  return 'write six pairs of hexadecimal digits, the second digit even, such as "BC:24:11:E6:BA:07"';
}

/** What to write: a name made of one DNS label. */
export function writeDnsLabel(): string {
  return 'write at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends';
}

/** What to write: a node name. */
export function writeNodeName(): string {
  return `${writeDnsLabel()} and not digits alone`;
}

/** What to write: the name of an endpoint. */
export function writeEndpointName(): string {
  return 'write at most 63 lower-case letters, digits and dashes, beginning with a letter and ending with a letter or digit';
}

/** What to write: a DNS name. */
export function writeDnsName(): string {
  return 'write a DNS name in lower case, such as "api.example.com"';
}

/** What to write: a DNS name or an address. */
export function writeDnsNameOrAddress(): string {
  return 'write a DNS name in lower case or an IP address, without scheme and port';
}

/** What to write: a URL. */
export function writeUrl(schemes: readonly string[], example: string): string {
  return `write a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')} and holds no password, such as "${example}"`;
}

/** What to write: where a server answers SSH. */
export function writeHostWithPort(): string {
  return 'write a name or an address, with a port if that is not 22, such as "gitea.example.com:2222"';
}

/** What to write: the name of an extension. */
export function writeExtensionName(got: string): string {
  const example = /^[a-z0-9][a-z0-9._-]*$/.test(got) ? `siderolabs/${got}` : 'siderolabs/qemu-guest-agent';
  return `write the full name of an official extension, such as ${quoteValue(example)}`;
}

/** What to write: the image of an overlay. */
export function writeOverlayImage(): string {
  return 'write the image of an overlay, such as "siderolabs/sbc-raspberrypi"';
}

/** What to write: the key of a Kubernetes label or taint. */
export function writeLabelKey(): string {
  return 'write a Kubernetes label key, such as "example.com/tier": letters, digits, ".", "_" and "-", at most 63 after the prefix';
}

/** What to write: the value of a Kubernetes label. */
export function writeLabelValue(): string {
  return 'write at most 63 letters, digits, ".", "_" and "-", with a letter or digit at both ends';
}

/** What to write: a text that becomes the value of a Kubernetes label. */
export function writeLabelText(): string {
  return `${writeLabelValue()}, as it becomes the value of a label`;
}

/** What to write: an argument of a program. */
export function writeArgumentName(got: string): string {
  const name = got.replace(/^-+/, '').replace(/=.*$/s, '');
  return `write the name of the argument alone, without dashes before it, such as ${quoteValue(name === '' ? 'feature-gates' : name)}`;
}

/** What to write: a taint. */
export function writeTaint(): string {
  return 'write "value:Effect" or "Effect", where the effect is NoSchedule, PreferNoSchedule or NoExecute';
}

/** What to write: a tag of Proxmox VE. */
export function writeTag(): string {
  return 'write letters, digits, "_", "-", "." and "+", beginning with a letter, a digit or "_"';
}

/** What to write: an absolute path. */
export function writeAbsolutePath(example: string): string {
  return `write an absolute path, such as "${example}"`;
}

/** What to write: a place for workloads on a disk. */
export function writeMountPath(): string {
  return 'write a directory below /var that Talos does not use itself, such as "/var/lib/longhorn"';
}

/** What to write: a directory for files with secrets. */
export function writeDirectory(): string {
  return 'write a directory inside the project, such as "output", or an absolute path';
}

/** What to write: keys and values, where text is no path of a file. */
export function writeDataNotText(): string {
  return 'write keys and values here instead of text, or the path of a file of the project';
}

/** What to write: a file of the project. */
export function writeFilePath(): string {
  return 'write the path of a file of the project';
}

/** What to write: the name of a Proxmox VE host. */
export function writeHost(): string {
  return 'write the name of a host under proxmox.endpoints, such as "main/pve1"';
}

/** What to write: a name on the Proxmox VE side. */
export function writeProxmoxName(): string {
  return 'write letters, digits, "_", "-" and ".", beginning with a letter or digit';
}

/** What to write: the type of a processor. */
export function writeCpuType(): string {
  return 'write the type of a processor as Proxmox VE calls it, such as "x86-64-v2-AES"';
}

/** What to write: how many may be away. */
export function writeShare(): string {
  return 'write a share such as "25%"';
}

/** What to write: the serial number of a disk. */
export function writeSerialNumber(): string {
  return 'write at most 20 letters, digits and dashes, with a letter or digit at both ends';
}

/** What to write: the name of a disk. */
export function writeDiskName(): string {
  return `${writeSerialNumber()}, but neither osDisk nor the name of a partition of Talos`;
}

/** What to write: the name of a resource mapping. */
export function writeMappingName(): string {
  return 'write a letter first, then one or more letters, digits, "_" or "-"';
}

/** What to write: the place of a PCI device. */
export function writePciPath(): string {
  return 'write the place of the device as "lspci -D" prints it, such as "0000:00:02.0"';
}

/** What to write: the vendor and device numbers of a PCI device. */
export function writePciId(): string {
  return 'write vendor and device as "lspci -n" prints them, such as "8086:46a6"';
}

/** What to write: a duration of Go. */
export function writeDuration(): string {
  return 'write a duration, such as "1m0s"';
}

/** What to write: the pattern of image file names. */
export function writeImageFileName(): string {
  return 'write a file name without extension that holds {schematic} and {version}; {cluster}, {platform} and {architecture} may stand in it too';
}

function plainValue(_key: string, value: unknown): unknown {
  const isNoJson = typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value));
  return isNoJson ? String(value) : value;
}
