/** Sentences with which the app refuses or warns: cluster files, selection, output directory. */

/** No cluster file in the directory where they belong. */
export function noClusterFiles(directory: string): string {
  return `${directory}: holds no cluster file; write one, such as ${directory}/home.yaml`;
}

/** The directory of the cluster files is missing: the app was started somewhere else. */
export function clusterDirectoryMissing(directory: string, workingDirectory: string): string {
  return `${directory}: not found in ${workingDirectory}; run from the directory that holds cdktf.json, write a cluster file there, such as ${directory}/home.yaml, or make a project with init`;
}

/** A file in place of the directory of cluster files. */
export function clusterDirectoryIsFile(path: string): string {
  return `${path}: is a file; name the directory that it lies in, and the cluster as an argument`;
}

/** A TypeScript cluster file without its compiled form, as the compiler has not run or has refused it. */
export function clusterFileNotCompiled(file: string, compiled: string): string {
  return `${file}: not compiled, ${compiled} is missing; run npm run synth, and correct what the compiler says`;
}

/**
 * A TypeScript cluster file in a project without a compiler that can be used.
 *
 * @param unusable version of one that cannot
 */
export function compilerMissing(file: string, unusable: string | undefined): string {
  return unusable === undefined
    ? `${file}: is written in TypeScript, and the package that reads it is not installed; run npm install --save-dev typescript@6`
    : `${file}: is written in TypeScript, and TypeScript ${unusable} is a program that nothing else can use; for this package, run npm install --save-dev @typescript/typescript6 as well`;
}

/** A TypeScript cluster file that does not export `cluster`. */
export function clusterExportMissing(file: string, found: readonly string[]): string {
  const got = found.length === 0 ? 'exports nothing' : `exports ${found.join(', ')}`;
  return `${file}: ${got}; write export const cluster: ClusterSpec = { … }`;
}

/** A TypeScript cluster file that throws while it is loaded. */
export function clusterFileThrows(file: string, message: string): string {
  return `${file}: throws while it is loaded: ${message}`;
}

/** A getter in the literal of a TypeScript cluster file that throws. */
export function clusterGetterThrows(message: string): string {
  return `throws while it is read: ${message}`;
}

/** An object that holds itself: a literal of TypeScript, or an alias of YAML that stands within its own anchor. */
export function clusterValueCircular(): string {
  return 'holds itself, and would be read for ever; write a value of its own';
}

/** A cluster file on which the library itself fails. */
export function clusterFileDefeats(file: string, stack: string): string {
  return `${file}: cannot be checked, which is a fault of this library and not of the file: ${stack}`;
}

/** Two cluster files with one cluster name: they would share a stack and its state. */
export function clusterNameTaken(file: string, name: string, takenBy: string): string {
  return `${file}: cluster name "${name}" is also that of ${takenBy}; give each cluster a name of its own, it names the stack and its state`;
}

/** Two cluster files that write their files into one directory, where those of one would replace the other's. */
export function outputDirectoryTaken(file: string, directory: string, takenBy: string): string {
  return `${file}: outputs.directory "${directory}" is also that of ${takenBy}; give each cluster a directory of its own`;
}

/** A selected cluster that no file describes. */
export function unknownCluster(got: string, known: readonly string[], nearest: string | undefined): string {
  const meant = nearest === undefined ? '' : `did you mean "${nearest}"? `;
  return `no cluster is called "${got}"; ${meant}select one of ${known.join(', ')}`;
}

/** A cluster that is selected by its file. */
export function clusterNamedByFile(got: string, name: string): string {
  return `"${got}" is a file; write the name of its cluster, ${name}`;
}

/** A cluster that is selected by a file in another directory. */
export function clusterFileElsewhere(got: string, directory: string, name: string): string {
  return `"${got}" is a file in another directory; write --cluster-directory ${directory} ${name}`;
}

/** How the app is used. */
export function appUsage(): string {
  return [
    'usage: npm run synth -- [options] [cluster...]',
    'writes the stacks of all clusters, or of those named, into cdktf.out',
    '  --advice    print advice on habits and style too',
    '  --json      print the result as JSON',
    '  -h, --help  print this',
    'environment: CLUSTERS names clusters, with commas between them; CDKTF_OUTDIR names another output directory,',
    '  CDKTF_PROXMOX_TALOS_RESULT a file that gets the result as JSON too',
  ].join('\n');
}

/** An option that the app does not have. */
export function unknownAppOption(got: string): string {
  return `unknown option ${got}`;
}

/** Printed when a signal ended the app. */
export function synthInterrupted(signal: string, outputDirectory: string): string {
  return `stopped by ${signal}; nothing is written, ${outputDirectory} is as it was`;
}

/** The framework was asked for HCL, which has no words for state encryption and some references. */
export function hclUnsupported(): string {
  return 'these stacks cannot be written as HCL; run cdktf synth without --hcl, OpenTofu reads the JSON as well';
}

/** A project without Talos' judge. */
export function judgeNotInstalled(name: string): string {
  return `not checked: what only Talos' own library finds in machine configurations; install it with "npm install --save-dev ${name}"`;
}

/** A clone in which Talos' judge was not built. */
export function judgeNotBuilt(): string {
  return 'not checked: what only Talos\' own library finds in machine configurations; "npm run toolchain" builds it, with Go 1.26';
}

/**
 * For Talos' judge that cannot be asked, or gives no answers.
 *
 * @param reason how it failed, such as `ended with SIGKILL`
 */
export function judgeFailed(reason: string): string {
  return `not checked: what only Talos' own library finds in machine configurations; Talos' judge ${reason}`;
}

/**
 * The same where it is an error.
 *
 * @param unchecked why something was not checked
 */
export function judgeNeededInCi(unchecked: string): string {
  return `${unchecked}; in CI, where CI is set, it must be checked`;
}

/** Last line after the faults: nothing was written. */
export function nothingWritten(faults: number, outputDirectory: string): string {
  return `${faults === 1 ? '1 fault' : `${faults} faults`}; nothing is written, ${outputDirectory} is as it was`;
}

/**
 * Advice: the directory of a cluster that is no longer described is kept, as it may still be running.
 *
 * @param shellDirectory the directory as a word of a shell
 * @param reason why it is kept
 */
export function removedClusterKept(stackDirectory: string, shellDirectory: string, reason: string): string {
  const tofu = `tofu -chdir=${shellDirectory}`;
  return (
    `no cluster file describes this cluster any more; ${stackDirectory} stays, as ${reason}; ` +
    `to destroy the cluster run ${tofu} init && ${tofu} destroy && rm -r ${shellDirectory}`
  );
}

/** Why a directory is kept: OpenTofu or a person has put something there. */
export function holdsMoreThanSynthWrote(): string {
  return 'it holds more than synth wrote';
}

/** Why a directory is kept: it is a link, and what it leads to was not made by synth. */
export function isNoDirectory(): string {
  return 'it is a link to a directory elsewhere';
}

/** Why a directory is kept: what lies there is not what this project wrote. */
export function changedSinceSynth(): string {
  return 'its cdk.tf.json is not the one that synth wrote';
}

/** A place of the output directory that something else has. */
export function synthPlaceTaken(path: string, wanted: 'file' | 'directory'): string {
  return `${path} must be a ${wanted} and is none; move it away, or set CDKTF_OUTDIR to another directory`;
}

/** A stack that another project has in the same output directory. */
export function stackOfAnotherProject(stackDirectory: string, project: string): string {
  return `${stackDirectory} belongs to the project ${project}; give the cluster another name, or set CDKTF_OUTDIR to a directory of its own`;
}

/** Why a directory is kept: its state may hold machines that only this directory can destroy. */
export function localStateExists(path: string): string {
  return `its state ${path} exists`;
}

/** A directory that was removed. */
export function stackRemoved(stackDirectory: string, remoteBackend: string | undefined): string {
  if (remoteBackend === undefined) return `${stackDirectory}: removed`;
  return (
    `${stackDirectory}: removed; its state is not here but in the backend ${remoteBackend}: ` +
    'if it still holds machines, restore the cluster file, synthesize and destroy them'
  );
}

/** A lookup of a host that the cluster does not have. */
export function unknownHost(path: string, got: string, known: readonly string[]): Error {
  return new Error(`${path}: no host "${got}"; this cluster has ${known.join(', ')}`);
}

/** A lookup of a machine that the cluster does not have. */
export function unknownNode(path: string, got: string, known: readonly string[]): Error {
  return new Error(`${path}: no machine "${got}"; this cluster has ${known.join(', ')}`);
}

/** In CI: nobody has committed where machines of pools are. */
export function placementFileMissing(file: string): string {
  return `${file}: missing; it remembers the hosts of the machines of pools, and in CI, where CI is set, it must be there: run synth and commit it`;
}

/** In CI: other machines are in pools than somebody has committed. */
export function placementFileStale(file: string): string {
  return `${file}: it does not have the machines that are in pools now, and in CI, where CI is set, it must: run synth and commit it`;
}

/** A file of another form. */
export function placementNoMap(): string {
  return 'write the host of each machine, such as machines: { work-00: main/pve1 }';
}

/** A key that the file does not have. */
export function placementKeyUnknown(key: string): string {
  return `unknown key "${key}"; the only key here is machines`;
}

/** A file that was written because machines of pools were placed. */
export function placementWritten(file: string): string {
  return `${file} remembers the hosts of the machines of pools: commit it`;
}
